"""policytui with its event loop watched: `python -m tools.bench.loop FILE WORDS…` writes the seconds of long steps."""

from __future__ import annotations

import asyncio
import os
import sys
import time

LONG = 0.0005
"""Seconds from which a step is written down."""


def watch(path: str) -> None:
    """Write down every long step of the loop from now on: one callback, in which no key is read and nothing painted."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    run = asyncio.Handle._run

    def timed(self: asyncio.Handle) -> None:
        begin = time.perf_counter()
        run(self)
        spent = time.perf_counter() - begin
        if spent > LONG:
            os.write(handle, b"%f\n" % spent)

    asyncio.Handle._run = timed  # type: ignore[method-assign]


def main() -> None:
    """Run policytui."""
    watch(sys.argv[1])
    from policytui.cli.main import run

    sys.argv = ["policytui", *sys.argv[2:]]
    run()


if __name__ == "__main__":
    main()

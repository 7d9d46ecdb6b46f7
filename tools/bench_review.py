"""How long a review of a hostile pair of texts leaves the screen without an answer.

The review opens headless, as a person's does: the redline is worked out in a thread, then shown, then judged in a
thread. Beside it a heartbeat asks the event loop for a turn every millisecond; a turn that comes late is a key that
waits. Threads share one interpreter, which changes hands every 5 ms: less cannot be had while one is at work. What else
the machine does makes every wait longer: the processor time of the loop's own longest step says what the program asks.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools.bench_redline import Paragraphs, policy_of, worst_texts

from policytui.core.values import Policy
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.review import ReviewScreen
from policytui.workspace import Workspace

BEAT = 0.001
"""Seconds between two beats."""


class Heart:
    """Beats as long as it is let; knows the longest wait for a beat, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task = asyncio.get_running_loop().create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.longest = max(self.longest, (time.perf_counter() - asked - BEAT) * 1000)

    def taken(self) -> float:
        """The longest wait since the last time of asking."""
        longest, self.longest = self.longest, 0.0
        return longest

    def stop(self) -> None:
        """No more beats."""
        self._task.cancel()


@contextmanager
def steps() -> Iterator[list[float]]:
    """The processor time of each step that the event loop takes meanwhile, in milliseconds."""
    taken: list[float] = []
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        started = time.thread_time()
        run(handle)
        taken.append((time.thread_time() - started) * 1000)

    asyncio.Handle._run = timed  # type: ignore[method-assign,assignment]
    try:
        yield taken
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]


async def waits(before: Policy, after: Policy) -> tuple[float, float, float, float, float]:
    """Milliseconds: until the redline is on the screen, the longest waits before, when it comes and at `n`, and the
    longest step of the loop from the opening on, in processor time.
    """
    # As when the program starts: what stands by then is nothing to the collector of cycles.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        app = PolicytuiApp(Workspace(Path(folder) / "policies", author="Bench"), Start(theme="ink"))
        async with app.run_test(size=(120, 40)) as pilot:
            screen = ReviewScreen([Pair.between("before", "after", before, after)])
            await pilot.pause()
            heart = Heart()
            started = time.perf_counter()
            with steps() as taken:
                await app.push_screen(screen)
                while screen.redline is None:
                    await asyncio.sleep(BEAT)
                shown, comparing = (time.perf_counter() - started) * 1000, heart.taken()
                while screen.judgement is None:
                    await asyncio.sleep(BEAT)
                await asyncio.sleep(0.2)
                showing = heart.taken()
                await pilot.press("n", "n", "n")
                stepping = heart.taken()
            heart.stop()
            return shown, comparing, showing, stepping, max(taken)


def print_table(texts: Mapping[str, tuple[Paragraphs, Paragraphs]]) -> None:
    """A line for each pair of texts."""
    heads = ("shown ms", "comparing", "showing", "stepping", "step (cpu)")
    print(f"\n{'longest wait for the review screen, ms':45} " + " ".join([f"{head:>10}" for head in heads]))
    for name, (before, after) in texts.items():
        figures = asyncio.run(waits(policy_of(before, 25), policy_of(after, 25)))
        print(f"{name:45} " + " ".join([f"{figure:10.0f}" for figure in figures]), flush=True)


if __name__ == "__main__":
    print_table(worst_texts())

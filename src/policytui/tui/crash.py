"""Reports of crashes: where it happened and in which versions, and nothing of what anybody wrote.

Rules that hold here: a report names types, files, lines and functions. It holds no message of an exception, no value of
a variable and no line of source, because any of them may hold text of a policy. Nothing here can fail.
"""

from __future__ import annotations

import contextlib
import os
import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from textual.worker import WorkerFailed

KEPT = 20
"""Reports that are kept; the oldest go."""
PACKAGES = ("policytui", "textual", "rich")


def cause(error: BaseException) -> BaseException:
    """The error that a worker failed with; any other itself."""
    return error.error if isinstance(error, WorkerFailed) else error


def write_report(error: BaseException, folder: Path | None) -> Path | None:
    """Write the report of a crash into `folder` (made when missing, its owner's only). None when it cannot be."""
    if folder is None:
        return None
    moment = datetime.now(UTC)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in sorted(folder.glob("*.txt"))[: 1 - KEPT]:
            old.unlink(missing_ok=True)
        path = folder / f"{moment:%Y-%m-%dT%H%M%SZ}-{os.urandom(3).hex()}.txt"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as out:
            out.write(report(error, moment))
        return path
    return None


def report(error: BaseException, moment: datetime) -> str:
    """The text of the report."""
    lines = [f"policytui stopped at {moment:%Y-%m-%d %H:%M:%S} UTC.", "", *_versions(), "", *_chain(error), ""]
    return "\n".join(lines)


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            yield f"{name} {version(name)}"


def _chain(error: BaseException) -> Iterator[str]:
    """The error and what led to it, the last first."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        kind = type(now)
        yield f"{kind.__module__}.{kind.__qualname__}"
        for frame, line in traceback.walk_tb(now.__traceback__):
            code = frame.f_code
            yield f"  {_short(code.co_filename)}:{line} {code.co_name}"
        now = (now.error if isinstance(now, WorkerFailed) else now.__cause__) or (
            None if now.__suppress_context__ else now.__context__
        )


def _short(name: str) -> str:
    """A file's name from its package on: a report says nothing about somebody's home either."""
    parts = Path(name).parts
    for root in ("site-packages", "src"):
        if root in parts:
            return str(Path(*parts[len(parts) - parts[::-1].index(root) :]))
    return str(Path(*parts[-2:]))

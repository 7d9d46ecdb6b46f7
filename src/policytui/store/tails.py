"""What the ends of revision files tell, remembered while the files stay the same.

Rules that hold here:

- A list of revisions reads only the last 4 kB of each file, and the whole file when its tail is longer (never a file
  that is larger than any revision).
- A revision is never rewritten, so what was read stays right while the file has the same inode, size and times: going
  from Edit to a History of thousands looks at each file and reads none. (`store.verify` reads every byte, always.)
"""

from __future__ import annotations

import os
from dataclasses import replace

from policytui.core.values import Revision
from policytui.store import revisions

MOST = 20_000
"""Revisions remembered at most."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

_Stamp = tuple[int, int, int, int]
_known: dict[str, tuple[_Stamp, Revision]] = {}


def tail(path: str, name: str, number: int) -> Revision | None:
    """The revision in the file at `path`, numbered; None when it cannot be read."""
    known = _known.get(path)
    try:
        if known is not None and _stamp(os.stat(path)) == known[0]:  # noqa: PTH116
            revision = known[1]
            return revision if revision.number == number else replace(revision, number=number)
        handle = os.open(path, _FLAGS)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        found = revisions.read_tail(_end(handle, status.st_size), name, number)
    except OSError:
        return None
    finally:
        os.close(handle)
    if found is not None:
        if len(_known) >= MOST:
            _known.clear()
        _known[path] = (_stamp(status), found)
    return found


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _end(handle: int, size: int) -> bytes:
    """The bytes at the end of a file that hold its whole tail."""
    if size > revisions.TAIL_SIZE:
        os.lseek(handle, -revisions.TAIL_SIZE, os.SEEK_END)
    data = os.read(handle, revisions.TAIL_SIZE)
    if revisions.TAIL_SIZE < size <= revisions.LARGEST and revisions.MARKER not in data:
        os.lseek(handle, 0, os.SEEK_SET)
        data = b"".join(iter(lambda: os.read(handle, 1 << 20), b""))
    return data

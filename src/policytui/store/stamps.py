"""Which policies there are, and whether their files are still those that were read: told without opening a file.

Rules that hold here:

- A stamp names device, inode, size and both times of the policy file, of the folder of its history and of every file
  in it. Equal stamps mean equal bytes, once the newest of those times is older than `SETTLED`: a file system keeps time
  in steps, and two writes within one step leave the same times.
- Where that cannot be told (a symlink, a strange file, no right to look) there is no stamp.
- Only `os` and `stat` are imported: a listing of what is remembered loads nothing else.
"""

from __future__ import annotations

import os
import stat

POLICY_NAME = "policy.toml"
HISTORY_NAME = "history"
SETTLED = 2_000_000_000
"""Nanoseconds: the widest step of a file system that is in use (FAT)."""


def slugs(root: str) -> list[str]:
    """The names of all policy folders, legal or not, in order. OSError when the root cannot be read."""
    with os.scandir(root) as entries:
        return sorted(entry.name for entry in entries if _is_policy(entry))


def _is_policy(entry: os.DirEntry[str]) -> bool:
    """A folder (or a symlink to one) that holds a policy file or a history."""
    if entry.name.startswith(".") or not entry.is_dir():
        return False
    return os.path.lexists(f"{entry.path}{os.sep}{POLICY_NAME}") or os.path.isdir(  # noqa: PTH112
        f"{entry.path}{os.sep}{HISTORY_NAME}"
    )


def stamp(root: str, slug: str) -> tuple[str, int]:
    """The stamp of a policy in one line of ASCII without tabs, and the newest time in it; "" when there is none."""
    folder = f"{root}{os.sep}{slug}"
    try:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return "", 0
        found = [("", os.lstat(f"{folder}{os.sep}{POLICY_NAME}"))]
        if not stat.S_ISREG(found[0][1].st_mode):
            return "", 0
        history = f"{folder}{os.sep}{HISTORY_NAME}"
        try:
            status = os.lstat(history)
        except FileNotFoundError:
            pass
        else:
            if not stat.S_ISDIR(status.st_mode):
                return "", 0
            found.append(("", status))
            with os.scandir(history) as entries:
                inside = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
            if not all(stat.S_ISREG(status.st_mode) for _, status in inside):
                return "", 0
            found += inside
    except OSError:
        return "", 0
    newest = max(max(status.st_mtime_ns, status.st_ctime_ns) for _, status in found)
    return " ".join([_line(name, status) for name, status in found]), newest


def _line(name: str, status: os.stat_result) -> str:
    times = f"{status.st_mtime_ns:x} {status.st_ctime_ns:x}"
    return f"{name!a} {status.st_dev:x} {status.st_ino:x} {status.st_size:x} {times}"

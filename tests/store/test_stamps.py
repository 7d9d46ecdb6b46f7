"""A stamp differs after everything that can change what the library says of a policy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policytui.store.stamps import slugs, stamp

STEP = 0.02
"""Seconds after which every file system of a test machine gives another time."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    (made / "history").mkdir(parents=True)
    (made / "policy.toml").write_text("one")
    (made / "history" / "a.toml").write_text("r1")
    (made / "history" / "b.toml").write_text("r2")
    time.sleep(STEP)
    return made


def swapped(path: Path) -> None:
    """Another file of the same size and times in its place."""
    status = path.stat()
    other = path.with_name("other")
    other.write_text("two")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


def same_size(path: Path) -> None:
    """The same size, and its old time put back."""
    status = path.stat()
    path.write_text("ten"[: status.st_size])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "touched": lambda folder: os.utime(folder / "policy.toml"),
    "edited": lambda folder: (folder / "policy.toml").write_text("longer"),
    "edited, same size and time": lambda folder: same_size(folder / "policy.toml"),
    "replaced, same size and time": lambda folder: swapped(folder / "policy.toml"),
    "no right to read": lambda folder: (folder / "policy.toml").chmod(0),
    "a revision more": lambda folder: (folder / "history" / "c.toml").write_text("r3"),
    "a revision less": lambda folder: (folder / "history" / "b.toml").unlink(),
    "a revision renamed": lambda folder: (folder / "history" / "b.toml").rename(folder / "history" / "c.toml"),
    "a revision written in place": lambda folder: same_size(folder / "history" / "a.toml"),
    "revisions swapped": lambda folder: swapped(folder / "history" / "a.toml"),
    "no history": lambda folder: (folder / "history").rename(folder / "elsewhere"),
    "no policy": lambda folder: (folder / "policy.toml").unlink(),
    "another folder": lambda folder: folder.rename(folder.parent / "store"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_another_stamp(folder: Path, change: Callable[[Path], object]) -> None:
    before, newest = stamp(str(folder.parent), "shop")
    assert before
    assert stamp(str(folder.parent), "shop") == (before, newest)
    change(folder)
    assert stamp(str(folder.parent), "shop")[0] != before


def test_the_newest_time_is_that_of_the_last_write(folder: Path) -> None:
    for path in (folder / "policy.toml", folder / "history" / "a.toml", folder / "history" / "c.toml"):
        time.sleep(STEP)
        path.write_text("new")
        assert stamp(str(folder.parent), "shop")[1] == path.stat().st_mtime_ns


@pytest.mark.parametrize("name", ["policy.toml", "history", "history/a.toml", "."])
def test_what_a_symlink_leads_to_has_no_stamp(folder: Path, name: str) -> None:
    path = folder / name
    path.rename(folder.parent / "aside")
    path.symlink_to(folder.parent / "aside")
    assert stamp(str(folder.parent), "shop") == ("", 0)


def test_strange_files_have_no_stamp(folder: Path) -> None:
    os.mkfifo(folder / "history" / "c.toml")
    assert stamp(str(folder.parent), "shop") == ("", 0)
    (folder / "history" / "c.toml").unlink()
    (folder / "history" / "d").mkdir()
    assert stamp(str(folder.parent), "shop") == ("", 0)
    assert stamp(str(folder.parent), "nothing") == ("", 0)


def test_it_is_one_line_whatever_a_file_is_called(folder: Path) -> None:
    (folder / "history" / "a\tb\n\x1b é").write_text("")
    text, _ = stamp(str(folder.parent), "shop")
    assert text.isascii()
    assert text.isprintable()


def test_policies_are_folders_with_a_policy_or_a_history(folder: Path) -> None:
    root = folder.parent
    (root / "old" / "history").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / ".hidden").mkdir()
    (root / ".hidden" / "policy.toml").write_text("")
    (root / "file.toml").write_text("")
    (root / "linked").symlink_to(folder)
    assert slugs(str(root)) == ["linked", "old", "shop"]
    with pytest.raises(FileNotFoundError):
        slugs(str(root / "nowhere"))

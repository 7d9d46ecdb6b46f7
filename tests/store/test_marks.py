"""Reviewed marks: kept by content, joined with those of other sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.errors import RefusedError
from policytui.store.marks import change, key, read

ONE, TWO = key("30 days", "60 days"), key("a", "b")


def test_a_mark_is_about_words_not_about_wrapping() -> None:
    assert key("We keep it\nfor 30 days", "x") == key("We keep it  for 30 days ", "x")
    assert key("a", "b") != key("b", "a")
    assert key("a b", "") != key("a", "b")


def test_marks_are_kept_and_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "reviewed" / "privacy.txt"
    assert read(path) == frozenset()
    assert change(path, add=frozenset((ONE,))) == {ONE}
    assert change(path, add=frozenset((TWO,))) == {ONE, TWO}
    assert change(path, remove=frozenset((ONE,))) == {TWO} == read(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["privacy.txt"]


def test_a_file_is_merged_by_joining_lines(tmp_path: Path) -> None:
    path = tmp_path / "privacy.txt"
    path.write_text(f"{TWO}\n<<<<<<< mine\n{ONE}\nnonsense\n{TWO}\n")
    assert read(path) == {ONE, TWO}


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError):
        change(tmp_path / "file" / "x.txt", add=frozenset((ONE,)))
    (tmp_path / "folder").mkdir()
    with pytest.raises(RefusedError):
        read(tmp_path / "folder")

"""The samples that come with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.errors import UsageError
from policytui.workspace import State, Workspace
from policytui.workspace.samples import copy_samples


def test_the_samples_are_copied_whole_and_clean(tmp_path: Path) -> None:
    copy_samples(tmp_path / "demo")
    entries = Workspace(tmp_path / "demo").entries()
    assert len(entries) == 5
    assert {entry.state for entry in entries} == {State.CLEAN}
    assert all(entry.revisions >= 3 for entry in entries)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("x")
    with pytest.raises(UsageError):
        copy_samples(tmp_path / "mine")

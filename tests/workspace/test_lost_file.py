"""A lost file comes back with the bytes it was saved with, and over no other."""

from __future__ import annotations

import pytest

from policytui.core.values import Policy
from policytui.errors import ContentError, StaleError
from policytui.store.shelf import Shelf
from policytui.workspace import Workspace
from policytui.workspace.lost_file import bring_back


def test_the_file_is_back_as_it_was_saved_last(workspace: Workspace, policy: Policy) -> None:
    opened = workspace.save_import("privacy", policy, summary="First")
    saved = opened.path.read_bytes()
    assert bring_back(workspace, "privacy") is None
    opened.path.unlink()
    assert bring_back(workspace, "privacy") == opened.revisions[-1]
    assert opened.path.read_bytes() == saved
    assert workspace.verify("privacy") == []
    assert sorted(path.name for path in opened.path.parent.iterdir()) == ["history", "policy.toml"]


def test_nothing_comes_of_no_history_and_of_a_damaged_one(workspace: Workspace, policy: Policy) -> None:
    assert bring_back(workspace, "privacy") is None
    opened = workspace.save_import("privacy", policy, summary="First")
    with pytest.raises(StaleError):
        Shelf(workspace.root).bring_back("privacy", opened.revisions[-1].name)
    opened.path.unlink()
    revision = opened.path.parent / "history" / opened.revisions[-1].name
    revision.write_bytes(b"title = 1\n" + revision.read_bytes())
    with pytest.raises(ContentError):
        bring_back(workspace, "privacy")
    assert not opened.path.exists()

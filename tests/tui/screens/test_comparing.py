"""What can be named in a review: all that the command line can, and what is meant within a policy."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from policytui.core.draft import Draft
from policytui.errors import UsageError
from policytui.tui.screens.base import Editing
from policytui.tui.screens.comparing import named
from policytui.workspace import Workspace
from tests.tui.fake import policy


def test_a_revision_or_a_day_alone_is_one_of_the_policy_at_hand(changed: Workspace) -> None:
    host = SimpleNamespace(drafts={}, workspace=changed)
    assert named(host, "r2", "lantern").label == "lantern r2"  # type: ignore[arg-type]
    assert named(host, "latest", "lantern").label == "lantern r3"  # type: ignore[arg-type]
    assert named(host, "2024-06-01", "lantern").label == "lantern r3"  # type: ignore[arg-type]
    assert named(host, "draft", "lantern").label == "lantern (file)"  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        named(host, "r2")  # type: ignore[arg-type]


def test_draft_is_what_is_being_edited(changed: Workspace) -> None:
    edited = policy("Other")
    editing = Editing(changed.open("lantern"), Draft.of(edited))
    host = SimpleNamespace(drafts={"lantern": editing}, workspace=changed)
    for spec in ("draft", "lantern@draft"):
        found = named(host, spec, "lantern")  # type: ignore[arg-type]
        assert (found.policy, found.label, found.slug) == (edited, "lantern (draft)", "lantern")
    assert named(host, "lantern").policy == changed.open("lantern").policy  # type: ignore[arg-type]


def test_a_file_is_a_file(changed: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "r2.md"
    path.write_text("# T\n\nText.\n")
    host = SimpleNamespace(drafts={}, workspace=changed)
    assert named(host, str(path), "lantern").policy.title == "T"  # type: ignore[arg-type]


def test_a_file_at_home_is_named_as_in_a_shell(
    changed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "old.md").write_text("# T\n\nText.\n")
    host = SimpleNamespace(drafts={}, workspace=changed)
    assert named(host, "~/old.md", "lantern").policy.title == "T"  # type: ignore[arg-type]

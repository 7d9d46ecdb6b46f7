"""What a review compares: the draft, two names."""

from __future__ import annotations

from pathlib import Path

from policytui.core.values import Revision
from policytui.tui.screens.pairs import Pair
from policytui.workspace import Named
from tests.tui.fake import NOON, FakeWorkspace, policy


def test_nothing_is_read_before_it_is_needed_and_a_draft_says_so(tmp_path: Path) -> None:
    workspace = FakeWorkspace(tmp_path)
    opened = workspace.open("lantern")
    assert Pair.of_draft(opened, opened.policy).after == "file"
    pair = Pair.of_draft(opened, policy("Other"))
    assert (pair.before, pair.after) == ("lantern r1", "draft")
    assert pair.load()[1].title == "Other"


def test_each_side_can_be_named_again(tmp_path: Path) -> None:
    workspace = FakeWorkspace(tmp_path)
    opened = workspace.open("lantern")
    pair = Pair.of_draft(opened, opened.policy)
    assert (pair.before_spec, pair.after_spec) == ("lantern@r1", "lantern@draft")
    one = Revision("a" * 64, NOON, number=1)
    old, new = Named(opened.policy, "lantern r1", "lantern", one), Named(opened.policy, "old.md")
    assert (Pair.of(old, new).before_spec, Pair.of(old, new).after_spec) == ("lantern@r1", "old.md")
    file = Named(opened.policy, "lantern (file)", "lantern", one)
    assert Pair.of(old, file).after_spec == "lantern@draft"
    assert Pair.of(old, file, "lantern@r1", "lantern").after_spec == "lantern"

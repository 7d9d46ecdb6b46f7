"""Drafts left behind: found for their root, stale when the file moved on, kept or put aside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policytui.core.judgement import Decision
from policytui.core.values import Policy
from policytui.errors import UsageError
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts


@pytest.fixture
def drafts(workspace: Workspace, policy: Policy, tmp_path: Path) -> Drafts:
    """One draft of `privacy` whose session has ended."""
    opened = workspace.save_import("privacy", policy, summary="x")
    drafts = Drafts(workspace, tmp_path / "drafts")
    journal = drafts.journal(opened)
    journal.write(replace(opened.policy, preamble="Hello.\n"))
    journal.close()
    return drafts


def test_a_left_draft_is_found(drafts: Drafts) -> None:
    (left,) = drafts.left()
    assert (left.slug, left.policy.preamble, left.stale) == ("privacy", "Hello.\n", False)
    assert drafts.left("other") == []
    assert drafts.named(left.name) == left
    with pytest.raises(UsageError):
        drafts.named("nothing")


def test_a_draft_of_a_file_that_changed_is_stale(drafts: Drafts) -> None:
    path = drafts.workspace.root / "privacy" / "policy.toml"
    path.write_text(path.read_text() + "# by hand\n")
    assert drafts.left()[0].stale


def test_a_draft_is_saved_as_a_file_or_put_aside(drafts: Drafts, tmp_path: Path) -> None:
    (left,) = drafts.left()
    target = tmp_path / "kept.toml"
    drafts.save_as(left, target)
    assert drafts.workspace.resolve(str(target)).policy.preamble == "Hello.\n"
    assert drafts.left() == []
    with pytest.raises(UsageError):
        drafts.save_as(left, target)


def test_a_draft_that_its_file_says_already_is_not_offered(drafts: Drafts) -> None:
    """The session was killed between its save and the end of its journal."""
    (left,) = drafts.left()
    workspace = drafts.workspace
    workspace.save(workspace.open("privacy"), left.policy, Decision("Hello"))
    assert drafts.left() == []
    assert len(list((drafts.folder / "discarded").glob("*.journal"))) == 1


def test_a_draft_knows_what_it_began_from(drafts: Drafts) -> None:
    (left,) = drafts.left()
    assert left.base == drafts.workspace.open("privacy").policy


def test_a_draft_that_another_session_took_is_no_error(drafts: Drafts) -> None:
    (left,) = drafts.left()
    assert drafts.discard(left) == drafts.discard(left)


def test_a_living_session_is_known_to_others_and_not_to_itself(drafts: Drafts) -> None:
    opened = drafts.workspace.open("privacy")
    journal = drafts.journal(opened)
    journal.write(replace(opened.policy, preamble="Mine.\n"))
    assert drafts.living("privacy") == []
    other = Drafts(drafts.workspace, drafts.folder)
    assert [one.author for one in other.living("privacy")] == [drafts.workspace.author]
    drafts.put_aside(journal)
    assert other.living("privacy") == []

"""Revisions and commits as one line of time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policytui.core.values import Policy
from policytui.workspace import Workspace
from policytui.workspace.git_history import git_history
from tests.gitbox import Box


@pytest.fixture(autouse=True)
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits are made at the time the clock of the tests stands at."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-06-01T13:00:00+00:00")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2024-06-01T13:00:00+00:00")


def test_a_revision_stands_with_the_commit_that_brought_it(box: Box) -> None:
    head = box.git("rev-parse", "HEAD").strip()
    box.clock.moment += timedelta(days=1)
    box.change("privacy", "30 days", "60 days", "Longer")
    timeline = git_history(box.workspace, "privacy")
    newest, first = timeline.moments
    assert (newest.spec, newest.commit, newest.committed) == ("privacy@r2", None, False)
    assert first.revision is not None
    assert first.commit is not None
    assert (first.revision.rev, first.commit.hash, first.committed) == ("r1", head, True)
    assert first.commit.refs == "HEAD -> main"
    assert (timeline.in_git, timeline.changed) == (True, True)
    box.commit_all()
    assert not git_history(box.workspace, "privacy").changed


def test_a_hand_edit_that_was_committed_is_a_moment_of_its_own(box: Box) -> None:
    box.by_hand("privacy", "30 days", "31 days")
    head = box.commit_all("by hand")
    newest = git_history(box.workspace, "privacy").moments[0]
    assert newest.revision is None
    assert newest.spec == f"{head[:12]}:policies/privacy/policy.toml"
    assert "31 days" in _text(box, newest.spec)


def _text(box: Box, spec: str) -> str:
    return box.git("show", spec)


def test_a_policy_without_revisions_has_its_past_from_git_renames_followed(box: Box) -> None:
    folder = box.root / "terms"
    folder.mkdir()
    text = (box.root / "privacy" / "policy.toml").read_text()
    (folder / "policy.toml").write_text(text)
    box.commit_all("begin")
    (folder / "policy.toml").write_text(text.replace("30", "40"))
    box.commit_all("edit")
    box.git("mv", "policies/terms", "policies/rules")
    box.commit_all("rename")
    moments = git_history(box.workspace, "rules").moments
    assert [moment.commit.subject for moment in moments if moment.commit] == ["rename", "edit", "begin"]
    assert moments[-1].spec.endswith(":policies/terms/policy.toml")


def test_a_limit_reads_only_as_much(box: Box) -> None:
    for count in range(5):
        box.by_hand("privacy", f"3{count} days" if count else "30 days", f"3{count + 1} days")
        box.commit_all(f"edit {count}")
    moments = git_history(box.workspace, "privacy", 2).moments
    assert [moment.commit.subject for moment in moments if moment.commit] == ["edit 4", "edit 3"]


def test_outside_git_the_revisions_stand_alone(workspace: Workspace, policy: Policy) -> None:
    workspace.save_import("terms", policy, summary="x")
    timeline = git_history(workspace, "terms")
    assert (len(timeline.moments), timeline.in_git) == (1, False)

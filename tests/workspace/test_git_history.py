"""Revisions and commits as one line of time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from policytui.core.values import Policy, Revision
from policytui.store.codec import fresh
from policytui.store.shelf import Shelf
from policytui.workspace import Workspace
from policytui.workspace.git_history import git_history, holding, newest_moments, policy_at, policy_before
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


def test_the_newest_are_known_by_the_text_they_hold(box: Box) -> None:
    box.clock.moment += timedelta(days=1)
    box.change("privacy", "30 days", "60 days", "Longer")
    box.change("privacy", "60 days", "90 days", "Longer still")
    box.commit_all("Both")
    box.by_hand("privacy", "90 days", "91 days")
    box.commit_all("By hand")
    box.change("privacy", "91 days", "92 days", "Saved")
    quick, whole = (find(box.workspace, "privacy", 10) for find in (newest_moments, git_history))
    assert [one.spec for one in quick.moments] == [one.spec for one in whole.moments]
    assert [one.committed for one in quick.moments] == [one.committed for one in whole.moments]
    known = [(one.commit, other.commit) for one, other in zip(quick.moments, whole.moments, strict=True)]
    assert [one == other or (one, other and other.subject) for one, other in known].count((None, "Both")) == 1
    assert (quick.in_git, quick.changed) == (True, True)
    assert len(newest_moments(box.workspace, "privacy", 2).moments) == 2
    assert newest_moments(box.workspace, "privacy", 2).moments[0].spec == "privacy@r4"


def test_a_commit_that_comes_back_to_an_older_text_stands_by_itself(box: Box) -> None:
    box.clock.moment += timedelta(minutes=1)
    box.change("privacy", "30 days", "60 days")
    box.commit_all("Longer")
    box.git("revert", "--no-edit", "HEAD")
    whole = git_history(box.workspace, "privacy")
    assert [one.commit and one.commit.subject[:6] for one in whole.moments] == ["Revert", "Longer", "Add th"]
    quick = newest_moments(box.workspace, "privacy", 10)
    assert [(one.spec, one.commit and one.commit.hash) for one in quick.moments] == [
        (one.spec, one.commit and one.commit.hash) for one in whole.moments
    ]


def test_outside_git_the_newest_are_revisions(workspace: Workspace, policy: Policy) -> None:
    workspace.save_import("terms", policy, summary="x")
    assert [one.spec for one in newest_moments(workspace, "terms", 5).moments] == ["terms@r1"]


def test_what_a_moment_changed_is_read_wherever_the_program_stands(box: Box) -> None:
    folder = box.root / "terms"
    folder.mkdir()
    text = (box.root / "privacy" / "policy.toml").read_text()
    for days in (30, 40):
        (folder / "policy.toml").write_text(text.replace("30 days", f"{days} days"))
        box.commit_all(f"{days}")
    box.git("mv", "policies/terms", "policies/rules")
    head = box.commit_all("rename")
    box.git("tag", "v1")
    renamed, edited, first = git_history(box.workspace, "rules").moments
    bodies = [policy_at(box.workspace, "rules", one).sections[0].body for one in (renamed, edited, first)]
    assert ["40 days" in body for body in bodies] == [True, True, False]
    assert policy_before(box.workspace, "rules", edited, first) == policy_at(box.workspace, "rules", first)
    assert policy_before(box.workspace, "rules", renamed, edited) == policy_at(box.workspace, "rules", edited)
    assert policy_before(box.workspace, "rules", first, None) == Policy("")
    assert holding(box.workspace, head) == (["v1"], ["main"])


def test_a_renamed_folder_keeps_the_commits_of_its_revisions(box: Box) -> None:
    box.by_hand("privacy", "30 days", "31 days")
    box.commit_all("by hand")
    box.git("mv", "policies/privacy", "policies/rules")
    box.commit_all("rename")
    box.git("mv", "policies/rules", "policies/terms")
    box.commit_all("rename again")
    moments = git_history(box.workspace, "terms").moments
    told = {(one.revision.rev if one.revision else "", one.commit.subject if one.commit else "") for one in moments}
    assert told == {("r1", "Add the privacy policy"), ("", "by hand"), ("", "rename"), ("", "rename again")}


MARKDOWN = "# Terms\n\nLast updated: 5 January 2024\n\n## Use\n\nBe kind.\n\n" + "".join(
    f"## Part {n}\n\nSentence number {n} says {n}.\nAnother one follows it.\n\n" for n in range(12)
)


@pytest.mark.parametrize("how", ["moved", "beside", "unlike", "not committed"])
def test_a_policy_is_followed_back_to_the_markdown_it_was_made_of(box: Box, how: str) -> None:
    old, file = box.top / "old.md", box.top / "docs" / "terms.md"
    old.write_text(MARKDOWN)
    box.commit_all("Begin")
    file.parent.mkdir()
    box.git("mv", "old.md", "docs/terms.md")
    box.commit_all("Move")
    file.write_text(MARKDOWN.replace("kind", "very kind"))
    box.commit_all("Kinder")
    policy = box.workspace.read_import(file).policy
    if how == "unlike":
        policy = Policy("Terms", sections=policy.sections[:1])
    box.workspace.save_import("terms", policy, summary="Imported", source=file)
    assert box.workspace.history("terms")[0].extra["source"] == "docs/terms.md"
    assert box.workspace.verify("terms") == []
    if how == "moved":
        file.unlink()
    if how != "not committed":
        box.commit_all("Import")
    moments = git_history(box.workspace, "terms").moments
    first, *past = [one for one in moments if one.revision] + [one for one in moments if not one.revision]
    assert first.spec == "terms@r1"
    assert {one.commit.subject for one in past if one.commit} == {"Kinder", "Move", "Begin"}
    kinder = next(one for one in past if one.commit and one.commit.subject == "Kinder")
    assert kinder.spec.endswith(":docs/terms.md")
    assert policy_at(box.workspace, "terms", kinder).sections[0].body.strip() == "Be very kind."
    assert len(git_history(box.workspace, "terms", 2).moments) == 2


def test_a_source_elsewhere_is_not_recorded(box: Box, tmp_path: Path) -> None:
    file = tmp_path / "secret place" / "terms.md"
    file.parent.mkdir()
    file.write_text(MARKDOWN)
    box.workspace.save_import("terms", box.workspace.read_import(file).policy, summary="Imported", source=file)
    assert dict(box.workspace.history("terms")[0].extra) == {}


@pytest.mark.parametrize(
    "source", ["../../x.md", "-x.md", "a\0b.md", "/etc/passwd.md", "x" * 5000 + ".md", "policies/privacy/policy.toml"]
)
def test_a_recorded_source_is_never_trusted(box: Box, policy: Policy, source: str) -> None:
    text = fresh(policy)
    Shelf(box.root).save("terms", text, Revision("", box.clock.now(), "Mallory", extra={"source": source}), None)
    box.commit_all("Hostile")
    moments = git_history(box.workspace, "terms").moments
    assert [one.spec for one in moments] == ["terms@r1"]


def test_a_copy_of_another_policy_has_no_past_of_it(box: Box) -> None:
    folder = box.root / "copy"
    folder.mkdir()
    (folder / "policy.toml").write_text((box.root / "privacy" / "policy.toml").read_text())
    box.commit_all("Copy")
    assert [one.commit.subject for one in git_history(box.workspace, "copy").moments if one.commit] == ["Copy"]


def test_a_removed_file_is_an_empty_policy(box: Box) -> None:
    (box.root / "privacy" / "policy.toml").unlink()
    box.commit_all("remove")
    (box.root / "privacy" / "policy.toml").write_text(box.git("show", "HEAD^:policies/privacy/policy.toml"))
    box.commit_all("back")
    removed = next(one for one in git_history(box.workspace, "privacy").moments if not one.spec)
    assert policy_at(box.workspace, "privacy", removed) == Policy("")

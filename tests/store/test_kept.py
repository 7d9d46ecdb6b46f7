"""A history that git has and the disk does not stops what would begin a second one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Policy, Section
from policytui.errors import UsageError
from policytui.store import git
from policytui.store.kept import only_in_git
from tests.gitbox import Box

POLICY = Policy("Privacy Policy", sections=(Section("logs", "Logs", body="We keep logs for 30 days.\n"),))


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock) -> Box:
    made = Box.new(tmp_path / "repository", clock)
    made.put("privacy", POLICY.with_dates(last_updated=date(2024, 1, 5)))
    made.commit_all()
    made.change("privacy", "30 days", "60 days")
    made.commit_all()
    return made


def refused(box: Box) -> str:
    """A save says no and changes nothing on disk. What it says to do."""
    box.by_hand("privacy", "60 days", "90 days")
    before = {path: path.read_bytes() for path in box.root.rglob("*") if path.is_file()}
    folders = set(box.root.rglob("*"))
    opened = box.workspace.open("privacy")
    with pytest.raises(UsageError, match="git has 2 revisions of “privacy” that are not on disk") as told:
        box.workspace.save(opened, opened.policy, Decision("x"))
    assert {path: path.read_bytes() for path in box.root.rglob("*") if path.is_file()} == before
    assert set(box.root.rglob("*")) == folders
    rules = {problem.rule for problem in box.workspace.check("privacy")}
    assert ("history-missing" in rules, "no-revision" in rules) == (True, False)
    return told.value.hint


def brought_back(box: Box, hint: str) -> None:
    box.git(*hint.partition(": git ")[2].split())
    opened = box.workspace.open("privacy")
    saved = box.workspace.save(opened, opened.policy, Decision("x"))
    assert (saved.revision.rev, len(saved.revision.parents)) == ("r3", 1)
    assert "history-missing" not in {problem.rule for problem in box.workspace.check("privacy")}


@pytest.mark.parametrize("cone", [True, False])
def test_a_sparse_checkout_without_the_history(box: Box, cone: bool) -> None:
    (box.top / "site").mkdir()
    (box.top / "site" / "x").write_text("x")
    box.commit_all()
    if cone:
        box.git("sparse-checkout", "set", "--cone", "site")
        (box.root / "privacy").mkdir(parents=True)
        (box.root / "privacy" / "policy.toml").write_text(box.git("show", "HEAD:policies/privacy/policy.toml"))
    else:
        box.git("sparse-checkout", "set", "--no-cone", "/*", "!/policies/*/history/")
    assert not (box.root / "privacy" / "history").exists()
    brought_back(box, refused(box))


@pytest.mark.parametrize("staged", [True, False])
def test_a_history_that_was_taken_away(box: Box, staged: bool) -> None:
    shutil.rmtree(box.root / "privacy" / "history")
    if staged:
        box.git("add", "-A")
    brought_back(box, refused(box))


def test_nothing_of_that_name_is_begun_anew(box: Box) -> None:
    shutil.rmtree(box.root / "privacy")
    with pytest.raises(UsageError, match="a second history"):
        box.workspace.create("privacy", "Privacy")
    with pytest.raises(UsageError, match="a second history"):
        box.put("privacy", POLICY)
    assert not (box.root / "privacy").exists()
    box.commit_all("Without it")
    box.put("privacy", POLICY)


def test_where_git_has_no_history_nothing_is_said(box: Box) -> None:
    box.put("terms", POLICY)
    shutil.rmtree(box.root / "terms" / "history")
    assert only_in_git(box.root / "terms") is None
    box.git("update-ref", "-d", "HEAD")
    shutil.rmtree(box.root / "privacy" / "history")
    assert only_in_git(box.root / "privacy") is None


def test_a_repository_of_another_folder_says_nothing(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(box.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(box.top))
    (tmp_path / "elsewhere").mkdir()
    assert only_in_git(tmp_path / "elsewhere" / "privacy") is None
    shutil.rmtree(box.root / "privacy" / "history")
    assert only_in_git(box.root / "privacy") is not None


def test_without_a_repository_git_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_DIR", raising=False)
    monkeypatch.setattr(git, "command", lambda words: pytest.fail(f"git {words}"))
    assert only_in_git(tmp_path / "policies" / "privacy") is None

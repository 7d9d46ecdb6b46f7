"""A staged text is told from one that is staged with its revision, and a history that stays from one that goes."""

from __future__ import annotations

import shutil

import pytest

from policytui.core.values import Policy
from policytui.workspace.staged import staged_problems
from tests.gitbox import Box


def slugs(box: Box) -> list[str]:
    return [problem.slug for problem in staged_problems(box.workspace) if problem.rule == "no-revision"]


def test_a_text_is_staged_with_its_revision(box: Box, policy: Policy) -> None:
    box.change("privacy", "30 days", "60 days")
    assert slugs(box) == []
    box.git("add", "-u")
    assert slugs(box) == ["privacy"]
    box.git("add", "policies/privacy/history")
    assert slugs(box) == []
    box.put("terms", policy)
    box.git("add", "policies/terms/policy.toml")
    assert slugs(box) == ["terms"]
    box.git("add", "-A")
    box.git("commit", "-qm", "both")
    assert slugs(box) == []


def test_half_of_a_save_is_no_text_of_a_revision(box: Box) -> None:
    box.by_hand("privacy", "30 days", "60 days")
    box.git("add", "-u")
    box.change("privacy", "share nothing", "sell nothing")
    box.git("add", "policies/privacy/history")
    assert slugs(box) == ["privacy"]


def test_line_ends_of_a_checkout_do_not_count(box: Box) -> None:
    box.git("config", "core.autocrlf", "true")
    path = box.root / "privacy" / "policy.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    box.change("privacy", "30 days", "60 days")
    box.git("add", "-u")
    assert slugs(box) == ["privacy"]
    box.git("add", "-A")
    assert slugs(box) == []


@pytest.mark.parametrize("gone", ["policy", "repository", "commit"])
def test_where_there_is_nothing_staged_nothing_is_said(box: Box, gone: str) -> None:
    if gone == "policy":
        box.git("rm", "-q", "policies/privacy/policy.toml")
    elif gone == "repository":
        (box.top / ".git").rename(box.top / "gone")
    else:
        box.git("update-ref", "-d", "HEAD")
    assert (slugs(box), lost(box)) == ([], [])


def lost(box: Box) -> list[tuple[str, str]]:
    found = staged_problems(box.workspace)
    return [(problem.slug, problem.rule) for problem in found if problem.rule != "no-revision"]


def mended(box: Box) -> None:
    """What the hint says brings everything back."""
    problem = staged_problems(box.workspace)[0]
    words = problem.hint.partition(": git ")[2].partition(";")[0].split()
    box.git(*words)
    assert (lost(box), box.git("status", "--porcelain")) == ([], "")


def test_a_revision_that_the_next_commit_removes_or_edits_is_told(box: Box) -> None:
    saved = box.change("privacy", "30 days", "60 days")
    box.commit_all()
    path = box.root / "privacy" / "history" / saved.revision.name
    assert lost(box) == []
    path.unlink()
    assert lost(box) == []  # on disk alone
    box.git("add", "-A")
    assert lost(box) == [("privacy", "history-removed")]
    assert f"removes the revision {saved.revision.name};" in staged_problems(box.workspace)[0].message
    mended(box)
    path.write_text(path.read_text("utf-8").replace("60 days", "90 days"), "utf-8")
    box.git("add", "-A")
    assert lost(box) == [("privacy", "history-edited")]
    mended(box)
    (other,) = (one for one in path.parent.iterdir() if one != path)
    path.write_bytes(other.read_bytes())  # whole, and another's
    box.git("add", "-A")
    assert lost(box) == [("privacy", "history-edited")]
    mended(box)
    box.git("revert", "--no-commit", "HEAD")
    assert lost(box) == [("privacy", "history-removed")]


def test_a_policy_that_the_next_commit_removes_whole_is_told_once(box: Box) -> None:
    box.change("privacy", "30 days", "60 days")
    box.commit_all()
    box.git("rm", "-rq", "policies/privacy")
    assert lost(box) == [("privacy", "policy-removed")]
    mended(box)


def test_a_history_that_moves_with_its_folder_is_kept(box: Box) -> None:
    box.change("privacy", "30 days", "60 days")
    box.commit_all()
    box.git("mv", "policies/privacy", "policies/rules")
    assert lost(box) == []
    box.git("rm", "-qf", *sorted(path for path in box.git("ls-files").split() if "/history/" in path)[:1])
    assert lost(box) == [("rules", "history-removed")]


def test_a_copy_elsewhere_is_no_history_that_moved(box: Box) -> None:
    saved = box.change("privacy", "30 days", "60 days")
    box.commit_all()
    shutil.copytree(box.root / "privacy", box.root / "rules")
    (box.root / "privacy" / "history" / saved.revision.name).unlink()
    box.git("add", "-A")
    assert lost(box) == [("privacy", "history-removed")]
    box.git("checkout", "HEAD", "--", "policies/privacy")
    box.commit_all()
    box.git("rm", "-rq", "policies/privacy")
    assert lost(box) == [("privacy", "policy-removed")]


def test_a_damaged_revision_may_get_its_own_bytes_back(box: Box) -> None:
    (path,) = (box.root / "privacy" / "history").iterdir()
    own = path.read_bytes()
    path.write_bytes(own.replace(b"30 days", b"31 days"))
    box.commit_all("damaged")
    path.write_bytes(own)
    box.git("add", "-A")
    assert lost(box) == []
    path.write_bytes(own.replace(b"30 days", b"32 days"))
    box.git("add", "-A")
    assert lost(box) == [("privacy", "history-edited")]

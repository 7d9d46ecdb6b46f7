"""A branch reviewed: what changed, its verdict and dates, and what the guard sees."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policytui.core.compare import Cancelled
from policytui.core.values import Change, Policy
from policytui.errors import UsageError
from policytui.workspace.branches import Branch, Fate, PolicyChange, offered_ranges, review_range
from tests.gitbox import Box


def reviewed(box: Box, text: str = "main...feature") -> Branch:
    return review_range(box.workspace, text)


@pytest.fixture
def feature(box: Box) -> Box:
    box.git("checkout", "-q", "-b", "feature")
    return box


def only(box: Box) -> PolicyChange:
    (change,) = reviewed(box).changes
    return change


def rules(change: PolicyChange) -> set[str]:
    return {problem.rule for problem in change.problems}


def test_a_saved_change_has_a_verdict_a_date_and_no_problem(feature: Box) -> None:
    feature.change("privacy", "30 days", "60 days")
    feature.commit_all()
    change = only(feature)
    assert (change.slug, change.fate, change.judgement.change) == ("privacy", Fate.CHANGED, Change.MATERIAL)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.dates.last_updated, change.after.dates.last_updated) == (date(2024, 1, 5), date(2024, 6, 1))
    assert change.problems == ()
    assert feature.git("show", change.after_spec).count("60 days") == 1
    # What main did since is not the branch's doing.
    feature.git("checkout", "-q", "main")
    feature.by_hand("privacy", "We share", "We never share")
    feature.commit_all()
    assert only(feature).redline == change.redline
    assert len(reviewed(feature, "main..feature").changes) == 1


def test_a_hand_edit_forgot_its_date_and_its_revision(feature: Box) -> None:
    feature.by_hand("privacy", "30 days", "60 days")
    feature.commit_all()
    assert rules(only(feature)) == {"forgotten-date", "no-revision"}


def test_history_edited_removed_and_a_policy_removed(feature: Box) -> None:
    (name,) = (feature.root / "privacy" / "history").iterdir()
    name.write_bytes(name.read_bytes() + b"#")
    feature.commit_all()
    change = only(feature)
    assert (change.fate, rules(change)) == (Fate.HISTORY, {"history-edited"})
    name.unlink()
    feature.commit_all()
    assert rules(only(feature)) == {"history-removed", "no-revision"}
    feature.git("rm", "-rq", "policies/privacy")
    feature.commit_all()
    change = only(feature)
    assert (change.fate, rules(change)) == (Fate.REMOVED, {"policy-removed"})


def test_added_renamed_broken(feature: Box, policy: Policy) -> None:
    feature.put("terms", policy)
    feature.git("mv", "policies/privacy", "policies/data")
    broken = feature.root / "broken"
    broken.mkdir()
    (broken / "policy.toml").write_text("title = \n")
    feature.commit_all()
    found = {change.slug: change for change in reviewed(feature).changes}
    assert {slug: change.fate for slug, change in found.items()} == {
        "broken": Fate.ADDED,
        "data": Fate.RENAMED,
        "terms": Fate.ADDED,
    }
    assert found["data"].old_slug == "privacy"
    assert rules(found["broken"]) == {"syntax"}


def test_a_conflict_left_in_the_text_is_told(feature: Box) -> None:
    feature.by_hand("privacy", "We share", "<<<<<<< mine\\nWe sell\\n=======\\nWe share\\n>>>>>>> theirs\\nWe share")
    feature.commit_all()
    assert "merge-conflict" in rules(only(feature))


def test_what_is_no_range_is_said(feature: Box) -> None:
    for text in ("main...nowhere", "--output=x...main"):
        with pytest.raises(UsageError):
            reviewed(feature, text)
    feature.git("checkout", "-q", "--orphan", "alone")
    feature.commit_all()
    with pytest.raises(UsageError, match="no commit in common"):
        reviewed(feature, "main...alone")


def test_branches_are_offered_since_they_left_the_main_one(box: Box) -> None:
    box.git("checkout", "-q", "-b", "old")
    box.git("checkout", "-q", "-b", "\u202enew", "main")
    box.by_hand("privacy", "30 days", "31 days")
    box.commit_all("A \x1b[31msubject")
    offered = offered_ranges(box.workspace)
    assert [one.range for one in offered] == ["main...\u202enew", "main...old"]
    assert (offered[0].author, offered[0].subject) == ("Ada", "A \x1b[31msubject")


def test_no_branches_are_offered_outside_git_or_before_the_first_commit(box: Box, tmp_path: Path) -> None:
    assert offered_ranges(Box(tmp_path, box.clock).workspace) == []
    assert offered_ranges(Box.new(tmp_path / "fresh", box.clock).workspace) == []


def test_a_cancelled_review_stops(box: Box) -> None:
    box.git("checkout", "-q", "-b", "feature")
    box.by_hand("privacy", "30 days", "31 days")
    box.commit_all()
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        review_range(box.workspace, "main...feature", cancelled=lambda: True, progress=lambda *at: told.append(at))
    assert told == [(0, 1)]

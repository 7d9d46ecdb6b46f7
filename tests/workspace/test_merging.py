"""After two branches: files merged by git itself, conflicts decided, histories joined so that they verify."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from policytui.core.conflicts import Choice, Own
from policytui.core.judgement import Decision
from policytui.core.values import Change
from policytui.errors import ContentError, UsageError
from policytui.workspace import Saved, State, Workspace
from policytui.workspace.git_setup import setup
from policytui.workspace.merging import (
    as_git_left_it,
    conflicts,
    join,
    merge_file,
    next_step,
    resolve,
    sides,
    take_apart,
)
from tests.gitbox import Box


def branches(box: Box, mine: tuple[str, str], theirs: tuple[str, str]) -> tuple[Saved, Saved]:
    """Theirs saved on `side`, a day later mine on `main`; both committed."""
    box.git("checkout", "-q", "-b", "side")
    box.clock.moment += timedelta(days=1)
    other = box.change("privacy", *theirs)
    box.commit_all("theirs")
    box.git("checkout", "-q", "main")
    box.clock.moment += timedelta(days=1)
    own = box.change("privacy", *mine)
    box.commit_all("mine")
    box.clock.moment += timedelta(days=7)
    return own, other


@pytest.fixture
def ready(box: Box, monkeypatch: pytest.MonkeyPatch) -> Box:
    setup(box.workspace, box.environ)
    box.commit_all("set up")
    monkeypatch.setenv("POLICYTUI_NOW", "2024-06-10T12:00:00+00:00")
    return box


def test_git_merges_by_section_and_both_heads_are_parents(ready: Box) -> None:
    own, other = branches(ready, ("30 days", "60 days"), ("We share nothing", "We sell nothing"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    workspace = ready.workspace
    opened = workspace.open("privacy")
    assert ["60 days" in opened.policy.sections[0].body, "We sell" in opened.policy.sections[1].body] == [True, True]
    assert opened.policy.dates.last_updated == date(2024, 6, 10)
    assert workspace.entries()[0].state is State.UNSAVED
    saved = join(workspace, "privacy")
    assert set(saved.revision.parents) == {own.revision.hash, other.revision.hash}
    assert (saved.revision.change, saved.revision.last_updated) == (Change.MATERIAL, date(2024, 6, 10))
    assert saved.revision.summary == "Merged r2 and r3"
    assert workspace.verify("privacy") == []
    assert sides(saved.opened.revisions) is None


@pytest.mark.parametrize("typo_is_mine", [True, False])
def test_one_material_side_gives_its_date(ready: Box, typo_is_mine: bool) -> None:
    typo, longer = ("remvoed", "removed"), ("We share nothing", "We sell your data")
    own, other = branches(ready, *((typo, longer) if typo_is_mine else (longer, typo)))
    material = other if typo_is_mine else own
    assert ready.ok("merge", "-q", "--no-edit", "side")
    saved = join(ready.workspace, "privacy")
    assert saved.revision.last_updated == material.revision.last_updated
    assert saved.opened.policy.dates.last_updated == material.revision.last_updated
    rules = {problem.rule for problem in ready.workspace.check("privacy")} - {"review-due"}
    assert rules == set()


@pytest.mark.parametrize("kept", ["ours", "theirs"])
def test_a_side_that_was_dropped_is_missed_whichever_is_newer(ready: Box, kept: str) -> None:
    branches(ready, ("30 days", "60 days"), ("30 days", "90 days"))
    ready.git("merge", "side", check=False)
    ready.git("checkout", f"--{kept}", "policies/privacy/policy.toml")
    rules = {problem.rule for problem in ready.workspace.check("privacy")}
    assert rules & {"unsaved", "forgotten-date"}, "the text of one side only, and no revision says so"
    join(ready.workspace, "privacy")
    assert not {problem.rule for problem in ready.workspace.check("privacy")} & {"unsaved", "forgotten-date"}


@pytest.mark.parametrize("why", ["the program is gone", "a side is broken"])
def test_a_driver_that_fails_leaves_the_text_of_both_sides(ready: Box, why: str) -> None:
    """git takes a failed driver for a conflict and leaves our side alone in the file."""
    branches(ready, ("30 days", "60 days"), ("We share nothing", "We sell nothing"))
    if why == "a side is broken":
        ready.git("checkout", "-q", "side")
        ready.by_hand("privacy", 'organization = "Acme Ltd"', 'organization = "Acme Ltd')
        ready.commit_all("broken")
        ready.git("checkout", "-q", "main")
    else:
        called = ready.git("config", "merge.policytui.driver")
        ready.git("config", "merge.policytui.driver", f"no-such-{called.lstrip('/').replace('/', '-')}")
    assert not ready.ok("merge", "side")
    text = (ready.root / "privacy" / "policy.toml").read_text()
    assert ("60 days" in text, "We sell nothing" in text) == (True, True)
    assert ready.workspace.check("privacy") != []


def test_nothing_is_saved_while_a_conflict_is_open_in_a_history_with_one_end(ready: Box) -> None:
    """As after a stash, or two edits by hand."""
    workspace, body = ready.workspace, "We keep server logs for 30 days."
    ready.by_hand("privacy", body, f"<<<<<<< HEAD\n{body}\n=======\nWe keep none.\n>>>>>>> theirs")
    opened = workspace.open("privacy")
    assert len(conflicts(opened.policy)) == 1
    for save in (
        lambda: workspace.propose(opened, opened.policy),
        lambda: workspace.save(opened, opened.policy, Decision("Both")),
    ):
        with pytest.raises(UsageError, match="still holds 1 conflict"):
            save()
    opened = resolve(workspace, "privacy", 1, "theirs")
    assert workspace.save(opened, opened.policy, Decision("")).revision.rev == "r2"


def test_an_ordinary_save_joins_the_heads_too(ready: Box) -> None:
    own, other = branches(ready, ("30 days", "60 days"), ("We share nothing", "We sell nothing"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    saved = ready.change("privacy", "60 days", "61 days")
    assert set(saved.revision.parents) == {own.revision.hash, other.revision.hash}
    assert ready.workspace.verify("privacy") == []


def test_a_conflict_is_decided_step_by_step(ready: Box) -> None:
    branches(ready, ("30 days", "60 days"), ("30 days", "90 days"))
    said = ready.git("merge", "side", check=False)
    assert "both texts are in place" in said
    workspace = ready.workspace
    opened = workspace.open("privacy")
    assert len(conflicts(opened.policy)) == 1
    assert "merge-conflict" in {problem.rule for problem in workspace.check("privacy")}
    with pytest.raises(UsageError, match="still holds 1 conflict"):
        join(workspace, "privacy")
    with pytest.raises(UsageError, match="no conflict 2"):
        resolve(workspace, "privacy", 2, "mine")
    opened = resolve(workspace, "privacy", 1, "theirs")
    assert conflicts(opened.policy) == ()
    assert "90 days" in opened.policy.sections[0].body
    saved = join(workspace, "privacy", "Agreed on 90")
    assert (len(saved.revision.parents), saved.revision.summary) == (2, "Agreed on 90")
    ready.git("add", "-A")
    ready.git("commit", "-q", "--no-edit")
    assert workspace.verify("privacy") == []


def test_an_ordinary_save_and_a_join_are_dated_by_one_rule(ready: Box) -> None:
    own, _ = branches(ready, ("We share nothing", "We sell your data"), ("remvoed", "removed"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    workspace = ready.workspace
    opened = workspace.open("privacy")
    proposal = workspace.propose(opened, opened.policy)
    assert (proposal.judgement.change, proposal.summary) == (Change.EDITORIAL, "Merged r2 and r3")
    saved = workspace.save(opened, opened.policy, Decision(""))
    assert saved.revision.last_updated == own.revision.last_updated
    assert len(saved.revision.parents) == 2
    assert "each was decided" in saved.revision.why


def test_the_later_date_counts_when_it_is_on_the_older_save(ready: Box) -> None:
    """The newest revision is the editorial one: the date it does not have comes from the other side."""
    _, other = branches(ready, ("remvoed", "removed"), ("We share nothing", "We sell your data"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    workspace = ready.workspace
    opened = workspace.open("privacy")
    proposal = workspace.propose(opened, opened.policy)
    assert proposal.dates_if_material[0] == other.revision.last_updated
    saved = workspace.save(opened, opened.policy, Decision("", Change.MATERIAL))
    assert saved.revision.last_updated == other.revision.last_updated


def test_something_new_beside_the_merge_is_dated_today(ready: Box) -> None:
    branches(ready, ("We share nothing", "We sell your data"), ("remvoed", "removed"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    ready.clock.moment += timedelta(days=1)
    saved = ready.change("privacy", "30 days", "45 days")
    assert (saved.revision.change, saved.revision.last_updated) == (Change.MATERIAL, date(2024, 6, 11))
    assert len(saved.revision.parents) == 2


@pytest.mark.parametrize(("choice", "day"), [("theirs", date(2024, 6, 2)), ("mine", date(2024, 6, 10))])
def test_a_material_change_that_is_dropped_again_is_news(ready: Box, choice: Choice, day: date) -> None:
    """Mine mends a word of the paragraph in which theirs moved the number, a day earlier."""
    branches(ready, ("remvoed", "removed"), ("30 days", "90 days"))
    assert not ready.ok("merge", "-q", "--no-edit", "side")
    resolve(ready.workspace, "privacy", 1, choice)
    ready.clock.moment = datetime(2024, 6, 10, 12, tzinfo=UTC)
    saved = join(ready.workspace, "privacy")
    assert (saved.revision.change, saved.revision.last_updated) == (Change.MATERIAL, day)
    assert ready.workspace.verify("privacy") == []


def test_check_dates_a_merge_as_the_save_that_joins_it_will(ready: Box) -> None:
    """Theirs is material by the rules and was decided editorial: neither its own date nor the merge's is forgotten."""
    workspace = ready.workspace
    ready.git("checkout", "-q", "-b", "side")
    ready.clock.moment += timedelta(days=1)
    opened = workspace.open("privacy")
    changed = replace(opened.policy.sections[0], body=opened.policy.sections[0].body.replace("30 days", "a month"))
    workspace.save(opened, opened.policy.with_section(changed), Decision("", Change.EDITORIAL, "It is the same."))
    ready.commit_all("theirs")
    ready.git("checkout", "-q", "main")
    ready.clock.moment += timedelta(days=1)
    ready.change("privacy", "We share nothing", "We sell your data")
    ready.commit_all("mine")
    assert ready.ok("merge", "-q", "--no-edit", "side")
    rules = {problem.rule: problem for problem in workspace.check("privacy")}
    assert ("forgotten-date" in rules, "resolve privacy --save" in rules["unsaved"].hint) == (False, True)
    ready.by_hand("privacy", "a month", "a year")
    assert "forgotten-date" in {problem.rule for problem in workspace.check("privacy")}


def test_no_save_joins_while_a_conflict_is_open(ready: Box) -> None:
    branches(ready, ("30 days", "60 days"), ("30 days", "90 days"))
    ready.ok("merge", "-q", "--no-edit", "side")
    opened = ready.workspace.open("privacy")
    with pytest.raises(UsageError, match="still holds 1 conflict"):
        ready.workspace.save(opened, opened.policy, Decision("all of it"))


def test_the_same_text_on_both_sides_is_joined_too(ready: Box) -> None:
    branches(ready, ("remvoed", "removed"), ("remvoed", "removed"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    assert ready.workspace.entries()[0].state is State.CLEAN
    saved = join(ready.workspace, "privacy")
    assert (saved.revision.change, saved.revision.last_updated) == (Change.EDITORIAL, date(2024, 1, 5))
    assert ready.workspace.verify("privacy") == []


def test_what_is_left_to_do_in_git_is_said(ready: Box) -> None:
    branches(ready, ("30 days", "60 days"), ("30 days", "90 days"))
    assert next_step(ready.workspace, "privacy") == "policytui commit privacy"
    ready.ok("merge", "-q", "--no-edit", "side")
    resolve(ready.workspace, "privacy", 1, Own("We keep server logs for 45 days.\n"))
    join(ready.workspace, "privacy")
    step = next_step(ready.workspace, "privacy")
    assert step == "git add policies/privacy && git commit"
    for words in (("add", "policies/privacy"), ("commit", "-q", "--no-edit")):
        ready.git(*words)
    assert len(ready.git("log", "-1", "--format=%P").split()) == 2
    assert ready.git("status", "--porcelain") == ""


def test_outside_git_nothing_is_left_to_do(workspace: Workspace) -> None:
    workspace.create("privacy", "Privacy")
    assert next_step(workspace, "privacy") == ""


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_marks_of_plain_git_are_taken_apart(box: Box, style: str) -> None:
    """Without the driver both dates meet: git leaves a file that is no TOML."""
    box.git("config", "merge.conflictStyle", style)
    branches(box, ("30 days", "60 days"), ("We share nothing", "We sell everything"))
    assert not box.ok("merge", "-q", "--no-edit", "side")
    workspace = box.workspace
    path = box.root / "privacy" / "policy.toml"
    left = path.read_bytes()
    assert workspace.entries()[0].state is State.BROKEN
    merged = as_git_left_it(workspace, "privacy")
    assert merged is not None
    assert merged.clean
    assert path.read_bytes() == left
    with pytest.raises(UsageError, match="no conflict 1"):
        resolve(workspace, "privacy", 1, "mine")
    saved = join(workspace, "privacy")
    assert ["60 days" in saved.opened.policy.sections[0].body, "We sell" in saved.opened.policy.sections[1].body] == [
        True,
        True,
    ]
    assert saved.revision.last_updated == date(2024, 6, 10)
    assert workspace.verify("privacy") == []


def test_one_paragraph_is_still_a_question_then(box: Box) -> None:
    branches(box, ("30 days", "60 days"), ("30 days", "90 days"))
    box.ok("merge", "-q", "--no-edit", "side")
    merged = as_git_left_it(box.workspace, "privacy")
    assert merged is not None
    (found,) = conflicts(merged.policy)
    assert "for 30 days" in found.conflict.base
    opened = resolve(box.workspace, "privacy", 1, "theirs")
    assert "90 days" in opened.policy.sections[0].body


def test_a_policy_without_revisions_begins_from_what_git_says(box: Box) -> None:
    for name in (box.root / "privacy" / "history").iterdir():
        name.unlink()
    box.commit_all("only the file")
    box.git("checkout", "-q", "-b", "side")
    box.by_hand("privacy", "30 days", "90 days")
    box.by_hand("privacy", "2024-01-05", "2024-01-06")
    box.commit_all("theirs")
    box.git("checkout", "-q", "main")
    box.by_hand("privacy", "nothing", "something")
    box.by_hand("privacy", "2024-01-05", "2024-01-07")
    box.commit_all("mine")
    assert not box.ok("merge", "-q", "--no-edit", "side")
    merged = take_apart(box.workspace, "privacy")
    assert merged is not None
    assert merged.clean
    text = (box.root / "privacy" / "policy.toml").read_text("utf-8")
    assert ["90 days" in text, "something" in text, "<<<<" in text] == [True, True, False]


def test_half_a_file_is_left_alone(box: Box) -> None:
    path = box.root / "privacy" / "policy.toml"
    text = path.read_text("utf-8") + "<<<<<<< HEAD\nx = [\n=======\n>>>>>>> side\n"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError, match="no policy either"):
        take_apart(box.workspace, "privacy")
    assert path.read_text("utf-8") == text


def test_there_must_be_something_to_join(box: Box) -> None:
    with pytest.raises(UsageError, match="one end"):
        join(box.workspace, "privacy")


def test_a_broken_side_is_refused_and_nothing_written(box: Box, tmp_path: Path) -> None:
    good = (box.root / "privacy" / "policy.toml").read_bytes()
    files = [tmp_path / name for name in ("base", "mine", "theirs")]
    for path, data in zip(files, (good, good.replace(b"30", b"60"), b"title = "), strict=True):
        path.write_bytes(data)
    with pytest.raises(ContentError):
        merge_file(box.workspace, files[0], files[1], files[2], files[1])
    assert files[1].read_bytes() == good.replace(b"30", b"60")


def test_a_merged_file_keeps_mode_and_goes_where_it_is_told(box: Box, tmp_path: Path) -> None:
    good = (box.root / "privacy" / "policy.toml").read_bytes()
    files = [tmp_path / name for name in ("base", "mine", "theirs")]
    for path, data in zip(files, (good, good.replace(b"30", b"60"), good.replace(b"nothing", b"little")), strict=True):
        path.write_bytes(data)
    files[1].chmod(0o640)
    merged = merge_file(box.workspace, files[0], files[1], files[2], tmp_path / "out")
    assert merged.clean
    assert (tmp_path / "out").read_bytes() == good.replace(b"30", b"60").replace(b"nothing", b"little")
    assert files[1].read_bytes() == good.replace(b"30", b"60")
    merge_file(box.workspace, files[0], files[1], files[2], files[1])
    assert files[1].stat().st_mode & 0o777 == 0o640

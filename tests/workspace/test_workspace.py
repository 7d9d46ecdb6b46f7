"""The one door: open, save, the date that moves or stays, history, restore, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Change, Policy
from policytui.errors import ContentError, StaleError, UsageError
from policytui.workspace import Opened, State, Workspace

TODAY = date(2024, 6, 1)


def edited(opened: Opened, section: str, old: str, new: str) -> Policy:
    found = opened.policy.section(section)
    assert found is not None
    assert old in found.body
    return opened.policy.with_section(replace(found, body=found.body.replace(old, new)))


@pytest.fixture
def opened(workspace: Workspace, policy: Policy) -> Opened:
    """A policy with a first revision, dated by its import."""
    return workspace.save_import("privacy", policy.with_dates(last_updated=date(2024, 1, 5)), summary="Imported")


def test_an_absent_root_is_an_empty_library(workspace: Workspace) -> None:
    assert workspace.entries() == []
    assert workspace.slugs() == []


def test_an_import_keeps_the_date_it_came_with(workspace: Workspace, opened: Opened) -> None:
    assert opened.policy.dates.last_updated == date(2024, 1, 5)
    assert opened.saved == opened.policy
    (entry,) = workspace.entries()
    assert (entry.slug, entry.title, entry.revisions, entry.state) == ("privacy", "Privacy Policy", 1, State.CLEAN)


def test_a_mended_typo_is_editorial_and_the_date_stays(workspace: Workspace, opened: Opened) -> None:
    draft = edited(opened, "logs", "remvoed", "removed")
    proposal = workspace.propose(opened, draft)
    assert proposal.judgement.change is Change.EDITORIAL
    saved = workspace.save(opened, draft, Decision("Typo"), proposal=proposal)
    assert saved.opened.policy.dates.last_updated == date(2024, 1, 5)
    assert (saved.revision.change, saved.revision.rev) == (Change.EDITORIAL, "r2")
    assert saved.opened.policy.section("logs") == draft.section("logs")


def test_a_changed_number_is_material_and_the_date_is_today(workspace: Workspace, opened: Opened) -> None:
    draft = edited(opened, "logs", "30", "60")
    proposal = workspace.propose(opened, draft)
    assert proposal.judgement.change is Change.MATERIAL
    assert proposal.dates_if_material == (TODAY, None)
    assert proposal.dates_if_editorial == (date(2024, 1, 5), None)
    saved = workspace.save(opened, draft, Decision(""), proposal=proposal)
    assert saved.opened.policy.dates.last_updated == TODAY
    assert saved.revision.summary == proposal.summary != ""
    assert saved.revision.last_updated == TODAY


def test_today_is_the_policys_own(workspace: Workspace, opened: Opened, clock: FixedClock) -> None:
    clock.moment = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    saved = workspace.save(opened, edited(opened, "logs", "30", "60"), Decision(""))
    assert saved.opened.policy.dates.last_updated == date(2024, 7, 1)


def test_lowering_a_verdict_needs_a_why_and_is_recorded(workspace: Workspace, opened: Opened) -> None:
    draft = edited(opened, "logs", "30", "60")
    before = opened.path.read_bytes()
    with pytest.raises(UsageError):
        workspace.save(opened, draft, Decision("x", Change.EDITORIAL))
    assert opened.path.read_bytes() == before
    saved = workspace.save(opened, draft, Decision("x", Change.EDITORIAL, "It always was 60."))
    revision = saved.revision
    assert (revision.change, revision.proposed, revision.why) == (
        Change.EDITORIAL,
        Change.MATERIAL,
        "It always was 60.",
    )
    assert saved.opened.policy.dates.last_updated == date(2024, 1, 5)


def test_a_verdict_may_be_raised(workspace: Workspace, opened: Opened) -> None:
    draft = edited(opened, "logs", "remvoed", "removed")
    saved = workspace.save(opened, draft, Decision("x", Change.MATERIAL, "Announced anyway."))
    assert saved.opened.policy.dates.last_updated == TODAY


def test_a_save_changes_only_the_bytes_of_what_changed(workspace: Workspace, opened: Opened) -> None:
    text = opened.path.read_text().replace("[[section]]", "# mine\n[[section]]   # keep", 1)
    opened.path.write_text(text)
    again = workspace.open("privacy")
    saved = workspace.save(again, edited(again, "sharing", "nothing", "little"), Decision("x"))
    expected = text.replace("nothing", "little").replace("2024-01-05", "2024-06-01")
    assert saved.opened.path.read_text() == expected


def test_a_file_changed_meanwhile_is_not_overwritten(workspace: Workspace, opened: Opened) -> None:
    other = opened.path.read_bytes() + b"# by hand\n"
    opened.path.write_bytes(other)
    assert workspace.changed_on_disk(opened)
    with pytest.raises(StaleError):
        workspace.save(opened, edited(opened, "logs", "30", "60"), Decision("x"))
    assert opened.path.read_bytes() == other
    assert len(workspace.history("privacy")) == 1


def test_a_hand_edit_is_unsaved_text_and_can_be_saved(workspace: Workspace, opened: Opened) -> None:
    opened.path.write_text(opened.path.read_text().replace("30 days", "90 days"))
    assert workspace.entries()[0].state is State.UNSAVED
    again = workspace.open("privacy")
    assert again.saved == opened.policy != again.policy
    saved = workspace.save(again, again.policy, Decision(""))
    assert saved.opened.policy.dates.last_updated == TODAY
    assert workspace.entries()[0].state is State.CLEAN


def test_nothing_to_save_is_said(workspace: Workspace, opened: Opened) -> None:
    with pytest.raises(UsageError):
        workspace.save(opened, opened.policy, Decision("x"))


def test_revisions_follow_one_another(workspace: Workspace, opened: Opened, clock: FixedClock) -> None:
    for days in ("60", "90"):
        clock.moment += timedelta(days=1)
        old = "30" if days == "60" else "60"
        opened = workspace.save(opened, edited(opened, "logs", old, days), Decision("x")).opened
    newest, middle, oldest = workspace.history("privacy")
    assert (newest.parents, middle.parents, oldest.parents) == ((middle.hash,), (oldest.hash,), ())
    assert [revision.rev for revision in (newest, middle, oldest)] == ["r3", "r2", "r1"]
    assert "60 days" in workspace.policy_at("privacy", middle).sections[0].body
    assert workspace.verify("privacy") == []


def test_what_is_not_published_can_be_saved_too(workspace: Workspace, policy: Policy) -> None:
    """A comment is text that no revision holds: it is unsaved, so it can be saved."""
    opened = workspace.save_import("privacy", policy, summary="First")
    text = opened.path.read_text()
    with pytest.raises(UsageError, match="nothing to save"):
        workspace.save(opened, opened.policy, Decision(""))
    opened.path.write_text(text.replace("[policy]", "# Ours.\n[policy]"))
    assert workspace.entries()[0].state is State.UNSAVED
    opened = workspace.open("privacy")
    assert (opened.held, opened.saved) == (False, opened.policy)
    saved = workspace.save(opened, opened.policy, Decision(""))
    assert (saved.revision.change, saved.revision.summary) == (Change.EDITORIAL, "Nothing that is published changed")
    assert saved.opened.policy.dates == opened.policy.dates
    assert ("# Ours." in opened.path.read_text(), saved.opened.held) == (True, True)
    assert workspace.entries()[0].state is State.CLEAN


def test_a_hand_edit_is_taken_back_by_saving_what_there_was(workspace: Workspace, policy: Policy) -> None:
    opened = workspace.save_import("privacy", policy, summary="First")
    opened.path.write_text(opened.path.read_text().replace("30 days", "60 days"))
    opened = workspace.open("privacy")
    assert opened.saved is not None
    saved = workspace.save(opened, opened.saved, Decision("Taken back"))
    assert "30 days" in opened.path.read_text()
    assert (saved.opened.held, workspace.verify("privacy")) == (True, [])


def test_restore_brings_the_text_back_and_never_the_date(
    workspace: Workspace, opened: Opened, clock: FixedClock
) -> None:
    opened = workspace.save(opened, edited(opened, "logs", "30", "60"), Decision("x")).opened
    clock.moment += timedelta(days=9)
    first = workspace.history("privacy")[-1]
    saved = workspace.restore("privacy", first, Decision("Back to 30 days"))
    assert "30 days" in saved.opened.policy.sections[0].body
    assert saved.opened.policy.dates.last_updated == date(2024, 6, 10)
    assert len(workspace.history("privacy")) == 3


def test_a_new_policy_is_dated_by_its_first_save(workspace: Workspace) -> None:
    opened = workspace.create("terms", "Terms of Service")
    assert (opened.saved, opened.revisions) == (None, ())
    section = opened.policy.sections[0]
    draft = opened.policy.with_section(replace(section, body="Be kind.\n"))
    saved = workspace.save(opened, draft, Decision("First"))
    assert saved.opened.policy.dates.last_updated == TODAY
    assert saved.revision.change is Change.MATERIAL


@pytest.mark.parametrize("slug", ["", "Upper", "../up", "a/b", "-x", "x" * 65, "a b"])
def test_a_bad_slug_is_refused(workspace: Workspace, slug: str) -> None:
    with pytest.raises(UsageError):
        workspace.create(slug, "T")
    assert not workspace.root.exists() or list(workspace.root.iterdir()) == []


def test_a_slug_is_not_taken_twice(workspace: Workspace, opened: Opened, policy: Policy) -> None:
    before = opened.path.read_bytes()
    with pytest.raises((UsageError, StaleError)):
        workspace.create("privacy", "Another")
    with pytest.raises((UsageError, StaleError)):
        workspace.save_import("privacy", policy, summary="x")
    assert opened.path.read_bytes() == before


def test_a_broken_policy_is_listed_and_the_others_work(workspace: Workspace, opened: Opened) -> None:
    folder = workspace.root / "broken"
    folder.mkdir()
    (folder / "policy.toml").write_text('format = 1\n[policy]\ntitle = "T\n')
    states = {entry.slug: entry for entry in workspace.entries()}
    assert states["privacy"].state is State.CLEAN
    problem = states["broken"].problems[0]
    assert (states["broken"].state, problem.line) == (State.BROKEN, 3)
    with pytest.raises(ContentError, match=r"policy\.toml:3:"):
        workspace.open("broken")


def test_an_unknown_policy_is_said(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        workspace.open("nothing")


def test_a_changed_variable_counts_where_it_shows(workspace: Workspace, policy: Policy) -> None:
    section = replace(policy.sections[1], body="We share nothing with {{ vendor }}.\n")
    named = replace(policy.with_section(section), variables=(("vendor", "Initech"),))
    opened = workspace.save_import("privacy", named, summary="x")
    proposal = workspace.propose(opened, replace(named, variables=(("vendor", "Hooli"),)))
    assert proposal.judgement.change is Change.MATERIAL
    assert proposal.judgement.reasons[0].section == "sharing"


def test_dates_inside_the_text_are_offered_and_moved_along_on_request(workspace: Workspace, policy: Policy) -> None:
    said = replace(policy, preamble="This policy was last updated on January 5, 2024.\n")
    opened = workspace.save_import("privacy", said.with_dates(last_updated=date(2024, 1, 5)), summary="x")
    draft = edited(opened, "logs", "30", "60")
    proposal = workspace.propose(opened, draft)
    assert [(found.written, found.offer) for found in proposal.body_dates] == [("January 5, 2024", "June 1, 2024")]
    saved = workspace.save(opened, draft, Decision("x", body_dates=True), proposal=proposal)
    assert saved.opened.policy.preamble == "This policy was last updated on June 1, 2024.\n"


def test_a_proposal_for_another_draft_is_not_trusted(workspace: Workspace, opened: Opened) -> None:
    harmless = workspace.propose(opened, edited(opened, "logs", "remvoed", "removed"))
    saved = workspace.save(opened, edited(opened, "logs", "30", "60"), Decision("x"), proposal=harmless)
    assert saved.revision.change is Change.MATERIAL


def test_a_root_that_cannot_be_made_is_said(tmp_path: Path, clock: FixedClock) -> None:
    from policytui.errors import PolicytuiError

    (tmp_path / "file").write_text("")
    with pytest.raises(PolicytuiError):
        Workspace(tmp_path / "file" / "policies", author="Ada", clock=clock).create("terms", "T")


def test_a_file_that_was_written_has_another_stamp(workspace: Workspace, policy: Policy) -> None:
    opened = workspace.save_import("privacy", policy, summary="x")
    before = workspace.stamp("privacy")
    assert workspace.stamp("privacy") == before
    assert workspace.standing("privacy") == opened.policy
    opened.path.write_text("broken")
    assert workspace.stamp("privacy") != before
    assert workspace.standing("privacy") is None
    opened.path.unlink()
    assert workspace.stamp("privacy") == ()
    assert workspace.standing("privacy") is None

"""Drafts left behind: offered on start, seen, taken up, merged when stale, kept as files, put aside; never lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.values import Policy
from policytui.store.journal import Journal
from policytui.tui.app import Start
from policytui.tui.screens.notice import NoticeLine
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON, policy
from tests.tui.running import Run


@pytest.fixture
def workspace(root: Path) -> Workspace:
    real = Workspace(root, author="Ada", clock=FixedClock(NOON))
    real.save_import("lantern", policy(), summary="First version")
    return real


@pytest.fixture
def drafts(workspace: Workspace, tmp_path: Path) -> Drafts:
    """One draft of `lantern` that an ended session left."""
    drafts = Drafts(workspace, tmp_path / "drafts")
    opened = workspace.open("lantern")
    leave(drafts, with_body(opened.policy, 0, "Left behind.\n"))
    return drafts


def leave(drafts: Drafts, draft: Policy) -> None:
    journal = drafts.journal(drafts.workspace.open("lantern"))
    journal.write(draft)
    journal.close()


def with_body(one: Policy, at: int, body: str) -> Policy:
    return one.with_section(replace(one.sections[at], body=body))


@pytest.fixture
def start(drafts: Drafts) -> Start:
    return Start(theme="ink", keeper=drafts)


def by_hand(root: Path, old: str, new: str) -> None:
    path = root / "lantern" / "policy.toml"
    path.write_text(path.read_text().replace(old, new))


async def test_it_is_offered_on_start_and_shown_against_the_file(run: Run, workspace: Workspace, start: Start) -> None:
    async with run(workspace, start) as app:
        assert app.top == "RecoverScreen"
        assert "lantern" in app.text
        assert "as it was" in app.text
        await app.press("enter")
        assert app.top == "ReviewScreen"
        assert "Left behind." in app.text


async def test_later_leaves_it_waiting_and_the_library_says_so(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts
) -> None:
    async with run(workspace, start) as app:
        await app.press("escape")
        assert app.top == "LibraryScreen"
        assert "A draft that a session left behind waits." in app.screen.query_one(NoticeLine).text
        await app.press("d")
        assert app.top == "RecoverScreen"
    assert len(drafts.left()) == 1


@pytest.mark.parametrize("slug", ["", "lantern"])
async def test_recovered_it_is_edited_on_top_of_the_file(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts, slug: str
) -> None:
    async with run(workspace, replace(start, slug=slug)) as app:
        assert app.top == "RecoverScreen"
        await app.press("r")
        assert app.top == "EditScreen"
        draft = app.screen.draft
        assert draft.policy.sections[0].body == "Left behind.\n"
        assert draft.base == workspace.open("lantern").policy
        assert draft.modified
        assert drafts.left() == []  # it is this session's now
        await app.press("ctrl+z")
        assert not app.screen.draft.modified
        await app.press("ctrl+y")
        app.app.keeper.close()
    (again,) = drafts.left()
    assert again.policy.sections[0].body == "Left behind.\n"


async def test_what_was_typed_for_its_save_stands_in_the_dialog_again(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts
) -> None:
    async with run(workspace, start) as app:
        await app.press("r", "ctrl+s")
        assert app.top == "SaveDialog"
        await app.press("ctrl+t", "ctrl+t")
        app.screen.query_one("#summary").focus()
        await app.settle()
        await app.fill("Hours at last")
        app.screen.query_one("#why").focus()
        await app.settle()
        await app.fill("Nobody minds")
        app.app.keeper.close()
    (left,) = drafts.left()
    assert left.found.said == ("Hours at last", "Nobody minds")
    async with run(workspace, start) as app:
        await app.press("r", "ctrl+s")
        assert "Hours at last" in app.text
        await app.press("escape", "ctrl+s", "ctrl+t", "ctrl+t")
        assert "Hours at last" in app.text
        assert "Nobody minds" in app.text
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
    newest = workspace.history("lantern")[0]
    assert (newest.summary, newest.why) == ("Hours at last", "Nobody minds")
    assert drafts.left() == []


async def test_of_a_file_that_changed_it_is_merged_and_shown_first(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts, root: Path
) -> None:
    by_hand(root, "19 months", "91 months")
    async with run(workspace, start) as app:
        assert "changed since" in app.text
        await app.press("r")
        assert app.top == "ApprovalScreen"
        await app.press("escape")
        assert app.top == "RecoverScreen"
        assert len(drafts.left()) == 1
        await app.press("r", "a")
        assert app.top == "EditScreen"
        sections = app.screen.draft.policy.sections
        assert sections[0].body == "Left behind.\n"
        assert "91 months" in sections[1].body


async def test_what_both_changed_is_decided_by_the_person(
    run: Run, workspace: Workspace, start: Start, root: Path
) -> None:
    by_hand(root, "18 months", "81 months")
    async with run(workspace, start) as app:
        await app.press("r")
        assert app.top == "ConflictScreen"
        assert "Left behind." in app.text
        assert "81 months" in app.text
        await app.press("m", "a")
        assert app.screen.draft.policy.sections[0].body.startswith("Left behind.")


async def test_it_is_written_to_a_file_and_the_policy_stays(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts, root: Path, tmp_path: Path
) -> None:
    before = (root / "lantern" / "policy.toml").read_bytes()
    target = tmp_path / "kept.toml"
    async with run(workspace, start) as app:
        await app.press("s")
        await app.fill(str(target))
        await app.press("enter")
        assert app.top == "LibraryScreen"
    assert workspace.resolve(str(target)).policy.sections[0].body == "Left behind.\n"
    assert (root / "lantern" / "policy.toml").read_bytes() == before
    assert drafts.left() == []


async def test_discarding_asks_and_keeps_it_aside(run: Run, workspace: Workspace, start: Start, drafts: Drafts) -> None:
    async with run(workspace, start) as app:
        await app.press("d", "escape")
        assert app.top == "RecoverScreen"
        await app.press("d", "d")
        assert app.top == "LibraryScreen"
        assert app.screen.query_one(NoticeLine).text == ""
    assert drafts.left() == []
    assert len(list((drafts.folder / "discarded").glob("*.journal"))) == 1


async def test_a_second_draft_of_a_policy_being_edited_is_not_laid_over_the_first(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts
) -> None:
    leave(drafts, with_body(workspace.open("lantern").policy, 1, "Another.\n"))
    async with run(workspace, start) as app:
        await app.press("r")
        first = app.screen.draft.policy
        await app.press("escape")
        assert app.top == "RecoverScreen"
        await app.press("r")
        assert app.top == "ChoiceDialog"
        assert "another draft" in app.text
        assert app.app.drafts["lantern"].draft.policy == first
    assert len(drafts.left()) == 2


async def test_nobody_is_asked_when_nothing_was_left(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    async with run(workspace, Start(theme="ink", keeper=Drafts(workspace, tmp_path / "none"))) as app:
        assert app.top == "LibraryScreen"
        await app.press("d")
        assert app.top == "LibraryScreen"
        assert "No session left a draft behind" in " ".join(str(one.message) for one in app.app._notifications)


async def test_where_nothing_was_left_nothing_waits_for_a_dialog_to_close(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    async with run(workspace, Start(theme="ink", keeper=Drafts(workspace, tmp_path / "none"))) as app:
        await app.press("f1")
        assert app.top == "HelpDialog"
        looked = app.app.offer_drafts()
        await asyncio.wait_for(looked.wait(), 10)
        assert app.top == "HelpDialog"


async def test_what_did_not_work_at_start_is_said_before_the_drafts_are_offered(
    run: Run, workspace: Workspace, drafts: Drafts
) -> None:
    async with run(workspace, Start("nowhere", theme="ink", keeper=drafts)) as app:
        assert app.top == "ChoiceDialog"
        assert "nowhere" in app.text
        await app.press("enter")
        await app.pilot.pause(0.2)
        assert app.top == "RecoverScreen"
        await app.press("escape")
        assert app.top == "LibraryScreen"


async def test_a_draft_leaves_its_journal_only_for_another_one(
    run: Run, workspace: Workspace, start: Start, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with run(workspace, start) as app:
        monkeypatch.setattr(Journal, "_begin", full)
        await app.press("r")
        assert app.top == "RecoverScreen"
        assert "could not be journalled" in app.text
        assert len(list(drafts.folder.glob("*.journal"))) == 1

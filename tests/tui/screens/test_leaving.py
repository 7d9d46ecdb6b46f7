"""Drafts are kept when leaving a screen; quitting asks only when one would be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.tui import journaling
from policytui.tui.app import Start
from policytui.tui.screens.rows import Rows
from policytui.workspace.drafts import Drafts
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run, Running


async def test_a_draft_is_kept_when_leaving_and_quitting_asks(opened: Run) -> None:
    async with opened() as app:
        await app.type("Kept ")
        await app.press("escape")
        assert app.top == "LibraryScreen"
        assert "● draft" in app.text
        app.screen.query_one(Rows).focus()
        await app.press("enter")
        assert app.screen.draft.policy.sections[0].body.startswith("Kept ")
        await app.press("ctrl+q")
        assert app.top == "ChoiceDialog"
        await app.press("escape")
        assert app.top == "EditScreen"
        await app.press("ctrl+q", "d")
        assert app.app.return_code == 0


async def test_quitting_without_a_draft_asks_nothing(opened: Run) -> None:
    async with opened() as app:
        await app.press("ctrl+q")
        assert app.app.return_code == 0


async def test_save_from_the_question_goes_to_the_save_dialog(opened: Run) -> None:
    async with opened() as app:
        await app.type("a")
        await app.press("escape", "ctrl+q", "s")
        assert app.top == "SaveDialog"


async def test_a_draft_that_the_disk_does_not_take_is_not_left_as_if_it_were_kept(
    run: Run, root: Path, tmp_path: Path
) -> None:
    workspace = FakeWorkspace(root, {"lantern": policy()})
    folder = tmp_path / "drafts"
    folder.write_text("a file where the folder should be")
    async with run(workspace, Start("lantern", theme="ink", keeper=Drafts(workspace, folder))) as app:
        await app.type("a")
        await app.press("ctrl+q", "k")
        await app.until("could not be kept")
        assert app.app.is_running
        await app.press("escape")
        assert app.screen.draft.modified
        folder.unlink()
        await app.press("ctrl+q", "k")
        assert app.app.return_code == 0
    assert len(list(folder.glob("*.journal"))) == 1


async def test_discarding_promises_nothing_that_a_disk_which_takes_no_draft_can_keep(
    run: Run, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journaling, "AGAIN", 0.1)
    workspace = FakeWorkspace(root, {"lantern": policy()})
    folder = tmp_path / "drafts"
    folder.write_text("a file where the folder should be")
    async with run(workspace, Start("lantern", theme="ink", keeper=Drafts(workspace, folder))) as app:
        await app.type("a")
        await _until_taken(app, False)
        for key in ("ctrl+q", "f9"):
            await app.press(key)
            assert app.top == "ChoiceDialog"
            assert "30 days" not in app.text
            assert "lose" in app.text or "lost" in app.text
            await app.press("escape")
        folder.unlink()
        await _until_taken(app, True)
        for key in ("ctrl+q", "f9"):
            await app.press(key)
            assert "30 days" in app.text
            await app.press("escape")


async def _until_taken(app: Running, taken: bool) -> None:
    """Until the disk takes drafts, or does not."""
    while app.app.keeper.takes is not taken:
        await app.pilot.pause(0.01)

"""The walk of a save: propose, decide, write; what goes wrong on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets.input import Selection as Selected
from textual.widgets.text_area import Selection

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Change
from policytui.tui.app import Start
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.widgets.fields import Field
from policytui.workspace import Workspace
from tests.tui.fake import NOON, FakeWorkspace, policy
from tests.tui.running import Run


@pytest.fixture
def workspace(root: Path) -> Workspace:
    """The real thing: one policy of three sections with one revision."""
    real = Workspace(root, author="Ada", clock=FixedClock(NOON))
    real.save_import("lantern", policy(), summary="First version")
    return real


START = Start("lantern", theme="ink")


async def test_a_number_is_material_and_moves_the_date_on_disk(run: Run, workspace: Workspace, root: Path) -> None:
    async with run(workspace, START) as app:
        await app.press("ctrl+f")
        await app.type("18 months")
        await app.press("escape")
        await app.type("24 months")
        await app.press("ctrl+s")
        assert "material" in app.text
        assert app.screen.query_one("#last_updated", Field).value == "2024-06-01"
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
        assert not app.screen.draft.modified
        assert "saved" in app.text
    text = (root / "lantern" / "policy.toml").read_text()
    assert "24 months" in text
    assert "last_updated = 2024-06-01" in text
    newest = workspace.history("lantern")[0]
    assert (newest.number, newest.change, newest.author) == (2, Change.MATERIAL, "Ada")


async def test_calling_it_editorial_needs_a_why_and_leaves_the_date(run: Run, workspace: Workspace) -> None:
    async with run(workspace, START) as app:
        await app.press("ctrl+f")
        await app.type("18 months")
        await app.press("escape")
        await app.type("24 months")
        await app.press("ctrl+s", "ctrl+t", "ctrl+t")
        assert app.screen.query_one("#last_updated", Field).value == "2024-05-19"
        await app.press("ctrl+s")
        assert app.top == "SaveDialog"
        assert "Say why it is editorial" in app.text
        await app.type("A typing slip")
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
    newest = workspace.history("lantern")[0]
    assert (newest.change, newest.proposed, newest.why) == (Change.EDITORIAL, Change.MATERIAL, "A typing slip")
    assert workspace.open("lantern").policy.dates.last_updated == date(2024, 5, 19)


async def test_both_dates_can_be_set_and_a_wrong_one_is_said(run: Run, workspace: Workspace) -> None:
    async with run(workspace, START) as app:
        await app.type("We keep 9 lamps. ")
        await app.press("ctrl+s")
        app.screen.query_one("#effective", Field).focus()
        await app.type("soon")
        await app.press("ctrl+s")
        assert "“soon” is not a date" in app.text
        await app.press(*["backspace"] * 4)
        await app.type("1 July 2024")
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
    dates = workspace.open("lantern").policy.dates
    assert (dates.last_updated, dates.effective) == (date(2024, 6, 1), date(2024, 7, 1))


async def test_escape_saves_nothing(run: Run, workspace: Workspace, root: Path) -> None:
    before = (root / "lantern" / "policy.toml").read_bytes()
    async with run(workspace, START) as app:
        await app.type("x")
        await app.press("ctrl+s", "escape")
        assert app.top == "EditScreen"
        assert app.screen.draft.modified
    assert (root / "lantern" / "policy.toml").read_bytes() == before
    assert len(workspace.history("lantern")) == 1


async def test_nothing_to_save_is_said_without_a_dialog(run: Run, workspace: Workspace) -> None:
    async with run(workspace, START) as app:
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
        assert "nothing to save" in app.text.lower()


async def test_a_file_changed_on_disk_is_not_written_over_and_the_draft_is_kept(
    run: Run, workspace: Workspace, root: Path
) -> None:
    path = root / "lantern" / "policy.toml"
    async with run(workspace, START) as app:
        await app.type("Mine ")
        theirs = path.read_text().replace("19 months", "91 months")
        path.write_text(theirs)
        await app.press("ctrl+s", "ctrl+s")
        assert app.top == "ChoiceDialog"
        assert "changed on disk" in app.text
        assert path.read_text() == theirs
        await app.press("m")
        assert app.top == "ApprovalScreen"
        await app.press("a")
        assert app.screen.draft.policy.sections[0].body.startswith("Mine ")
        assert app.screen.draft.base.sections[1].body.startswith("We keep lamp orders for 91 months")
        await app.press("f9", "d")
        assert "91 months" in app.screen.draft.policy.sections[1].body
        assert not app.screen.draft.modified


async def test_without_a_draft_a_file_changed_on_disk_is_read_again(run: Run, workspace: Workspace, root: Path) -> None:
    path = root / "lantern" / "policy.toml"
    async with run(workspace, START) as app:
        path.write_text(path.read_text().replace("18 months", "81 months"))
        await app.press("ctrl+t", "escape")
        assert app.screen.draft.policy.sections[0].body.startswith("We keep lamp orders for 81")
        assert "not saved as a revision" in app.text


@pytest.mark.parametrize("name", ["body", "title", "policy-organization"])
async def test_what_is_on_its_way_when_a_save_ends_is_not_shown_over(run: Run, workspace: Workspace, name: str) -> None:
    async with run(workspace, START) as app:
        screen = app.screen
        if name.startswith("policy"):
            await app.press("f2", "f2")
        writer = screen.query_one(f"#{name}")
        writer.focus()
        await app.type("a")
        opened, sent = screen.opened, screen.draft.policy
        saved = workspace.save(opened, sent, Decision("Some words"))
        # Typed into the widget, and not told yet to the screen.
        writer.selection = Selection((0, 1), (0, 1)) if name == "body" else Selected.cursor(1)
        for character in "bcd":
            writer.insert(character) if name == "body" else writer.insert_text_at_cursor(character)
        screen._settle(saved, sent, "")
        writer.insert("e") if name == "body" else writer.insert_text_at_cursor("e")
        await app.settle()
        shown = writer.text if name == "body" else writer.value
        assert "bcde" in shown
        draft = screen.draft
        assert draft.text(screen.section, name.removeprefix("policy-")) == shown
        assert draft.policy.dates.last_updated == saved.opened.policy.dates.last_updated == date(2024, 6, 1)


async def test_what_is_on_its_way_when_a_changed_file_is_read_again_stays(
    run: Run, workspace: Workspace, root: Path
) -> None:
    async with run(workspace, START) as app:
        screen = app.screen
        file = root / "lantern" / "policy.toml"
        file.write_text(file.read_text().replace("18 months", "20 months"))
        fresh = workspace.open("lantern")
        screen.query_one(BodyEditor).insert("typed ")
        screen._changed(fresh)
        await app.settle()
        assert screen.draft.policy.sections[0].body.startswith("typed We keep lamp orders for 18 months")
        assert screen.query_one(BodyEditor).text == screen.draft.policy.sections[0].body
        assert screen.news


async def test_what_is_typed_while_it_writes_stays_a_draft(run: Run, root: Path) -> None:
    import threading

    gate = threading.Event()

    class Slow(FakeWorkspace):
        def save(self, *words, **named):  # type: ignore[no-untyped-def]
            gate.wait(5)
            return super().save(*words, **named)

    slow = Slow(root)
    async with run(slow, START) as app:
        await app.type("a")
        await app.press("ctrl+s")
        await app.pilot.press("ctrl+s")
        await app.pilot.pause(0.05)
        await app.pilot.press("b")
        await app.pilot.pause(0.05)
        gate.set()
        await app.settle()
        assert slow.files["lantern"].sections[0].body.startswith("aWe")
        assert app.screen.draft.policy.sections[0].body.startswith("abWe")
        assert app.screen.draft.modified
        assert app.screen.draft.policy.dates.last_updated == date(2024, 6, 1)
        await app.press("ctrl+z", "ctrl+z")
        assert app.screen.draft.policy.sections[0].body.startswith("We")
        assert app.screen.draft.policy.dates.last_updated == date(2024, 6, 1)


async def test_undo_behind_a_save_takes_back_what_was_typed_before_it(run: Run, workspace: Workspace) -> None:
    async with run(workspace, START) as app:
        await app.type("24 ")
        await app.press("ctrl+s", "ctrl+s", "ctrl+z")
        assert app.screen.draft.policy.sections[0].body.startswith("We keep")
        assert app.screen.draft.policy.dates.last_updated == date(2024, 6, 1)

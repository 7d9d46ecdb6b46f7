"""History: newest first, pick one or two, restore as a new revision."""

from __future__ import annotations

from policytui.tui.app import Start
from policytui.tui.screens.rows import Rows
from policytui.workspace import Workspace
from tests.tui.running import Run

INK = Start(theme="ink")


async def test_revisions_newest_first_with_kind_and_summary(run: Run, changed: Workspace) -> None:
    async with run(changed, INK, (80, 24)) as app:
        await app.press("h")
        rows = app.screen.query_one(Rows).rows
        assert [row.cells[1][0] for row in rows] == ["r3", "r2", "r1"]
        assert "To 30" in app.text
        assert "material" in app.text


async def test_two_picked_are_compared_with_each_other(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "space", "down", "down", "space", "enter")
        assert app.screen.pair.before.startswith("r1")
        assert app.screen.pair.after.startswith("r3")
        assert "18" in app.text
        assert "30" in app.text


async def test_restore_saves_the_old_text_as_a_new_revision(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "down", "down", "R")
        assert app.top == "SaveDialog"
        assert "Restored r1" in app.text
        await app.press("ctrl+s")
        assert app.screen.query_one(Rows).rows[0].cells[1][0] == "r4"
    opened = changed.open("lantern")
    assert "18 months" in opened.policy.sections[0].body
    assert len(opened.revisions) == 4
    assert changed.verify("lantern") == []

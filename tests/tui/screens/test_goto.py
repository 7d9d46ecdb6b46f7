"""Go to a section by its name."""

from __future__ import annotations

from policytui.tui.screens.goto import GotoDialog
from policytui.tui.widgets.editor import BodyEditor
from tests.tui.running import Run


async def test_goto_by_a_part_of_the_name(opened: Run) -> None:
    async with opened((80, 24)) as app:
        await app.press("ctrl+g")
        await app.type("cook")
        await app.press("enter")
        assert app.screen.section == "cookies"
        assert isinstance(app.screen.focused, BodyEditor)


async def test_two_answers_that_came_together_are_one(opened: Run) -> None:
    async with opened((80, 24)) as app:
        await app.press("ctrl+g")
        dialog = app.app.screen
        assert isinstance(dialog, GotoDialog)
        dialog.action_accept()
        dialog.action_accept()
        await app.settle()
        assert app.top == "EditScreen"
        assert app.app.return_code is None

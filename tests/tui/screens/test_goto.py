"""Go to a section by its name."""

from __future__ import annotations

from policytui.tui.widgets.editor import BodyEditor
from tests.tui.running import Run


async def test_goto_by_a_part_of_the_name(opened: Run) -> None:
    async with opened((80, 24)) as app:
        await app.press("ctrl+g")
        await app.type("cook")
        await app.press("enter")
        assert app.screen.section == "cookies"
        assert isinstance(app.screen.focused, BodyEditor)

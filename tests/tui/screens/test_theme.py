"""Choosing a theme: worn while choosing, put back by Escape."""

from __future__ import annotations

from tests.tui.running import Run


async def test_escape_puts_the_old_one_back_and_enter_takes(opened: Run) -> None:
    async with opened() as app:
        await app.press("f12", "down")
        worn = app.app.theme
        assert worn != "ink"
        await app.press("escape")
        assert app.app.theme == "ink"
        await app.press("f12", "down", "enter")
        assert app.app.theme == worn

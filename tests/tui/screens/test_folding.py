"""Panes fold by width and by key."""

from __future__ import annotations

from tests.tui.running import Run


async def test_panes_fold_and_unfold(opened: Run) -> None:
    async with opened((80, 24)) as app:
        assert "Preamble" not in app.text
        assert "Last updated: May 19, 2024" in app.text
        await app.press("f5")
        assert "Preamble" in app.text
        assert "Last updated: May 19, 2024" not in app.text
        await app.press("f8")
        assert "Last updated: May 19, 2024" in app.text
        await app.press("f8")
        assert "Last updated: May 19, 2024" not in app.text
        assert "Preamble" not in app.text


async def test_a_tiny_window_shows_one_pane(opened: Run) -> None:
    async with opened((60, 20)) as app:
        assert "We keep lamp orders" in app.text
        assert "Last updated" not in app.text
        await app.press("f5")
        assert "Preamble" in app.text
        assert "We keep lamp orders" not in app.text
        await app.press("down", "enter")
        assert "We keep lamp orders" in app.text


async def test_the_cursor_comes_back_from_a_preview_in_the_place_of_the_editor(opened: Run) -> None:
    async with opened((60, 20)) as app:
        await app.press("f8", "f8")
        await app.type("x")
        assert app.screen.draft.policy.sections[0].body.startswith("x")
        app.screen.query_one("#summary").focus()
        await app.press("f8", "f8")
        await app.type("y")
        assert app.screen.draft.policy.sections[0].summary.endswith("y")

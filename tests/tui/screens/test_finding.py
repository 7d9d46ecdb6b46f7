"""The search of the editor goes through the whole draft."""

from __future__ import annotations

from tests.tui.running import Run


async def test_find_goes_through_the_whole_draft(opened: Run) -> None:
    async with opened() as app:
        await app.press("ctrl+f")
        await app.type("20 months")
        assert "1 of 1" in app.text
        assert app.screen.section == "your-rights"
        await app.press("escape")
        await app.type("24 months")
        assert "24 months" in app.screen.draft.policy.section("your-rights").body
        assert "20 months" not in app.screen.draft.policy.section("your-rights").body


async def test_a_search_begins_at_the_cursor_wherever_was_typed_last(opened: Run) -> None:
    async with opened() as app:
        await app.press("ctrl+end")
        await app.type("x")
        await app.press("f3", "ctrl+f")
        await app.type("lamp orders")
        assert "2 of 5" in app.text
        # Other words: from the cursor again, not from the place of what was typed before.
        await app.press(*["backspace"] * len("lamp orders"))
        await app.type("we keep")
        assert app.screen.section == "how-long-we-keep-it"

"""A list in columns: folded by width, quick at any length, the cursor a mark."""

from __future__ import annotations

from textual.app import App, ComposeResult

from policytui.tui.screens.rows import Column, Row, Rows
from policytui.tui.themes import variable_defaults


class Stage(App[None]):
    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults()

    def compose(self) -> ComposeResult:
        yield Rows(Column("Name", 0), Column("Wide only", 10, shown_from=60), lines=2)


def rows(count: int) -> list[Row]:
    return [Row(((f"row {n} [b]", ""), ("wide", "")), ((f"note {n}", ""),), key=str(n)) for n in range(count)]


def text(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_ten_thousand_rows_scroll_and_the_cursor_stays_with_its_row() -> None:
    app = Stage()
    async with app.run_test(size=(40, 9)) as pilot:
        listing = app.query_one(Rows)
        listing.show(rows(10_000))
        listing.focus()
        await pilot.press("end")
        assert "▌ row 9999 [b]" in text(app)
        assert "Wide only" not in text(app)
        listing.show(rows(10_000)[5000:])
        await pilot.pause()
        assert listing.current is not None
        assert listing.current.key == "9999"
        await pilot.press("home", "down")
        assert "▌ row 5001" in text(app)
        listing.show([])
        assert not listing.rows
        await pilot.resize_terminal(80, 9)
        assert "Wide only" in text(app)


async def test_a_click_goes_and_a_second_one_chooses() -> None:
    app = Stage()
    chosen: list[int] = []
    app.on_rows_chosen = lambda event: chosen.append(event.index)  # type: ignore[attr-defined]
    async with app.run_test(size=(40, 12)) as pilot:
        listing = app.query_one(Rows)
        listing.show(rows(3))
        await pilot.pause()
        await pilot.click(Rows, offset=(3, 3))
        assert listing.cursor == 1


async def test_the_last_column_stands_beside_the_scrollbar() -> None:
    app = Stage()
    async with app.run_test(size=(80, 9)) as pilot:
        listing = app.query_one(Rows)
        for count in (2, 200):
            listing.show([Row((("a row", ""), ("0123456789", "")), key=str(n)) for n in range(count)])
            await pilot.pause()
            assert listing.show_vertical_scrollbar == (count == 200)
            assert "0123456789" in text(app)

"""Rows that come and go: the same scroll bar and screen as after a layout, without one."""

from __future__ import annotations

from unittest.mock import patch

from textual.screen import Screen

from policytui.tui.widgets.editor import BodyEditor
from tests.tui.widgets.stage import Stage, rows


async def laid_out(app: Stage, keys: list[str]) -> int:
    """How many layouts keys bring."""
    async with app.run_test(size=(30, 8)) as pilot:
        app.query_one(BodyEditor).focus()
        await pilot.pause()
        with patch.object(Screen, "_refresh_layout", autospec=True, side_effect=Screen._refresh_layout) as layout:
            await pilot.press(*keys)
            await pilot.pause()
            many = layout.call_count
        editor = app.query_one(BodyEditor)
        bar = editor.vertical_scrollbar
        shown = rows(editor), bar.window_virtual_size, bar.window_size, bar.position, editor.max_scroll_y
        editor.refresh(layout=True)
        app.screen._refresh_layout()
        await pilot.pause()
        assert shown == (rows(editor), bar.window_virtual_size, bar.window_size, bar.position, editor.max_scroll_y)
        assert editor.virtual_size.height == editor.wrapped_document.height
        return many


async def test_a_row_more_or_less_lays_out_nothing() -> None:
    few, many = "one\ntwo", "\n".join(map(str, range(40)))
    assert await laid_out(Stage(BodyEditor(few)), ["enter", "x", "enter"]) == 0
    assert await laid_out(Stage(BodyEditor(many)), ["enter", "x", "enter", "backspace", "backspace"]) == 0
    assert await laid_out(Stage(BodyEditor(many)), ["ctrl+end", "enter", "enter", "x"]) == 0


async def test_a_scroll_bar_that_comes_or_goes_lays_the_text_out_anew() -> None:
    for lines, keys in ((7, ["enter", "enter", "enter"]), (9, ["delete"] * 6)):
        editor = BodyEditor("\n".join(map(str, range(lines))))
        editor.styles.overflow_y = "auto"
        assert await laid_out(Stage(editor), keys) > 0


async def test_a_text_that_was_there_before_the_first_layout_is_painted_as_it_wraps() -> None:
    editor = BodyEditor()

    class Early(Stage):
        def on_mount(self) -> None:
            super().on_mount()
            editor.set_text("word " * 20, owner="early")

    app = Early(editor)
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.pause()
        painted = [strip.text.strip(" ▁▔") for strip in app.screen._compositor.render_strips()]
        assert painted[:4] == [row.strip() for row in rows(editor)[:4]]
        assert painted[1].startswith("word")


async def test_a_text_as_high_as_its_rows_is_laid_out_anew() -> None:
    editor = BodyEditor("one")
    editor.styles.height = "auto"
    assert await laid_out(Stage(editor), ["enter", "x"]) > 0

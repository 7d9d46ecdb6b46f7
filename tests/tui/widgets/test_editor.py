"""The editor: what is set is what is got, every edit is told, and undo is somebody else's."""

from __future__ import annotations

from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events, on
from textual.screen import Screen

from policytui.tui.widgets.editor import BodyEditor
from tests.tui.widgets.stage import Stage, rows


class Asked(Screen[None]):
    """The screen, whose undo it is."""

    def action_undo(self) -> None:
        cast(Desk, self.app).asked.append("undo")

    def action_redo(self) -> None:
        cast(Desk, self.app).asked.append("redo")


class Desk(Stage):
    """Keeps what the editor says."""

    def __init__(self, editor: BodyEditor) -> None:
        super().__init__(editor)
        self.edited: list[tuple[str, str]] = []
        self.lines: list[int] = []
        self.asked: list[str] = []

    @on(BodyEditor.Edited)
    def keep(self, message: BodyEditor.Edited) -> None:
        self.edited.append((message.owner, message.text))

    @on(BodyEditor.LineChanged)
    def line(self, message: BodyEditor.LineChanged) -> None:
        self.lines.append(message.line)

    def get_default_screen(self) -> Screen[None]:
        return Asked(id="_default")


async def test_an_edit_is_told_with_its_text_and_owner() -> None:
    editor = BodyEditor()
    app = Desk(editor)
    async with app.run_test(size=(30, 8)) as pilot:
        editor.set_text("one\n", (0, 3), owner="a")
        editor.focus()
        await pilot.press("!", "enter")
        editor.set_text("two", (0, 0), owner="b")
        await pilot.press("x")
        assert app.edited == [("a", "one!\n"), ("a", "one!\n\n"), ("b", "xtwo")]


async def test_what_the_program_sets_is_not_told() -> None:
    editor = BodyEditor()
    app = Desk(editor)
    async with app.run_test(size=(30, 8)) as pilot:
        editor.set_text("one", owner="a")
        editor.set_text("one\ntwo", (1, 2), owner="a")
        editor.text = "three"
        await pilot.pause()
        assert editor.text == "three"
        assert app.edited == []


async def test_undo_and_redo_are_asked_for_and_change_nothing() -> None:
    editor = BodyEditor()
    app = Desk(editor)
    async with app.run_test(size=(30, 8)) as pilot:
        editor.focus()
        await pilot.press("a", "ctrl+z", "ctrl+y", "ctrl+shift+z")
        assert app.asked == ["undo", "redo", "redo"]
        assert editor.text == "a"


async def test_the_line_of_the_cursor_is_told_once_per_line() -> None:
    editor = BodyEditor()
    app = Desk(editor)
    async with app.run_test(size=(30, 8)) as pilot:
        editor.set_text("a\nb\nc", owner="x")
        editor.focus()
        await pilot.press("down", "right", "down")
        assert app.lines == [1, 2]
        assert editor.cursor_line == 2


async def test_pasted_line_ends_become_line_feeds_and_hidden_characters_are_seen() -> None:
    editor = BodyEditor()
    app = Desk(editor)
    async with app.run_test(size=(30, 8)) as pilot:
        editor.focus()
        editor.post_message(events.Paste("a\r\nb\rc\x1b[2J\u202ed"))
        await pilot.pause()
        assert editor.text == "a\nb\nc\x1b[2J\u202ed"
        assert rows(editor)[:3] == ["a", "b", "c␛[2J�d"]
        assert editor.cursor_location == (2, 7)
        await pilot.press("backspace", "backspace", "backspace")
        assert editor.text == "a\nb\nc\x1b[2"


async def test_a_long_line_wraps_and_shows_the_cursor() -> None:
    editor = BodyEditor()
    async with Desk(editor).run_test(size=(30, 8)) as pilot:
        editor.set_text("word " * 20_000, (0, 60_000), owner="x")
        editor.focus()
        await pilot.press("Z")
        await pilot.pause()
        assert any("Zword" in row for row in rows(editor))
        assert editor.text.count("Z") == 1


async def test_markdown_is_coloured_and_never_markup() -> None:
    editor = BodyEditor()
    async with Desk(editor).run_test(size=(40, 8)) as pilot:
        editor.set_text("# [red]Title[/red]\n- [@click=app.quit]x[/]\n\ttab", owner="x")
        await pilot.pause()
        assert rows(editor)[:3] == ["# [red]Title[/red]", "- [@click=app.quit]x[/]", "    tab"]
        styles = {segment.text.strip(): segment.style for segment in editor.render_line(1)}
        assert styles["-"] != styles["[@click=app.quit]x[/]"]


async def test_a_selection_and_the_cursor_can_be_seen() -> None:
    editor = BodyEditor()
    async with Desk(editor).run_test(size=(40, 8)) as pilot:
        editor.set_text("abcdef", (0, 1), owner="x")
        editor.focus()
        await pilot.press("shift+right", "shift+right")
        await pilot.pause()
        assert [segment.text for segment in editor.render_line(0)][:4] == ["a", "bc", "d", "ef "]


async def test_an_empty_editor_shows_its_placeholder() -> None:
    editor = BodyEditor(placeholder="[b]Write here")
    async with Desk(editor).run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        assert rows(editor)[0] == "[b]Write here"


async def test_a_new_theme_draws_anew() -> None:
    editor = BodyEditor()
    app = Desk(editor)
    async with app.run_test(size=(40, 8)) as pilot:
        editor.set_text("text", owner="x")
        await pilot.pause()
        before = list(editor.render_line(0))
        app.theme = "paper"
        await pilot.pause()
        await pilot.pause()
        assert list(editor.render_line(0)) != before


TEXT = st.text(st.sampled_from("ab \n\x0b\x85\u2028\x1b语"), max_size=30)


async def test_a_text_set_for_the_same_owner_is_that_text_however_it_differs() -> None:
    editor = BodyEditor()
    async with Desk(editor).run_test(size=(12, 8)) as pilot:
        await pilot.pause()

        @settings(max_examples=150, deadline=None)
        @given(TEXT, TEXT)
        def law(one: str, other: str) -> None:
            editor.set_text(one, (0, 0), owner="a" if editor.owner == "b" else "b")
            editor.set_text(other, (9, 9), owner=editor.owner)
            assert editor.text == other
            wrapped = editor.wrapped_document
            infos, offsets = list(wrapped._offset_to_line_info), list(wrapped._wrap_offsets)
            wrapped.wrap(editor.wrap_width, editor.indent_width)
            assert (infos, offsets) == (wrapped._offset_to_line_info, wrapped._wrap_offsets)

        law()


async def test_a_placeholder_that_does_not_fit_ends_in_an_ellipsis() -> None:
    editor = BodyEditor(placeholder="Write what it says")
    async with Desk(editor).run_test(size=(14, 4)):
        assert rows(editor)[0].strip() == "Write what…"

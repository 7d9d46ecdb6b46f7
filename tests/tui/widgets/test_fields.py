"""One-line fields keep the editor's rules."""

from __future__ import annotations

from typing import cast

from textual import events, on
from textual.screen import Screen

from policytui.tui.widgets.fields import Field, SummaryField, TitleField
from tests.tui.widgets.stage import Stage, text


class Asked(Screen[None]):
    """The screen, whose undo it is."""

    def action_undo(self) -> None:
        cast(Desk, self.app).asked.append("undo")

    def action_redo(self) -> None:
        cast(Desk, self.app).asked.append("redo")


class Desk(Stage):
    """Keeps what the fields say."""

    def __init__(self, *fields: Field) -> None:
        super().__init__(*fields)
        self.edited: list[tuple[str, str]] = []
        self.asked: list[str] = []

    @on(Field.Edited)
    def keep(self, message: Field.Edited) -> None:
        self.edited.append((message.owner, message.text))

    def get_default_screen(self) -> Screen[None]:
        return Asked(id="_default")


async def test_typing_is_told_and_setting_is_not() -> None:
    field = TitleField()
    app = Desk(field)
    async with app.run_test(size=(30, 3)) as pilot:
        field.set_value("Title", owner="a")
        field.focus()
        await pilot.press("s")
        field.set_value("Other", owner="b")
        await pilot.press("!", "backspace")
        field.set_value("Other!", owner="b")
        await pilot.pause()
        assert app.edited == [("a", "Titles"), ("b", "Other!"), ("b", "Other")]


async def test_undo_is_asked_for() -> None:
    field = SummaryField()
    app = Desk(field)
    async with app.run_test(size=(30, 3)) as pilot:
        field.set_value("x")
        field.focus()
        await pilot.press("ctrl+z", "ctrl+y", "ctrl+shift+z")
        assert app.asked == ["undo", "redo", "redo"]
        assert field.value == "x"


async def test_several_pasted_lines_become_one() -> None:
    field = TitleField()
    app = Desk(field)
    async with app.run_test(size=(30, 3)) as pilot:
        field.focus()
        field.post_message(events.Paste("one\r\n  two\nthree"))
        await pilot.pause()
        assert field.value == "one two three"
        assert app.edited == [("", "one two three")]


async def test_hidden_characters_are_seen_and_markup_is_text() -> None:
    field = TitleField()
    async with Desk(field).run_test(size=(30, 3)) as pilot:
        field.set_value("[b]a\x1b\u202eb")
        await pilot.pause()
        assert text(field).strip() == "[b]a␛�b"
        assert field.value == "[b]a\x1b\u202eb"


async def test_a_long_text_shows_its_beginning_until_it_has_the_focus() -> None:
    field, other = Field(), Field()
    async with Desk(field, other).run_test(size=(20, 6)) as pilot:
        other.focus()
        field.set_value("A title that is much longer than its field", owner="a")
        await pilot.pause()
        assert field.scroll_offset.x == 0
        field.focus()
        await pilot.pause()
        assert field.scroll_offset.x > 0
        other.focus()
        await pilot.pause()
        assert field.scroll_offset.x == 0

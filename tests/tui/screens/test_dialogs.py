"""Dialogs: letters, Enter, Escape; what is wrong with a field."""

from __future__ import annotations

from policytui.errors import RefusedError
from policytui.tui.screens.dialogs import AskDialog, Choice, ChoiceDialog, Field
from tests.tui.running import Run


async def test_a_letter_takes_an_answer_and_escape_none(opened: Run) -> None:
    async with opened() as app:
        given: list[str | None] = []
        choices = [Choice("a", "One", "one"), Choice("b", "Two", "two")]
        for keys in (("b",), ("down", "enter"), ("escape",)):
            app.app.push_screen(ChoiceDialog("Which?", "[b]", choices), given.append)
            await app.settle()
            await app.press(*keys)
        assert given == ["two", "two", ""]


async def test_a_wrong_field_keeps_the_dialog_open(opened: Run) -> None:
    async with opened() as app:
        given: list[tuple[str, ...] | None] = []
        field = Field("Number", check=lambda text: "" if text.isdigit() else "That is no number.")
        app.app.push_screen(AskDialog("Ask", [field]), given.append)
        await app.settle()
        await app.type("x")
        await app.press("enter")
        assert "That is no number." in app.text
        await app.fill("7")
        await app.press("enter")
        assert given == [("7",)]


async def test_an_error_is_a_sentence_and_a_hint(opened: Run) -> None:
    async with opened() as app:
        app.app.show_error(RefusedError("The disk [is] full.", "Make room."))
        await app.settle()
        assert "The disk [is] full." in app.text
        assert "Make room." in app.text
        await app.press("enter")
        assert app.top == "EditScreen"


async def test_no_note_of_an_answer_is_cut_on_a_wide_screen(opened: Run) -> None:
    note = "it goes on for a while, up to the end and a bit"
    async with opened((200, 40)) as app:
        app.app.push_screen(ChoiceDialog("Which?", "", [Choice("a", "An answer", "a", note)]))
        await app.settle()
        assert note in app.text

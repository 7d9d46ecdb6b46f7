"""Dialogs: choose one of a few, or fill in a few lines.

Rules that hold here: Escape always closes and does nothing; what is wrong with a field is said below it, as a
sentence, before anything is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from policytui.core.visible import visible
from policytui.errors import PolicytuiError
from policytui.tui.keys import bindings, display
from policytui.tui.screens.base import BaseDialog
from policytui.tui.screens.chrome import Piece, content, paragraphs
from policytui.tui.screens.rows import Column, Row, Rows


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on: the key that takes it, its name, and what is given back."""

    key: str
    label: str
    value: str
    note: str = ""


class ChoiceDialog(BaseDialog[str]):
    """A question with a few answers. Gives the value of the answer, "" when it was closed."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = "ChoiceDialog Rows { margin: 1 0 0 0; max-height: 14; }"

    def __init__(self, title: str, text: str, choices: Sequence[Choice], hint: str = "") -> None:
        super().__init__()
        self.title_text, self.text, self.hint = title, text, hint
        self.choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """Title, sentence, answers."""
        with Vertical(id="box") as box:
            box.border_title = content((self.title_text, ""))
            if self.text:
                yield Static(visible(self.text), classes="text", markup=False)
            if self.hint:
                yield Static(visible(self.hint), classes="hint", markup=False)
            labels = max(len(choice.label) for choice in self.choices)
            # Where a note would be cut beside its answer, that of the answer under the cursor stands below.
            longest = max(len(choice.note) for choice in self.choices)
            narrow = min(72, self.app.size.width * 96 // 100) < labels + longest + 18
            rows = Rows(Column("", 6), Column("", 0 if narrow else labels), *([] if narrow else [Column("")]))
            rows.styles.height = len(self.choices)
            yield rows
            if narrow and longest:
                yield Static("", classes="hint", id="note", markup=False)
            yield Static(
                content(("Enter", "key"), (" choose   ", "dim"), ("Esc", "key"), (" close", "dim")), classes="keys"
            )

    def on_mount(self) -> None:
        """Stand on the first answer."""
        rows = self.query_one(Rows)
        rows.show(
            [
                Row(((display(one.key), "key"), (one.label, ""), (one.note, "dim")), key=one.value)
                for one in self.choices
            ]
        )
        rows.focus()

    @on(Rows.Moved)
    def _explain(self, event: Rows.Moved) -> None:
        for note in self.query("#note").results(Static):
            note.update(visible(self.choices[event.index].note))

    def on_key(self, event: events.Key) -> None:
        """The key of an answer takes it."""
        for choice in self.choices:
            if choice.key == event.key or (event.character and choice.key == event.character):
                event.stop()
                event.prevent_default()
                self.dismiss(choice.value)
                return
        if event.key == "enter":
            event.stop()
            self.action_accept()

    @on(Rows.Chosen)
    def action_accept(self) -> None:
        """Take the answer the cursor stands on."""
        self.dismiss(self.choices[self.query_one(Rows).cursor].value)

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss("")


def error_dialog(error: PolicytuiError) -> ChoiceDialog:
    """What went wrong, what is still safe, what to do."""
    return ChoiceDialog("That did not work", error.message, [Choice("enter", "Close", "")], error.hint)


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in. `check` gives what is wrong with it as a sentence, "" when it is right. `follows` makes it
    from the field before while nobody has typed into it (an address from a title).
    """

    label: str
    value: str = ""
    placeholder: str = ""
    check: Callable[[str], str] | None = None
    follows: Callable[[str], str] | None = None


class AskDialog(BaseDialog[tuple[str, ...] | None]):
    """A few lines to fill in. Gives their texts, None when it was closed."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = "AskDialog .label { margin: 1 0 0 0; }"

    def __init__(self, title: str, fields: Sequence[Field], *, text: str = "", accept: str = "OK") -> None:
        super().__init__()
        self.title_text, self.text, self.accept = title, text, accept
        self.fields = tuple(fields)
        self._own: set[int] = set()

    def compose(self) -> ComposeResult:
        """Title, fields, what is wrong."""
        with Vertical(id="box") as box:
            box.border_title = content((self.title_text, ""))
            if self.text:
                yield Static(visible(self.text), classes="text", markup=False)
            for position, field in enumerate(self.fields):
                yield Static(field.label, classes="label", markup=False)
                yield Input(field.value, placeholder=field.placeholder, id=f"field-{position}")
            yield Static("", classes="error", markup=False)
            pieces: list[Piece] = [("Enter", "key"), (f" {self.accept}   ", "dim")]
            if len(self.fields) > 1:
                pieces += [("Tab", "key"), (" next   ", "dim")]
            yield Static(content(*pieces, ("Esc", "key"), (" close", "dim")), classes="keys")

    def on_mount(self) -> None:
        """Stand in the first field."""
        self.query(Input).first().focus()

    @property
    def values(self) -> tuple[str, ...]:
        """What stands in the fields."""
        return tuple(field.value.strip() for field in self.query(Input))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        position = int((event.input.id or "field-0").rpartition("-")[2])
        if event.input.has_focus:
            self._own.add(position)
        following = position + 1
        if following < len(self.fields) and following not in self._own:
            follows = self.fields[following].follows
            if follows is not None:
                self.query_one(f"#field-{following}", Input).value = follows(event.value)
        self.query_one(".error", Static).update("")
        if event.input.has_focus:
            event.input.scroll_visible(animate=False)

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Give the texts, once each is right; else go to the first that is not."""
        values = self.values
        for position, (field, value) in enumerate(zip(self.fields, values, strict=True)):
            wrong = field.check(value) if field.check else ""
            if wrong:
                error = self.query_one(".error", Static)
                error.update(paragraphs([(wrong, "")]))
                self.query_one(f"#field-{position}", Input).focus()
                self.call_after_refresh(error.scroll_visible, animate=False)
                return
        self.dismiss(values)

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss(None)

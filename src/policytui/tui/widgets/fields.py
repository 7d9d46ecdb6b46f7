"""Single-line fields for titles and summaries, under the same rules as the editor.

Rules that hold here: the draft is the only undo; `set_value` posts nothing; hidden characters are seen; a paste of
several lines becomes one; nothing is parsed as markup.
"""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from policytui.tui.hostile import shown


class Field(Input):
    """One line of text: `TitleField` and `SummaryField` differ only in their looks."""

    DEFAULT_CSS = """
    Field {
        border: none;
        height: 1;
        padding: 0 1;
        background: $background;
        color: $foreground;
        &:focus { border: none; background: $surface; }
        & .input--placeholder { color: $muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z,super+z", "screen.undo", "Undo", show=False),
        Binding("ctrl+y,super+y,ctrl+shift+z", "screen.redo", "Redo", show=False),
    ]

    class Edited(Message):
        """A person changed the field. `owner` is what `set_value` said it belongs to; `number` counts the edits;
        `before` is where the cursor stood.
        """

        def __init__(self, field: Field, text: str, owner: str) -> None:
            super().__init__()
            self.field, self.text, self.owner = field, text, owner
            # Textual moves the cursor when it has told of the text.
            self.before, self.number = (0, field.cursor_position), field.edits

        @property
        def cursor(self) -> tuple[int, int]:
            """Where the cursor stands now."""
            return 0, self.field.cursor_position

        @property
        def control(self) -> Field:
            """The field."""
            return self.field

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        self.owner = ""
        self.edits = 0
        self._quiet = value
        super().__init__(value, placeholder=placeholder, select_on_focus=False, id=id, classes=classes)
        self.cursor_blink = False

    def set_value(self, value: str, *, owner: str | None = None, cursor: int | None = None) -> None:
        """Show a text, the cursor at `cursor` (else kept, or at the end for another owner); nothing is posted."""
        moved = owner is not None and owner != self.owner
        if owner is not None:
            self.owner = owner
        value = value.replace("\n", " ")
        position = cursor if cursor is not None else len(value) if moved else self.cursor_position
        if value != self.value:
            self._quiet = value
            with self.prevent(Input.Changed):
                self.value = value
        self.cursor_position = min(position, len(value))

    def _watch_selection(self, selection: Selection) -> None:
        """Without the focus the beginning of the text is shown, not the cursor."""
        if self.has_focus:
            super()._watch_selection(selection)
        else:
            self.scroll_to(x=0, animate=False, force=True)

    def on_focus(self) -> None:
        """Scroll to the cursor."""
        super()._watch_selection(self.selection)

    def on_blur(self) -> None:
        """Show the beginning again."""
        self.scroll_to(x=0, animate=False, force=True)

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if value != self._quiet:
            self._quiet = value
            self.edits += 1
            self.post_message(self.said())

    def said(self) -> Edited:
        """What a person has made of the text."""
        return self.Edited(self, self.value, self.owner)

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one."""
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.replace("\x00", "").split())
        if not text:
            return
        selection = self.selection
        if selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *selection)

    def render_line(self, y: int) -> Strip:
        """The text; without the focus, an ellipsis where the rest does not fit."""
        strip = super().render_line(y)
        width = self.scrollable_content_region.width
        shown_text = shown(self.value) or self.placeholder
        if y or self.has_focus or width < 2 or cell_len(shown_text) <= width:
            return strip
        kept = strip.crop(0, width - 1)
        last = kept._segments[-1].style if kept._segments else None
        return Strip([*kept, Segment("…", last)]).extend_cell_length(width + 1, last)

    @property
    def _value(self) -> Text:
        """The text as drawn: each hidden character as one visible one."""
        return Text(shown(self.value), no_wrap=True, overflow="ignore", end="")


class TitleField(Field):
    """The title of a section or policy."""

    DEFAULT_CSS = """
    TitleField { color: $primary; text-style: bold; }
    """


class SummaryField(Field):
    """The "In short" line of a section."""

    DEFAULT_CSS = """
    SummaryField { text-style: italic; }
    """

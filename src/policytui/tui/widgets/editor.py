"""The editor of a body: a text area without whole-document work per key, and without an undo of its own.

Rules that hold here:

- The app's draft is the only undo: ctrl+z, ctrl+y and ctrl+shift+z ask for it by message.
- `set_text` is the program's own act and posts nothing; every edit by a person posts `Edited` with the text as
  it then was and the `owner` it belongs to, so that no key is ever booked on another section.
- `text` is what was set, to the character: only a line feed ends a line.
- Hidden characters are seen: each is one visible character on the screen. Pasted text comes in with line ends
  as line feeds.
- A row is drawn from its own text alone, and only when that or its marks changed.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea

from policytui.core.visible import HIDDEN
from policytui.tui.hostile import shown
from policytui.tui.widgets.lines import Lines, NoHistory, Shown, Wrapped
from policytui.tui.widgets.marks import line_style

_CACHE = 1500


class BodyEditor(TextArea):
    """The Markdown of one section. See the module for its rules."""

    DEFAULT_CSS = """
    BodyEditor {
        border: none;
        padding: 0 1;
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        overflow-y: scroll;
        &:focus { border: none; }
        & .text-area--cursor-line { background: $surface; }
        & .text-area--placeholder { color: $muted; }
        &:light .text-area--cursor { color: $background; background: $foreground; }
        & .editor--heading { color: $primary; text-style: bold; }
        & .editor--marker { color: $accent; }
        & .editor--muted { color: $muted; }
        & .editor--hidden { color: $error; text-style: bold reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "editor--heading", "editor--marker", "editor--muted", "editor--hidden",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z,super+z", "undo", "Undo", show=False),
        Binding("ctrl+y,super+y,ctrl+shift+z", "redo", "Redo", show=False),
    ]

    class Edited(Message):
        """A person changed the text. `owner` is what `set_text` said the text belongs to."""

        def __init__(self, editor: BodyEditor, text: str, owner: str, cursor: Location) -> None:
            super().__init__()
            self.editor, self.text, self.owner, self.cursor = editor, text, owner, cursor

        @property
        def control(self) -> BodyEditor:
            """The editor."""
            return self.editor

    class LineChanged(Message):
        """The cursor stands in another line (from 0) of the text."""

        def __init__(self, editor: BodyEditor, line: int, owner: str) -> None:
            super().__init__()
            self.editor, self.line, self.owner = editor, line, owner

        @property
        def control(self) -> BodyEditor:
            """The editor."""
            return self.editor

    class UndoRequested(Message):
        """Undo was pressed."""

    class RedoRequested(Message):
        """Redo was pressed."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        read_only: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        self._text: str | None = None
        self._rows: dict[Hashable, Strip] = {}
        self._drawing: tuple[Style, ...] = ()
        self._hidden = False
        self._line = 0
        self.owner = ""
        super().__init__(
            "", soft_wrap=True, read_only=read_only, name=name, id=id, classes=classes, placeholder=placeholder
        )
        # The screen has a use for it: a text area selects the line.
        self._bindings.key_to_bindings.pop("f6", None)
        self.history = NoHistory(max_checkpoints=1, checkpoint_timer=1.0, checkpoint_max_characters=1)
        self.set_reactive(TextArea.cursor_blink, False)
        self.set_reactive(TextArea.match_cursor_bracket, False)
        if text:
            self._set_document(text, None)

    # --- the text -----------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The whole text."""
        text = self._text
        if text is None:
            text = self._text = self.document.text
        return text

    @text.setter
    def text(self, value: str) -> None:
        self.set_text(value)

    def load_text(self, text: str) -> None:
        """`set_text`, as Textual calls it."""
        self.set_text(text)

    def set_text(self, text: str, cursor: Location | None = None, *, owner: str | None = None) -> None:
        """Show a text and put the cursor at (line, column), both from 0; nothing is posted.

        The same `owner` as before keeps the scroll and changes only the lines that differ (an undo is as quick
        as a key); another owner starts at the top. `cursor` None keeps the cursor (or starts at the top).
        """
        text = text.replace("\r\n", "\n")
        same = owner is None or owner == self.owner
        if owner is not None:
            self.owner = owner
        if same and cursor is None:
            cursor = self.cursor_location
        if not same:
            self._set_document(text, None)
            self.scroll_to(y=0, animate=False)
        elif text != self.text:
            self._patch(text)
        self.move_cursor(cursor or (0, 0))
        self._line = self.cursor_location[0]

    @property
    def cursor_line(self) -> int:
        """The line of the text (from 0) in which the cursor stands."""
        return self.cursor_location[0]

    def _patch(self, text: str) -> None:
        """Replace only the lines that differ."""
        old, new = self.document.lines, text.split("\n")
        start, limit = 0, min(len(old), len(new))
        while start < limit and old[start] == new[start]:
            start += 1
        end = 0
        while end < limit - start and old[-1 - end] == new[-1 - end]:
            end += 1
        first = max(0, min(start, limit - 1 if end == 0 else start))
        if first == len(old) - end or first == len(new) - end:
            first, end = (first - 1, end) if first else (first, end - 1)
        self._change((first, 0), (len(old) - end - 1, len(old[-1 - end])), "\n".join(new[first : len(new) - end]))

    def _change(self, start: Location, end: Location, text: str) -> None:
        self._text = None
        result = self.document.replace_range(start, end, text)
        if HIDDEN.search(text) and not self._hidden:
            self._show_hidden()
        else:
            self.wrapped_document.wrap_range(start, end, result.end_location)
        self._refresh_size()
        self.refresh()

    # --- edits by a person --------------------------------------------------------------------------------

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit and tell it."""
        self._text = None
        if not self._hidden and not edit.text.isascii() and HIDDEN.search(edit.text):
            self._show_hidden()
        result = super().edit(edit)
        self._rows_check()
        self.post_message(self.Edited(self, self.text, self.owner, self.cursor_location))
        return result

    async def _on_paste(self, event: events.Paste) -> None:
        """Pasted text, its line ends made line feeds."""
        event.stop()
        event.prevent_default()
        if self.read_only or not event.text:
            return
        text = event.text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
            self.focus()

    def action_undo(self) -> None:
        """Ask for the draft's undo."""
        self.post_message(self.UndoRequested())

    def action_redo(self) -> None:
        """Ask for the draft's redo."""
        self.post_message(self.RedoRequested())

    def undo(self) -> None:
        """Ask for the draft's undo."""
        self.action_undo()

    def redo(self) -> None:
        """Ask for the draft's redo."""
        self.action_redo()

    # --- what Textual's text area does per key on the whole document ---------------------------------------

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002
        self._text = None
        self._hidden = HIDDEN.search(text) is not None if not text.isascii() or not text.isprintable() else False
        document = Lines(text)
        self.document = document
        self._wrap_anew(document)
        self.move_cursor((0, 0))
        self._refresh_size()

    def _wrap_anew(self, document: Lines) -> None:
        self.wrapped_document = Wrapped(
            Shown(document) if self._hidden else document, self._wrap_to(), tab_width=self.indent_width
        )
        self.navigator = DocumentNavigator(self.wrapped_document)

    def _wrap_to(self) -> int:
        return self.wrap_width if self.is_mounted else 0

    def _show_hidden(self) -> None:
        """The first hidden character came in: from now on lines are drawn through `shown`."""
        self._hidden = True
        document = self.document
        if isinstance(document, Lines):
            self._wrap_anew(document)

    def _build_highlight_map(self) -> None:
        """Nothing: rows are coloured when drawn."""

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:  # noqa: ARG002
        """None: it would read the whole text."""
        return None

    def _rows_check(self) -> None:
        if len(self._rows) > _CACHE:
            self._rows.clear()

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        super()._watch_selection(previous_selection, selection)
        if selection.end[0] != self._line and self.is_mounted:
            self._line = selection.end[0]
            self.post_message(self.LineChanged(self, self._line, self.owner))

    # --- drawing ------------------------------------------------------------------------------------------

    def _styles_of_now(self) -> tuple[Style, ...]:
        theme = self._theme
        null = Style.null()
        names = ("editor--heading", "editor--marker", "editor--muted", "editor--hidden")
        return (
            self.rich_style,
            theme.cursor_line_style or null,
            theme.selection_style or null,
            theme.cursor_style or null,
            *(self.get_component_rich_style(name, partial=True) for name in names),
        )

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows asked for. (Textual's own reads the style sheet anew for every frame.)"""
        return ScrollView.render_lines(self, crop)

    def notify_style_update(self) -> None:
        """The theme (or a class) changed."""
        self._drawing = ()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        if not self._drawing:
            self._theme.apply_css(self)
            self._drawing = self._styles_of_now()
            self._rows.clear()
        base = self._drawing[0]
        width = self.scrollable_content_region.width
        info = self.wrapped_document._offset_to_line_info
        number = y + self.scroll_offset.y
        if number >= len(info):
            return Strip.blank(width, base)
        line, section = info[number]
        if len(info) == 1 and self.placeholder and not self.document.get_line(0):
            return self._placeholder_row(width)
        start, end = self.selection
        top, bottom = (start, end) if start <= end else (end, start)
        text = self.document.get_line(line)
        offsets = self.wrapped_document.get_offsets(line)
        begin = offsets[section - 1] if section else 0
        stop = offsets[section] if section < len(offsets) else len(text)
        last = section == len(offsets)
        cursor = -1
        here = end[0] == line and self._has_cursor
        if here and self._draw_cursor and (begin <= end[1] < stop or (last and end[1] >= stop)):
            cursor = end[1] - begin
        chosen: tuple[int, int] | None = None
        if start != end and top[0] <= line <= bottom[0]:
            left = top[1] if line == top[0] else 0
            right = bottom[1] if line == bottom[0] else len(text) + 1
            chosen = (max(0, left - begin), min(right, stop + last) - begin)
            if chosen[0] >= chosen[1]:
                chosen = None
        look = line_style(text) if len(text) < 2000 else ("", 0)
        key = (text[begin:stop], section > 0, look, cursor, chosen, here, width, self.has_focus)
        strip = self._rows.get(key)
        if strip is None:
            strip = self._rows[key] = self._draw(text[begin:stop], section == 0, look, cursor, chosen, here, width)
        return strip

    def _draw(
        self,
        text: str,
        first: bool,
        look: tuple[str, int],
        cursor: int,
        chosen: tuple[int, int] | None,
        here: bool,
        width: int,
    ) -> Strip:
        base, cursor_line, selection, at_cursor, heading, marker, muted, hidden = self._drawing
        if here and self.highlight_cursor_line and self.has_focus:
            base += cursor_line
        seen = shown(text)
        kind, size = look
        plain = {"heading": base + heading, "muted": base + muted}.get(kind, base)
        styles = [plain] * (len(seen) + 1)
        if first and kind == "marker":
            styles[:size] = [base + marker] * size
        if seen is not text:
            for index, (raw, char) in enumerate(zip(text, seen, strict=True)):
                if raw != char:
                    styles[index] = base + hidden
        if chosen is not None:
            for index in range(chosen[0], min(chosen[1], len(styles))):
                styles[index] = styles[index] + selection
        if cursor >= 0:
            cursor = min(cursor, len(seen))
            styles[cursor] = styles[cursor] + at_cursor
        segments: list[Segment] = []
        begin = 0
        column = 0
        full = seen + " "
        for index in range(1, len(full) + 1):
            if index == len(full) or styles[index] is not styles[begin]:
                piece = full[begin:index]
                if "\t" in piece:
                    piece = _tabs(piece, column, self.indent_width)
                segment = Segment(piece, styles[begin])
                column += segment.cell_length
                segments.append(segment)
                begin = index
        return Strip(segments, column).adjust_cell_length(width, base)

    def _placeholder_row(self, width: int) -> Strip:
        style = self.get_component_rich_style("text-area--placeholder")
        text = str(self.placeholder)
        first, rest = text[:1] or " ", text[1:]
        lead = self._drawing[3] if self._draw_cursor else Style.null()
        return Strip([Segment(first, style + lead), Segment(rest, style)]).adjust_cell_length(width, self._drawing[0])


def _tabs(piece: str, column: int, size: int) -> str:
    return expand_tabs_inline(" " * (column % size) + piece, size)[column % size :]

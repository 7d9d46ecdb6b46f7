"""The editor of a body: a text area without whole-document work per key, and without an undo of its own.

Rules that hold here:

- The app's draft is the only undo: ctrl+z, ctrl+y and ctrl+shift+z are the screen's, done before the next key is typed.
- `set_text` is the program's own act and posts nothing; every edit by a person posts `Edited` with the text as
  it then was and the `owner` it belongs to, so that no key is ever booked on another section. `edits` counts them:
  who shows another text asks first whether some are still on their way.
- `text` is what was set, to the character: only a line feed ends a line.
- Hidden characters are seen: each is one visible character on the screen. Pasted text comes in with line ends
  as line feeds.
- A row is drawn from its own text alone, and only when that or its marks changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea

from policytui.core.visible import HIDDEN
from policytui.tui.widgets.editor_rows import Looks, Row, draw
from policytui.tui.widgets.editor_size import SteadyArea
from policytui.tui.widgets.lines import LONG, Lines, NoHistory, Shown, Wrapped
from policytui.tui.widgets.marks import line_style
from policytui.tui.widgets.typeset import clipped

_CACHE = 1500
_SIMPLE = {"delete_left", "delete_right", "cursor_left", "cursor_right", "cursor_up", "cursor_down"}
"""Actions of the text area that wait for nothing."""


class BodyEditor(SteadyArea):
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
        Binding("ctrl+z,super+z", "screen.undo", "Undo", show=False),
        Binding("ctrl+y,super+y,ctrl+shift+z", "screen.redo", "Redo", show=False),
    ]

    class Edited(Message):
        """A person changed the text. `owner` is what `set_text` said the text belongs to; `number` counts the edits;
        `before` is where the cursor stood, where that is known.
        """

        def __init__(
            self, editor: BodyEditor, text: str, owner: str, cursor: Location, before: Location | None
        ) -> None:
            super().__init__()
            self.editor, self.text, self.owner, self.cursor, self.before = editor, text, owner, cursor, before
            self.number = editor.edits

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
        self._rows: dict[Row, Strip] = {}
        self._drawing: Looks = ()
        self._painted: dict[int, Row | None] = {}
        self._narrow = False
        self._hidden = False
        self._line = 0
        self.owner = ""
        self.edits = 0
        super().__init__(
            "", soft_wrap=True, read_only=read_only, name=name, id=id, classes=classes, placeholder=placeholder
        )
        self._bindings.key_to_bindings.pop("f6", None)  # the screen has a use for it
        self.disable_messages(TextArea.Changed, TextArea.SelectionChanged)
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
        before = self.cursor_location
        if not self._hidden and not edit.text.isascii() and HIDDEN.search(edit.text):
            self._show_hidden()
        with self._changed_rows():
            result = super().edit(edit)
        if len(self._rows) > _CACHE:
            self._rows.clear()
        self.edits += 1
        self.post_message(self.said(before))
        return result

    def said(self, before: Location | None = None) -> Edited:
        """What a person has made of the text, with the cursor at `before`."""
        return self.Edited(self, self.text, self.owner, self.cursor_location, before)

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

    def take_at_once(self, event: events.Key) -> bool:
        """Act on a key that is this widget's alone, without the way through the queues. Whether it was one."""
        if event.is_printable and event.character and self.check_consume_key(event.key, event.character):
            if event.key not in self._bindings.key_to_bindings:
                self._replace_via_keyboard(event.character, *self.selection)
                return True
            return False
        bound = self._bindings.key_to_bindings.get(event.key, ())
        if len(bound) != 1 or bound[0].action not in _SIMPLE:
            return False
        getattr(self, f"action_{bound[0].action}")()
        return True

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

    def move_cursor(
        self, location: Location, select: bool = False, center: bool = False, record_width: bool = True
    ) -> None:
        """As Textual."""
        with self._changed_rows():
            super().move_cursor(location, select, center, record_width)

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:
        super()._watch_selection(previous_selection, selection)
        if selection.end[0] != self._line and self.is_mounted:
            self._line = selection.end[0]
            self.post_message(self.LineChanged(self, self._line, self.owner))

    # --- drawing ------------------------------------------------------------------------------------------

    def _styles_of_now(self) -> Looks:
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

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As Textual; while a key acts, only the rows that it changed."""
        if self._narrow and not (regions or layout or recompose) and self._drawing:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @contextmanager
    def _changed_rows(self) -> Iterator[None]:
        """Inside, only text and cursor change: refresh the rows that are others afterwards."""
        if self._narrow or not self.is_mounted:
            yield
            return
        self._narrow = True
        try:
            yield
        finally:
            self._narrow = False
            width = self.size.width
            rows = enumerate(self._rows_at(range(self.size.height)))
            if changed := [Region(0, y, width, 1) for y, row in rows if self._painted.get(y, ...) != row]:
                self.refresh(*changed)

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
        row = self._painted[y] = next(self._rows_at((y,)))
        if row is None:
            return Strip.blank(self.scrollable_content_region.width, self._drawing[0])
        strip = self._rows.get(row)
        if strip is None:
            strip = self._placeholder_row(row.width) if row.empty else draw(row, self._drawing, self.indent_width)
            self._rows[row] = strip
        return strip

    def _rows_at(self, ys: Iterable[int]) -> Iterator[Row | None]:
        """What rows of the screen show; None below the end."""
        info = self.wrapped_document._offset_to_line_info
        wraps = self.wrapped_document._wrap_offsets
        lines = self.document.lines
        scrolled, width, focused = self.scroll_offset.y, self.scrollable_content_region.width, self.has_focus
        start, end = self.selection
        top, bottom = (start, end) if start <= end else (end, start)
        at, cursor_drawn = (end[0] if self._has_cursor else -1), self._draw_cursor
        highlighted = self.highlight_cursor_line and focused
        alone = len(info) == 1 and bool(self.placeholder)
        for y in ys:
            number = y + scrolled
            if number >= len(info):
                yield None
                continue
            line, section = info[number]
            text, offsets = lines[line], wraps[line]
            begin = offsets[section - 1] if section else 0
            last = section == len(offsets)
            stop = len(text) if last else offsets[section]
            cursor = -1
            if line == at and cursor_drawn and (begin <= end[1] < stop or (last and end[1] >= stop)):
                cursor = end[1] - begin
            chosen: tuple[int, int] | None = None
            if start != end and top[0] <= line <= bottom[0]:
                left = top[1] if line == top[0] else 0
                right = bottom[1] if line == bottom[0] else len(text) + 1
                chosen = (max(0, left - begin), min(right, stop + last) - begin)
                if chosen[0] >= chosen[1]:
                    chosen = None
            look = line_style(text) if len(text) < LONG else ("", 0)
            here = highlighted and line == at
            yield Row(text[begin:stop], not section, look, cursor, chosen, here, width, alone and not text)

    def _placeholder_row(self, width: int) -> Strip:
        style = self.get_component_rich_style("text-area--placeholder")
        text = clipped(str(self.placeholder), width)
        first, rest = text[:1] or " ", text[1:]
        lead = self._drawing[3] if self._draw_cursor else Style.null()
        return Strip([Segment(first, style + lead), Segment(rest, style)]).adjust_cell_length(width, self._drawing[0])

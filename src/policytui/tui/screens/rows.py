"""A list of rows in columns: the library, a history, the changes of a save.

Rules that hold here: only the lines on the screen are made, so ten thousand revisions cost what twenty do; columns fold
away by width; the cursor is a mark and not only a colour; text is never markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from policytui.core.visible import one_line
from policytui.tui.keys import bindings
from policytui.tui.screens.chrome import Piece, content, fit

CURSOR = "▌ "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in cells (0 takes what is left), from which list width on it is shown."""

    title: str
    width: int = 0
    right: bool = False
    shown_from: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: one piece for each column, and a `note` in a line of its own below (when the list has two lines a row)."""

    cells: tuple[Piece, ...]
    note: tuple[Piece, ...] = ()
    key: str = ""


class Rows(ScrollView, can_focus=True):
    """Rows to go up and down in, and to choose from."""

    DEFAULT_CSS = """
    Rows { background: transparent; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Rows > .rows--head { color: $muted; text-style: underline; }
    Rows > .rows--row { color: $foreground; }
    Rows > .rows--cursor { color: $foreground; text-style: bold; }
    Rows:focus > .rows--cursor { background: $panel; color: $foreground; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--head", "rows--row", "rows--cursor"}
    BINDINGS = bindings("list")

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        rows: Rows
        index: int

        @property
        def control(self) -> Rows:
            """The list it happened in."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """A row was clicked twice."""

        rows: Rows
        index: int

        @property
        def control(self) -> Rows:
            """The list it happened in."""
            return self.rows

    def __init__(self, *columns: Column, lines: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns = columns
        self.rows: tuple[Row, ...] = ()
        self.lines = lines
        self._head = 1 if any(column.title for column in columns) else 0

    def show(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        """Show these rows. The cursor stays on the row with the same key, if there is one."""
        key = self.rows[self.cursor].key if self.rows and self.cursor < len(self.rows) else ""
        self.rows = tuple(rows)
        if cursor is None:
            same = [position for position, row in enumerate(self.rows) if key and row.key == key]
            cursor = same[0] if same else self.cursor
        self._resize_virtual()
        target = max(0, min(cursor, len(self.rows) - 1))
        moved = target != self.cursor
        self.cursor = target
        if not moved:
            self.post_message(self.Moved(self, target))
            self._into_view()
        self.refresh()

    @property
    def current(self) -> Row | None:
        """The row the cursor stands on."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def validate_cursor(self, value: int) -> int:
        """Within the rows."""
        return max(0, min(value, len(self.rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two rows, bring the one into view, tell."""
        for index in (before, now):
            self.refresh_lines(self._head + index * self.lines, self.lines)
        self._into_view()
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self) -> None:
        """Another width is another fold."""
        self._resize_virtual()
        self._into_view()

    def _resize_virtual(self) -> None:
        self.virtual_size = Size(max(1, self.size.width), len(self.rows) * self.lines + self._head)

    def row_region(self, index: int) -> Region:
        """Where a row stands, counted from the list's own corner."""
        return Region(0, self._head + index * self.lines - self.scroll_offset.y, 1, self.lines)

    def _into_view(self) -> None:
        if not self.size.height:
            return  # not laid out yet: the first size brings the cursor into view
        top = self.cursor * self.lines
        # The heading stays on top and hides one line: the row must be clear of it.
        self.scroll_to_region(
            Region(0, top, 1, self.lines + self._head), animate=False, force=True, x_axis=False, immediate=True
        )

    # --- paint --------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width  # what a scrollbar leaves
        if self._head and y == 0:
            return self._strip(content(("  " + self._columns_line(self._titles(), width - 2), "")), "rows--head", width)
        index, line = divmod(y - self._head + self.scroll_offset.y, self.lines)
        if not 0 <= index < len(self.rows):
            return Strip.blank(width, self.rich_style)
        row, under = self.rows[index], index == self.cursor
        mark: Piece = (CURSOR if under else "  ", "mark")
        name = "rows--cursor" if under else "rows--row"
        if line:
            room = width - 4
            pieces: list[Piece] = [mark, ("  ", "")]
            for text, style in row.note:
                shown = one_line(text) if cell_len(one_line(text)) <= room else fit(one_line(text), room)
                pieces.append((shown, style))
                room -= cell_len(shown)
                if room <= 0:
                    break
            return self._strip(content(*pieces), name, width)
        return self._strip(content(mark, *self._cells(row.cells, width - 2)), name, width)

    def _titles(self) -> tuple[Piece, ...]:
        return tuple((column.title, "") for column in self.columns)

    def _columns_line(self, cells: Sequence[Piece], width: int) -> str:
        return "".join(text for text, _ in self._cells(cells, width))

    def _cells(self, cells: Sequence[Piece], width: int) -> list[Piece]:
        shown = [
            (column, cell) for column, cell in zip(self.columns, cells, strict=False) if width >= column.shown_from
        ]
        fixed = sum(column.width + 2 for column, _ in shown if column.width)
        flexible = sum(1 for column, _ in shown if not column.width) or 1
        share = max(4, (width - fixed - 2 * (flexible - 1)) // flexible)
        pieces: list[Piece] = []
        for position, (column, (text, style)) in enumerate(shown):
            room = column.width or share
            text = one_line(text)
            text = " " * max(0, room - cell_len(text)) + text if column.right else text
            pieces.append((fit(text, room), style))
            if position < len(shown) - 1:
                pieces.append(("  ", ""))
        return pieces

    def _strip(self, line: object, name: str, width: int) -> Strip:
        style = self.get_visual_style(name)
        strips = Visual.to_strips(self, line, width, 1, style, pad=True)  # type: ignore[arg-type]
        return strips[0] if strips else Strip.blank(width, style.rich_style)

    # --- acts ---------------------------------------------------------------------------------------------

    def action_cursor_up(self) -> None:
        """One row up."""
        self.cursor -= 1

    def action_cursor_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def action_page_up(self) -> None:
        """One page up; from the first row on the key is for what the list is in."""
        if not self.cursor:
            raise SkipAction
        self.cursor -= self._page

    def action_page_down(self) -> None:
        """One page down; from the last row on the key is for what the list is in."""
        if self.cursor >= len(self.rows) - 1:
            raise SkipAction
        self.cursor += self._page

    def action_half(self, count: int) -> None:
        """Half pages up or down."""
        self.cursor += count * max(1, self._page // 2)

    def action_cursor_first(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_cursor_last(self) -> None:
        """To the last row."""
        self.cursor = len(self.rows) - 1

    @property
    def _page(self) -> int:
        return max(1, (self.size.height - self._head) // self.lines - 1)

    def on_click(self, event: events.Click) -> None:
        """A click goes to the row, a second one chooses it."""
        index = (int(event.y) - self._head + self.scroll_offset.y) // self.lines
        if 0 <= index < len(self.rows) and event.y >= self._head:
            self.cursor = index
            if event.chain > 1:
                self.post_message(self.Chosen(self, index))

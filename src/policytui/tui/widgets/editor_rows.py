"""A row of the editor as a value, and how it is drawn: from its own text and marks alone, so that equal rows are equal.

Rules that hold here: every character of the text is one on the screen, hidden ones too; a tab reaches to the next stop.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.expand_tabs import expand_tabs_inline
from textual.strip import Strip

from policytui.tui.hostile import shown

Looks = tuple[Style, ...]
"""Styles: text, cursor line, selection, cursor, heading, marker, muted, hidden character."""


class Row(NamedTuple):
    """All that the drawing of a row depends on, besides the styles."""

    text: str
    first: bool
    """Whether the line begins here."""
    look: tuple[str, int]
    cursor: int
    """Where in the row the cursor is drawn; -1: nowhere."""
    chosen: tuple[int, int] | None
    """What of the row is selected."""
    here: bool
    """Whether it is of the line under the cursor, and that is to be seen."""
    width: int
    empty: bool
    """Whether the placeholder stands here."""


def draw(row: Row, looks: Looks, tab_size: int) -> Strip:
    """The row as a strip of its width."""
    base, cursor_line, selection, at_cursor, heading, marker, muted, hidden = looks
    text, first, look, cursor, chosen, here, width, _ = row
    if here:
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
                piece = _tabs(piece, column, tab_size)
            segment = Segment(piece, styles[begin])
            column += segment.cell_length
            segments.append(segment)
            begin = index
    return Strip(segments, column).adjust_cell_length(width, base)


def _tabs(piece: str, column: int, size: int) -> str:
    return expand_tabs_inline(" " * (column % size) + piece, size)[column % size :]

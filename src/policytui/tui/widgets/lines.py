"""The text behind the editor: lines that only a line feed ends, and how they are wrapped and shown.

Rules that hold here:

- `Lines(text).text` is the text, to the character (Textual's own document also breaks at form feeds, U+2028 and the
  like, and would write line feeds for them).
- Hidden characters stay in the text; `Shown` gives the same positions with something to see at each.
- This module and `editor` use parts of Textual that are not public; Textual is held below 9 for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from rich.cells import cell_len
from textual._wrap import compute_wrap_offsets
from textual.document._document import Document, EditResult, Location
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import expand_tabs_inline
from textual.geometry import Offset

from policytui.tui.hostile import shown

LONG = 2000
"""Characters from which a line is a long one: no work on the whole of it per key."""
_NEXT_WORD = re.compile(r"\s+(?=\S)")


class Lines(Document):
    """The text as a list of lines; unlike Textual's, only a line feed ends one."""

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._newline = "\n"
        self._lines = text.split("\n")

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace what lies between two places by `text`."""
        (top, left), (bottom, right) = sorted((start, end))
        lines = self._lines
        replaced = self.get_text_range((top, left), (bottom, right))
        before = lines[top][:left] if top < len(lines) else ""
        after = lines[bottom][right:] if bottom < len(lines) else ""
        new = text.split("\n")
        new[0] = before + new[0]
        column = len(new[-1])
        new[-1] += after
        lines[top : bottom + 1] = new
        return EditResult((top + len(new) - 1, column), replaced)


class Shown(Document):
    """A document as it is drawn: each hidden character as one visible one. It has no lines of its own."""

    def __init__(self, source: Lines) -> None:
        self._newline = "\n"
        self._source = source

    @property
    def _lines(self) -> list[str]:  # type: ignore[override]
        return [shown(line) for line in self._source._lines]

    def __getitem__(self, line_index: int | slice) -> str | list[str]:  # type: ignore[override]
        if isinstance(line_index, slice):
            return [shown(line) for line in self._source._lines[line_index]]
        return shown(self._source._lines[line_index])

    @property
    def line_count(self) -> int:
        """The number of lines."""
        return len(self._source._lines)


class Wrapped(WrappedDocument):
    """Wrapped lines, without work on the whole document or the whole of a long line per key."""

    @property
    def height(self) -> int:
        """The rows of the whole text."""
        return len(self._offset_to_line_info)

    def get_sections(self, line_index: int) -> list[str]:
        """The rows of a line."""
        line = self.document.get_line(line_index)
        offsets = self._wrap_offsets[line_index]
        return [line[start:stop] for start, stop in zip([0, *offsets], [*offsets, len(line)], strict=True)]

    def location_to_offset(self, location: Location) -> Offset:
        """Where a place in the text stands: its cell and row."""
        index, column = location
        offsets = self._wrap_offsets[index]
        section = bisect_right(offsets, column)
        start = offsets[section - 1] if section else 0
        before = self.document.get_line(index)[start:column]
        if "\t" in before:
            before = expand_tabs_inline(before, self._tab_width)
        return Offset(cell_len(before), self._line_index_to_offsets[index][section])

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap anew what an edit changed; of a long line, only from there until it wraps as before."""
        index = start[0]
        if not self._width or not index == old_end[0] == new_end[0] < self.document.line_count:
            super().wrap_range(start, old_end, new_end)
            return
        line, old = self.document.get_line(index), self._wrap_offsets[index]
        if len(line) < LONG or "\t" in line or len(self._tab_width_cache[index]) != 1:
            super().wrap_range(start, old_end, new_end)
            return
        left, stop = min(start[1], old_end[1]), max(start[1], old_end[1])
        new = rewrapped(line, self._width, old, left, stop, new_end[1])
        self._wrap_offsets[index] = new
        added = len(new) - len(old)
        if added:
            top = self._line_index_to_offsets[index][0]
            rows = range(len(new) + 1)
            self._offset_to_line_info[top : top + len(old) + 1] = [(index, row) for row in rows]
            places = self._line_index_to_offsets
            places[index] = [top + row for row in rows]
            places[index + 1 :] = [[place + added for place in some] for some in places[index + 1 :]]


def rewrapped(
    line: str, width: int, old: list[int], start: int, old_end: int, new_end: int, window: int = LONG
) -> list[int]:
    """Where a line without tabs wraps after an edit: `old` is where it did, the edit put something into `start` to
    `new_end` that stood from `start` to `old_end`. Equals `compute_wrap_offsets` of the whole.

    About `window` characters are read at a time. Wrapping is greedy: what comes after a break depends on the text
    behind it alone, and a break on the words before and the one behind it.
    """
    word = start
    while word and line[word - 1].isspace():
        word -= 1
    while word and not line[word - 1].isspace():
        word -= 1
    kept = old[: bisect_left(old, word)]
    later = {offset + new_end - old_end for offset in old if offset > old_end}
    begin, size = (kept[-1] if kept else 0), window
    while True:
        stop = begin + size
        if stop < len(line):  # only whole words
            match = _NEXT_WORD.search(line, stop)
            stop = match.end() if match else len(line)
        for offset in compute_wrap_offsets(line[begin:stop], width, 4):
            kept.append(begin + offset)
            if begin + offset in later:
                return kept + [place for place in sorted(later) if place > begin + offset]
        if stop >= len(line):
            return kept
        if kept and kept[-1] > begin:
            begin = kept[-1]
        else:
            size *= 2


class NoHistory(EditHistory):
    """Remembers nothing: the draft does."""

    def record(self, edit: Edit) -> None:
        """Keep nothing."""

    def checkpoint(self) -> None:
        """Keep nothing."""

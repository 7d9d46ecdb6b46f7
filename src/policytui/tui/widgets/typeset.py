"""Styled text set into rows of a width: what the preview and the redline share.

Rules that hold here:

- A *run* is a text with one style; a *row* is a list of segments no wider than asked.
- Rows break at white space, inside a word only when the word alone is wider than the row. A line feed in a run
  breaks the row. White space at a break is not shown.
- Widths are terminal cells. Text comes in visible form already (`core.visible`); nothing is parsed as markup.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar, overload

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

T = TypeVar("T")
Run = tuple[str, Style]
Row = list[Segment]

_NARROW = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u20ac]*"
)
"""Characters of one cell, none of them white space but the space."""
_FAR = 8
_WORD = re.compile(r"\S+|[^\S\n]+|\n")


class Lazy(Sequence[T], Generic[T]):
    """As many values as `count` says, each made when it is first asked for, and kept: of a paragraph of five thousand
    rows forty are seen.
    """

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._made: list[T | None] = [None] * count
        self._make = make

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> list[T]: ...
    def __getitem__(self, number: int | slice) -> T | list[T]:
        """One, or some."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        found = self._made[number]
        if found is None:
            found = self._made[number] = self._make(number % len(self))
        return found


def set_rows(runs: Sequence[Run], width: int) -> Sequence[Row]:
    """The runs set into rows at most `width` cells wide (at least 1), each made when it is asked for. No runs give one
    empty row.
    """
    ends = list(accumulate(len(text) for text, _ in runs))
    places = breaks("".join([text for text, _ in runs]), max(1, width))

    def row(number: int) -> Row:
        start, stop = places[number]
        first = min(bisect_right(ends, start), len(runs) - 1)
        return _slice(runs, first, ends[first - 1] if first else 0, start, stop) if runs else []

    return Lazy(len(places), row)


def rows_of(runs: Sequence[Run], width: int) -> list[Row]:
    """The rows of `set_rows`, all of them."""
    return list(set_rows(runs, width))


def breaks(text: str, width: int) -> list[tuple[int, int]]:
    """Where rows of `width` cells begin and end, by character; white space at breaks is left out."""
    measure = len if text.isascii() else cell_len
    if "\n" not in text and measure(text) <= width:
        return [(0, len(text.rstrip()))]
    if text[:1] != " " and _NARROW.fullmatch(text):
        return _at_spaces(text, width)
    return _by_words(text, width)


def _at_spaces(text: str, width: int) -> list[tuple[int, int]]:
    """The breaks of a text of one cell a character, whose only white space is the space: row by row."""
    rows: list[tuple[int, int]] = []
    size = len(text.rstrip(" "))
    start = 0
    while start + width < size:
        stop = after = start + width
        if text[stop] != " ":
            space = text.rfind(" ", start, stop)
            stop = after = space if space >= 0 else stop
        while text[stop - 1] == " ":
            stop -= 1
        while text[after] == " ":
            after += 1
        rows.append((start, stop))
        start = after
    rows.append((start, size))
    return rows


def _by_words(text: str, width: int) -> list[tuple[int, int]]:
    """The breaks of any text."""
    measure = len if text.isascii() else cell_len
    rows: list[tuple[int, int]] = []
    start = end = 0
    used = 0
    gap = 0
    fresh = True
    for match in _WORD.finditer(text):
        word = match.group()
        if word == "\n":
            rows.append((start, end))
            start = end = match.end()
            used = gap = 0
            fresh = True
            continue
        if word.isspace():
            if not fresh:
                gap += measure(word)
            elif not rows or text[match.start() - 1 : match.start()] == "\n":
                used += measure(word)
            continue
        size = measure(word)
        if not fresh and used + gap + size <= width:
            used += gap + size
            end, gap = match.end(), 0
            continue
        if not fresh:
            rows.append((start, end))
            used = 0
        if fresh and used and used + size <= width:
            end, fresh, gap = match.end(), False, 0
            used += size
            continue
        start, used = match.start(), size
        while used > width:
            # Never the whole of a very long word for each of its rows.
            stop = match.end()
            cut = start + _fits(text[start : min(stop, start + _FAR * width)], width)
            rows.append((start, cut))
            start, used = cut, measure(text[cut:stop]) if stop - cut < _FAR * width else width + 1
        end, fresh, gap = match.end(), False, 0
    rows.append((start, max(start, end)))
    return rows


def _fits(word: str, width: int) -> int:
    """How many characters of the word fit into `width` cells; at least 1."""
    if word.isascii():
        return max(1, width)
    used = 0
    for count, char in enumerate(word):
        used += cell_len(char)
        if used > width:
            return max(1, count)
    return max(1, len(word))


def _slice(runs: Sequence[Run], first: int, position: int, start: int, stop: int) -> Row:
    """What stands from `start` to `stop`; run `first` begins at `position`."""
    row: Row = []
    for index in range(first, len(runs)):
        text, style = runs[index]
        after = position + len(text)
        if after > start:
            piece = text[max(0, start - position) : stop - position]
            if piece:
                row.append(Segment(piece, style))
        position = after
        if position >= stop:
            break
    return row


def row_width(row: Iterable[Segment]) -> int:
    """The cells a row takes."""
    return sum(cell_len(segment.text) for segment in row)


def strip_of(row: Row, width: int, fill: Style) -> Strip:
    """A row as a strip of exactly `width` cells, filled up (or cut) with `fill`."""
    used = row_width(row)
    if used < width:
        return Strip([*row, Segment(" " * (width - used), fill)], width)
    strip = Strip(row, used)
    return strip if used == width else strip.crop(0, width)


def window(row: Row, start: int, width: int, mark: Style) -> Row:
    """`width` cells of a row from cell `start` on, with `‹` or `›` for what is out of sight on that side."""
    used = row_width(row)
    strip = Strip(row, used).crop(min(start, used), start + width)
    if used > start + width:
        strip = Strip.join([strip.crop(0, width - 1), Strip([Segment("›", mark)], 1)])
    if start and used:
        strip = Strip.join([Strip([Segment("‹", mark)], 1), strip.crop(1)])
    return list(strip)


def clipped(text: str, width: int) -> str:
    """One line of text, at most `width` cells, ending in an ellipsis when something was cut off."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return text[: _fits(text, width - 1)].rstrip() + "…" if width > 1 else "…"

"""Numbers at the heads of lines: do they number headings, or the items of a list?

Rules that hold here: numbers are followed in series (1, 2, 3…; a gap is allowed, a restart begins another
series); a series numbers headings when its members look like headings and have text between them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind

_HEADING_KINDS = frozenset({"num", "dotted", "roman", "upper"})
_GAP = 3
_OPEN = 40
"""How many unfinished series are looked back at."""


@dataclass
class Series:
    """Numbered chunks that count on from each other. `places` are positions in the chunks."""

    kind: str
    depth: int
    places: list[int] = field(default_factory=list)
    last: int = 0
    alike: bool = False

    def takes(self, chunk: Chunk, kind: str, value: int) -> bool:
        """Whether the number of `chunk`, read as `kind`, counts on."""
        number = chunk.number
        assert number is not None
        return (
            self.kind == kind
            and self.depth == number.depth
            and self.last < value <= self.last + _GAP
            and self.alike == _looks(chunk)
        )


def number_headings(chunks: Sequence[Chunk]) -> list[Series]:
    """Turn numbered items that are headings into headings. Gives the series of headings, in order."""
    kept = []
    for series in _series(chunks):
        if series.kind in _HEADING_KINDS and _numbers_headings(series, chunks):
            kept.append(series)
            for place in series.places:
                if _looks(chunks[place]):
                    chunks[place].kind = Kind.HEADING
    return kept


def _looks(chunk: Chunk) -> bool:
    return phrases.heading_like(_bare(chunk)) or chunk.set_apart != ""


def _bare(chunk: Chunk) -> str:
    """A numbered heading may end with a full stop: `1. Definitions.`"""
    text = chunk.text
    return text[:-1] if text.endswith(".") and len(text.split()) <= 8 and text.count(".") == 1 else text


def _series(chunks: Sequence[Chunk]) -> list[Series]:
    every: list[Series] = []
    running: list[Series] = []
    for place, chunk in enumerate(chunks):
        number = chunk.number
        if chunk.kind is not Kind.ITEM or number is None:
            continue
        readings = [(number.kind, number.value)]
        if number.kind == "roman" and len(number.mark.rstrip(".)")) == 1:
            readings.append(("upper", ord(number.mark[0].lower()) - 96))
        match = next(
            (
                (series, value)
                for kind, value in reversed(readings)
                for series in reversed(running[-_OPEN:])
                if series.takes(chunk, kind, value)
            ),
            None,
        )
        if match is None:
            kind, value = readings[0]
            series = Series(kind, number.depth, [place], value, _looks(chunk))
            running.append(series)
            every.append(series)
        else:
            series, value = match
            series.places.append(place)
            series.last = value
            # What was begun inside an outer series ends where that goes on.
            while running[-1] is not series:
                running.pop()
    return every


def _numbers_headings(series: Series, chunks: Sequence[Chunk]) -> bool:
    places = series.places
    looking = sum(_looks(chunks[place]) for place in places)
    if looking < 0.6 * len(places):
        return False
    following = chunks[places[-1] + 1] if places[-1] + 1 < len(chunks) else None
    if len(places) == 1:
        chunk = chunks[places[0]]
        lone = series.last == 1 or series.depth > 1 or chunk.text.isupper() or chunk.gap > 0
        return following is not None and lone and following.kind is not Kind.HEADING
    between = sum(
        any(chunk.kind is not Kind.DROPPED for chunk in chunks[here + 1 : there])
        for here, there in itertools.pairwise(places)
    )
    return between >= 0.5 * (len(places) - 1) and (following is not None or between == len(places) - 1)

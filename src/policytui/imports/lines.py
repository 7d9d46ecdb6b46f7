"""A plain text as lines, and the habits of the whole text: is it hard-wrapped, are its paragraphs spaced?

Rules that hold here: line numbers are those of the source, from 1; a no-break space stays inside a line and
counts as a space at its ends; nothing is judged by what the words mean.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from policytui.core.patterns import lazy
from policytui.imports import normalise

_BLANK = " \t\u00a0\u2007\u202f\u3000"
_ENDED = lazy(r"""[.!?:;…]["'”’»)\]]*$""")
_OPENERS = "\"'“‘«([¿¡*_"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. `gap` is the number of blank lines before it, `indent` its leading columns."""

    number: int
    text: str
    indent: int
    gap: int
    raw: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The habits of a text. `width` is where its lines are wrapped by hand, 0 when they are not."""

    width: int
    spaced: bool
    """Whether paragraphs are set apart by blank lines."""


def read_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(normalise(text).split("\n"), 1):
        bare = raw.strip(_BLANK)
        if not bare:
            gap += 1
            continue
        lead = raw[: len(raw) - len(raw.lstrip(_BLANK))]
        lines.append(Line(number, bare, len(lead.expandtabs(4)), gap, raw.rstrip()))
        gap = 0
    return lines


def shape_of(lines: Sequence[Line]) -> Shape:
    """How the text is set, measured over all its lines."""
    lengths = sorted(len(line.text) + line.indent for line in lines)
    if len(lengths) < 2:
        return Shape(0, False)
    pairs = broken = 0
    apart = 0
    for before, after in itertools.pairwise(lines):
        apart += after.gap > 0
        if after.gap or len(before.text) < 40:
            continue
        pairs += 1
        broken += not ended(before.text) and starts_small(after.text)
    full = [length for length in lengths if length >= 40] or lengths
    width = full[int(0.85 * (len(full) - 1))]
    wrapped = broken >= 2 and broken >= 0.25 * pairs and width <= 120
    return Shape(width if wrapped else 0, apart >= 0.6 * (len(lines) - 1) or _blocks_spaced(lines, wrapped))


def ended(text: str) -> bool:
    """Whether a line ends as a sentence, a clause or an introduction does."""
    return _ENDED.search(text) is not None


def starts_small(text: str) -> bool:
    """Whether the first letter is a small one, quotes and brackets aside."""
    return text.lstrip(_OPENERS)[:1].islower()


def _blocks_spaced(lines: Sequence[Line], wrapped: bool) -> bool:
    """In a wrapped text, paragraphs are spaced when most ends of sentences at short lines have a gap after."""
    if not wrapped:
        return False
    gaps = sum(line.gap > 0 for line in lines)
    return gaps >= 0.08 * len(lines)

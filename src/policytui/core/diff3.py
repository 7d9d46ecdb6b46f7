"""Three lists of texts into one: what each side did to the base, put together, and where both did it.

Rules that hold here:

- Texts are paired by likeness (`core.align`), so that a changed paragraph is one change and its neighbour another:
  two changes meet only where they touch the same text of the base.
- Two insertions at one place meet as well; an insertion beside a change does not.
- Nothing is judged here: a meeting is given back with both sides, for whoever knows what the texts are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policytui.core.align import pairs
from policytui.core.chains import Pair


class Edit(NamedTuple):
    """One side's change: base[start:stop] became side[first:last]."""

    start: int
    stop: int
    first: int
    last: int


class Region(NamedTuple):
    """base[start:stop] and what each side has there. `mine` or `theirs` is None where that side changed nothing."""

    start: int
    stop: int
    mine: tuple[int, ...] | None
    """Positions on that side, or -1 - n for the unchanged base text n."""
    theirs: tuple[int, ...] | None

    @property
    def insertion(self) -> bool:
        """Whether it stands between two texts of the base."""
        return self.start == self.stop


def paired(base: Sequence[str], side: Sequence[str]) -> list[Pair]:
    """Which text of the base is which of a side: equal or alike, rising on both sides."""
    return pairs(base, side)


def edits(base: Sequence[str], side: Sequence[str], found: Sequence[Pair]) -> list[Edit]:
    """What a side did: texts changed one by one, deletions one by one, runs inserted, runs replaced whole."""
    result: list[Edit] = []
    at_base = at_side = 0
    for i, j in (*found, (len(base), len(side))):
        if j > at_side:
            result.append(Edit(at_base, i, at_side, j))
        else:
            result += [Edit(k, k + 1, j, j) for k in range(at_base, i)]
        if i < len(base) and base[i] != side[j]:
            result.append(Edit(i, i + 1, j, j + 1))
        at_base, at_side = i + 1, j + 1
    return result


def regions(mine: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[Region]:
    """The changes of both sides in the order of the base, those that meet as one region."""
    ordered = sorted([(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs])
    at = 0
    while at < len(ordered):
        edit, _ = ordered[at]
        start, stop = edit.start, edit.stop
        end = at + 1
        while end < len(ordered) and _meets(start, stop, ordered[end][0]):
            stop = max(stop, ordered[end][0].stop)
            end += 1
        sides = [[item for item, side in ordered[at:end] if side == number] for number in (0, 1)]
        yield Region(start, stop, *(_content(start, stop, own) if own else None for own in sides))
        at = end


def _meets(start: int, stop: int, edit: Edit) -> bool:
    """Whether the next change (in order of its start) touches base[start:stop]."""
    if start == stop:
        return edit.start == edit.stop == start
    return edit.start < stop


def _content(start: int, stop: int, own: Sequence[Edit]) -> tuple[int, ...]:
    result: list[int] = []
    at = start
    for edit in own:
        result += [-1 - number for number in range(at, edit.start)]
        result += range(edit.first, edit.last)
        at = edit.stop
    result += [-1 - number for number in range(at, stop)]
    return tuple(result)

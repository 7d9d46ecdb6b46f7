"""Two edits of one Markdown text put together, paragraph by paragraph; what cannot be is kept twice and marked.

Rules that hold here:

- A unit (`core.sources`) that one side changed, took away or added is so in the result; the rest is the base's.
- Both changed one paragraph: lines that do not touch one another are put together as git would; re-wrapping yields
  to any other change; all else is a conflict that keeps both.
- Both added something in one place: what is the same stands once; what is alike is a conflict; all else stands
  there twice, mine first.
- No word that a side wrote is lost: it is in the result, or in a conflict.
- White space between units follows the side that changed it; where new neighbours would run together, an empty line
  parts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policytui.core.align import likeness
from policytui.core.aligners import aligners
from policytui.core.blocks import fold
from policytui.core.diff3 import Edit, Region, edits, paired, regions
from policytui.core.sources import Unit, joined, units

ALIKE = 0.6
"""Likeness from which two texts added in one place are two tries at the same thing."""
ALIKE_WORDS = 4
"""Words below which only equal texts are the same thing."""
Mark = Callable[[str, str, str], str]
"""Makes the lines of a conflict out of base, mine and theirs."""

_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_LAYOUT = re.compile(r"^(?:[ \t]*(?:```|~~~|\|)|(?: {4}|\t))|(?: {2}|\\)$", re.MULTILINE)
"""What white space means something in: code, tables, hard line breaks."""


def merge_text(base: str, mine: str, theirs: str, mark: Mark) -> str:
    """The text with both edits. `mark` is called for each conflict and gives the lines that stand for it."""
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    return _Merger(units(base), units(mine), units(theirs), mark).run()


class _Merger:
    def __init__(self, base: list[Unit], mine: list[Unit], theirs: list[Unit], mark: Mark) -> None:
        self.base, self.mine, self.theirs, self.mark = base, mine, theirs, mark
        texts = [[fold(unit.text) for unit in side] for side in (base, mine, theirs)]
        pairs_mine, pairs_theirs = paired(texts[0], texts[1]), paired(texts[0], texts[2])
        self.in_mine, self.in_theirs = dict(pairs_mine), dict(pairs_theirs)
        exact = [[unit.text for unit in side] for side in (base, mine, theirs)]
        self.edits = (edits(exact[0], exact[1], pairs_mine), edits(exact[0], exact[2], pairs_theirs))
        self.output: list[Unit] = []

    def run(self) -> str:
        at = 0
        for region in regions(*self.edits):
            self._kept(at, region.start)
            self._region(region)
            at = region.stop
        self._kept(at, len(self.base))
        return joined(self._spaced())

    # -- what goes out -------------------------------------------------------------------------------------------

    def _kept(self, start: int, stop: int) -> None:
        for number in range(start, stop):
            self.output.append(Unit(self.base[number].text, self._gap(number)))

    def _gap(self, number: int) -> str:
        """What follows a unit of the base that is still there on at least one side."""
        old = self.base[number].gap
        mine = self.mine[self.in_mine[number]].gap if number in self.in_mine else old
        theirs = self.theirs[self.in_theirs[number]].gap if number in self.in_theirs else old
        return _three(old, mine, theirs)

    def _region(self, region: Region) -> None:
        if region.theirs is None:
            self.output += self._side(region.mine or (), self.mine, self.in_mine)
        elif region.mine is None:
            self.output += self._side(region.theirs, self.theirs, self.in_theirs)
        else:
            self._met(
                region,
                self._side(region.mine, self.mine, self.in_mine),
                self._side(region.theirs, self.theirs, self.in_theirs),
            )

    def _side(self, content: Sequence[int], side: list[Unit], where: dict[int, int]) -> list[Unit]:
        """The units of one side in a region; the gaps of those that stand in the base are merged."""
        origin = {j: i for i, j in where.items()}
        result = []
        for position in content:
            if position < 0:
                result.append(Unit(self.base[-1 - position].text, self._gap(-1 - position)))
            else:
                gap = self._gap(origin[position]) if position in origin else side[position].gap
                result.append(Unit(side[position].text, gap))
        return result

    def _met(self, region: Region, mine: list[Unit], theirs: list[Unit]) -> None:
        old = [Unit(self.base[n].text, self._gap(n)) for n in range(region.start, region.stop)]
        said_mine, said_theirs = _said(mine), _said(theirs)
        if said_mine == said_theirs or said_theirs == _said(old):
            self.output += mine
        elif said_mine == _said(old):
            self.output += theirs
        elif region.insertion and (both := _both_added(mine, theirs)) is not None:
            self.output += both
        elif len(old) == len(mine) == len(theirs) == 1 and (
            one := merge_lines(old[0].text, mine[0].text, theirs[0].text)
        ):
            self.output.append(Unit(one, mine[0].gap))
        else:
            self._conflict(old, mine, theirs)

    def _conflict(self, old: list[Unit], mine: list[Unit], theirs: list[Unit]) -> None:
        gap = next((side[-1].gap for side in (mine, theirs, old) if side), "\n")
        sides = []
        for side in (old, mine, theirs):
            text = joined([*side[:-1], Unit(side[-1].text, "\n")]) if side else ""
            sides.append(text)
        lines = self.mark(*sides)
        self.output.append(Unit(lines.removesuffix("\n"), gap if gap.startswith("\n") else "\n"))

    def _spaced(self) -> list[Unit]:
        """The output with its neighbours apart, and an end like that of the sides."""
        found = [unit for number, unit in enumerate(self.output) if unit.text or number == 0]
        ends = [side[-1].gap if side else "" for side in (self.base, self.mine, self.theirs)]
        for number in range(len(found) - 1):
            text, gap = found[number]
            following = found[number + 1].text
            if text and (not gap or [unit.text for unit in units(f"{text}{gap}{following}")] != [text, following]):
                found[number] = Unit(text, "\n\n" if not gap or gap.count("\n") < 2 else gap)
        if found and found[-1].text:
            end = _three(*ends)
            found[-1] = found[-1]._replace(gap=end if end or not found[-1].text.startswith(">>>") else "\n")
        return found


def _three(base: str, mine: str, theirs: str) -> str:
    """White space of three: the changed one, the longer one when both changed."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    return max(mine, theirs, key=lambda gap: (len(gap), gap))


def _said(side: Sequence[Unit]) -> list[str]:
    """What units say, apart from white space where it means nothing."""
    return [unit.text if _LAYOUT.search(unit.text) else fold(unit.text) for unit in side]


def _both_added(mine: list[Unit], theirs: list[Unit]) -> list[Unit] | None:
    """Both additions, mine first; what is equal once. None when something of one is alike to something of the other."""
    said = set(_said(mine))
    new = [unit for unit, text in zip(theirs, _said(theirs), strict=True) if text not in said]
    known = set(_said(theirs))
    own = [unit for unit, text in zip(mine, _said(mine), strict=True) if text not in known]
    for one in own:
        for other in new:
            left, right = (_MARKER.sub("", fold(unit.text), count=1) for unit in (one, other))
            if min(left.count(" "), right.count(" ")) + 1 >= ALIKE_WORDS and likeness(left, right) >= ALIKE:
                return None
    return [*mine, *new]


def merge_lines(base: str, mine: str, theirs: str, *, touching: bool = False) -> str:
    """The lines of both together, when their changes are some lines apart (or only do not overlap, with `touching`);
    empty when they are not.
    """
    old, left, right = base.split("\n"), mine.split("\n"), theirs.split("\n")
    same_left, same_right = aligners().matches(old, left), aligners().matches(old, right)
    if same_left is None or same_right is None:
        return ""
    changes_left, changes_right = (
        _line_edits(len(old), len(left), same_left),
        _line_edits(len(old), len(right), same_right),
    )
    for one in changes_left:
        if any(_overlap(one, other, touching) for other in changes_right):
            return ""
    result: list[str] = []
    at = 0
    for edit, side in sorted([(e, left) for e in changes_left] + [(e, right) for e in changes_right]):
        result += [*old[at : edit.start], *side[edit.first : edit.last]]
        at = edit.stop
    return "\n".join([*result, *old[at:]])


def _overlap(one: Edit, other: Edit, touching: bool) -> bool:
    if touching and (one.start, one.stop) != (other.start, other.stop):
        return one.start < other.stop and other.start < one.stop
    return one.start <= other.stop and other.start <= one.stop


def _line_edits(base: int, side: int, matches: Sequence[tuple[int, int, int]]) -> list[Edit]:
    result = []
    at_base = at_side = 0
    for i, j, size in (*matches, (base, side, 0)):
        if i > at_base or j > at_side:
            result.append(Edit(at_base, i, at_side, j))
        at_base, at_side = i + size, j + size
    return result

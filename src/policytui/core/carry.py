"""A paragraph that one side moved and the other changed: the change goes with it, before anything is merged.

Rules that hold here:

- A unit moved when it is gone from its place and stands, word for word, in another: in the same section or in any
  other (a section split in two, or joined to its neighbour, moves what stood in it).
- The change is written into the base and into the moved place; so the merge that follows sees a plain move on one
  side and nothing on the other.
- A unit that both sides moved stands where mine put it.
- Short lines come up everywhere and never move on their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policytui.core.blocks import fold
from policytui.core.diff3 import paired
from policytui.core.sources import Unit, joined, units
from policytui.core.values import Policy

LEAST_WORDS = 4
Place = tuple[int, int]
"""A section's position (-1: the preamble) and a unit's position in its text."""
Pairs = Mapping[int, int]
"""Which section of the base is which of a side, by position."""


def carry(
    base: Policy, mine: Policy, theirs: Policy, in_mine: Pairs, in_theirs: Pairs
) -> tuple[Policy, Policy, Policy]:
    """The three policies with every change to a moved unit carried to where it stands now."""
    texts = [_Texts(policy) for policy in (base, mine, theirs)]
    sides = (_Side(texts[0], texts[1], in_mine), _Side(texts[0], texts[2], in_theirs))
    for place in sorted(sides[0].moves.keys() & sides[1].moves.keys()):
        texts[2].drop(sides[1].moves.pop(place))
    for number, side in enumerate(sides):
        other = sides[1 - number]
        for place, target in side.moves.items():
            changed = other.changed(place)
            if changed is not None:
                texts[0].put(place, changed)
                texts[1 + number].put(target, changed)
    return texts[0].policy(), texts[1].policy(), texts[2].policy()


class _Texts:
    """The units of every text of a policy, to be replaced one by one."""

    def __init__(self, policy: Policy) -> None:
        self.source = policy
        bodies = {-1: policy.preamble, **{n: section.body for n, section in enumerate(policy.sections)}}
        self.units: dict[int, list[Unit]] = {n: units(body) for n, body in bodies.items()}
        self.touched: set[int] = set()
        self.dropped: set[Place] = set()

    def put(self, place: Place, text: str) -> None:
        section, at = place
        self.units[section][at] = self.units[section][at]._replace(text=text)
        self.touched.add(section)

    def drop(self, place: Place) -> None:
        self.dropped.add(place)
        self.touched.add(place[0])

    def policy(self) -> Policy:
        if not self.touched:
            return self.source
        bodies = {
            section: joined([unit for at, unit in enumerate(self.units[section]) if (section, at) not in self.dropped])
            for section in self.touched
        }
        sections = tuple(
            replace(section, body=bodies[number]) if number in bodies else section
            for number, section in enumerate(self.source.sections)
        )
        return replace(self.source, preamble=bodies.get(-1, self.source.preamble), sections=sections)


class _Side:
    """What one side did to the units of the base: which are still there, and which stand elsewhere."""

    def __init__(self, base: _Texts, side: _Texts, where: Pairs) -> None:
        self.base, self.side = base, side
        self.still: dict[Place, Place] = {}
        gone: dict[str, list[Place]] = defaultdict(list)
        new: dict[str, list[Place]] = defaultdict(list)
        partner = {-1: -1, **where}
        for section, parts in base.units.items():
            there = partner.get(section)
            if there is not None:
                self._pair(section, there, parts, side.units[there])
            for at, unit in enumerate(parts):
                if (section, at) not in self.still:
                    gone[fold(unit.text)].append((section, at))
        taken = set(self.still.values())
        for section, parts in side.units.items():
            for at, unit in enumerate(parts):
                if (section, at) not in taken:
                    new[fold(unit.text)].append((section, at))
        self.moves: dict[Place, Place] = {
            places[0]: new[text][0]
            for text, places in gone.items()
            if len(places) == 1 and len(new.get(text, ())) == 1 and text.count(" ") >= LEAST_WORDS - 1
        }

    def _pair(self, section: int, there: int, before: Sequence[Unit], after: Sequence[Unit]) -> None:
        if len(before) == len(after) and all(a.text == b.text for a, b in zip(before, after, strict=True)):
            self.still.update({(section, at): (there, at) for at in range(len(before))})
            return
        found = paired([fold(unit.text) for unit in before], [fold(unit.text) for unit in after])
        self.still.update({(section, i): (there, j) for i, j in found})

    def changed(self, place: Place) -> str | None:
        """What this side made of a unit of the base; None when it left it as it was, or took it away."""
        target = self.still.get(place)
        if target is None:
            return None
        now = self.side.units[target[0]][target[1]].text
        return None if now == self.base.units[place[0]][place[1]].text else now

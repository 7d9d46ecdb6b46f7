"""Which section before is which section after: by id, then by title, then by text.

Rules that hold here:

- Each section is matched at most once; what is left over was added or removed.
- An id decides, unless several sections share a title: then ids made from titles only count them, and the text
  decides among them.
- Moved is the least set of sections whose going explains the new order: all outside the longest chain that
  rises on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

from policytui.core.align import likeness
from policytui.core.chains import Pair, rising
from policytui.core.values import Section

Take = Callable[[int, int], None]
_Key = tuple[str | int, ...]

ALIKE = 0.5
"""Likeness of two bodies from which a section with another id and another title is the same one renamed."""
SAME_TITLE = 0.3
"""The same for two sections that share their title with others."""
TRIES_CAP = 2_000
"""Pairs of left-over sections that are compared by text at most."""


def matched(before: Sequence[Section], after: Sequence[Section]) -> list[Pair]:
    """Positions of sections that are one and the same, in the order after."""
    found: dict[int, int] = {}
    taken: set[int] = set()

    def take(i: int, j: int) -> None:
        if i not in taken and j not in found:
            taken.add(i)
            found[j] = i

    titles_before, titles_after = _by_title(before), _by_title(after)
    shared = {
        title
        for title, places in titles_after.items()
        if title in titles_before and max(len(places), len(titles_before[title])) > 1
    }
    for title in shared:
        _same_title(before, after, titles_before[title], titles_after[title], take)
    ids = {section.id: i for i, section in enumerate(before)}
    for j, section in enumerate(after):
        if section.id in ids:
            take(ids[section.id], j)
    for title, places in titles_after.items():
        free = [i for i in titles_before.get(title, ()) if i not in taken]
        for i, j in zip(free, [j for j in places if j not in found], strict=False):
            take(i, j)
    left = [i for i in range(len(before)) if i not in taken]
    right = [j for j in range(len(after)) if j not in found]
    for _, i, j in _alike(before, after, left, right):
        take(i, j)
    return sorted(((i, j) for j, i in found.items()), key=lambda pair: pair[1])


def moved(before: Sequence[Section], after: Sequence[Section], found: Sequence[Pair]) -> set[int]:
    """The positions after of the matched sections that changed their order: as few as explain it.

    The same sections, whichever side is called before: where several choices are as small, the texts decide.
    """
    there = sorted(found)
    if all(i < k and j < m for (i, j), (k, m) in pairwise(there)):
        return set()
    sizes: tuple[_Key, _Key] = ((len(before),), (len(after),))
    one, other = next(((_key(x), _key(y)) for x, y in zip(before, after, strict=False) if x != y), sizes)
    stay = {j for _, j in rising(there)} if one <= other else {j for j, _ in rising(sorted((j, i) for i, j in found))}
    return {j for _, j in found if j not in stay}


def _key(section: Section) -> _Key:
    return section.id, section.title, section.level, section.summary, section.body


def _by_title(sections: Sequence[Section]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, section in enumerate(sections):
        places[" ".join(section.title.split()).casefold()].append(at)
    return places


def _same_title(
    before: Sequence[Section], after: Sequence[Section], left: list[int], right: list[int], take: Take
) -> None:
    """Sections that share a title: the same text first, then the same id with some likeness, then the most alike."""
    if len(left) * len(right) > TRIES_CAP:
        _same_body(before, after, left, right, take)
        return
    scored = sorted(
        (-likeness(before[i].body, after[j].body), before[i].id != after[j].id, abs(n - m), i, j)
        for n, i in enumerate(left)
        for m, j in enumerate(right)
    )
    for score, _, _, i, j in scored:
        if score <= -SAME_TITLE:
            take(i, j)


def _same_body(
    before: Sequence[Section], after: Sequence[Section], left: list[int], right: list[int], take: Take
) -> None:
    """The same, where there are too many to compare each with each: the same text, first under the same id."""
    ids = {before[i].id: i for i in left}
    kept = {ids[after[j].id]: j for j in right if after[j].id in ids and before[ids[after[j].id]].body == after[j].body}
    bodies: dict[str, list[int]] = defaultdict(list)
    for i in reversed(left):
        if i in kept:
            take(i, kept[i])
        else:
            bodies[before[i].body].append(i)
    found = set(kept.values())
    for j in right:
        if j not in found and bodies[after[j].body]:
            take(bodies[after[j].body].pop(), j)


def _alike(
    before: Sequence[Section], after: Sequence[Section], left: list[int], right: list[int]
) -> list[tuple[float, int, int]]:
    if len(left) * len(right) > TRIES_CAP:
        return []
    scored = [(likeness(before[i].body, after[j].body), i, j) for i in left for j in right]
    return sorted((item for item in scored if item[0] >= ALIKE), key=lambda item: (-item[0], item[1], item[2]))

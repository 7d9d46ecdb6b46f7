"""The order of a merged list: what each side moved or added, put together.

Rules that hold here:

- A side that moved nothing leaves the order to the other; what a side added or moved follows what it follows there.
- What both sides moved stands where mine has it.
- A thing put behind another never comes between that one and what the other side hung below it (its subsections).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from policytui.core.chains import rising

T = TypeVar("T", bound=Hashable)


def merged_order(
    base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], keep: Callable[[T], bool], level: Callable[[T], int]
) -> tuple[list[T], set[T]]:
    """The keys of all three in the merged order, those that `keep` lets stay, and those that both sides moved.

    A key names one and the same thing on all sides. `level` says how deep a thing stands.
    """
    moved_mine, moved_theirs = moved(base, mine), moved(base, theirs)
    own = set(mine)
    result = [key for key in theirs if keep(key) and (key not in moved_mine)]
    placed = set(result)
    before: list[T] = []
    for key in mine:
        if keep(key) and key not in placed:
            _put(result, key, before, own, level)
            placed.add(key)
        if key in placed:
            before.append(key)
    for number, key in enumerate(base):  # kept, though neither side has it any more: never lost
        if keep(key) and key not in placed:
            _put(result, key, base[:number], set(base), level)
            placed.add(key)
    clash = {key for key in moved_mine & moved_theirs if _follows(mine, key) != _follows(theirs, key)}
    return result, clash


def _put(result: list[T], key: T, before: Sequence[T], own: set[T], level: Callable[[T], int]) -> None:
    """Insert a key behind the nearest of those before it, past what is strange to its side and stands deeper."""
    at = 0
    for earlier in reversed(before):
        if earlier in result:
            at = result.index(earlier) + 1
            break
    while at < len(result) and at > 0 and result[at] not in own and level(result[at]) > level(key):
        at += 1
    result.insert(at, key)


def moved(base: Sequence[T], side: Sequence[T]) -> set[T]:
    """The keys whose going explains the order of a side: as few as can."""
    places = {key: number for number, key in enumerate(side)}
    points = [(number, places[key]) for number, key in enumerate(base) if key in places]
    stay = {i for i, _ in rising(points)}
    return {base[i] for i, _ in points if i not in stay}


def _follows(order: Sequence[T], key: T) -> T | None:
    at = list(order).index(key)
    return order[at - 1] if at else None

"""The longest rising chain of pairs: what stays in order when some things moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

Pair = tuple[int, int]


def rising(points: Sequence[Pair]) -> list[Pair]:
    """The longest chain of points that rises on both sides; `points` rise on the first. Takes n log n."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for at, (_, j) in enumerate(points):
        place = bisect_left(tails, j)
        back.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            ends.append(at)
        else:
            tails[place] = j
            ends[place] = at
    chain: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(points[at])
        at = back[at]
    return chain[::-1]

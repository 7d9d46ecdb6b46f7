"""The work horses under the redline: least possible changes, likeness, common beginnings.

Rules that hold here:

- One contract, two makers. `difflib` (autojunk off) is the reference, and does the work wherever `rapidfuzz` (which
  is compiled) is not installed; `rapidfuzz` is faster on every size that was measured and finds the least possible.
- What matches really is equal: rapidfuzz compares hashes, so each of its matches is looked at again.
- The work is bounded: above the cells that a maker takes, the answer is one match less: none.
- `rapidfuzz` is 4 MB: whoever only wants to know where two texts begin to differ, as most edits do, goes without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

Match = tuple[int, int, int]
"""a[i:i+n] equals b[j:j+n]: i, j, n."""


class Aligners(NamedTuple):
    """The functions of one maker."""

    matches: Callable[[Sequence[str], Sequence[str]], list[Match] | None]
    """The matches between two lists, rising on both sides; None when it would be too much work."""
    likeness: Callable[[Sequence[str], Sequence[str], float], float]
    """Twice what two lists have in common, in order, over what they have: 0 to 1; 0 below the last argument."""
    prefix: Callable[[str, str], int]
    """How many characters two texts have in common at their beginning."""
    postfix: Callable[[str, str], int]
    """The same at their end."""


CELLS_CAP = 200_000_000
"""Length times length of two lists that rapidfuzz aligns at once (bits of its table: 25 MB)."""
REFERENCE_CAP = 4_000_000
"""The same for difflib: matching pairs of elements, times the root of the shorter length."""
_COMPILED_TAKES, _REFERENCE_TAKES = 10_000 * 10_000, 400 * 400
"""Characters times characters of two texts up to which a maker never refuses their words or tokens."""


@cache
def aligners() -> Aligners:
    """The fastest maker that is installed."""
    try:
        return _compiled()
    except ImportError:
        return reference()


def loaded() -> Aligners:
    """The fastest maker that is loaded already: for beginnings and ends, of which all say the same."""
    return aligners() if aligners.cache_info().currsize else reference()


def never_capped(characters: int) -> bool:
    """Whether two texts of so many characters times characters are surely aligned to the end, word by word."""
    return characters <= _REFERENCE_TAKES or characters <= (_COMPILED_TAKES if _installed() else 0)


@cache
def _installed() -> bool:
    from importlib.util import find_spec

    return find_spec("rapidfuzz") is not None


def _prefix(a: str, b: str) -> int:
    """The common prefix, by halves: equal pieces are compared at once."""
    least = min(len(a), len(b))
    if a[:least] == b[:least]:
        return least
    low, high = 0, least
    while high - low > 1:
        middle = (low + high) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle
    return low


@cache
def reference() -> Aligners:
    """The maker that only needs the standard library."""

    def matches(a: Sequence[str], b: Sequence[str]) -> list[Match] | None:
        from difflib import SequenceMatcher

        left, right = Counter(a), Counter(b)
        work = sum(count * right[item] for item, count in left.items() if item in right)
        if work * min(len(a), len(b)) ** 0.5 > REFERENCE_CAP:
            return None
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        return [(i, j, size) for i, j, size in blocks if size]

    def likeness(a: Sequence[str], b: Sequence[str], least: float = 0.0) -> float:
        if not a and not b:
            return 1.0
        found = matches(a, b)
        common = min(len(a), len(b)) if found is None else sum(size for _, _, size in found)
        share = 2 * common / (len(a) + len(b))
        return share if share >= least else 0.0

    def postfix(a: str, b: str) -> int:
        return _prefix(a[::-1], b[::-1])

    return Aligners(matches, likeness, _prefix, postfix)


def _compiled() -> Aligners:
    from rapidfuzz.distance import Indel, Postfix, Prefix

    editops, similarity = Indel.editops, Indel.normalized_similarity

    def matches(a: Sequence[str], b: Sequence[str]) -> list[Match] | None:
        if len(a) * len(b) > CELLS_CAP:
            return None
        found: list[Match] = []
        for block in editops(a, b).as_matching_blocks():
            i, j, size = block.a, block.b, block.size
            if size and a[i : i + size] == b[j : j + size]:
                found.append((i, j, size))
        return found

    def likeness(a: Sequence[str], b: Sequence[str], least: float = 0.0) -> float:
        return similarity(a, b, score_cutoff=least)

    return Aligners(matches, likeness, Prefix.similarity, Postfix.similarity)

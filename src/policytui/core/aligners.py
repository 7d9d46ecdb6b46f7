"""The work horses under the redline: least possible changes, likeness, common beginnings.

Rules that hold here:

- One contract, two makers. `difflib` (autojunk off) is the reference, and does the work wherever `rapidfuzz` (which
  is compiled) is not installed; `rapidfuzz` is faster on every size that was measured and finds the least possible.
- Loading `rapidfuzz` takes as long as comparing 50,000 words, so a short comparison is made here (`_begun`), with the
  very matches that it would give; it is loaded once the work is as long as that.
- What matches really is equal: rapidfuzz compares hashes, so each of its matches is looked at again.
- The work is bounded: above the cells that a maker takes, the answer is one match less: none.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from policytui.core.records import NamedTuple

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
    never_capped: int
    """Characters times characters of two texts up to which `matches` never refuses their words or tokens."""


CELLS_CAP = 200_000_000
"""Length times length of two lists that rapidfuzz aligns at once (bits of its table: 25 MB)."""
REFERENCE_CAP = 4_000_000
"""The same for difflib: matching pairs of elements, times the root of the shorter length."""
WORTH_LOADING = 20_000
"""Words aligned here, a common beginning counting as two, until rapidfuzz is loaded: about the time that takes."""
CELLS_HERE = 60_000
"""Length times length of two lists that are aligned here at all."""


def aligners() -> Aligners:
    """The fastest maker that is installed, for the work that was asked for so far."""
    if _chosen is None:
        # importlib, which knows this too, would have to be loaded
        installed = any(finder.find_spec("rapidfuzz", None) for finder in sys.meta_path)
        return _choose(_begun() if installed else reference())
    return _chosen


_chosen: Aligners | None = None
"""Which it is."""


def _choose(maker: Aligners) -> Aligners:
    global _chosen
    _chosen = maker
    return maker


def _begun() -> Aligners:
    """rapidfuzz, not yet loaded: what is short is done here."""
    done = 0

    def loaded() -> Aligners:
        try:
            return _choose(compiled())
        except ImportError:
            return _choose(reference())

    def matches(a: Sequence[str], b: Sequence[str]) -> list[Match] | None:
        nonlocal done
        done += len(a) + len(b)
        if done > WORTH_LOADING or len(a) * len(b) > CELLS_HERE:
            return loaded().matches(a, b)
        return least_matches(a, b)

    def likeness(a: Sequence[str], b: Sequence[str], least: float = 0.0) -> float:
        return loaded().likeness(a, b, least)

    def prefix(a: str, b: str) -> int:
        nonlocal done
        done += 2
        return common_prefix(a, b) if done <= WORTH_LOADING else loaded().prefix(a, b)

    def postfix(a: str, b: str) -> int:
        return prefix(a[::-1], b[::-1])

    return Aligners(matches, likeness, prefix, postfix, _NEVER_CAPPED)


def common_prefix(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    size = min(len(a), len(b))
    a, b = a[:size], b[:size]
    # two numbers with as many bits for each character, which differ from the first that the texts have not in common
    if a.isascii() and b.isascii():
        differs, bits = int.from_bytes(a.encode()) ^ int.from_bytes(b.encode()), 8
    else:
        one, other = a.encode("utf-32", "surrogatepass"), b.encode("utf-32", "surrogatepass")
        differs, bits = int.from_bytes(one) ^ int.from_bytes(other), 32
    return size - (differs.bit_length() + bits - 1) // bits


def least_matches(a: Sequence[str], b: Sequence[str]) -> list[Match]:
    """The matches that leave the least out, and among those the ones that rapidfuzz gives."""
    head, least = 0, min(len(a), len(b))
    while head < least and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < least - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    size, other = len(a) - tail, len(b) - tail
    same = [(head + i, head + j) for i, j in _in_common(a[head:size], b[head:other])]
    found: list[Match] = [(0, 0, head)] if head else []
    for i, j in (*same, *[(size + k, other + k) for k in range(tail)]):
        if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
            found[-1] = (*found[-1][:2], found[-1][2] + 1)
        else:
            found.append((i, j, 1))
    return found


def _in_common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of a longest list that two have in common.

    A row of the table is one number: a bit is 0 where that item of `a` adds to what `a` up to there has in common with
    `b` up to the row (Hyyrö 2004, Bit-parallel LCS-length computation revisited). The way back leaves out of `a` first.
    """
    places: dict[str, int] = {}
    for at, item in enumerate(a):
        places[item] = places.get(item, 0) | 1 << at
    row = full = (1 << len(a)) - 1
    rows = []
    for item in b:
        if new := row & places.get(item, 0):
            row = (row + new | row - new) & full
        rows.append(row)
    i, j = len(a) - 1, len(b) - 1
    found = []
    while i >= 0 and j >= 0:
        if rows[j] >> i & 1:
            i -= 1
        elif j and not rows[j - 1] >> i & 1:
            j -= 1
        else:
            found.append((i, j))
            i, j = i - 1, j - 1
    return found[::-1]


@cache
def reference() -> Aligners:
    """The maker that only needs the standard library."""
    from difflib import SequenceMatcher

    def matches(a: Sequence[str], b: Sequence[str]) -> list[Match] | None:
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

    def prefix(a: str, b: str) -> int:
        ends = (at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
        return next(ends, min(len(a), len(b)))

    def postfix(a: str, b: str) -> int:
        return prefix(a[::-1], b[::-1])

    return Aligners(matches, likeness, prefix, postfix, 400 * 400)


_NEVER_CAPPED = 10_000 * 10_000


@cache
def compiled() -> Aligners:
    """The maker of rapidfuzz. Raises ImportError where it is not installed."""
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

    return Aligners(matches, likeness, Prefix.similarity, Postfix.similarity, _NEVER_CAPPED)

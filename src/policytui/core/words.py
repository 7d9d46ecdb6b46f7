"""Words inside a pair of texts: which stretches changed, as positions of characters.

Rules that hold here:

- A word is what stands between spaces; a region begins and ends at the borders of words, and what lies between
  regions is the same text on both sides, so every result is exact whatever was capped.
- First a *step* walks from difference to difference and looks for the place where both texts go on alike; it splits
  no words, and gives up when the texts are not that alike. What is left is aligned word by word (`core.aligners`).
- The work is bounded: what an aligner refuses is cut at words that occur once on each side, and what lies between
  them and is still too much is one region (`coarse`): right, but less fine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from policytui.core.aligners import Match, aligners
from policytui.core.chains import rising

Region = tuple[int, int, int, int]
"""before[i1:i2] became after[j1:j2]."""

WINDOW = 256
"""Characters a step compares at once, so that a long text is not copied at every step."""
DENSE = 30
"""Characters a change may have on the average at a difficult place, or the step gives up for good."""
AGREE = 10
"""Characters that must agree before a step believes that both texts go on alike."""
PROBE = 16
"""The same after a longer change."""
HOPS = (0, 1, 1, 2, 4, 6)
"""How many words on in the text before a longer change is looked for, one try after another."""
REACH = 240
"""Characters that a longer change has at most, both sides together."""


def regions(before: str, after: str) -> tuple[list[Region], bool]:
    """The changed regions between two texts, and whether the work was capped on the way."""
    found, at, other = stepped(before, after)
    if at < 0:
        return found, False
    rest, coarse = aligned(before[at:], after[other:])
    found += [(i1 + at, i2 + at, j1 + other, j2 + other) for i1, i2, j1, j2 in rest]
    return found, coarse


def stepped(a: str, b: str) -> tuple[list[Region], int, int]:
    """Regions found by walking from difference to difference, and where it gave up (-1, -1: it came to the end).

    It gives up at a difference after which it cannot see both texts go on alike, and where differences are dense;
    the caller aligns what is left. The positions given stand at the start of a word.
    """
    common = aligners().prefix
    size, other = len(a), len(b)
    found: list[Region] = []
    i = j = last = 0
    while True:
        same = common(a[i : i + WINDOW], b[j : j + WINDOW])
        i += same
        j += same
        if same == WINDOW:
            continue
        if i == size and j == other:
            return found, -1, -1
        start = a.rfind(" ", last, i) + 1 or last
        begin = j - i + start
        end, stop = a.find(" ", i), b.find(" ", j)
        if end < 0:
            end = size
        if stop < 0:
            stop = other
        if a[end : end + AGREE] != b[stop : stop + AGREE]:
            further, farther = a.find(" ", end + 1), b.find(" ", stop + 1)
            word = a[end:further]
            if further > end + 3 and farther > 0 and word == b[stop:farther]:
                pass  # one word swapped, one kept, and the next difference right after it
            elif further > 0 and farther > 0 and a[further : further + AGREE] == b[farther : farther + AGREE]:
                end, stop = further, farther
            else:
                if len(found) > 8 and len(found) * DENSE > start:
                    return [], 0, 0
                hop = _hop(a, b, start, begin)
                if hop is None:
                    return found, start, begin
                start, end, begin, stop = hop
        found.append((start, end, begin, stop))
        i, j, last = end, stop, end


def _hop(a: str, b: str, start: int, begin: int) -> Region | None:
    """A change at a difference after which both texts go on alike for `PROBE` characters; None: no such place near.

    From some words on in `a` the text is looked for in `b`; then the change is cut back to where they began to agree.
    """
    best, found = REACH, None
    at = start
    near = b[begin : begin + REACH + PROBE]
    for words in HOPS:
        for _ in range(words):
            at = a.find(" ", at) + 1
            if not at:
                break
        if not at or at - start >= best:
            break
        probe = a[at : at + PROBE]
        if len(probe) < PROBE:
            break
        place = near.find(probe)
        while place > 0 and near[place - 1] != " ":
            place = near.find(probe, place + 1)
        if place >= 0:
            end, stop = _cut_back(a, start, at, near, place)
            if end - start + stop < best:
                best, found = end - start + stop, (end, begin + stop)
    if found is None or found == (start, begin):
        return None
    end, stop = found
    if end > start and stop > begin:
        return start, end - 1, begin, stop - 1
    return start, end, begin, stop


def _cut_back(a: str, start: int, at: int, near: str, place: int) -> tuple[int, int]:
    """The earliest word on both sides from which the texts agree up to `at` and `place`."""
    same = aligners().postfix(a[start:at], near[:place])
    if same < 2:
        return at, place
    whole, other = same == at - start, same == place
    if (whole or other) and (whole or a[at - same - 1] == " ") and (other or near[place - same - 1] == " "):
        return at - same, place - same
    same -= a.find(" ", at - same) + 1 - (at - same)
    return at - same, place - same


def aligned(before: str, after: str) -> tuple[list[Region], bool]:
    """The changed regions by aligning words: the least possible below the cap. Second: whether it was capped."""
    a, b = before.split(" "), after.split(" ")
    changed, coarse = word_regions(a, b)
    if not changed:
        return [], coarse
    left = [0, *accumulate([len(word) + 1 for word in a])]
    right = [0, *accumulate([len(word) + 1 for word in b])]
    size, other = len(before), len(after)
    found: list[Region] = []
    for i1, i2, j1, j2 in changed:
        if i1 < i2 and j1 < j2:
            found.append((left[i1], left[i2] - 1, right[j1], right[j2] - 1))
        elif i2 < len(a):
            found.append((left[i1], left[i2], right[j1], right[j2]))
        else:
            found.append((min(max(left[i1] - 1, 0), size), size, min(max(right[j1] - 1, 0), other), other))
    return found, coarse


def word_regions(before: Sequence[str], after: Sequence[str]) -> tuple[list[Region], bool]:
    """The changed regions between two lists of words, as positions in the lists; whether the work was capped."""
    size, other = len(before), len(after)
    head, least = 0, min(size, other)
    while head < least and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < least - head and before[size - 1 - tail] == after[other - 1 - tail]:
        tail += 1
    i, j = size - tail, other - tail
    if head == i and head == j:
        return [], False
    if head in (i, j) or (i - head == 1 and j - head == 1):
        return [(head, i, head, j)], False
    a, b = before[head:i], after[head:j]
    matches = aligners().matches(a, b)
    if matches is None:
        found, coarse = _anchored(a, b)
    else:
        found, coarse = _between(matches, len(a), len(b)), False
    if head:
        found = [(i1 + head, i2 + head, j1 + head, j2 + head) for i1, i2, j1, j2 in found]
    return found, coarse


def _between(matches: Sequence[Match], size: int, other: int) -> list[Region]:
    """What lies between the matches."""
    found: list[Region] = []
    i = j = 0
    for start, begin, same in (*matches, (size, other, 0)):
        if start > i or begin > j:
            found.append((i, start, j, begin))
        i, j = start + same, begin + same
    return found


def _anchored(a: Sequence[str], b: Sequence[str]) -> tuple[list[Region], bool]:
    """Above the cap: words that occur once on each side cut the texts into gaps that are aligned one by one."""
    left, right = Counter(a), Counter(b)
    where = {word: j for j, word in enumerate(b) if right[word] == 1}
    chain = rising([(i, where[word]) for i, word in enumerate(a) if left[word] == 1 and word in where])
    if not chain:
        return [(0, len(a), 0, len(b))], True
    found: list[Region] = []
    coarse = False
    i = j = 0
    for x, y in (*chain, (len(a), len(b))):
        gap, capped = word_regions(a[i:x], b[j:y])
        coarse |= capped
        found += [(i1 + i, i2 + i, j1 + j, j2 + j) for i1, i2, j1, j2 in gap]
        i, j = x + 1, y + 1
    return found, coarse

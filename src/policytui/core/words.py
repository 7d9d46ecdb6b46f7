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

WINDOW = 320
"""Characters a step compares at once, so that a long text is not copied at every step."""
DENSE = 30
"""Characters a change may have on the average at a difficult place, or the step gives up for good."""
AGREE = 10
"""Characters that must agree before a step believes that both texts go on alike."""
PROBE = 16
"""The same after a longer change."""
REACH = 240
"""Characters after which words that came or went must have ended, or a step does not see it."""
RUN = 6
"""Words of a longer change, beyond two, that a step sees when as many others came."""
STRETCH = 3_000
"""Characters of a long text that are aligned at once, where a step came to a difficult place."""
SOLID = 24
"""Characters that must agree inside of such a stretch before the alignment up to there is believed."""


def regions(before: str, after: str) -> tuple[list[Region], bool]:
    """The changed regions between two texts, and whether the work was capped on the way."""
    found, at, other = stepped(before, after, 0, 0)
    while at >= 0:
        end, stop = _without_tail(before, after, at, other)
        if end - at <= STRETCH and stop - other <= STRETCH:
            rest, coarse = aligned(before, at, end, after, other, stop)
            return (found + rest if found else rest), coarse
        near, i, j = _near(before, after, at, other)
        if i < 0:
            rest, coarse = aligned(before, at, end, after, other, stop)
            return found + rest, coarse
        further, at, other = stepped(before, after, i, j)
        found += near
        found += further
    return found, False


def stepped(a: str, b: str, i: int, j: int) -> tuple[list[Region], int, int]:
    """Regions found by walking from difference to difference, and where it gave up (-1, -1: it came to the end).

    It starts at two places where a word begins, and gives up at a difference of more than two words and where
    differences are dense; the caller aligns what is left. The positions given stand at the start of a word.
    """
    common = aligners().prefix
    size, other = len(a), len(b)
    found: list[Region] = []
    first, second, last = i, j, i
    while True:
        one, another = a[i : i + WINDOW], b[j : j + WINDOW]
        if one == another:
            if len(one) < WINDOW:
                return found, -1, -1
            i += WINDOW
            j += WINDOW
            continue
        same = common(one, another)
        i += same
        j += same
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
            elif (
                further > 0
                and farther > 0
                and a[further : further + AGREE] == b[farther : farther + AGREE]
                and a[start:end] != b[stop + 1 : farther]
                and a[end + 1 : further] != b[begin:stop]
            ):
                end, stop = further, farther
            elif len(found) > 8 and len(found) * 2 * DENSE > start + begin - first - second:
                return [], first, second
            else:
                end, stop = _further(a, b, start, begin, further, farther)
                if end < 0:
                    return found, start, begin
                if end > start and stop > begin:
                    found += _inside(a, start, end, b, begin, stop)
                    i, j, last = end, stop, end
                    continue
        found.append((start, end, begin, stop))
        i, j, last = end, stop, end


def _further(a: str, b: str, start: int, begin: int, end: int, stop: int) -> tuple[int, int]:
    """Where both texts agree again after a change of several words: some went, some came, or as many others came.

    `end` and `stop` are where the second word of the change ends on both sides. -1, -1: it is not seen near.
    """
    size, other = len(a), len(b)
    at = a.find(" " + b[begin : begin + PROBE], start, start + REACH)
    if at >= 0 and begin + PROBE >= other and at + 1 + other - begin != size:
        at = -1
    to = b.find(" " + a[start : start + PROBE], begin, begin + REACH)
    if to >= 0 and start + PROBE >= size and to + 1 + size - start != other:
        to = -1
    if at >= 0 and (to < 0 or at - start < to - begin):
        return at + 1, begin
    if to >= 0 and (at < 0 or to - begin < at - start):
        return start, to + 1
    for _ in range(RUN):
        if end < 0 or stop < 0:
            break
        end, stop = a.find(" ", end + 1), b.find(" ", stop + 1)
        if end > 0 and stop > 0 and a[end : end + PROBE] == b[stop : stop + PROBE]:
            return end, stop
    return -1, -1


def _inside(a: str, start: int, end: int, b: str, begin: int, stop: int) -> list[Region]:
    """The regions inside of a short change."""
    if set(a[start:end].split(" ")).isdisjoint(b[begin:stop].split(" ")):
        return [(start, end, begin, stop)]
    return aligned(a, start, end, b, begin, stop)[0]


def _without_tail(a: str, b: str, i: int, j: int) -> tuple[int, int]:
    """Where the words end that both texts, from `i` and `j` on, do not end with alike."""
    size, other = len(a), len(b)
    same = aligners().postfix(a[i:], b[j:])
    cut = a.find(" ", size - same)
    return (size, other) if cut < 0 or not same else (cut, other - (size - cut))


def _near(a: str, b: str, i: int, j: int) -> tuple[list[Region], int, int]:
    """The regions of the next stretch up to where both texts surely agree again, and that place; -1: there is none."""
    end, stop = a.rfind(" ", i, i + STRETCH), b.rfind(" ", j, j + STRETCH)
    if end < 0 or stop < 0:
        return [], -1, -1
    found, _ = aligned(a, i, end, b, j, stop)
    for at in range(len(found) - 1, 0, -1):
        if found[at][0] - found[at - 1][1] >= SOLID:
            del found[at:]
            return found, found[-1][1], found[-1][3]
    return [], -1, -1


def aligned(before: str, i: int, end: int, after: str, j: int, stop: int) -> tuple[list[Region], bool]:
    """The changed regions between two stretches by aligning words: the least possible below the cap.

    Second: whether it was capped.
    """
    a, b = before[i:end].split(" "), after[j:stop].split(" ")
    changed, coarse = word_regions(a, b)
    left, right = list(accumulate(map(len, a), initial=i)), list(accumulate(map(len, b), initial=j))
    found: list[Region] = []
    for i1, i2, j1, j2 in changed:
        # a word's place is the length of the words and the spaces before it
        x1, x2, y1, y2 = left[i1] + i1, left[i2] + i2, right[j1] + j1, right[j2] + j2
        if i1 < i2 and j1 < j2:
            found.append((x1, x2 - 1, y1, y2 - 1))
        elif i2 < len(a):
            found.append((x1, x2, y1, y2))
        else:
            found.append((max(x1 - 1, i), end, max(y1 - 1, j), stop))
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
    if list(a) <= list(b):
        found, coarse = _worked_out(a, b)
    else:
        # the same regions whichever list is called before
        turned, coarse = _worked_out(b, a)
        found = [(i1, i2, j1, j2) for j1, j2, i1, i2 in turned]
    if head:
        found = [(i1 + head, i2 + head, j1 + head, j2 + head) for i1, i2, j1, j2 in found]
    return found, coarse


def _worked_out(a: Sequence[str], b: Sequence[str]) -> tuple[list[Region], bool]:
    matches = aligners().matches(a, b)
    if matches is None:
        return _anchored(a, b)
    return _between(matches, len(a), len(b)), False


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

"""From changed words to what a person reads: phrases, not confetti (`docs/redline.md` has the rules with examples).

Rules that hold here:

- The kept and removed spans joined give the text before exactly, the kept and added ones the text after.
- No span is empty; neighbouring spans differ in op; in a replacement the removed comes first.
- Changes start and end at the borders of tokens: words, whole numbers, links, addresses, variables, dates.
- Before and after swapped give the same spans with remove and add swapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from policytui.core.aligners import aligners
from policytui.core.redline import Cuts, Span
from policytui.core.tokens import LITTLE, LONG, WHOLE, maybe_whole, tokens
from policytui.core.words import Region, regions, word_regions

Found = tuple[list[Region], bool]
"""Regions, and whether the work was capped."""
ISLAND = 6
"""Characters of the longest kept island, its spaces included, that two changes may be joined over."""
PHRASE = 16
"""Characters each of two changes has at least, both sides counted, to be one phrase over a little word."""
PHRASE_DENSE = 28
"""The same in a text that has a change for every `DENSE` characters: there so much is marked already."""
DENSE = 40
REFINE_CAP = 100_000_000
"""Tokens before times tokens after up to which a changed stretch is looked at more closely."""
SMALL_CELL = 3
"""Words below which a changed table cell is replaced whole."""
_EDGES = ".,;:!?()[]*_\"'“”‘’"
"""What may stand at the ends of a word and is not of it."""
_BAR = " | "
_BARS = re.compile(r"( \| )")
_WORDY = re.compile(r"\w")


def spans(before: str, after: str, *, row: bool = False) -> tuple[Sequence[Span], bool]:
    """The spans from `before` to `after`, and whether the work was capped. `row`: table cells are kept apart.

    Texts that are not long are compared when the spans are read: nothing is capped there.
    """
    if before == after:
        return Cuts(before, after, None), False
    if not before:
        return (Span("add", after),), False
    if not after:
        return (Span("remove", before),), False
    find = _row_places if row else _text_places
    if len(before) * len(after) <= aligners().never_capped:
        return Cuts(before, after, find), False
    places, coarse = _changed(before, after, _in_row if row else _in_text)
    return Cuts(before, after, lambda _, __: places), coarse


def _text_places(before: str, after: str) -> Sequence[Region]:
    return _changed(before, after, _in_text)[0]


def _row_places(before: str, after: str) -> Sequence[Region]:
    return _changed(before, after, _in_row)[0]


def _changed(before: str, after: str, look: Callable[[str, str], Found]) -> Found:
    """The regions, found the same way whichever text is called before."""
    if before <= after:
        return look(before, after)
    changed, coarse = look(after, before)
    return [(j1, j2, i1, i2) for i1, i2, j1, j2 in changed], coarse


def _in_text(a: str, b: str) -> Found:
    """The regions of a running text as phrases."""
    changed, coarse = regions(a, b)
    if maybe_whole(a) or maybe_whole(b):
        changed = _widened(a, b, changed)
    least = PHRASE if len(changed) * DENSE < len(a) else PHRASE_DENSE
    fine: list[Region] = []
    k, count = 0, len(changed)
    while k < count:
        region = changed[k]
        i1, i2, j1, j2 = region
        k += 1
        while k < count and (further := changed[k])[0] - i2 <= ISLAND:
            if not _one_phrase(a[i2 : further[0]], region, further, least):
                break
            i2, j2 = further[1], further[3]
            region = (i1, i2, j1, j2)
            k += 1
        if i1 == i2 or j1 == j2:
            fine.append(region)
            continue
        old, new = a[i1:i2], b[j1:j2]
        if old.isalnum() and new.isalnum():
            fine.append(region)
            continue
        found, capped = _refined(old, new, i1, j1)
        fine += found
        coarse |= capped
    return fine, coarse


def _one_phrase(between: str, left: Region, right: Region, least: int) -> bool:
    """Whether two neighbouring changes are one phrase: both are more than a short word, a little word between."""
    said = between.strip()
    if not said:
        return True
    return said.lower() in LITTLE and all(i2 - i1 + j2 - j1 >= least for i1, i2, j1, j2 in (left, right))


def _refined(old: str, new: str, i: int, j: int) -> Found:
    """A changed stretch, trimmed to the tokens that differ: `data,` to `facts,` keeps the comma."""
    if len(old) + len(new) < LONG and "](" not in old and "](" not in new:
        if " " in old or " " in new:
            words = {word.strip(_EDGES) for word in old.split(" ")}
            disjoint = words.isdisjoint([word.strip(_EDGES) for word in new.split(" ")])
        else:
            disjoint = old.strip(_EDGES) != new.strip(_EDGES)
        if disjoint:
            if old[0] == new[0] or old[-1] == new[-1]:
                return [_trimmed(old, new, i, j)], False
            return [(i, i + len(old), j, j + len(new))], False
    a, b = tokens(old), tokens(new)
    if len(a) * len(b) > REFINE_CAP:
        return [(i, i + len(old), j, j + len(new))], True
    changed, coarse = word_regions(a, b)
    return _placed(_without_islands(a, b, changed), a, b, i, j), coarse


def _trimmed(old: str, new: str, i: int, j: int) -> Region:
    """The stretch without the punctuation and markup that both sides begin or end with."""
    start, least = 0, min(len(old), len(new)) - 1
    while start < least and old[start] == new[start] and old[start] in _EDGES:
        start += 1
    end, stop = len(old), len(new)
    while end > start + 1 and stop > start + 1 and old[end - 1] == new[stop - 1] and old[end - 1] in _EDGES:
        end, stop = end - 1, stop - 1
    return i + start, i + end, j + start, j + stop


def _placed(changed: Sequence[Region], a: Sequence[str], b: Sequence[str], i: int = 0, j: int = 0) -> list[Region]:
    """Regions of tokens as regions of characters, counted from `i` and `j`."""
    left, right = list(accumulate(map(len, a), initial=i)), list(accumulate(map(len, b), initial=j))
    return [(left[i1], left[i2], right[j1], right[j2]) for i1, i2, j1, j2 in changed]


def _without_islands(a: list[str], b: list[str], changed: list[Region]) -> list[Region]:
    """Regions joined over what says nothing alone between changed words: spaces, punctuation, one little word."""
    out: list[Region] = []
    last_says = False
    for region in changed:
        says = _says(a, b, region)
        if last_says and says:
            said = [token for token in a[out[-1][1] : region[0]] if _WORDY.match(token)]
            little = len(said) == 1 and said[0].lower() in LITTLE
            if not said or (little and min(_weight(a, b, out[-1]), _weight(a, b, region)) >= PHRASE):
                out[-1] = (out[-1][0], region[1], out[-1][2], region[3])
                continue
        out.append(region)
        last_says = says
    return out


def _weight(a: list[str], b: list[str], region: Region) -> int:
    """Characters of a change, both sides counted."""
    return sum(map(len, a[region[0] : region[1]])) + sum(map(len, b[region[2] : region[3]]))


def _says(a: list[str], b: list[str], region: Region) -> bool:
    """Whether there are words in a change, not punctuation or markup alone."""
    wordy = _WORDY.match
    return any(map(wordy, a[region[0] : region[1]])) or any(map(wordy, b[region[2] : region[3]]))


def _in_row(a: str, b: str) -> Found:
    """The regions of a table row: cell against cell, a small one whole; cells added or removed are so as a whole."""
    left, right = a.split(_BAR), b.split(_BAR)
    if len(left) != len(right):
        changed, coarse = word_regions(_BARS.split(a), _BARS.split(b))
        return _apart(_placed(changed, _BARS.split(a), _BARS.split(b))), coarse
    found: list[Region] = []
    coarse = False
    i = j = 0
    for old, new in zip(left, right, strict=True):
        if old != new:
            if not old or not new or max(old.count(" "), new.count(" ")) < SMALL_CELL - 1:
                found.append((i, i + len(old), j, j + len(new)))
            else:
                inner, capped = _in_text(old, new)
                found += [(i1 + i, i2 + i, j1 + j, j2 + j) for i1, i2, j1, j2 in inner]
                coarse |= capped
        i, j = i + len(old) + 3, j + len(new) + 3
    return _apart(found), coarse


def _widened(a: str, b: str, changed: list[Region]) -> list[Region]:
    """Regions grown over what is one thing though it has spaces (a date, a variable, a defined term)."""
    for side, text in ((0, a), (2, b)):
        wholes = [match.span() for match in WHOLE.finditer(text)]
        if not wholes:
            continue
        grown: list[Region] = []
        at = 0
        for region in changed:
            start, end = region[side], region[side + 1]
            while at < len(wholes) and wholes[at][1] <= start:
                at += 1
            k = at
            while k < len(wholes) and wholes[k][0] < end:
                start, end = min(start, wholes[k][0]), max(end, wholes[k][1])
                k += 1
            left, right = region[side] - start, end - region[side + 1]
            i1, i2, j1, j2 = region
            grown.append((i1 - left, i2 + right, j1 - left, j2 + right))
        changed = []
        for region in grown:
            if changed and region[side] <= changed[-1][side + 1]:
                # both grew over the same thing: the first knows where it begins, the second where it ends
                changed[-1] = (changed[-1][0], region[1], changed[-1][2], region[3])
            else:
                changed.append(region)
    return changed


def _apart(found: list[Region]) -> list[Region]:
    """Regions that touch as one, so that something kept stands between any two."""
    out: list[Region] = []
    for region in found:
        if out and region[0] == out[-1][1] and region[2] == out[-1][3]:
            out[-1] = (out[-1][0], region[1], out[-1][2], region[3])
        else:
            out.append(region)
    return out

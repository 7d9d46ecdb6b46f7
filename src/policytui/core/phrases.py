"""From changed words to what a person reads: phrases, not confetti (`docs/redline.md` has the rules with examples).

Rules that hold here:

- The kept and removed spans joined give the text before exactly, the kept and added ones the text after.
- No span is empty; neighbouring spans differ in op; in a replacement the removed comes first.
- Changes start and end at the borders of tokens: words, whole numbers, links, addresses, variables, dates.
- Before and after swapped give the same spans with remove and add swapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from policytui.core.aligners import aligners
from policytui.core.patterns import lazy
from policytui.core.redline import Cuts, Op, Span
from policytui.core.tokens import LITTLE, LONG, WHOLE, maybe_whole, tokens
from policytui.core.words import Region, regions, word_regions

Found = tuple[list[Region], bool]
"""Regions, and whether the work was capped."""
Seen = tuple[list[Span], bool]
"""Spans, and whether the work was capped."""
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
_BARS = lazy(r"( \| )")
_WORDY = lazy(r"\w")


def spans(before: str, after: str, *, row: bool = False) -> tuple[Sequence[Span], bool]:
    """The spans from `before` to `after`, and whether the work was capped. `row`: table cells are kept apart.

    Texts that are not long are compared when the spans are read: nothing is capped there.
    """
    if before == after:
        return ((("keep", before),) if before else ()), False
    if not before:
        return (("add", after),), False
    if not after:
        return (("remove", before),), False
    look = _in_row if row else _in_text
    if len(before) * len(after) <= aligners().never_capped:
        return Cuts(before, after, look), False
    return look(before, after)


def _in_text(a: str, b: str) -> Seen:
    """The spans of a running text, as phrases."""
    changed, coarse = regions(a, b)
    if maybe_whole(a) or maybe_whole(b):
        changed = _widened(a, b, changed)
    least = PHRASE if len(changed) * 2 * DENSE < len(a) + len(b) else PHRASE_DENSE
    done = 0
    found: list[Span] = []
    add = found.append
    for i1, i2, j1, j2 in _joined(a, changed, least):
        old, new = a[i1:i2], b[j1:j2]
        if old.isalnum() and new.isalnum():
            if i1 > done:
                add(("keep", a[done:i1]))
            add(("remove", old))
            add(("add", new))
            done = i2
            continue
        fine, capped = _refined(old, new, i1, j1)
        coarse |= capped
        for x1, x2, y1, y2 in fine:
            if x1 > done:
                add(("keep", a[done:x1]))
            if x2 > x1:
                add(("remove", a[x1:x2]))
            if y2 > y1:
                add(("add", b[y1:y2]))
            done = x2
    if done < len(a):
        add(("keep", a[done:]))
    return found, coarse


def _joined(a: str, changed: list[Region], least: int) -> list[Region]:
    """The regions, those that are one phrase as one."""
    near = [k for k, (left, right) in enumerate(pairwise(changed), 1) if right[0] - left[1] <= ISLAND]
    if not near:
        return changed
    joined = changed[: near[0]]
    done = near[0]
    for k in near:
        joined += changed[done:k]
        left, right = joined[-1], changed[k]
        done = k + 1
        if _one_phrase(a[left[1] : right[0]], left, right, least):
            joined[-1] = (left[0], right[1], left[2], right[3])
        else:
            joined.append(right)
    return joined + changed[done:]


def _one_phrase(between: str, left: Region, right: Region, least: int) -> bool:
    """Whether two neighbouring changes are one phrase: both are more than a short word, a little word between."""
    said = between.strip()
    if not said:
        return True
    return said.lower() in LITTLE and all(i2 - i1 + j2 - j1 >= least for i1, i2, j1, j2 in (left, right))


def _refined(old: str, new: str, i: int, j: int) -> Found:
    """A changed stretch, trimmed to the tokens that differ: `data,` to `facts,` keeps the comma."""
    if not old or not new or (old.replace(" ", "").isalnum() and new.replace(" ", "").isalnum()):
        # words with nothing about them are compared already
        return [(i, i + len(old), j, j + len(new))], False
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


def _in_row(a: str, b: str) -> Seen:
    """The spans of a table row: cell against cell, a small one whole; cells added or removed are so as a whole."""
    left, right = a.split(_BAR), b.split(_BAR)
    found: list[Span] = []
    if len(left) != len(right):
        before, after = _BARS.split(a), _BARS.split(b)
        changed, coarse = word_regions(before, after)
        i = 0
        gone = come = ""
        for i1, i2, j1, j2 in (*changed, (len(before), len(before), 0, 0)):
            kept = "".join(before[i:i1])
            if kept:
                # an empty cell between two changes keeps nothing apart
                _add(found, "remove", gone)
                _add(found, "add", come)
                _add(found, "keep", kept)
                gone = come = ""
            gone, come, i = gone + "".join(before[i1:i2]), come + "".join(after[j1:j2]), i2
        _add(found, "remove", gone)
        _add(found, "add", come)
        return found, coarse
    coarse = False
    for at, (old, new) in enumerate(zip(left, right, strict=True)):
        if at:
            _add(found, "keep", _BAR)
        if old == new:
            _add(found, "keep", old)
        elif max(old.count(" "), new.count(" ")) < SMALL_CELL - 1:
            _add(found, "remove", old)
            _add(found, "add", new)
        else:
            inner, capped = _in_text(old, new)
            coarse |= capped
            for op, text in inner:
                _add(found, op, text)
    return found, coarse


def _add(found: list[Span], op: Op, text: str) -> None:
    """One more span: none that is empty, neighbours of one op as one."""
    if found and found[-1][0] == op:
        found[-1] = op, found[-1][1] + text
    elif text:
        found.append((op, text))


def _widened(a: str, b: str, changed: list[Region]) -> list[Region]:
    """Regions grown over what is one thing though it has spaces (a date, a variable, a defined term)."""
    for side, text in ((0, a), (2, b)) if a <= b else ((2, b), (0, a)):
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

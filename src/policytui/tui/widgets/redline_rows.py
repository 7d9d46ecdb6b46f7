"""One changed (or unchanged) block of a redline set as rows: inline, or before and after side by side.

Rules that hold here:

- What was removed is struck, what was added is underlined, in colours besides; with `plain` they stand in
  brackets, `[-…-]` and `{+…+}`, so that no colour and no attribute is needed to read it.
- Every changed block has a sign: ``+`` added, ``−`` removed, ``~`` changed, ``↕`` moved.
- Side by side, the left column is the text before and the right one the text after, wrapped, aligned by block.
- What somebody looks for is set in reverse, on both sides of a change.
- With `shift` nothing is wrapped: of each line the stretch from that cell on is shown, `‹` and `›` where it goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from policytui.core.judgement import Reason
from policytui.core.redline import Hunk, Span, Status
from policytui.core.rules import RULES
from policytui.core.values import Change
from policytui.core.visible import visible
from policytui.tui.widgets.typeset import Lazy, Row, Run, row_width, rows_of, set_rows, window

GUTTER = 5
"""Cells left of the text: the current mark, reviewed, the sign."""
MEASURE = 96
"""The widest line of inline text."""
LEAD = 8
"""Cells kept free for what stands before a line's text: its marker, the marks that it goes on."""
_LABELS = {
    "summary": "In short: ",
    "title": "Title: ",
    "organization": "Organization: ",
    "label": "Date label: ",
    "effective": "Effective: ",
    "place": "Place: ",
}
_SIGNS = {Status.ADDED: "+", Status.REMOVED: "−", Status.CHANGED: "~", Status.SAME: " "}
_BOLD, _ITALIC = Style(bold=True), Style(italic=True)
_BARE = Style(strike=False, underline=False)
_FOUND = Style(reverse=True, bold=True)
"""On top of what a text says already: found words that were removed stay struck."""
Wanted = re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a redline, each complete."""

    text: Style
    keep: Style
    unchanged: Style
    add: Style
    remove: Style
    move: Style
    muted: Style
    rule: Style
    material: Style
    editorial: Style
    grave: Style
    cut: Style


def sign_of(hunk: Hunk) -> str:
    """The sign in the gutter: never colour alone."""
    return "↕" if hunk.moved else _SIGNS[hunk.status]


def reach(hunk: Hunk, width: int, *, split: bool, plain: bool) -> tuple[int, int]:
    """From which cell on a line that is not wrapped is shown at first, in `width` cells as those of `hunk_rows`, so
    that the first changed words are in sight; and the last one, where its end is.
    """
    room = max(1, ((width - 3) // 2 if split else width) - LEAD)
    start = stop = length = 0
    sides = {"remove": 0, "add": 0}
    for op, text in hunk.spans:
        cells = cell_len(_shown(text)) + (4 if plain and op != "keep" else 0)
        if op != "keep" and stop in (0, length):
            start, stop = start if stop else length, length + cells
        length += cells
        if op != "keep":
            sides[op] += cells
    first = 0 if min(stop, start + room // 2) <= room else start - max(1, min(room // 3, room - (stop - start)))
    return first, max(first, length - (min(sides.values()) if split else 0) - room)


def hunk_rows(
    hunk: Hunk,
    width: int,
    looks: Looks,
    *,
    split: bool = False,
    plain: bool = False,
    shift: int | None = None,
    reasons: Sequence[Reason] = (),
    titles: Mapping[str, str] | None = None,
    wanted: Wanted = None,
) -> Sequence[Row]:
    """The rows of a block in `width` cells, the gutter left out, each made when it is asked for. `titles` names the
    sections before, by id; what `wanted` matches on either side is set apart.
    """
    head: list[Row] = []
    if hunk.moved:
        origin = visible((titles or {}).get(hunk.old_section, ""))
        words = f"moved here from “{origin}”" if origin else "moved here"
        head = rows_of([(words, looks.move)], width)
    if split:
        text = _split(hunk, width, looks, plain, shift, wanted)
    else:
        text = _inline(hunk, width if shift is not None else min(width, MEASURE), looks, plain, shift, wanted)
    foot: list[Row] = []
    for reason in _distinct(reasons):
        style = looks.grave if reason.change is Change.MATERIAL else looks.muted
        sure = RULES[reason.rule].sure if reason.rule in RULES else "sure"
        said = f" · {visible(reason.why)}" + (f" ({sure})" if sure != "sure" else "")
        runs: list[Run] = [(reason.change.value, style), (said, looks.muted)]
        for n, row in enumerate(rows_of(runs, min(width, MEASURE) - 2)):
            foot.append([Segment("  " if n else "└ ", looks.rule), *row])
    return _joined([head, text, foot]) if head or foot else text


def row_of_change(
    hunk: Hunk, width: int, looks: Looks, *, split: bool, plain: bool, titles: Mapping[str, str], wanted: Wanted
) -> int:
    """On which of the rows of `hunk_rows` (wrapped, from 0) the first changed words stand, or the first wanted ones."""
    spans = [(op, visible(text)) for op, text in hunk.spans]
    found = _found(spans, wanted) if wanted else {}
    at = min(found) if found else next((n for n, (op, _) in enumerate(spans) if op != "keep"), -1)
    if at < 0:
        return 0
    op, text = spans[at]
    word = re.match(r"\s*\S+", text)
    stop = min(found[at])[1] if found else word.end() if word else len(text)
    upto = hunk._replace(spans=(*spans[:at], (op, text[:stop])))
    return len(hunk_rows(upto, width, looks, split=split, plain=plain, titles=titles)) - 1


def _joined(parts: Sequence[Sequence[Row]]) -> Sequence[Row]:
    """The rows of each, one after the other."""
    ends = list(accumulate(len(part) for part in parts))

    def row(number: int) -> Row:
        at = bisect_right(ends, number)
        return parts[at][number - ends[at]]

    return Lazy(ends[-1], row)


def _distinct(reasons: Sequence[Reason]) -> list[Reason]:
    seen: dict[tuple[Change, str], Reason] = {}
    for reason in reasons:
        seen.setdefault((reason.change, reason.why), reason)
    return list(seen.values())


def _inline(hunk: Hunk, width: int, looks: Looks, plain: bool, shift: int | None, wanted: Wanted) -> Sequence[Row]:
    runs: list[Run] = []
    if hunk.same:
        runs = _same(hunk, looks, wanted)
    else:
        runs = _runs(hunk.spans, hunk.kind, looks, plain, wanted)
    lead = _lead(hunk, hunk.marker, looks)
    if not hunk.same and hunk.old_marker is not None and hunk.status is Status.CHANGED:
        lead = [*_marked("remove", hunk.old_marker, looks, plain), *_marked("add", hunk.marker, looks, plain)]
        lead = [*lead, (" ", looks.text)] if lead else []
    return _hung(runs, lead, width, hunk, looks, shift)


def _split(hunk: Hunk, width: int, looks: Looks, plain: bool, shift: int | None, wanted: Wanted) -> Sequence[Row]:
    column = max(8, (width - 3) // 2)

    def side(runs: list[Run], marker: str) -> Sequence[Row]:
        return _hung(runs, _lead(hunk, marker, looks), column, hunk, looks, shift)

    left: Sequence[Row] = ()
    right: Sequence[Row] = ()
    if hunk.same:
        text = _same(hunk, looks, wanted)
        left, right = side(text, hunk.old_marker or hunk.marker), side(text, hunk.marker)
    else:
        before = [span for span in hunk.spans if span[0] != "add"]
        after = [span for span in hunk.spans if span[0] != "remove"]
        if hunk.status is not Status.ADDED:
            old = hunk.marker if hunk.old_marker is None else hunk.old_marker
            left = side(_runs(before, hunk.kind, looks, plain, wanted), old)
        if hunk.status is not Status.REMOVED:
            right = side(_runs(after, hunk.kind, looks, plain, wanted), hunk.marker)

    def row(number: int) -> Row:
        one = left[number] if number < len(left) else []
        other = right[number] if number < len(right) else []
        gap = Segment(" " * (column - row_width(one)), looks.text)
        return [*one, gap, Segment(" │ ", looks.rule), *other]

    return Lazy(max(len(left), len(right)), row)


def _shown(text: str) -> str:
    """The text in its visible form; a tab, which has no width of its own, is a space."""
    return visible(text).replace("\t", " ")


def _same(hunk: Hunk, looks: Looks, wanted: Wanted) -> list[Run]:
    text = _shown(hunk.after or hunk.before)
    runs = [(text, _tinted(looks.unchanged, hunk.kind))]
    return _lit(runs, [match.span() for match in wanted.finditer(text)]) if wanted else runs


def _runs(spans: Sequence[Span], kind: str, looks: Looks, plain: bool, wanted: Wanted) -> list[Run]:
    spans = [(op, _shown(text)) for op, text in spans]
    found = _found(spans, wanted) if wanted else {}
    runs: list[Run] = []
    for at, (op, text) in enumerate(spans):
        if kind == "place" and op == "add" and at and spans[at - 1][0] == "remove":
            runs.append((" → ", looks.muted))
        pieces = [(text, _tinted(looks.keep, kind))] if op == "keep" else _marked(op, text, looks, plain)
        lead = 2 if plain and op != "keep" else 0  # the bracket
        runs += _lit(pieces, sorted(found[at]), -lead) if at in found else pieces
    return runs


def _found(spans: Sequence[Span], wanted: re.Pattern[str]) -> dict[int, set[tuple[int, int]]]:
    """What is wanted, as stretches of spans by their number: in the text before, and in the text after."""
    found: dict[int, set[tuple[int, int]]] = {}
    for side in ("remove", "add"):
        own = [at for at, (op, _) in enumerate(spans) if op in ("keep", side)]
        starts = list(accumulate([len(spans[at][1]) for at in own], initial=0))
        for match in wanted.finditer("".join([spans[at][1] for at in own])):
            for n in range(bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end())):
                start, stop = match.start() - starts[n], match.end() - starts[n]
                found.setdefault(own[n], set()).add((max(0, start), min(stop, len(spans[own[n]][1]))))
    return found


def _lit(runs: Sequence[Run], stretches: Sequence[tuple[int, int]], position: int = 0) -> list[Run]:
    """The runs with these stretches, in order, set apart; the first run begins at `position`."""
    lit: list[Run] = []
    for text, style in runs:
        at = 0
        for start, stop in stretches:
            first, last = max(at, start - position), min(stop - position, len(text))
            if first < last:
                lit += [(text[at:first], style), (text[first:last], style + _FOUND)]
                at = last
        lit.append((text[at:], style))
        position += len(text)
    return [run for run in lit if run[0]]


def _marked(op: str, text: str, looks: Looks, plain: bool) -> list[Run]:
    """A removed or added text, the white space at its ends left unmarked where it would only make a smear."""
    if not text:
        return []
    style = looks.remove if op == "remove" else looks.add
    if plain:
        opening, closing = ("[-", "-]") if op == "remove" else ("{+", "+}")
        return [(opening, style + _BARE), (text, style), (closing, style + _BARE)]
    core = text.strip(" ")
    if not core:
        return [(text, style)]
    start = text.index(core[0])
    head, tail = text[:start], text[start + len(core) :]
    return [run for run in ((head, looks.keep), (core, style), (tail, looks.keep)) if run[0]]


def _lead(hunk: Hunk, marker: str, looks: Looks) -> list[Run]:
    if hunk.kind == "item":
        return [(f"{marker or '•'} ", looks.muted)]
    if hunk.kind == "quote":
        return [("│ ", looks.rule)]
    if hunk.kind in _LABELS:
        return [(_LABELS[hunk.kind], looks.muted)]
    return []


def _hung(
    runs: list[Run], lead: list[Run], width: int, hunk: Hunk, looks: Looks, shift: int | None = None
) -> Sequence[Row]:
    """The runs behind their lead, further rows hanging under the first; nested blocks moved in. With `shift` the lead
    stays and each line behind it is cut.
    """
    inset = 2 * min(max(0, hunk.depth - (hunk.kind == "quote")), 6)
    hang = sum(len(text) for text, _ in lead) if hunk.kind in ("item", "quote") else 0
    if inset + hang > width // 2:
        inset, hang = 0, 0
    indent = [Segment(" " * inset, looks.text)] if inset else []
    first = [Segment(text, style) for text, style in lead]
    if shift is not None:
        room = max(1, width - inset - row_width(first))
        lines = set_rows(runs, sum(cell_len(text) for text, _ in runs))
        return Lazy(len(lines), lambda n: [*indent, *first, *window(lines[n], shift, room, looks.cut)])
    if hang:
        rows = set_rows(runs, width - inset - hang)
        rest = first if hunk.kind == "quote" else [Segment(" " * hang, looks.text)]
        return Lazy(len(rows), lambda n: [*indent, *(rest if n else first), *rows[n]])
    rows = set_rows([*lead, *runs], width - inset)
    return Lazy(len(rows), lambda n: [*indent, *rows[n]]) if inset else rows


def _tinted(style: Style, kind: str) -> Style:
    if kind in ("heading", "title"):
        return style + _BOLD
    return style + _ITALIC if kind == "quote" else style

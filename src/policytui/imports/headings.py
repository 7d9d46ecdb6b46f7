"""Which chunks are headings, judged by what stands around them.

Rules that hold here: a heading has something below it; where a text marks its headings (rules between sections,
underlines), only marked lines are headings; a run of many short lines is a list, not a chain of headings.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind
from policytui.imports.lines import Shape

_CHAIN = 3
"""As many headings may follow each other directly: a part, a section, a subsection."""
_RUN_IN_WORDS = 45
_RUN_IN_WORDS_MIXED = 30


def settle_lone(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Decide for each lone mark whether it is a bullet or sets sections apart. Gives the separators."""
    separators = []
    for at, chunk in enumerate(chunks):
        if chunk.kind is Kind.RULE:
            separators.append(chunk)
            chunk.kind = Kind.DROPPED
            continue
        if chunk.kind is not Kind.LONE:
            continue
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        if after is not None and after.kind is Kind.TEXT and _is_bullet(chunks, at):
            after.kind, after.mark, after.indent = Kind.ITEM, chunk.mark, chunk.indent
        else:
            separators.append(chunk)
            if after is not None and after.kind is Kind.TEXT:
                after.set_apart = after.set_apart or chunk.mark
        chunk.kind = Kind.DROPPED
    return separators


def _is_bullet(chunks: Sequence[Chunk], at: int) -> bool:
    text = chunks[at + 1]
    if chunks[at].mark not in "-–—*_":
        return True
    if not phrases.heading_like(text.text):
        return True
    beyond = chunks[at + 2] if at + 2 < len(chunks) else None
    before = next((chunk for chunk in reversed(chunks[:at]) if chunk.kind is not Kind.DROPPED), None)
    return (
        (beyond is None or beyond.kind is Kind.LONE)
        and before is not None
        and (before.colon or before.kind is Kind.ITEM)
    )


def labels_are_headings(chunks: Sequence[Chunk]) -> bool:
    """Whether `Label: text` paragraphs of this text are small sections rather than entries of a list.

    A label over a long paragraph is read as a heading, one over a line or two as an entry.
    """
    sizes = []
    alone = 0
    for chunk, after in zip(chunks, [*chunks[1:], None], strict=False):
        if chunk.kind is not Kind.TEXT:
            continue
        labelled = phrases.label(chunk.text)
        if labelled is not None and not phrases.reach_label(labelled[0]):
            sizes.append(len(labelled[1].split()))
        elif stands_over(chunk, after):
            assert after is not None
            sizes.append(len(after.text.split()))
            alone += 1
    if len(sizes) < 3:
        return False
    enough = _RUN_IN_WORDS_MIXED if 0 < alone < len(sizes) and alone >= 0.2 * len(sizes) else _RUN_IN_WORDS
    return alone < len(sizes) and median(sizes) >= enough


def stands_over(chunk: Chunk, after: Chunk | None) -> bool:
    """Whether a line with a colon stands alone over a paragraph."""
    if not (chunk.kind is Kind.TEXT and chunk.colon and phrases.heading_like(chunk.text)):
        return False
    if after is None or after.kind is not Kind.TEXT or phrases.heading_like(after.text):
        return False
    return phrases.label(after.text) is None and not phrases.reach_label(chunk.text)


def join_run_ins(chunks: Sequence[Chunk]) -> None:
    """A label alone over its paragraph is joined to it, as the other labels of the text are."""
    for chunk, after in itertools.pairwise(chunks):
        if stands_over(chunk, after) and not after.set_apart and not chunk.set_apart:
            after.text = f"{chunk.text} {after.text}"
            after.line, after.gap = chunk.line, chunk.gap
            chunk.kind = Kind.DROPPED


def mark_headings(chunks: Sequence[Chunk], shape: Shape) -> None:
    """Turn the paragraphs that are headings into headings."""
    live = [chunk for chunk in chunks if chunk.kind is not Kind.DROPPED]
    marked = [chunk for chunk in live if chunk.set_apart and chunk.kind is not Kind.ITEM and _short(chunk)]
    for chunk in marked:
        chunk.kind = Kind.HEADING
    if len(marked) >= 3:
        return
    titled = _titled(live)
    at = 0
    while at < len(live):
        run = _run(live, at, shape)
        if not run:
            at += 1
            continue
        for place in _headings_of(live, at, run, titled=titled):
            live[place].kind = Kind.HEADING
            live[place].guessed = True
        at += run


def _short(chunk: Chunk) -> bool:
    return phrases.heading_like(chunk.text) or (
        len(chunk.text.split()) <= phrases.MAX_HEADING_WORDS and chunk.lines == 1
    )


def _candidate(live: Sequence[Chunk], at: int, shape: Shape, *, follows: bool) -> bool:
    chunk = live[at]
    if chunk.kind is not Kind.TEXT or chunk.plain or not phrases.heading_like(chunk.text) or phrases.label(chunk.text):
        return False
    return not shape.spaced or chunk.gap > 0 or follows


def _run(live: Sequence[Chunk], at: int, shape: Shape) -> int:
    """How many candidates follow each other from `at` on."""
    end = at
    follows = at == 0 or live[at - 1].kind is Kind.HEADING
    while end < len(live) and _candidate(live, end, shape, follows=follows):
        end += 1
        follows = True
        if live[end - 1].colon:
            break
    return end - at


def _headings_of(live: Sequence[Chunk], at: int, run: int, *, titled: bool) -> list[int]:
    """Which of a run of candidates are headings."""
    after = live[at + run] if at + run < len(live) else None
    last = live[at + run - 1]
    places = list(range(at, at + run))
    if after is None or (last.colon and not _colon_heads(last, after, titled=titled)):
        # Nothing below it, or an introduction: no heading itself, but what stands above it may be one.
        return places[:-1] if last.colon and run <= _CHAIN else []
    if run > _CHAIN:
        for place in places[1:-1]:
            live[place].kind, live[place].mark, live[place].guessed = Kind.ITEM, "•", True
        return [places[0], places[-1]]
    return places


def _colon_heads(chunk: Chunk, after: Chunk, *, titled: bool) -> bool:
    """Whether a line that ends with a colon is a heading and not the introduction of a list."""
    if after.kind is Kind.ITEM or (titled and not phrases.title_case(chunk.text.rstrip(": "))):
        return False
    return after.kind in (Kind.TEXT, Kind.REACH, Kind.TABLE, Kind.HEADING)


def _titled(live: Sequence[Chunk]) -> bool:
    """Whether the headings of the text are written with capitals throughout."""
    found = [
        phrases.title_case(chunk.text)
        for chunk in live
        if chunk.kind is Kind.HEADING
        or (chunk.kind is Kind.TEXT and phrases.heading_like(chunk.text) and not chunk.colon)
    ]
    return len(found) >= 4 and sum(found) >= 0.7 * len(found)

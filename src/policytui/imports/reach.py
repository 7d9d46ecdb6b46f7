"""Contact blocks: lines that say where somebody is reached keep their line breaks.

Rule that holds here: a block has at least two lines, and at least one of them holds an address, a number or a
link, or is labelled as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind

_LONGEST = 90


def mark_reach(chunks: Sequence[Chunk]) -> list[int]:
    """Mark the lines of contact blocks. Gives the source line at which each block begins."""
    begun = []
    at = 0
    while at < len(chunks):
        if not _reaching(chunks, at):
            at += 1
            continue
        start, end = _from(chunks, at), _to(chunks, at)
        if end - start >= 2:
            begun.append(chunks[start].line)
            for chunk in chunks[start:end]:
                chunk.kind = Kind.REACH
        at = end
    return begun


def _short(chunk: Chunk) -> bool:
    return chunk.kind is Kind.TEXT and chunk.lines <= 2 and len(chunk.text) <= _LONGEST and not chunk.set_apart


def _labelled(chunk: Chunk) -> bool:
    """`Email: …`, or `Mailing Address:` alone."""
    name, colon, _ = chunk.text.partition(":")
    return bool(colon) and len(name.split()) <= 4 and phrases.reach_label(name)


def _reaching(chunks: Sequence[Chunk], at: int) -> bool:
    chunk = chunks[at]
    if not _short(chunk):
        return False
    if _labelled(chunk):
        return not (chunk.colon and (at + 1 == len(chunks) or not _short(chunks[at + 1])))
    plain = not chunk.text.endswith((".", ":")) and len(chunk.text.split()) <= 8
    return plain and phrases.reaches(chunk.text) and not phrases.sentence_like(chunk.text)


def _from(chunks: Sequence[Chunk], at: int) -> int:
    """Names stand above an address: take up to two lines in, when a heading or an introduction remains above."""
    start = at
    while start > 1 and at - start < 2 and chunks[start].gap == 0 and not _labelled(chunks[start]):
        above, before = chunks[start - 1], chunks[start - 2]
        named = _short(above) and phrases.heading_like(above.text) and not above.colon
        remains = before.kind is Kind.HEADING or phrases.heading_like(before.text) or before.colon
        if not (named and (remains or above.gap > 0)):
            break
        start -= 1
    return start


def _to(chunks: Sequence[Chunk], at: int) -> int:
    end = at + 1
    while end < len(chunks):
        chunk = chunks[end]
        if (_reaching(chunks, end) and (chunk.gap == 0 or _labelled(chunk))) or (
            _short(chunk) and chunk.gap == 0 and not chunk.text.endswith((".", ":")) and _within(chunks, end)
        ):
            end += 1
        else:
            break
    return end


def _within(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a plain short line (a town, a country) still belongs to the address above it."""
    chunk = chunks[at]
    if chunks[at - 1].text.endswith(",") and len(chunk.text.split()) <= 6:
        return True
    if len(chunk.text.split()) > 4 or phrases.sentence_like(chunk.text):
        return False
    if at + 1 == len(chunks):
        return True
    after = chunks[at + 1]
    return after.gap > 0 or _reaching(chunks, at + 1)

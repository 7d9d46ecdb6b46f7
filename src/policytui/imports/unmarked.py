"""Lists whose bullets were lost on the way: short lines after an introduction that ends with a colon.

Rules that hold here: an introduction must end with a colon (or the lines with semicolons), there must be two
items, and a last line that would rather be the next heading is left alone. Every such list is a guess and told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind
from policytui.imports.lines import starts_small

_SHORT = 16
_LONG = 60


def mark_unmarked(chunks: Sequence[Chunk]) -> list[tuple[int, int]]:
    """Turn unmarked lists into items. Gives the source line and the number of items of each."""
    keys = Counter(phrases.key(chunk.text) for chunk in chunks if len(chunk.text) < 120)
    marked = []
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        end = at
        if chunk.kind is Kind.TEXT and chunk.colon and not phrases.reach_label(chunk.text):
            at += 1
            end = max(_short_items(chunks, at, keys), _sentence_items(chunks, at), _clauses(chunks, at))
        elif chunk.kind is Kind.TEXT:
            end = _clauses(chunks, at)
        if end and end - at >= 2:
            marked.append((chunks[at].line, end - at))
            for item in chunks[at:end]:
                item.kind, item.mark, item.guessed = Kind.ITEM, "•", True
        at = max(end, at + 1) if chunk.kind is not Kind.TEXT or not chunk.colon else max(end or 0, at)
    return marked


def _short_items(chunks: Sequence[Chunk], start: int, keys: Counter[str]) -> int:
    """Where a run of short lines without a full stop ends; 0 when it is no list."""
    end = start
    while end < len(chunks) and _short(chunks[end]) and (end == start or chunks[end].gap == chunks[start + 1].gap):
        end += 1
    intro = chunks[start - 1]
    last = end
    while (
        last - end < 3
        and end - start >= 2
        and not _belongs(chunks, start, end, keys, short_intro=len(intro.text.split()) <= 6, first=end == last)
    ):
        end -= 1
    return end if end - start >= 2 else 0


def _short(chunk: Chunk) -> bool:
    text = chunk.text
    if chunk.kind is not Kind.TEXT or chunk.set_apart or chunk.lines > 2 or len(text.split()) > _SHORT:
        return False
    return not text.endswith((".", "?", "!", ":")) and phrases.label(text) is None


def _belongs(
    chunks: Sequence[Chunk], start: int, end: int, keys: Counter[str], *, short_intro: bool, first: bool
) -> bool:
    """Whether the last line of a run is an item like the others, not the heading of what follows."""
    last, others = chunks[end - 1], chunks[start : end - 1]
    if starts_small(last.text) or last.text.endswith((",", ";")):
        return True
    if not phrases.heading_like(last.text):
        return True
    if last.text.isupper() and not any(other.text.isupper() for other in others):
        return False
    if all(starts_small(other.text) for other in others) or keys[phrases.key(last.text)] > 1:
        return False
    after = chunks[end] if end < len(chunks) else None
    if after is None or after.kind in (Kind.HEADING, Kind.DROPPED) or after.set_apart:
        return True
    if not first:
        # What follows is a heading by now, and says nothing of this line.
        return True
    if phrases.title_case(last.text) and sum(phrases.title_case(other.text) for other in others) * 2 <= len(others):
        return False
    if phrases.asking(last.text):
        return False
    if after.kind is Kind.TEXT and phrases.label(after.text):
        return short_intro
    return after.kind not in (Kind.TEXT, Kind.ITEM, Kind.TABLE)


def _sentence_items(chunks: Sequence[Chunk], start: int) -> int:
    """Where a run of sentences ends that begin with the same word (`If… If… If…`)."""
    end = start
    while end < len(chunks) and _sentence(chunks[end]) and _opening(chunks[end]) == _opening(chunks[start]):
        end += 1
    return end if end - start >= 2 else 0


def _sentence(chunk: Chunk) -> bool:
    text = chunk.text
    if chunk.kind is not Kind.TEXT or not text.endswith((".", ";", ",", "; and", "; or", ", and", ", or")):
        return False
    return len(text.split()) <= _LONG and ". " not in text[:-1] and phrases.label(text) is None


def _opening(chunk: Chunk) -> str:
    return chunk.text.split()[0].lower()


def _clauses(chunks: Sequence[Chunk], start: int) -> int:
    """Where a run of lines ends of which all but the last end with a semicolon (or `; and`)."""
    end = start
    while end < len(chunks) and chunks[end].kind is Kind.TEXT and chunks[end].text.endswith((";", "; and", "; or")):
        end += 1
    if end == start or end == len(chunks):
        return end if end - start >= 2 else 0
    last = chunks[end]
    if (
        last.kind is Kind.TEXT
        and last.text.endswith(".")
        and len(last.text.split()) <= _LONG
        and last.gap == chunks[end - 1].gap
    ):
        end += 1
    return end if end - start >= 2 else 0

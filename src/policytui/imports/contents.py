"""A contents list that repeats the headings is dropped: it is made from the text, not part of it.

Rule that holds here: nothing is dropped whose entries do not stand again further down; what is dropped is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind

_TITLE = re.compile(
    r"(?:table of )?contents?|index|on this page|in this (?:policy|notice|document|statement)|quick links|jump to"
    r"|sections|overview of sections|outline",
    re.IGNORECASE,
)
_PAGE = re.compile(r"[\s.·…_-]*\b\d{1,3}$")
_FEW = 3
_LONGEST = 20_000


def drop_contents(chunks: Sequence[Chunk]) -> tuple[int, list[str]]:
    """Mark a contents list as dropped. Gives the line it began at (0 for none) and its text."""
    later = _last_places(chunks)
    for at, chunk in enumerate(chunks):
        if chunk.kind in (Kind.TEXT, Kind.ITEM) and _TITLE.fullmatch(chunk.text.strip(" :")):
            end = _entries(chunks, at + 1, later)
            if end > at + 1:
                return _drop(chunks, at, end)
    for at in range(1, min(len(chunks) // 2, 40)):
        end = _untitled(chunks, at, later)
        if end:
            return _drop(chunks, at, end)
    return 0, []


def _drop(chunks: Sequence[Chunk], start: int, end: int) -> tuple[int, list[str]]:
    texts = []
    for chunk in chunks[start:end]:
        texts.append(f"{chunk.number.mark} {chunk.text}" if chunk.number else chunk.text)
        chunk.kind = Kind.DROPPED
    return chunks[start].line, texts


def _entry_key(text: str) -> str:
    number = phrases.numbered(text)
    bare = number.text if number else re.sub(r"^\d{1,3}\s+", "", text)
    return phrases.key(_PAGE.sub("", bare) if re.search(r"[.·…_]{2,}\s*\d+$|\s{2,}\d+$", bare) else bare)


def _last_places(chunks: Sequence[Chunk]) -> dict[str, int]:
    """The keys of short lines, with the position of the last of each."""
    return {
        _entry_key(chunk.text): at
        for at, chunk in enumerate(chunks)
        if chunk.kind in (Kind.TEXT, Kind.ITEM) and len(chunk.text) <= 140
    }


def _entries(chunks: Sequence[Chunk], start: int, later: dict[str, int]) -> int:
    """Where the entries that begin at `start` end: a run of lines or one run-together line."""
    if start < len(chunks) and 30 < len(chunks[start].text) <= _LONGEST:
        whole = phrases.key(re.sub(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", " ", chunks[start].text))
        found = {key for key, at in later.items() if at > start and len(key) > 5 and key in whole}
        if len(found) >= _FEW and sum(map(len, found)) >= 0.6 * len(whole):
            return start + 1
    end = _run(chunks, start, later)
    return end if end - start >= _FEW else start


def _untitled(chunks: Sequence[Chunk], start: int, later: dict[str, int]) -> int:
    """Where a run of four or more lines ends that all stand again below, in the same order; 0 for none."""
    end = _run(chunks, start, later)
    places = [later[_entry_key(chunk.text)] for chunk in chunks[start:end]]
    alike = len(places) > _FEW and places == sorted(set(places)) and places[0] >= end
    headed = not any(chunk.text.endswith((".", ";", ",")) for chunk in chunks[start:end])
    parted = sum(there - here > 1 for here, there in pairwise(places)) >= 0.5 * len(places)
    return end if alike and headed and parted else 0


def _run(chunks: Sequence[Chunk], start: int, later: dict[str, int]) -> int:
    """Entries go on until one is no line of below, or is the first of those lines itself."""
    seen: set[str] = set()
    at = start
    while at < min(len(chunks), start + 400) and len(chunks[at].text) <= 140:
        key = _entry_key(chunks[at].text)
        if chunks[at].kind not in (Kind.TEXT, Kind.ITEM) or key in seen or later.get(key, at) <= at:
            return at
        seen.add(key)
        at += 1
    return at

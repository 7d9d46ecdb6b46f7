"""What stands around the text: title, date lines (`imports.dateline`), who speaks.

Rules that hold here: a line is taken out of the text only when all it says went into a field; what cannot be
read for sure stays where it is, and a problem says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from policytui.core.dates import find_date_line
from policytui.core.patterns import lazy
from policytui.core.values import Problem, Severity
from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind
from policytui.imports.dateline import Front, completes, take_date

_TITLE_WORD = lazy(
    r"\b(?:policy|policies|statement|notice|terms|agreement|conditions|disclaimer|licen[cs]e|guidelines?"
    r"|code of conduct|cookies|privacy|eula|addendum|charter|rules|imprint|declaration)\b",
    re.IGNORECASE,
)
_GENRE = lazy(
    r"\b(?:this|our)\s+((?:[A-Z][\w&-]*\s+){0,3}(?:Policy|Statement|Notice|Terms(?: of (?:Service|Use))?|Agreement)"
    r"|(?:privacy|cookie|data protection|security|refund)\s+(?:policy|statement|notice))\b"
)
_WE = lazy(
    r"(?P<name>\b[A-Z0-9][\w.&'’-]{0,40}(?:,? (?:[A-Z0-9][\w.&'’-]{0,40}|and|of|&|the|for)){0,6})\s*,?\s*"
    r"\((?:[^()]{0,60}?\W)?[\"'“‘]?(?:we|us|our|the company|company)\b",
)
_LEGAL = lazy(
    r"\b((?:[A-Z][\w&'’.-]{0,40},? ){1,5}(?:Ltd|Limited|Inc|LLC|LLP|GmbH|AG|S\.?A|B\.?V|PLC|plc|Corp|Corporation"
    r"|Pty|Oy|AB)\b\.?)"
)
_POST = lazy(r"^[^:]{3,20}:\s*([A-Z][^,]{2,40}),\s+(?:[\w ]+ Department|Attn|Legal|Privacy)")
_HEAD = 2_000
"""How many characters of a paragraph are searched for a name."""
_DEPTH = 8
"""How many chunks from the top (and from the end) a lone date may stand."""


def read_front(chunks: Sequence[Chunk], path: str) -> Front:
    """Find title, dates and organization; the chunks they came from are marked as dropped."""
    front = Front()
    _join_labels(chunks)
    _title(chunks, front, path)
    for telling in (True, False):
        for at, chunk in enumerate(chunks):
            if chunk.kind in (Kind.TEXT, Kind.ITEM) and len(chunk.text) <= 200:
                near = _near(chunks, at)
                if take_date(front, chunk.text, chunk.line, path, lone=near, telling=telling):
                    chunk.kind = Kind.DROPPED
                elif not telling and at < _DEPTH and find_date_line(chunk.text) is not None:
                    chunk.plain = True  # a date that no field holds is no heading
    front.organization = organization([chunk.text for chunk in chunks if chunk.kind in (Kind.TEXT, Kind.ITEM)])
    return front


def _near(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a date that stands alone there may be that of the whole text."""
    return at < _DEPTH or at >= len(chunks) - 3


def _join_labels(chunks: Sequence[Chunk]) -> None:
    """Make one line of a label (`Last updated:`) and the date below it."""
    for at, (above, chunk) in enumerate(pairwise(chunks), 1):
        if {above.kind, chunk.kind} != {Kind.TEXT} or above.number is not None or not _near(chunks, at):
            continue
        if (at > 1 or _TITLE_WORD.search(above.text) is None) and completes(above.text, chunk.text):
            above.text += f" {chunk.text}"
            chunk.kind = Kind.DROPPED


def _title(chunks: Sequence[Chunk], front: Front, path: str) -> None:
    texts = [chunk for chunk in chunks if chunk.kind in (Kind.TEXT, Kind.ITEM)][:3]
    for at, chunk in enumerate(texts[:2]):
        if chunk.kind is Kind.TEXT and _is_title(texts, at):
            front.title = chunk.text
            chunk.kind = Kind.DROPPED
            texts[0].plain = at > 0
            return
    for chunk in chunks:
        genre = _GENRE.search(chunk.text[:_HEAD])
        if genre is not None:
            front.title = " ".join(word[:1].upper() + word[1:] for word in genre[1].split())
            front.title = front.title.replace(" Of ", " of ")
            break
    front.title = front.title or "Untitled policy"
    front.problems.append(
        Problem(
            "import-title",
            f"The text has no title; “{front.title}” is a guess.",
            "Set the title before you publish it.",
            Severity.WARNING,
            path,
        )
    )


def _is_title(texts: Sequence[Chunk], at: int) -> bool:
    chunk = texts[at]
    if chunk.lines > 1 or chunk.colon or not (phrases.heading_like(chunk.text) or chunk.text.isupper()):
        return False
    if len(chunk.text) > 110 or phrases.asking(chunk.text):
        return False
    named = _TITLE_WORD.search(chunk.text) is not None
    after = texts[at + 1] if at + 1 < len(texts) else None
    if at:
        return named and phrases.heading_like(texts[0].text) and _TITLE_WORD.search(texts[0].text) is None
    if named or chunk.set_apart == "=":
        return True
    if after is None:
        return False
    if after.kind is Kind.TEXT and _TITLE_WORD.search(after.text) and phrases.heading_like(after.text):
        return False
    dated = find_date_line(after.text) is not None
    return dated or (phrases.heading_like(after.text) and after.kind is Kind.TEXT)


def organization(texts: Sequence[str]) -> str:
    """Who speaks: the name that the text says `we` for, else a company form or the name of the postal address."""
    for text in texts[:12]:
        match = _WE.search(text[:_HEAD])
        if match is not None:
            name = match["name"].strip(" ,")
            name = re.sub(r"^(?:The|At|By|This|And|of|and|for|the)\s+", "", name)
            if not _TITLE_WORD.search(name):
                return name
    names = Counter(match[1].strip() for text in texts for match in _LEGAL.finditer(text[:_HEAD]))
    if names:
        return names.most_common(1)[0][0]
    for text in texts[-6:]:
        match = _POST.match(text)
        if match is not None:
            return match[1]
    return ""

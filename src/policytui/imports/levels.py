"""The levels of headings, from what the text shows of its structure.

Rules that hold here, strongest first:

- Numbers that run through the text are level 1 (`2.1` is level 2); other headings between them lie below.
- Numbers that begin again, or fill only a part, lie below the heading that opens them.
- A heading with a colon lies below one without; one in capitals above one in small letters; a repeated title
  ("Overview") lies as deep as may be.
- A heading directly under another lies below it; one that names its whole parent ("Types of usage data" after
  "What is usage data?") lies below that.
- Where the headings of the top ask or announce (what, how, who…), the others lie below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from policytui.core.values import MAX_LEVEL
from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind
from policytui.imports.series import Series

_CLOSING = re.compile(
    r"\b(?:contact|officer|questions|complaints?|get in touch|reach us|imprint|definitions|glossary|acceptance"
    r"|governing law|annex|appendix|schedule|changes to th(?:is|ese)|updates? to th(?:is|ese))\b",
    re.IGNORECASE,
)
_CORE = re.compile(
    r"^(?:what|how|who|why|when|where|which)\s+(?:is|are|do|does)?\s*|^(?:the|our|your|about)\s+", re.IGNORECASE
)


@dataclass(slots=True)
class _Head:
    """A heading with what is known of its surroundings."""

    chunk: Chunk
    place: int
    parent: bool
    """Directly followed by another heading."""
    child: bool
    """Directly under another heading."""
    opens: bool
    """Its last words before a numbered heading introduce what follows (`…as follows:`)."""
    series: int = -1
    outer: bool = False
    level: int = 0

    @property
    def key(self) -> str:
        return phrases.key(self.chunk.text)

    @property
    def colon(self) -> bool:
        return self.chunk.colon

    @property
    def family(self) -> str:
        return " ".join(self.key.split()[:2])


def set_levels(chunks: Sequence[Chunk], series: Sequence[Series]) -> None:
    """Give every heading among the chunks its level, from 1."""
    live = [chunk for chunk in chunks if chunk.kind is not Kind.DROPPED]
    heads = _heads(live)
    if not heads:
        return
    _mark_series(heads, chunks, series)
    if any(head.outer for head in heads):
        _by_numbers(heads, live)
    else:
        _by_structure(heads)
    _settle(heads)


def _heads(live: Sequence[Chunk]) -> list[_Head]:
    places = [place for place, chunk in enumerate(live) if chunk.kind is Kind.HEADING]
    heads = []
    for place, beyond in zip(places, [*places[1:], len(live)], strict=False):
        body = live[place + 1 : beyond]
        numbered = beyond < len(live) and live[beyond].number is not None
        heads.append(
            _Head(
                live[place],
                place,
                parent=not body and beyond < len(live),
                child=place > 0 and live[place - 1].kind is Kind.HEADING,
                opens=numbered and len(body) == 1 and body[0].colon,
            )
        )
    return heads


def _mark_series(heads: Sequence[_Head], chunks: Sequence[Chunk], series: Sequence[Series]) -> None:
    """Say which headings are numbered, and whether their numbers run through the text."""
    by_chunk = {id(head.chunk): head for head in heads}
    counts = Counter((each.kind, each.depth) for each in series)
    first = next(at for at, chunk in enumerate(chunks) if chunk is heads[0].chunk)
    length = max(1, len(chunks) - first)
    for number, each in enumerate(series):
        members = [by_chunk[id(chunks[at])] for at in each.places if id(chunks[at]) in by_chunk]
        alone = counts[each.kind, each.depth] == 1
        share = (each.places[-1] - each.places[0]) / length
        outer = each.depth > 1 or (alone and (share >= 0.5 or len(members) > len(heads) / 2))
        for head in members:
            head.series, head.outer = number, outer


def _by_numbers(heads: Sequence[_Head], live: Sequence[Chunk]) -> None:
    """Levels when numbers run through the text."""
    ranks: list[str] = []
    for head in heads:
        kind = _rank_kind(head)
        if head.outer and kind and kind not in ranks:
            ranks.append(kind)
    numbered = [head for head in heads if head.outer]
    capitals = all(_capitals(head) for head in numbered)
    seen = False
    last = numbered[-1]
    level = 1
    lower = {_body_kind(live, head) for head in heads if not head.outer and _between(head, numbered)}
    for head in heads:
        number = head.chunk.number
        if head.outer and number is not None:
            level = number.depth if number.kind in {"num", "dotted"} else 1 + ranks.index(_rank_kind(head))
            if number.kind in {"num", "dotted"} and ranks.index("num" if "num" in ranks else _rank_kind(head)) > 0:
                level += ranks.index("num") if "num" in ranks else 0
            head.level = level
            seen = True
        elif not seen or (_capitals(head) and not capitals):
            head.level = 2 if head.child and not _capitals(head) else 1
        elif head.place > last.place and (
            _CLOSING.search(head.chunk.text) or (lower and _body_kind(live, head) not in lower and not head.child)
        ):
            head.level, level = 1, 1
        else:
            head.level = level + 1


def _rank_kind(head: _Head) -> str:
    number = head.chunk.number
    if number is None:
        return ""
    return "num" if number.kind == "dotted" else number.kind


def _between(head: _Head, numbered: Sequence[_Head]) -> bool:
    return numbered[0].place < head.place < numbered[-1].place


def _body_kind(live: Sequence[Chunk], head: _Head) -> Kind:
    return live[head.place + 1].kind if head.place + 1 < len(live) else Kind.TEXT


def _capitals(head: _Head) -> bool:
    return head.chunk.text.isupper()


def _by_structure(heads: Sequence[_Head]) -> None:
    """Levels when no numbers run through the text."""
    titles = Counter(head.key for head in heads)
    families = Counter(head.family for head in heads if phrases.asking(head.chunk.text))
    asking = [head for head in heads if phrases.asking(head.chunk.text) and not head.child]
    by_form = len(asking) >= 3 and len(asking) < len(heads)
    capitals = [head for head in heads if _capitals(head)]
    by_case = 2 <= len(capitals) < len(heads)
    by_colon = 0 < sum(head.colon for head in heads) < len(heads)
    state = _State()
    for at, head in enumerate(heads):
        following = heads[at + 1] if at + 1 < len(heads) else None
        if head.series >= 0:
            head.level = state.number(head)
        elif by_case:
            head.level = 1 if _capitals(head) else 2
            state.put(head)
        elif state.top is None or (head.opens and following is not None and following.series >= 0 and not head.child):
            state.begin(head)
        elif head.child or titles[head.key] > 1:
            state.below(head, heads[at - 1], repeated=titles[head.key] > 1 and not head.child)
        elif _names(state.top, head) or (by_colon and head.colon):
            state.sub(head)
        elif head.parent or (following is not None and _names(head, following) and state.has_subs):
            state.begin(head)
        elif by_form and phrases.asking(head.chunk.text):
            # A heading without words of its own wants two below it.
            lonely = state.top.parent and state.subs == 1 and families[head.family] == 1
            if lonely and not head.chunk.text.endswith("?"):
                state.sub(head)
            else:
                state.begin(head)
        elif by_form or state.has_subs or state.top.parent:
            state.weak(head)
        else:
            state.begin(head)


class _State:
    """Where the walk over the headings is: the open heading of level 1, and what lies below it."""

    def __init__(self) -> None:
        self.top: _Head | None = None
        self.subs = 0
        self.numbers = 0
        self.number_subs = 0
        self.last = 1

    @property
    def has_subs(self) -> bool:
        return self.subs > 0

    def begin(self, head: _Head) -> None:
        """A heading of level 1."""
        head.level = self.last = 1
        self.top, self.subs, self.numbers, self.number_subs = head, 0, 0, 0

    def put(self, head: _Head) -> None:
        """A heading whose level is known."""
        if head.level == 1:
            self.begin(head)
        else:
            self.sub(head)

    def number(self, head: _Head) -> int:
        """A numbered heading below the open one."""
        if self.top is None:
            self.begin(head)
            return 1
        self.subs += 1
        self.numbers += 1
        self.last = 2
        return 2

    def sub(self, head: _Head) -> None:
        """A heading of level 2."""
        head.level = self.last = 2
        self.subs += 1
        self.numbers = self.number_subs = 0

    def below(self, head: _Head, above: _Head, *, repeated: bool) -> None:
        """A heading right under another, or one whose title stands in other places too."""
        if repeated:
            self.weak(head)
            return
        head.level = min(above.level + 1, MAX_LEVEL)
        self.last = head.level
        self.subs += 1
        self.number_subs += self.numbers > 0

    def weak(self, head: _Head) -> None:
        """A heading that shows nothing itself lies beside the one before it."""
        if self.numbers:
            if not self.number_subs and self.numbers >= 2:
                self.begin(head)
                return
            head.level = 3
            self.number_subs += 1
        else:
            head.level = max(2, self.last)
        self.subs += 1
        self.last = head.level


def _names(parent: _Head, child: _Head) -> bool:
    """Whether `child` holds the whole name of `parent`, without the word that asks, and more."""
    core = _CORE.sub("", parent.chunk.text.strip(" ?:"))
    words = phrases.key(core)
    telling = [word for word in words.split() if not phrases.SMALL_WORDS.fullmatch(word)]
    return len(telling) >= 2 and words != child.key and f" {words} " in f" {child.key} "


def _settle(heads: Sequence[_Head]) -> None:
    """No heading skips a level; the first is of level 1."""
    before = 0
    for head in heads:
        head.level = max(1, min(head.level, before + 1, MAX_LEVEL))
        head.chunk.level = before = head.level

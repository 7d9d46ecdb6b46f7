"""Two readings side by side: is every difference between them explained by an editorial rule?

Rules that hold here:

- Both are walked once, left to right; at each place the tokens agree, or one rule explains a step on one side or
  both, or the walk ends: then the change is material.
- So the work is linear, and a rule can only be wrong about the words in front of it.
- A break between blocks (`¶`) is a token too: it may come or go only where a sentence ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from policytui.core.rules_material import NEGATIONS
from policytui.core.rules_text import SHORTENED, Reading
from policytui.core.rules_words import (
    FUNCTION_WORDS,
    article_only,
    canonical,
    capital_only,
    hyphen_only,
    joined_only,
)
from policytui.core.spelling import NUMBER_WORDS, Speller, slip_of

BREAK = "¶"
REST = "⋯"
CONTEXT = 8
"""Tokens."""
ASKING = frozenset(["advise", "ask", "encourage", "invite", "request", "urge"])
ASKED = frozenset(["you", "them", "users", "visitors", "customers", "everybody", "everyone"])
ASKED_FOR = frozenset(["check", "consult", "contact", "read", "review", "see", "visit"])
"""Between "we encourage you" and "review this notice" only "to" can stand; in doubt a word is not in these lists."""
_ENDS = frozenset(".;:,!")
_STOPS = frozenset(".!?:;")
_TWICE = NUMBER_WORDS | NEGATIONS | {"had"}
"""Words that mean something else said twice: no no-fee plan, those who had had it, two two-day tickets."""


class Edit(NamedTuple):
    """One step that a rule explains: the rule's name and the words before and after."""

    rule: str
    before: str
    after: str


class Unit(NamedTuple):
    """One word or mark. `canon` is what it stands for, `raw` what is written, `whole` the token it is (part) of;
    `opening` says that it opens a sentence or stands in a heading, `shouted` that the heading is all
    capitals, `quoted_link` that it is a quote around a link.
    """

    canon: str
    raw: str
    whole: str
    kind: str
    tight: bool
    opening: bool
    quoted_link: bool
    heading: bool = False
    shouted: bool = False


def shared_ends(before: Reading, after: Reading) -> tuple[int, int]:
    """How many tokens at the head and at the tail need not be walked, being the same on both sides.

    `CONTEXT` of the shared ones are kept at each end, because some rules look at their neighbours.
    """
    left, right = before.tokens, after.tokens
    most = min(len(left), len(right))
    head = next((n for n in range(most) if left[n] != right[n]), most)
    tail = next((n for n in range(most - head) if left[-1 - n] != right[-1 - n]), most - head)
    return max(0, head - CONTEXT), max(0, tail - CONTEXT)


def units(readings: Sequence[tuple[Reading, bool]], skip: tuple[int, int] = (0, 0)) -> list[Unit]:
    """The units of some blocks with breaks between them; the flag says that a block is a heading.

    `skip` leaves out so many tokens at the head and the tail of each; a unit that is no word then stands for the tail.
    """
    found: list[Unit] = []
    new = tuple.__new__
    for reading, heading in readings:
        if found:
            found.append(Unit(BREAK, BREAK, BREAK, "break", False, False, False))
        edges = {link.first - 1 for link in reading.links} | {link.last for link in reading.links}
        written = [token.text for token in reading.tokens if token.kind == "word"] if heading else []
        shouted = len(written) > 1 and all(word.isupper() for word in written)
        first, last = skip[0], len(reading.tokens) - skip[1]
        opening = first == 0 or (reading.tokens[first - 1].text in _STOPS and not _shortened(reading, first - 1))
        for index, (kind, text, tight) in enumerate(reading.tokens[first:last], first):
            forms = canonical(text) if kind == "word" or text == "&" else (text,)
            quoted = False
            if text == '"':
                after_stop = index - 1 in edges and reading.tokens[index - 1].text in {".", ","}
                quoted = index in edges or after_stop
            opens = opening or heading
            for form, raw in zip(forms, _parts(text, forms), strict=True):
                found.append(new(Unit, (form, raw, text, kind, tight, opens, quoted, heading, shouted)))
            opening = (text in _STOPS and not _shortened(reading, index)) or (opening and kind == "mark")
        if skip[1]:
            found.append(Unit(REST, REST, REST, "break", False, False, False))
    return found


def _shortened(reading: Reading, at: int) -> bool:
    """Whether the mark at a place is the stop of a shortened word, and so may end no sentence."""
    if at == 0 or reading.tokens[at].text != "." or not reading.tokens[at].tight:
        return False
    word = reading.tokens[at - 1]
    return word.kind == "word" and (len(word.text) == 1 or word.text.lower() in SHORTENED)


class Walk:
    """One comparison. `speller` is asked for only when two words differ that nothing else explains."""

    def __init__(
        self,
        before: Sequence[Unit],
        after: Sequence[Unit],
        speller: Callable[[], Speller],
        text_after: Callable[[str], bool],
    ) -> None:
        self.a, self.b = before, after
        self.speller, self.text_after = speller, text_after
        self.edits: list[Edit] = []

    def explained(self) -> bool:
        """Whether rules explain every difference; `edits` then holds them."""
        i = j = 0
        while i < len(self.a) or j < len(self.b):
            step = self._same(i, j)
            if step is None:
                step = next((step for rule in _RULES if (step := rule(self, i, j)) is not None), None)
            if step is None:
                return False
            name, left, right = step
            if name:
                self.edits.append(Edit(name, _text(self.a[i : i + left]), _text(self.b[j : j + right])))
            i, j = i + left, j + right
        hyphens = [edit for edit in self.edits if edit.rule == "hyphen"]
        return not (any(edit.before for edit in hyphens) and any(edit.after for edit in hyphens))

    def _same(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i >= len(self.a) or j >= len(self.b):
            return None
        x, y = self.a[i], self.b[j]
        if x.raw == y.raw and x.canon == y.canon:
            return ("" if x.whole == y.whole or x.whole.lower() == y.whole.lower() else "variant"), 1, 1
        if x.canon == y.canon and x.raw.lower() != y.raw.lower():
            same_case = x.raw[:1].isupper() == y.raw[:1].isupper() or not (x.raw[:1].isalpha() and y.raw[:1].isalpha())
            return ("variant", 1, 1) if same_case or (x.opening and y.opening) else None
        if x.raw.lower() == y.raw.lower():
            if x.kind == "address":
                return None if "/" in x.raw else ("capitals", 1, 1)
            heading = (x.heading and y.heading and not self._word_or_name(x.raw)) or x.shouted or y.shouted
            if heading or capital_only(x.raw, y.raw, opening=x.opening and y.opening):
                return "capitals", 1, 1
        return None

    def _end_mark(self, i: int, j: int) -> tuple[str, int, int] | None:
        left = i < len(self.a) and self.a[i].raw in _ENDS and self._ends(self.a, i + 1)
        right = j < len(self.b) and self.b[j].raw in _ENDS and self._ends(self.b, j + 1)
        if left and right:
            return "punctuation", 1, 1
        if left and self._ends(self.b, j):
            return "punctuation", 1, 0
        if right and self._ends(self.a, i):
            return "punctuation", 0, 1
        return None

    def _doubled_mark(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i >= len(self.a):
            return None
        x = self.a[i]
        if x.raw == ".." and j < len(self.b) and self.b[j].raw == ".":
            return "punctuation", 1, 1
        if i and x.raw in {".", ",", ";", ":"} and self.a[i - 1].raw == x.raw:
            return "punctuation", 1, 0
        return None

    def _break(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i < len(self.a) and self.a[i].raw == BREAK and i and self.a[i - 1].raw in _STOPS:
            return "paragraphs", 1, 0
        if j < len(self.b) and self.b[j].raw == BREAK and j and self.b[j - 1].raw in _STOPS:
            return "paragraphs", 0, 1
        return None

    def _link_quote(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i < len(self.a) and self.a[i].quoted_link:
            return "punctuation", 1, 0
        if j < len(self.b) and self.b[j].quoted_link:
            return "punctuation", 0, 1
        return None

    def _hyphen(self, i: int, j: int) -> tuple[str, int, int] | None:
        for side, at, other, there, step in (
            (self.a, i, self.b, j, ("hyphen", 1, 0)),
            (self.b, j, self.a, i, ("hyphen", 0, 1)),
        ):
            if self._hyphen_in(side, at) and there < len(other) and side[at + 1].canon == other[there].canon:
                # one hyphen of several: thirty-one-day periods are not thirty one-day periods
                chained = (_is_hyphen(side, at - 2) and _is_hyphen(other, there - 2)) or (
                    _is_hyphen(side, at + 2) and _is_hyphen(other, there + 1)
                )
                return None if chained else step
        return None

    def _joined(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i >= len(self.a) or j >= len(self.b):
            return None
        for whole, parts, at, flipped in ((self.a[i], self.b, j, False), (self.b[j], self.a, i, True)):
            for second in (at + 1, at + 2):
                if second >= len(parts) or (second == at + 2 and parts[at + 1].raw != "-"):
                    continue
                if joined_only(whole.raw, parts[at].raw, parts[second].raw):
                    taken = second - at + 1
                    return ("variant", taken, 1) if flipped else ("variant", 1, taken)
        return None

    def _article(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i < len(self.a) and j < len(self.b) and article_only(self.a[i].raw, self.b[j].raw):
            return None if self._label(self.a, i) or self._label(self.b, j) else ("article", 1, 1)
        return None

    def _repeated(self, i: int, j: int) -> tuple[str, int, int] | None:
        if not 0 < i < len(self.a) or self.a[i].kind != "word" or self.a[i].canon in _TWICE:
            return None
        # a capital may make another word of it: pay us US dollars, the courts of Walla Walla
        x, before = self.a[i].raw, self.a[i - 1].raw
        again = x.islower() if x.lower() not in FUNCTION_WORDS else not (x.isupper() or before.isupper())
        if not again or x.lower() != before.lower() or _is_hyphen(self.a, i + 1):
            return None
        nexts = (self.a[i + 1].canon if i + 1 < len(self.a) else "", self.b[j].canon if j < len(self.b) else "")
        return ("repeated-word", 1, 0) if nexts[0] == nexts[1] else None

    def _spelling(self, i: int, j: int) -> tuple[str, int, int] | None:
        if i >= len(self.a) or j >= len(self.b) or not self.a[i].kind == self.b[j].kind == "word":
            return None
        x, y = self.a[i], self.b[j]
        opening = x.opening and y.opening
        if not x.raw.islower() and self.text_after(x.raw):
            return None
        if self.speller().mends(x.raw, y.raw, opening=opening):
            return "spelling", 1, 1
        if self._asks_to(i, j):
            return "spelling", 1, 1
        if j + 1 < len(self.b) and self.speller().splits(x.raw, y.raw, self.b[j + 1].raw):
            return "spelling", 1, 2
        return None

    def _asks_to(self, i: int, j: int) -> bool:
        """Whether a slip became "to" where no other word can stand: "we encourage you ro review"."""
        x, y = self.a[i].raw, self.b[j].raw
        if y != "to" or self.speller().known(x) or slip_of(x, y) not in ("one", "swap", "double"):
            return False
        if min(i, j) < 2 or i + 1 >= len(self.a) or j + 1 >= len(self.b):
            return False
        around = [[units[at + step].canon for step in (-2, -1, 1)] for units, at in ((self.a, i), (self.b, j))]
        verb, whom, what = around[0]
        return around[0] == around[1] and verb in ASKING and whom in ASKED and what in ASKED_FOR

    @staticmethod
    def _word_or_name(word: str) -> bool:
        """Whether capitals make another word of it even in a heading: contact US, the month of May."""
        return word.lower() in ("us", "it", "may", "will", "march", "who")

    @staticmethod
    def _hyphen_in(side: Sequence[Unit], at: int) -> bool:
        return (
            0 < at < len(side) - 1
            and side[at].raw == "-"
            and side[at].tight
            and side[at + 1].tight
            and hyphen_only(side[at - 1].raw, side[at + 1].raw)
        )

    @staticmethod
    def _ends(side: Sequence[Unit], at: int) -> bool:
        return at >= len(side) or side[at].raw == BREAK

    @staticmethod
    def _label(side: Sequence[Unit], at: int) -> bool:
        """Whether a word is a clause's letter: `(a)`, `a)` or `a.`."""
        return at + 1 < len(side) and side[at + 1].tight and side[at + 1].raw in {")", "."}


_RULES = (
    Walk._end_mark,
    Walk._doubled_mark,
    Walk._break,
    Walk._link_quote,
    Walk._hyphen,
    Walk._joined,
    Walk._article,
    Walk._repeated,
    Walk._spelling,
)


def _is_hyphen(side: Sequence[Unit], at: int) -> bool:
    return 0 < at < len(side) and side[at].raw == "-" and side[at].tight


def _parts(text: str, forms: Sequence[str]) -> tuple[str, ...]:
    """The written text cut into as many parts as there are forms: `We'll` → We, 'll."""
    if len(forms) == 1:
        return (text,)
    return text[: len(forms[0])], text[len(forms[0]) :]


def _text(side: Sequence[Unit]) -> str:
    return "".join(("" if unit.tight else " ") + unit.raw for unit in side).strip()

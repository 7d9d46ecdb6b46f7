"""What kind of material a material change is, and how to say it in a sentence.

Rules that hold here: whatever is said here, the verdict stays material; the most telling kind wins; a sentence names
the words that came and went, so that a person can judge it at a glance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from policytui.core.dates import MONTHS, find_dates
from policytui.core.rules import RULES
from policytui.core.rules_text import Reading, Token
from policytui.core.spelling import NUMBER_WORDS
from policytui.core.visible import find_hidden, find_lookalikes, one_line

NEGATIONS = frozenset(
    ("no", "not", "never", "none", "neither", "nor", "nobody", "nothing", "cannot", "without", "unless", "except"),
) | frozenset(("excluding", "however", "notwithstanding", "prohibited", "refuse", "deny", "now"))
DUTIES = frozenset(
    (
        "may",
        "might",
        "must",
        "shall",
        "should",
        "will",
        "would",
        "can",
        "could",
        "ought",
        "need",
        "required",
        "require",
    ),
) | frozenset(("obliged", "entitled", "permitted", "agree", "consent", "opt"))
SCOPES = frozenset(
    ("and", "or", "any", "all", "each", "every", "both", "either", "only", "solely", "always", "some", "most", "than"),
) | frozenset(("including", "more", "less", "least", "if", "when", "unlimited", "entire", "exclusively", "other"))
_NEGATIVE = re.compile(r"(?:un|non|ir|in|im|il|dis|mis)-?(?=[a-z]{3})")
_MONEY = re.compile(r"[$€£¥₹]|\b(?:usd|eur|gbp|inr|dollars?|euros?|pounds?|rupees?|percent)\b|%", re.IGNORECASE)
_STRUCK = frozenset(("~~", "^", "~"))


def hidden_changed(before: str, after: str) -> list[str]:
    """The names of hidden and look-alike characters that came or went."""
    if before.isascii() and after.isascii() and before.isprintable() and after.isprintable():
        return []
    sides = [Counter(f.name for f in (*find_hidden(text), *find_lookalikes(text))) for text in (before, after)]
    return sorted((sides[0] - sides[1]) + (sides[1] - sides[0]))


def kind_of(before: Reading, after: Reading, texts: tuple[str, str]) -> str:
    """The name of the material rule that says most about the difference of two readings."""
    gone, come = gone_and_come(before, after)
    both = [*gone, *come]
    words = {token.text.lower() for token in both}
    if _dates(texts[0]) != _dates(texts[1]):
        return "date"
    if any(token.kind == "number" for token in both):
        month = any(token.text in MONTHS for token in both)
        return "date" if month else "amount" if _money(before, after, both) else "number"
    if any(_MONEY.fullmatch(token.text) for token in both):
        return "amount"
    if words & NUMBER_WORDS:
        return "number"
    if any(token.kind == "address" for token in both):
        return "address"
    if words & NEGATIONS or _prefix_flipped(gone, come) or any(word.endswith("n't") for word in words):
        return "negation"
    if words & DUTIES:
        return "duty"
    if words & SCOPES:
        return "scope"
    if not both:
        return "word-order"
    if {token.text for token in both} & _STRUCK:
        return "struck"
    if Counter(token.text.lower() for token in gone) == Counter(token.text.lower() for token in come):
        return "defined-term"
    if all(token.kind == "mark" for token in both):
        return "comma"
    if any(token.kind == "word" and token.text[:1].isupper() for token in both):
        return "name"
    if not gone:
        return "words-added"
    return "words" if come else "words-removed"


def gone_and_come(before: Reading, after: Reading) -> tuple[list[Token], list[Token]]:
    """The tokens that only one side has, with capitals at the start of a sentence left alone."""
    left = Counter((token.kind, token.text) for token in before.tokens)
    right = Counter((token.kind, token.text) for token in after.tokens)
    return _listed(before.tokens, left - right), _listed(after.tokens, right - left)


def sentence(rule: str, gone: Iterable[str] = (), come: Iterable[str] = ()) -> str:
    """The rule's sentence with the words that came and went: “18” became “16”. A number …"""
    left, right = _quoted(gone), _quoted(come)
    if left and right:
        said = f"{left} became {right}. "
    elif left:
        said = f"{left} went. "
    elif right:
        said = f"{right} came. "
    else:
        said = ""
    return said + RULES[rule].sentence


def _quoted(words: Iterable[str], most: int = 4) -> str:
    shown = [one_line(word) for word in words if word.strip()]
    if not shown:
        return ""
    text = " ".join(shown[:most]) + (" …" if len(shown) > most else "")
    return f"“{text if len(text) <= 80 else text[:79] + '…'}”"


def _listed(tokens: Iterable[Token], left: Counter[tuple[str, str]]) -> list[Token]:
    found = []
    for token in tokens:
        key = (token.kind, token.text)
        if left[key] > 0:
            left[key] -= 1
            found.append(token)
    return found


def _dates(text: str) -> Counter[str]:
    return Counter(found.parsed.date.isoformat() if found.parsed else found.text for found in find_dates(text))


def _money(before: Reading, after: Reading, changed: list[Token]) -> bool:
    """Whether a changed number stands beside a sign or name of money."""
    numbers = {token.text for token in changed if token.kind == "number"}
    for reading in (before, after):
        for index, token in enumerate(reading.tokens):
            near = reading.tokens[max(0, index - 1) : index + 2]
            if token.text in numbers and any(_MONEY.fullmatch(other.text) for other in near):
                return True
    return False


def _prefix_flipped(gone: list[Token], come: list[Token]) -> bool:
    left = {token.text.lower() for token in gone if token.kind == "word"}
    right = {token.text.lower() for token in come if token.kind == "word"}
    return any(_NEGATIVE.sub("", word, count=1) in right for word in left if _NEGATIVE.match(word)) or any(
        _NEGATIVE.sub("", word, count=1) in left for word in right if _NEGATIVE.match(word)
    )

"""What a line looks like, judged alone: a heading, a label, a list mark, a way to reach somebody.

Rules that hold here: English only, and no name of any particular policy; each test looks at one line, so that
what stands around it decides elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytui.core.patterns import lazy

MAX_HEADING_WORDS = 14
MAX_LABEL_WORDS = 12

_BULLET = lazy(r"(?P<mark>[•◦▪▫‣⁃∙·●○■□◆◇►▸➤➢✓✔✗*+>»–—-]|o(?=\s+\S))(?:\s+(?P<text>\S.*))?$")
_TIGHT_BULLET = lazy(r"(?P<mark>[•◦▪‣⁃●○■►▸➤➢✓✔])(?P<text>[^\s•◦▪‣⁃●○■►▸➤➢✓✔].*)$")
_NUMBER = lazy(
    r"(?P<mark>(?i:(?P<word>section|article|part|clause|chapter|§)\s*)?"
    r"(?:(?P<dotted>\d{1,3}(?:\.\d{1,3})+)[.):]?|(?P<num>\d{1,3})[.):]|(?P<roman>[IVXL]{1,6})[.)]|(?P<upper>[A-Z])[.)]"
    r"|\((?P<paren>\d{1,2}|[a-z]{1,4}|[A-Z])\)|(?P<small>[a-z]|[ivx]{1,4})[.)]))\s+(?P<text>\S.*)$"
)
_NAMED = lazy(
    r"(?P<mark>(?i:section|article|part|clause|chapter)\s+(?P<num>\d{1,3}|[IVXL]{1,6})\s*[-–—:])\s*(?P<text>\S.*)$"
)
_RULE = lazy(r"([-_=*~–—#+.])(?:\s*\1){2,}$")
_LABEL = lazy(r"(?P<label>[^\W_a-z“\"'‘(](?:[^:\n]|:(?=\S))*?|[“\"'‘(][^:\n]*?)\s?:\s+(?P<text>\S.*)$", re.DOTALL)
_VERB = lazy(
    r"\b(?:can|may|will|must|shall|should|would|could|is|are|was|were|has|have|had|does|do|did|includes?|including|apply"
    r"|applies)\b"
)
_SUBJECT = lazy(r"(?:we|you|i|they|it|this|these|those|there|please|here|such|he|she)\b", re.IGNORECASE)
_ASKING = lazy(
    r"(?:what|how|who|whom|whose|why|where|when|which|do|does|did|can|could|is|are|will|should|may|if)\b", re.IGNORECASE
)
_NOTE = lazy(
    r"(?:note|please note|nb|n\.b|example|for example|important|warning|caution|tip|e\.g|i\.e"
    r"|see|see also|p\.?s)\b[.,]?$",
    re.IGNORECASE,
)
_REACH_LABEL = lazy(
    r"(?:our |by |via |postal |mailing |email |e-mail |registered |business |office |street |head |toll-free |tel\.? )*"
    r"(?:e-?mail|mail|post|phone|tel|telephone|fax|mobile|call|address|addresses|office|website|web|web ?site|url|attn"
    r"|attention|attn\.|tel\.|write to us|po box|whatsapp)(?: address| number| no\.?| us)?$",
    re.IGNORECASE,
)
_REACH = lazy(
    r"[\w.+-]+(?:@|\(at\)|\[at\])[\w-]+|\+?\(?\d[\d\s().-]{6,}\d|https?://|www\.|\bP\.?\s?O\.? Box\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b|\b\d{5,6}\b",
    re.IGNORECASE,
)
_STREET = lazy(
    r"\d.*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|way|square|floor|suite|blvd|boulevard|strasse|straße|platz"
    r"|building|house|unit|court|place|block)\b",
    re.IGNORECASE,
)
SMALL_WORDS = lazy(
    r"(?:a|an|and|as|at|but|by|for|from|if|in|into|is|it|nor|of|off|on|onto|or|our|out|over|per|so|than|that|the|their"
    r"|this|through|to|under|up|upon|us|via|vs|we|when|with|within|without|you|your|are)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line's number: as it stood, its kind ("num", "dotted", "roman"…), its depth, its value, the rest."""

    mark: str
    kind: str
    depth: int
    value: int
    text: str


def bullet(text: str) -> tuple[str, str] | None:
    """The bullet and the text after it ("" when the bullet stands alone)."""
    match = _BULLET.match(text) or _TIGHT_BULLET.match(text)
    return None if match is None else (match["mark"], match["text"] or "")


def numbered(text: str) -> Numbered | None:
    """The number at the head of a line: `1.`, `2.3`, `(a)`, `IV.`, `Section 5 -`."""
    match = _NAMED.match(text) or _NUMBER.match(text)
    if match is None:
        return None
    groups = match.groupdict()
    kind = next(name for name in ("dotted", "num", "roman", "upper", "paren", "small") if groups.get(name))
    written = match[kind]
    value, depth = 0, 1
    if kind == "dotted":
        parts = [int(part) for part in written.strip(".").split(".")]
        value, depth = parts[-1], len(parts)
    elif written.isdigit():
        value = int(written)
    else:
        value = _roman(written.upper()) if kind in {"roman", "num"} or len(written) > 1 else ord(written.lower()) - 96
        if not value:
            return None
    if kind in {"num", "dotted"} and value == 0:
        return None
    return Numbered(match["mark"].strip(), kind, depth, value, match["text"])


def is_rule(text: str) -> bool:
    """Whether a line is only a drawn rule."""
    return _RULE.match(text) is not None


def label(text: str, *, small: bool = False) -> tuple[str, str] | None:
    """`Label: text` cut in two, when what stands before the colon reads as a label and not as a sentence.

    With `small`, the text may go on in small letters, as entries of a list do.
    """
    head = text[:120]
    match = _LABEL.match(head)
    if match is None:
        return None
    name = match["label"].strip()
    if not is_label(name) or (match["text"][:1].islower() and not small):
        return None
    return name, text[match.start("text") :]


def is_label(name: str) -> bool:
    """Whether `name` could stand before a colon as the name of what follows."""
    words = name.split()
    if not words or len(words) > MAX_LABEL_WORDS or _NOTE.match(name):
        return False
    if any(mark in name for mark in (". ", "? ", "! ", "://")) or name[-1] in ".,;!":
        return False
    return title_case(name) or (
        not (_VERB.search(name) and not _ASKING.match(name)) and not (_SUBJECT.match(name) and len(words) > 3)
    )


def heading_like(text: str) -> bool:
    """Whether a line could be a heading, looked at alone. A colon at the end is allowed."""
    bare = text.rstrip(": ").strip()
    words = bare.split()
    if not words or len(words) > MAX_HEADING_WORDS or len(bare) > 110 or not any(char.isalpha() for char in bare):
        return False
    first = bare.lstrip("\"'“‘«([¿#§")[:1]
    if first.islower() or bare[-1] in ".;,!…" or bare.endswith((" and", " or", " the", " a")):
        return False
    if ". " in bare or "; " in bare or "? " in bare.rstrip("? ") or "|" in bare or "\t" in bare:
        return False
    if _REACH.search(bare) or bullet(bare):
        return False
    return not sentence_like(bare)


def sentence_like(text: str) -> bool:
    """Whether words without a full stop read as a sentence (`You can ask us for`) rather than as a title."""
    if title_case(text) or _ASKING.match(text):
        return False
    verb = _VERB.search(text)
    if _SUBJECT.match(text):
        return True
    return verb is not None and (len(text.split()) > 8 or text.rstrip().endswith(":") or _ends_open(text))


def _ends_open(text: str) -> bool:
    return text.split()[-1].lower() in {"to", "for", "with", "of", "by", "in", "on", "from", "is", "are", "including"}


def title_case(text: str) -> bool:
    """Whether the words that count begin with capitals, as in a title (or all are capitals)."""
    words = [word.strip("\"'“”‘’()[],:;?!&/.-") for word in text.split()]
    counted = [word for word in words if word and word[0].isalpha() and not SMALL_WORDS.fullmatch(word)]
    if not counted:
        return bool(words) and all(word[:1].isupper() for word in words if word)
    capitals = sum(word[0].isupper() for word in counted)
    return capitals == len(counted) and (len(counted) > 1 or all(word[:1].isupper() for word in words if word))


def asking(text: str) -> bool:
    """Whether a heading asks or announces a question: `How we use it`, `Do we share it?`."""
    return text.rstrip().endswith("?") or _ASKING.match(text) is not None


def reach_label(name: str) -> bool:
    """Whether a label names a way to reach somebody: `Email`, `Mailing Address`."""
    return _REACH_LABEL.match(name.strip().rstrip(":").strip()) is not None


def reaches(text: str) -> bool:
    """Whether a line holds an address, a number or a link at which somebody is reached."""
    return _REACH.search(text) is not None or _STREET.search(text) is not None


def key(text: str) -> str:
    """Letters and digits only, case folded: how headings are compared."""
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _roman(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    if not text or any(char not in values for char in text):
        return 0
    total = 0
    for char, after in zip(text, text[1:] + " ", strict=True):
        worth = values[char]
        total += -worth if values.get(after, 0) > worth else worth
    return total

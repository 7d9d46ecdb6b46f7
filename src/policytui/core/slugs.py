"""Slugs and section ids: short names made from titles.

Rule that holds here (a law of the house): one slug, one folder; a slug and an id match `[a-z0-9][a-z0-9-]{0,63}`.
"""

from __future__ import annotations

from collections.abc import Collection

from policytui.core.patterns import lazy

SLUG = lazy(r"[a-z0-9][a-z0-9-]{0,63}")
MAX_LENGTH = 64
_APOSTROPHES = lazy(r"(?<=\w)['’ʼ](?=\w)")
_OTHER = lazy(r"[^a-z0-9]+")
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "&": " and "}
)


def valid_slug(text: str) -> bool:
    """Whether `text` can name a policy or a section."""
    return SLUG.fullmatch(text) is not None


def slugify(title: str) -> str:
    """A slug for a title: `How long we keep it?` gives `how-long-we-keep-it`.

    Accents are dropped, everything else that is no letter or digit becomes one hyphen, the length is cut at a
    word where that is possible. A title without a Latin letter or digit gives `section`.
    """
    plain = title.casefold().translate(_SPELLED)
    if not plain.isascii() or "'" in plain:
        import unicodedata

        plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", plain))
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _cut(_OTHER.sub("-", plain.lower()).strip("-"), MAX_LENGTH) or "section"


def unique_id(title: str, taken: Collection[str]) -> str:
    """A slug for a title that is not in `taken`: the second `overview` is `overview-2`."""
    slug = slugify(title)
    if slug not in taken:
        return slug
    # Look ahead in doubling steps, then between the last two: thousands of equal titles stay quick.
    low, high = 1, 2
    while _numbered(slug, high) in taken:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _numbered(slug, middle) in taken else (low, middle)
    return _numbered(slug, high)


def _numbered(slug: str, number: int) -> str:
    tail = f"-{number}"
    return _cut(slug, MAX_LENGTH - len(tail)) + tail


def _cut(slug: str, length: int) -> str:
    """At most `length` characters, at a hyphen when that keeps half of it."""
    if len(slug) <= length:
        return slug
    head = slug[: length + 1]
    at = head.rfind("-")
    return (head[:at] if at >= length // 2 else slug[:length]).strip("-")

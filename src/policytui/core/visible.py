"""Hidden characters: found, named, and made visible. Everything that is shown to a person goes through here.

Rules that hold here:

- A character is *hidden* when a terminal or a browser acts on it or shows nothing for it: C0 and C1 controls
  (line feed and tab excepted), DEL, bidirectional controls, zero-width characters, line separators, fillers,
  tag characters, lone surrogates. Sources: Unicode TR 36 (security) and UTS 39; CVE-2021-42574 (bidi).
- A *look-alike* is a word that mixes Latin letters with Greek or Cyrillic ones (UTS 39, mixed-script).
- `visible` keeps every other character as it is, so that visible text is the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytui.core.patterns import lazy
from policytui.core.records import dataclass

_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x034F, 0x034F), (0x061C, 0x061C),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
HIDDEN = lazy("[" + "".join(rf"\U{low:08x}-\U{high:08x}" for low, high in _RANGES) + "]")
"""One hidden character. (0xFE00-0xFE0F, emoji variation selectors, are ordinary text and stay.)"""

_WORD = lazy(r"[^\W\d_]+")
_MIXING = lazy(r"[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A hidden or look-alike character in a text: where (from 0), which, and what it is called."""

    index: int
    char: str
    name: str


def _form(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"


def visible(text: str) -> str:
    """The text with each hidden character in a visible form: ``␛``, ``␡``, ``<U+202E>``. Idempotent."""
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(_form, text)


def one_line(text: str) -> str:
    """`visible`, with line ends and tabs shown too (``⏎``, ``⇥``): for titles, names and single-line fields."""
    return visible(text).replace("\n", "⏎").replace("\t", "⇥")


def name_of(char: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`: how a problem names a character."""
    import unicodedata

    named = unicodedata.name(char, "") or _CONTROL_NAMES.get(ord(char), "CONTROL CHARACTER")
    return f"U+{ord(char):04X} {named}"


_CONTROL_NAMES = {0x00: "NULL", 0x07: "BELL", 0x08: "BACKSPACE", 0x0D: "CARRIAGE RETURN", 0x1B: "ESCAPE",
                  0x7F: "DELETE", 0x9B: "CONTROL SEQUENCE INTRODUCER"}  # fmt: skip


def find_hidden(text: str) -> Iterator[Found]:
    """Every hidden character, in order."""
    if text.isascii() and text.isprintable():
        return
    for match in HIDDEN.finditer(text):
        yield Found(match.start(), match.group(), name_of(match.group()))


def find_lookalikes(text: str) -> Iterator[Found]:
    """Every Greek or Cyrillic letter inside a word that also has Latin letters, in order."""
    if text.isascii() or not _MIXING.search(text):
        return
    import unicodedata

    for word in _WORD.finditer(text):
        letters = word.group()
        if any("LATIN" in unicodedata.name(letter, "") for letter in letters):
            for foreign in _MIXING.finditer(letters):
                yield Found(word.start() + foreign.start(), foreign.group(), name_of(foreign.group()))

"""How often English words are used, held in little memory: pyspellchecker's list (MIT) without its dict.

Rules that hold here:

- It answers as the dict of the package does, for every word. The list is read as it is unpacked, so that neither the
  dict (25 MB) nor the whole text is ever there: words stand in bytes, apart by their first three letters.
- Only the plain form of the list is read, one word with its count to a line. Any other is a ValueError: then the
  package must read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

_LINE = re.compile(rb'"([^" \\\n]+)": ([0-9]+),?\n')
_APART = 3
"""Bytes of a word that say where it stands."""
_CHUNK = 1 << 14


class Counts(Protocol):
    """Counts of words: a dict, or a `WordList`."""

    def get(self, word: str, default: int, /) -> int:
        """How often the word is used, `default` for no word."""


class WordList:
    """Counts of words, from the lines of a JSON object in pieces. ValueError when they have another form."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        lines: dict[bytes, bytearray] = {}
        rest = b""
        for piece in pieces:
            rest = _take((rest + piece).removeprefix(b"{\n"), lines)
        if rest.strip() != b"}":
            raise ValueError("the list does not end as it should")
        self._lines = {start: bytes(found) for start, found in lines.items()}

    def get(self, word: str, default: int, /) -> int:
        """How often the word (in small letters) is used, `default` for no word of the list."""
        name = word.encode("utf-8", "surrogatepass")
        lines = self._lines.get(name[:_APART])
        if lines is None or b" " in name:
            return default
        wanted = b"\n%s " % name
        # As in JSON the last one counts, should a word stand there twice.
        at = lines.rfind(wanted)
        return default if at < 0 else int(lines[at + len(wanted) : lines.index(b"\n", at + 1)])


def _take(text: bytes, lines: dict[bytes, bytearray]) -> bytes:
    """Sort the whole lines of a text in; give what is left of it."""
    end = text.rfind(b"\n") + 1
    if text[:end].decode() != text[:end].decode().lower():
        raise ValueError("the list has capital letters")
    at = 0
    for found in _LINE.finditer(text, 0, end):
        if found.start() != at:
            break
        at = found.end()
        word, count = found.groups()
        place = lines.get(word[:_APART])
        if place is None:
            place = lines[word[:_APART]] = bytearray(b"\n")
        place += b"%s %s\n" % (word, count)
    if at != end:
        raise ValueError("the list has lines of another form")
    return text[end:]


def english() -> Counts:
    """The English list. Takes about 0.1 s."""
    import pkgutil
    import zlib

    packed = pkgutil.get_data("spellchecker", "resources/en.json.gz") or b""
    unpacker = zlib.decompressobj(wbits=31)
    starts = range(0, len(packed), _CHUNK)
    try:
        return WordList(unpacker.decompress(packed[at : at + _CHUNK]) for at in starts)
    except (ValueError, zlib.error):  # the package may hold it in another way one day
        from spellchecker import SpellChecker

        return dict(SpellChecker(language="en", distance=1).word_frequency.dictionary)

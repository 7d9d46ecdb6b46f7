"""How often English words are used, held in little memory: pyspellchecker's list (MIT) without its dict.

Rules that hold here:

- It answers as the dict of the package does, for every word. The list is read as it is unpacked, and held as the
  lines that it has, in one piece of bytes (2 MB; the dict takes 25), with the first word of every few.
- Only the plain form of the list is read, one word with its count to a line, in order. Any other is a ValueError: then
  the package must read it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Protocol

_LINE = re.compile(rb'"([^" \\\n]+)": ([0-9]+),?\n')
_TOGETHER = 1 << 10
"""Bytes of lines that are found together, about."""
_CHUNK = 1 << 14


class Counts(Protocol):
    """Counts of words: a dict, or a `WordList`."""

    def get(self, word: str, default: int, /) -> int:
        """How often the word is used, `default` for no word."""


class WordList:
    """Counts of words, from the lines of a JSON object in pieces. ValueError when they have another form."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._lines = bytearray(b"\n")
        self._firsts: list[bytes] = []
        """Where lines begin that others are found behind: the words, and where they stand."""
        self._starts: list[int] = []
        rest, last = b"", b""
        for piece in pieces:
            text = (rest + piece).removeprefix(b"{\n")
            end = text.rfind(b"\n") + 1
            last = self._take(text[:end], last)
            rest = text[end:]
        if rest.strip() != b"}":
            raise ValueError("the list does not end as it should")

    def get(self, word: str, default: int, /) -> int:
        """How often the word (in small letters) is used, `default` for no word of the list."""
        name = word.encode("utf-8", "surrogatepass")
        place = bisect_right(self._firsts, name) - 1
        if place < 0 or b" " in name:
            return default
        wanted = b"\n%s " % name
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._lines)
        # As in JSON the last one counts, should a word stand there twice.
        at = self._lines.rfind(wanted, self._starts[place] - 1, end)
        return default if at < 0 else int(self._lines[at + len(wanted) : self._lines.index(b"\n", at + 1)])

    def _take(self, text: bytes, last: bytes) -> bytes:
        """Add whole lines that come after the word `last`; the last word of them."""
        if text.decode() != text.decode().lower():
            raise ValueError("the list has capital letters")
        at = 0
        for found in _LINE.finditer(text):
            word, count = found.groups()
            if found.start() != at or word < last:
                break
            at, last = found.end(), word
            if not self._starts or len(self._lines) - self._starts[-1] >= _TOGETHER:
                self._firsts.append(word)
                self._starts.append(len(self._lines))
            self._lines += b"%s %s\n" % (word, count)
        if at != len(text):
            raise ValueError("the list has lines of another form, or in another order")
        return last


def english() -> Counts:
    """The English list. Takes about 0.1 s."""
    import zlib

    unpacker = zlib.decompressobj(wbits=31)
    try:
        packed = _packed()
        starts = range(0, len(packed), _CHUNK)
        return WordList(unpacker.decompress(packed[at : at + _CHUNK]) for at in starts)
    except (OSError, ValueError, zlib.error):  # the package may hold it in another way one day
        from spellchecker import SpellChecker

        return dict(SpellChecker(language="en", distance=1).word_frequency.dictionary)


def _packed() -> bytes:
    """The list as the package holds it. OSError when it is not where it was. (Loading the package takes 2 MB.)"""
    from importlib.util import find_spec

    found = find_spec("spellchecker")
    get_data = getattr(found and found.loader, "get_data", None)
    if found is None or found.origin is None or get_data is None:
        raise OSError("there is no list")
    return bytes(get_data(found.origin.replace("__init__.py", "resources/en.json.gz")))

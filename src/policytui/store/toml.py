"""TOML read quickly when it is a policy: the same data and the same errors as `tomllib`.

Rules that hold here:

- `tomllib` goes through text character by character (a megabyte takes 50 ms and more). So a policy is read in pieces:
  what stands above the first section, and each section by itself; a section that was read before (in another revision)
  is not read again; a long body is found by `str.find` and not looked into.
- It is exact. A piece that is whole TOML by itself ends outside of any string, so the header after it is one; a
  section that holds no table, below a head that says nothing of sections, is the next of the list. A body is set
  aside only when it must come out as it stands (no escapes, no control characters, no quotes after it), and when
  the mark in its place comes out as the body: then it stood in no other string.
- Whatever is not so is read by `tomllib` as a whole: an odd order of tables, and every mistake, so that its line and
  column are those of the file.
- A text that would keep `tomllib` busy is refused before it is read: it has too many marks outside its strings.
"""

from __future__ import annotations

import re
from typing import Any

from policytui.store.reading import MAX_PARTS

_HEADER = "\n[[section]]\n"
_KEY = "\nbody = "
_OPENINGS = ('"""\n', "'''\n")
_FORBIDDEN = r"[\x00-\x08\x0b-\x1f\x7f]"
_MARK = 7_041_776_229_431_107_953
_MARKS = "\"'#,=.["
_NEXT = re.compile(f"[{re.escape(_MARKS)}]")
MAX_MARKS = 30_000
"""The most strings, comments, commas, dots, `=` and `[` a file may have, those within strings not counted: a text of
2 MB in 350 sections has 4,000. `tomllib` takes a quarter of a second over so many.
"""
_KEPT = 4_000_000
"""Characters of sections that are remembered at most."""


class CrowdedError(ValueError):
    """A text with more than `MAX_MARKS` marks outside its strings; `at` is the first one too many."""

    def __init__(self, at: int) -> None:
        super().__init__(f"more than {MAX_MARKS:,} keys, values and comments")
        self.at = at


def loads(text: str) -> dict[str, Any]:
    """The data of a TOML text. ValueError as `tomllib` raises it; RecursionError for what is nested too deeply, or
    has a key of so many parts that `tomllib` would be busy for minutes; CrowdedError.
    """
    import tomllib

    try:
        data = _in_pieces(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        data = None  # told below, with the places of the whole text
    if data is not None:
        return data
    if (at := _crowded(text)) is not None:
        raise CrowdedError(at)
    if _dotted(text):
        from policytui.store.scan import scan

        if scan(text).broken == "deep":
            raise RecursionError
    return tomllib.loads(text)


def _in_pieces(text: str) -> dict[str, Any] | None:
    """The data of a policy in the usual order; None for any other."""
    head, *pieces = text.split(_HEADER)
    marks = _marks(head)
    if not pieces or _dotted(head) or marks > MAX_MARKS:
        return None
    import tomllib

    data = tomllib.loads(head + "\n")
    if "section" in data:
        return None
    sections = []
    for piece in pieces:
        found = _known.get(piece) or _section(piece, MAX_MARKS - marks)
        if found is None:
            return None
        marks += found[0]
        sections.append(found[1].copy())
    data["section"] = sections
    return data if marks <= MAX_MARKS else None


_known: dict[str, tuple[int, dict[str, Any]]] = {}
"""Sections by their text: how many marks stand around the body, and their data."""
_size = 0


def _remember(piece: str, marks: int, section: dict[str, Any]) -> None:
    """Keep a section for the next revision that has it too."""
    global _size
    _size += len(piece)
    if _size > _KEPT:
        _known.clear()
        _size = len(piece)
    _known[piece] = marks, section


def _section(piece: str, most: int) -> tuple[int, dict[str, Any]] | None:
    """The marks and the data of one section by itself; None for more marks than `most`, for one that holds a table or
    a list, and when what was cut out of it stood inside another string.
    """
    import tomllib

    rest, body = _cut(piece)
    marks = _marks(rest)
    if marks > most:
        return None
    if _dotted(rest):
        raise RecursionError
    section = tomllib.loads(rest)
    if body is not None and section.get("body") != _MARK:
        return None
    if body is not None:
        section["body"] = body
    if any(isinstance(value, (dict, list)) for value in section.values()):
        return None
    _remember(piece, marks, section)
    return marks, section


def _cut(piece: str) -> tuple[str, str | None]:
    """A section with a mark in place of its body, and the body; the section itself and None when it cannot be cut."""
    start = f"\n{piece}".find(_KEY) + len(_KEY) - 1
    opening = piece[start : start + 4]
    if start < len(_KEY) - 1 or opening not in _OPENINGS or str(_MARK) in piece:
        return piece, None
    end = piece.find(opening[:3], start + 4)
    body = piece[start + 4 : end]
    if end < 0 or piece[end + 3 : end + 4] not in ("\n", "") or re.search(_FORBIDDEN, body):
        return piece, None
    if opening[0] == '"' and "\\" in body:
        return piece, None
    return f"{piece[:start]}{_MARK}{piece[end + 3 :]}", body


def _crowded(text: str) -> int | None:
    """Where the text has one mark too many; None when it has not."""
    if _marks(text) <= MAX_MARKS:
        return None
    from policytui.store.scan import string_end

    at = count = 0
    while (found := _NEXT.search(text, at)) is not None:
        at, count = found.start(), count + 1
        if count > MAX_MARKS:
            return at
        mark = text[at]
        at = string_end(text, at) if mark in "\"'" else text.find("\n", at) if mark == "#" else at + 1
        if at < 0:
            break
    return None


def _marks(text: str) -> int:
    """How many marks a text has, those within strings counted."""
    return sum(map(text.count, _MARKS))


def _dotted(text: str) -> bool:
    """Whether a line has so many dots that it may be a key which keeps `tomllib` busy for minutes."""
    return any(line.count(".") > MAX_PARTS for line in text.split("\n"))

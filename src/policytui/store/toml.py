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
_KEPT = 4_000_000
"""Characters of sections that are remembered at most."""


def loads(text: str) -> dict[str, Any]:
    """The data of a TOML text. ValueError as `tomllib` raises it; RecursionError for what is nested too deeply, or
    has a key of so many parts that `tomllib` would be busy for minutes.
    """
    import tomllib

    try:
        data = _in_pieces(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        data = None  # told below, with the places of the whole text
    if data is not None:
        return data
    if _dotted(text):
        from policytui.store.scan import scan

        if scan(text).broken == "deep":
            raise RecursionError
    return tomllib.loads(text)


def _in_pieces(text: str) -> dict[str, Any] | None:
    """The data of a policy in the usual order; None for any other."""
    head, *pieces = text.split(_HEADER)
    if not pieces or _dotted(head):
        return None
    import tomllib

    data = tomllib.loads(head + "\n")
    if "section" in data:
        return None
    sections = []
    for piece in pieces:
        section = _known.get(piece)
        if section is None:
            section = _section(piece)
            if any(isinstance(value, (dict, list)) for value in section.values()):
                return None
            _remember(piece, section)
        sections.append(section.copy())
    data["section"] = sections
    return data


_known: dict[str, dict[str, Any]] = {}
_size = 0


def _remember(piece: str, section: dict[str, Any]) -> None:
    """Keep a section for the next revision that has it too."""
    global _size
    _size += len(piece)
    if _size > _KEPT:
        _known.clear()
        _size = len(piece)
    _known[piece] = section


def _section(piece: str) -> dict[str, Any]:
    """The data of one section by itself."""
    import tomllib

    rest, body = _cut(piece)
    if _dotted(rest):
        raise RecursionError
    section = tomllib.loads(rest)
    if body is None:
        return section
    if section.get("body") != _MARK:  # what was cut out stood inside another string
        return tomllib.loads(piece)
    section["body"] = body
    return section


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


def _dotted(text: str) -> bool:
    """Whether a line has so many dots that it may be a key which keeps `tomllib` busy for minutes."""
    return any(line.count(".") > MAX_PARTS for line in text.split("\n"))

"""The cells of a terminal: what a strip of text and styles puts into each of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rich.cells import cell_len
from rich.color import ColorSystem
from textual.strip import Strip

Cell = tuple[object, object]
"""A character and the SGR codes it is written with; ("", …) is the second half of a wide one."""

_AGREED = (
    (0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x52F), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20A0, 0x20C0), (0x2190, 0x2193), (0x2500, 0x25A9), (0x25AC, 0x25B5), (0x25B7, 0x25BF), (0x25C1, 0x25FA),
    (0x2713, 0x2713), (0x27E8, 0x27E9), (0x3001, 0x3029), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0xFF01, 0xFF60),
)  # fmt: skip
"""Characters of which every terminal thinks the same width. All else is sent with care: it costs bytes only."""


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    """The cells of a character; 0 when terminals disagree."""
    code = ord(char)
    return cell_len(char) if any(low <= code <= high for low, high in _AGREED) else 0


class _Alphabet(dict[str, Cell]):
    """The cells of one style: equal ones are the same, because a screen has thousands."""

    def __init__(self, codes: str) -> None:
        self._codes = codes

    def __missing__(self, char: str) -> Cell:
        cell = self[char] = (char, self._codes)
        return cell


@lru_cache(maxsize=256)
def _alphabet(codes: str) -> _Alphabet:
    return _Alphabet(codes)


def cells_of(strip: Strip, colors: ColorSystem) -> tuple[list[Cell], bool]:
    """The cells of a strip, and whether every terminal gives its characters these widths."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if control or (style is not None and style._link):
            return _opaque(strip, colors), False
        codes = "" if style is None else _codes(style, colors)
        if text.isascii():
            if not text.isprintable():
                return _opaque(strip, colors), False
            cells += map(_alphabet(codes).__getitem__, text)
            continue
        width = 0
        for char in text:
            size = _width(char)
            if not size:
                return _opaque(strip, colors), False
            cells.append((char, codes))
            if size == 2:
                cells.append(("", codes))
            width += size
        if width != cell_len(text):
            return _opaque(strip, colors), False
    return cells, True


def _opaque(strip: Strip, colors: ColorSystem) -> list[Cell]:
    """Cells that equal only those of a strip with the same text and styles."""
    key = tuple([(t, "" if s is None else (_codes(s, colors), s._link), c is None) for t, s, c in strip])
    return [(key, n) for n in range(strip.cell_length)]


def _codes(style: Any, colors: ColorSystem) -> str:
    codes = style._ansi
    return Strip.render_ansi(style, colors) if codes is None else str(codes)


def is_half(cell: Cell | None) -> bool:
    """Whether this is the second half of a wide character."""
    return cell is not None and cell[0] == ""


def write(cells: list[Cell], out: list[str]) -> None:
    """Add what makes a terminal show these cells, neighbours with the same codes together."""
    begin = 0
    for at in range(1, len(cells) + 1):
        if at == len(cells) or cells[at][1] != cells[begin][1]:
            text = "".join([str(char) for char, _ in cells[begin:at]])
            codes = cells[begin][1]
            out.append(f"\x1b[{codes}m{text}\x1b[0m" if codes else text)
            begin = at

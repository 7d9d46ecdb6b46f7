"""Where a terminal has no UTF-8, or a font without marks: the same screen in characters that it has.

Rules that hold here:

- Every strip of every widget passes through the filter, after the one for hostile text; a strip keeps its width.
- Lines, marks and typographic signs become the ASCII character that looks most like them.
- A letter that cannot be shown becomes `?` in reverse: what it stands for is in the file, whole, and not on the screen.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_LOOKS_LIKE = {
    "-": "─━═╌╍┄┅┈┉╴╶╸╺╼╾▀▔–—‐‑‒―−",
    "|": "│┃║╎╏┆┇┊┋╵╷╹╻╽╿▌▐▍▎▏▕▊▋▉",
    "_": "▁▂▃▄▅▆▇",
    "#": "█▓▒",
    ":": "░",
    ">": "›▸▶►→⇒‣⟩",
    "<": "‹◂◀◄←⇐⟨",
    "^": "↑▲▴↕",
    "v": "↓▼▾",
    "*": "●◉■◆•·∙",
    "o": "○□◇◯◦",
    "+": "✓✔",
    "x": "✗✘×",
    "~": "…⋯",
    '"': "“”„‟″«»",
    "'": "‘’‚‛′",
    " ": "\u00a0\u2007\u2009\u202f",
}
_ASCII = {ord(mark): like for like, marks in _LOOKS_LIKE.items() for mark in marks}
_BOXES = range(0x2500, 0x2580)
_UNSHOWN = Style(reverse=True)


class AsciiFilter(LineFilter):
    """Draws in ASCII; with `letters` everything but letters and signs that have no counterpart there."""

    def __init__(self, letters: bool = False) -> None:
        super().__init__()
        self._letters = letters

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same cells in the characters of the terminal."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        drawn: list[Segment] = []
        for segment in segments:
            if segment.control or segment.text.isascii():
                drawn.append(segment)
            else:
                for text, shown in _pieces(segment.text, self._letters):
                    style = segment.style if shown else (segment.style or Style()) + _UNSHOWN
                    drawn.append(Segment(text, style))
        return drawn


@lru_cache(maxsize=4096)
def _pieces(text: str, letters: bool) -> tuple[tuple[str, bool], ...]:
    """The text as pieces of equal width in all, and whether each is what it looks like."""
    pieces: list[tuple[str, bool]] = []
    for char in text:
        code = ord(char)
        if code < 0x80 or code in _ASCII:
            piece = (_ASCII.get(code, char), True)
        elif code in _BOXES:
            piece = ("+", True)
        else:
            piece = (char, True) if letters else ("?" * cell_len(char), False)
        if pieces and pieces[-1][1] == piece[1]:
            pieces[-1] = (pieces[-1][0] + piece[0], piece[1])
        else:
            pieces.append(piece)
    wanted, width = cell_len(text), sum(cell_len(piece) for piece, _ in pieces)
    if width != wanted:
        # A joined sign is narrower than its parts.
        pieces = [(set_cell_size("".join(piece for piece, _ in pieces), wanted), pieces[-1][1])]
    return tuple(pieces)

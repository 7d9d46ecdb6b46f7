"""A line that speaks up (the file changed on disk, somebody else edits this, drafts wait), and is away otherwise.

Rules that hold here: what it says is never cut; in a narrow window it takes another line.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import RenderResult

from policytui.tui import keys
from policytui.tui.screens.chrome import Line, Piece, content


class NoticeLine(Line):
    """Seen while it says something."""

    DEFAULT_CSS = """
    NoticeLine { background: $warning 12%; color: $foreground; display: none; height: auto; max-height: 4; }
    NoticeLine.-said { display: block; }
    NoticeLine:ansi { background: ansi_default; }
    """

    def show(self, *notices: Sequence[Piece]) -> None:
        """Say these, one behind the other; nothing takes the line away."""
        pieces: list[Piece] = []
        for notice in notices:
            if notice:
                pieces += [("   ·   ", "rule"), *notice] if pieces else notice
        if tuple(pieces) != self._left:
            self.say(pieces)
            self.set_class(bool(pieces), "-said")
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        """All of it."""
        return content(*self._left)


def key_piece(key_id: str, word: str) -> tuple[Piece, Piece]:
    """A key and what it does, for a notice."""
    return (f"  {keys.display(keys.get(key_id).keys)}", "key"), (f" {word}", "dim")

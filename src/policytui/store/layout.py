"""A policy file cut into the pieces that move as one: what splicing works on.

Rules that hold here:

- The pieces joined give the text exactly.
- A section's piece is its `[[section]]` table, the tables below it (`[section.…]`), and what stands above it: the
  empty lines and the comments since the statement before. Only a comment directly under that statement, with
  an empty line after it, stays with the statement it follows.
- What stands after the last statement of the file is the footer; it stays at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from policytui.store.scan import Scan, Table


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the text. `section` is the position in the file's list, None for others."""

    start: int
    end: int
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces in order; the last one is the footer (it may be empty)."""

    pieces: tuple[Piece, ...]

    @property
    def footer(self) -> Piece:
        """What stands after the last statement."""
        return self.pieces[-1]

    @property
    def sections(self) -> dict[int, Piece]:
        """The section pieces by their position in the file's list."""
        return {piece.section: piece for piece in self.pieces if piece.section is not None}


def layout(scanned: Scan) -> Layout:
    """The pieces of a scanned text."""
    text, tables = scanned.text, scanned.tables
    starts: list[tuple[int, int | None]] = [(0, None)]
    for before, table in pairwise(tables):
        owner = _section(table)
        if owner is not None and not table.array and starts[-1][1] == owner:
            continue
        if owner is not None and table.array and len(table.path) > 2 and starts[-1][1] == owner:
            continue
        starts.append((_lead(text, before.end, table.start), owner))
    starts.append((_lead(text, tables[-1].end, len(text)), None))
    ends = [start for start, _ in starts[1:]] + [len(text)]
    pieces = [Piece(start, end, owner) for (start, owner), end in zip(starts, ends, strict=True)]
    return Layout((*(piece for piece in pieces[:-1] if piece.start < piece.end), pieces[-1]))


def _section(table: Table) -> int | None:
    """The position of the section a table belongs to, if it does."""
    if len(table.path) >= 2 and table.path[0] == "section" and isinstance(table.path[1], int):
        return table.path[1]
    return None


def _lead(text: str, start: int, end: int) -> int:
    """Where what stands above a table begins, between the statement before it and its header (or the end)."""
    at = start
    while at < end:
        line = text[at : _next_line(text, at, end)]
        if not line.strip():
            return at
        if not line.lstrip().startswith("#"):
            break
        at += len(line)
    # No empty line at all: the comments stand directly above the header and belong to it.
    return start


def _next_line(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found < 0 else found + 1

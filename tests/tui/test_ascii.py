"""The screen in ASCII: the same cells, nothing above 0x7F, and what cannot be shown marked as such."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from policytui.tui.ascii import AsciiFilter

BLACK = Color(0, 0, 0)


def drawn(text: str, letters: bool = False) -> list[tuple[str, bool]]:
    segments = AsciiFilter(letters).apply([Segment(text)], BLACK)
    return [(segment.text, bool(segment.style and segment.style.reverse)) for segment in segments]


def test_marks_and_lines_look_like_themselves() -> None:
    assert drawn("╭─ “a” › ▌● …│") == [('+- "a" > |* ~|', False)]
    assert drawn("plain") == [("plain", False)]


def test_letters_are_marked_as_not_shown_or_kept() -> None:
    assert drawn("café §") == [("caf", False), ("?", True), (" ", False), ("?", True)]
    assert drawn("漢 ") == [("??", True), (" ", False)]
    assert drawn("café → 漢", letters=True) == [("café > 漢", False)]


@given(st.text())
def test_it_is_as_wide_as_before_and_ascii(text: str) -> None:
    shown = "".join(piece for piece, _ in drawn(text))
    assert cell_len(shown) == cell_len(text)
    assert shown.isascii()

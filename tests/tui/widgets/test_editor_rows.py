"""Rows of the editor: as wide as asked, every character seen, marks where they belong."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from policytui.tui.widgets.editor_rows import Row, draw

LOOKS = tuple(Style(color=name) for name in ("white", "blue", "red", "green", "yellow", "cyan", "magenta", "black"))
PLAIN = Row("some words", True, ("", 0), -1, None, False, 20, False)


@dataclass
class Cell:
    char: str
    color: str


def cells(row: Row) -> list[Cell]:
    return [
        Cell(char, style.color.name if style and style.color else "")
        for text, style, _ in draw(row, LOOKS, 4)
        for char in text
    ]


@given(st.text(st.sampled_from("ab \t語\u200b\u202e"), max_size=12), st.integers(1, 30), st.integers(-1, 12))
def test_a_row_is_as_wide_as_asked(text: str, width: int, cursor: int) -> None:
    strip = draw(PLAIN._replace(text=text, width=width, cursor=cursor), LOOKS, 4)
    assert strip.cell_length == width
    assert "\t" not in strip.text
    assert "\u202e" not in strip.text


def test_cursor_selection_and_marker_are_where_they_belong() -> None:
    shown = cells(PLAIN._replace(text="- one\u200btwo", look=("marker", 2), cursor=4, chosen=(2, 4)))
    assert "".join(cell.char for cell in shown[:2]) == "- "
    assert [cell.color for cell in shown[:5]] == ["cyan", "cyan", "red", "red", "green"]
    assert shown[5].color == "black"
    assert shown[5].char != "\u200b"
    assert [cell.color for cell in shown[6:9]] == ["white"] * 3


def test_the_cursor_behind_the_end_is_one_cell_and_a_tab_reaches_its_stop() -> None:
    shown = cells(PLAIN._replace(text="ab\tc", cursor=4, here=True))
    assert "".join(cell.char for cell in shown[:6]) == "ab  c "
    assert [cell.color for cell in shown[:6]] == ["blue"] * 5 + ["green"]

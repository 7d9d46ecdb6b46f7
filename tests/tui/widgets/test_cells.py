"""What a strip puts into the cells of a terminal, and how cells are written again."""

from __future__ import annotations

import pyte
import pytest
from rich.color import ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip

from policytui.tui.widgets.cells import Cell, cells_of, is_half, write


def cells(*segments: Segment) -> tuple[list[Cell], bool]:
    return cells_of(Strip(segments), ColorSystem.TRUECOLOR)


def test_every_character_has_as_many_cells_as_terminals_show_it_in() -> None:
    found, agreed = cells(Segment("a語"), Segment("é", Style(bold=True)))
    assert agreed
    assert found == [("a", ""), ("語", ""), ("", ""), ("é", "1")]
    assert [is_half(cell) for cell in found] == [False, False, True, False]
    assert not is_half(None)


@pytest.mark.parametrize(
    "segment",
    [
        Segment("e\u0301"),
        Segment("👩\u200d👩"),
        Segment("❤\ufe0f"),
        Segment("a\tb"),
        Segment("a\x1b"),
        Segment("a", Style(link="https://lantern.example")),
        Segment("\x1b[H", None, [(ControlType.HOME,)]),
    ],
    ids=["combining", "joined", "selector", "tab", "escape", "link", "control"],
)
def test_what_terminals_show_in_different_ways_is_one_piece(segment: Segment) -> None:
    found, agreed = cells(segment, Segment("rest"))
    same, _ = cells(segment, Segment("rest"))
    other, _ = cells(segment, Segment("resd"))
    assert not agreed
    assert found == same
    assert len(found) == len(other)
    assert not any(one == two for one, two in zip(found, other, strict=True))


def test_cells_are_written_as_they_were_with_equal_codes_once() -> None:
    found, _ = cells(Segment("ab", Style(bold=True)), Segment("cd", Style(bold=True)), Segment("語."))
    out: list[str] = []
    write(found, out)
    assert out == ["\x1b[1mabcd\x1b[0m", "語."]
    screen = pyte.Screen(10, 1)
    pyte.Stream(screen).feed("".join(out))
    assert screen.display == ["abcd語.   "]
    assert [screen.buffer[0][x].bold for x in range(5)] == [True, True, True, True, False]

"""A contents list is dropped only when its entries stand again below."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.contents import drop_contents
from policytui.imports.lines import read_lines, shape_of


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


BODY = "\nBoats\n\nWe let boats.\n\nOars\n\nWe let oars.\n\nVests\n\nWe lend vests."


def test_a_titled_list_with_page_numbers_is_dropped() -> None:
    got = chunks("Contents\n1. Boats ..... 2\n2. Oars ..... 3\n3. Vests ..... 4\n" + BODY)
    line, dropped = drop_contents(got)
    assert line == 1
    assert len(dropped) == 4
    assert got[4].text == "Boats"
    assert got[4].kind is Kind.TEXT


def test_a_run_together_list_is_dropped() -> None:
    got = chunks(
        "Table of contents\n\n1 Boats and more2 Oars of wood3 Vests for all\n"
        + BODY.replace("Boats\n", "Boats and more\n")
        .replace("Oars\n", "Oars of wood\n")
        .replace("Vests\n", "Vests for all\n")
    )
    assert drop_contents(got)[0] == 1


def test_a_list_that_does_not_stand_again_is_kept() -> None:
    got = chunks("Contents\nRum\nGin\nTea\n" + BODY)
    assert drop_contents(got) == (0, [])
    assert all(chunk.kind is not Kind.DROPPED for chunk in got)


def test_an_untitled_list_of_four_headings_is_dropped() -> None:
    got = chunks("Intro here.\nBoats\nOars\nVests\nTea\n" + BODY + "\n\nTea\n\nWe pour tea.")
    assert drop_contents(got)[0] == 2

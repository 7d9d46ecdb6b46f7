"""Numbers at the heads of lines number headings or items."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.lines import read_lines, shape_of
from policytui.imports.series import number_headings


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def headings(text: str) -> list[str]:
    got = chunks(text)
    number_headings(got)
    return [chunk.text for chunk in got if chunk.kind is Kind.HEADING]


def test_numbers_with_text_between_number_headings() -> None:
    assert headings("1. Boats\nWe let boats.\n2. Oars\nWe let oars.") == ["Boats", "Oars"]


def test_numbers_in_a_row_number_items() -> None:
    assert headings("We let:\n1. Boats\n2. Oars\n3. Vests\nAll of them are clean.") == []


def test_a_list_inside_a_numbered_section_does_not_end_the_series() -> None:
    text = "1. Boats\nWe let:\n1. rowing boats\n2. sailing boats\n2. Oars\nWe let oars.\n3. Vests\nWe lend vests."
    assert headings(text) == ["Boats", "Oars", "Vests"]


def test_a_restart_begins_another_series() -> None:
    got = chunks("1. Boats\nRow.\n2. Oars\nRow.\n1. Vests\nSwim.\n2. Rings\nSwim.")
    assert [len(series.places) for series in number_headings(got)] == [2, 2]


def test_letters_pass_through_i() -> None:
    text = "".join(f"{letter}. Part\nSome text here.\n" for letter in "ABCDEFGHIJ")
    assert len(number_headings(chunks(text))[0].places) == 10

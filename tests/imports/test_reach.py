"""Contact blocks keep their line breaks."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.lines import read_lines, shape_of
from policytui.imports.reach import mark_reach


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def reach(text: str) -> list[str]:
    got = chunks(text)
    mark_reach(got)
    return [chunk.text for chunk in got if chunk.kind is Kind.REACH]


def test_an_address_with_its_name_is_a_block() -> None:
    lines = ["Heron Boats", "4 Quay Street", "Lakeside", "Email: a@b.example"]
    assert reach("Contact\n\n" + "\n".join(lines)) == lines


def test_labelled_lines_are_a_block() -> None:
    assert len(reach("Write to us.\nEmail: a@b.example\nPhone: 020 7946 0000\nWe answer within a day or so.")) == 2


def test_one_line_is_no_block() -> None:
    assert reach("Contact\nEmail: a@b.example") == []


def test_a_sentence_is_no_part_of_a_block() -> None:
    assert reach("Write to a@b.example when you like.\nWe read all mail at 4 Quay Street.") == []

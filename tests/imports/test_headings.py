"""Headings are judged by what stands around them."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.headings import join_run_ins, labels_are_headings, mark_headings, settle_lone
from policytui.imports.lines import read_lines, shape_of


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def headings(text: str) -> list[str]:
    lines = read_lines(text)
    shape = shape_of(lines)
    got = chunks_of(lines, shape)
    settle_lone(got)
    mark_headings(got, shape)
    return [chunk.text for chunk in got if chunk.kind is Kind.HEADING]


def test_a_heading_has_something_below_it() -> None:
    assert headings("Boats\nWe let boats.\nThank You") == ["Boats"]


def test_a_run_of_short_lines_is_a_list_below_its_heading() -> None:
    assert headings("Data\nName\nAge\nShoe size\nUse\nWe use all of it.") == ["Data", "Use"]


def test_in_a_spaced_text_a_heading_stands_apart() -> None:
    text = "Boats\n\nWe let boats.\n\nOars\n\nWe let oars.\n\nVests\n\nWe lend vests.\nTo Everybody\nWho asks gets one."
    assert headings(text) == ["Boats", "Oars", "Vests"]


def test_marked_headings_are_the_only_ones() -> None:
    assert headings("-\nBoats\nWe row.\n-\nOars\nYou Too\nWe row.\n-\nVests\nWe swim.") == ["Boats", "Oars", "Vests"]


def test_lone_dashes_in_a_list_are_bullets() -> None:
    got = chunks("Bring:\n-\nRow Boats\n-\nLong Oars\n-\nVests\n")
    assert settle_lone(got) == []
    assert [chunk.text for chunk in got if chunk.kind is Kind.ITEM] == ["Row Boats", "Long Oars", "Vests"]


def test_labels_over_long_paragraphs_are_headings() -> None:
    long = " ".join(["We row on the lake."] * 12)
    assert labels_are_headings(chunks(f"Boats: {long}\nOars: {long}\nVests: {long}"))
    assert not labels_are_headings(chunks("Boats: We let them.\nOars: We let them.\nVests: We lend them."))


def test_a_label_alone_is_joined_to_its_paragraph() -> None:
    got = chunks("Boats:\nWe let them by the hour.")
    join_run_ins(got)
    assert [chunk.text for chunk in got if chunk.kind is Kind.TEXT] == ["Boats: We let them by the hour."]

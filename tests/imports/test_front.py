"""Title, dates and who speaks are found around the text."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.front import organization, read_front
from policytui.imports.lines import read_lines, shape_of


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def test_a_title_needs_a_word_of_its_kind_or_a_date_below() -> None:
    assert read_front(chunks("Refund Policy\nWe refund."), "").title == "Refund Policy"
    assert read_front(chunks("Heron Boats\nUpdated 1 May 2024\nWe let boats."), "").title == "Heron Boats"


def test_a_name_above_the_title_stays_in_the_text() -> None:
    got = chunks("Heron Boats\nCookie Notice\nWe set none.")
    assert read_front(got, "").title == "Cookie Notice"
    assert got[0].kind is Kind.TEXT
    assert got[0].plain


def test_a_missing_title_is_guessed_from_the_text_and_told() -> None:
    front = read_front(chunks("In this Cookie Notice we tell you all about the cookies we set."), "p.txt")
    assert front.title == "Cookie Notice"
    assert [(p.rule, p.path) for p in front.problems] == [("import-title", "p.txt")]


def test_who_speaks() -> None:
    assert organization(["Welcome to Heron Boats and Oars (“we”). Hello."]) == "Heron Boats and Oars"
    assert organization(['This notice of Heron.example ("we", "us") is short.']) == "Heron.example"
    assert organization(["It is run by Heron Boats Ltd since 1986."]) == "Heron Boats Ltd"
    assert organization(["Mail: Heron Boats, Privacy Department, 4 Quay Street"]) == "Heron Boats"
    assert organization(["We let boats."]) == ""

"""Title, dates and who speaks are found around the text."""

from __future__ import annotations

from datetime import date

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.front import Front, organization, read_front, take_date
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


def test_two_dates_on_one_line() -> None:
    front = Front()
    assert take_date(front, "Effective: May 1, 2024 | Last updated: April 1, 2024", 2, "", lone=False)
    assert (front.dates.last_updated, front.dates.effective) == (date(2024, 4, 1), date(2024, 5, 1))


def test_a_date_in_a_sentence_is_no_date_line() -> None:
    assert not take_date(Front(), "On May 1, 2024 we bought a boat and let it out.", 2, "", lone=True)


def test_a_wrong_weekday_is_told() -> None:
    front = Front()
    assert take_date(front, "Last updated Mon May 19 2024", 2, "", lone=False)
    assert front.problems[0].rule == "import-date"


def test_a_date_that_will_print_otherwise_is_told() -> None:
    front = Front()
    assert take_date(front, "Last updated: 1st of May 2024", 2, "", lone=False)
    assert "1 May 2024" in front.problems[0].message
    assert front.dropped == ["1st of May 2024"]


def test_who_speaks() -> None:
    assert organization(["Welcome to Heron Boats and Oars (“we”). Hello."]) == "Heron Boats and Oars"
    assert organization(['This notice of Heron.example ("we", "us") is short.']) == "Heron.example"
    assert organization(["It is run by Heron Boats Ltd since 1986."]) == "Heron Boats Ltd"
    assert organization(["Mail: Heron Boats, Privacy Department, 4 Quay Street"]) == "Heron Boats"
    assert organization(["We let boats."]) == ""

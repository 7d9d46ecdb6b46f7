"""Dates are read from a few known forms, never guessed, and written without a locale."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.dates import DateLine, find_date_line, find_dates, format_date, parse_date
from policytui.core.values import DATE_STYLES

DAY = date(2024, 5, 19)


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("long", "May 19, 2024"),
        ("iso", "2024-05-19"),
        ("day-first", "19 May 2024"),
        ("weekday", "Sun May 19 2024"),
        ("unheard-of", "May 19, 2024"),
    ],
)
def test_four_styles(style: str, printed: str) -> None:
    assert format_date(DAY, style) == printed


@settings(deadline=None, max_examples=60)
@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(DATE_STYLES))
def test_what_is_printed_is_read_back(day: date, style: str) -> None:
    parsed = parse_date(format_date(day, style))
    assert parsed is not None
    assert (parsed.date, parsed.style, parsed.doubt) == (day, style, "")


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-19",
        "May 19, 2024",
        "may 19 2024",
        "May 19th, 2024",
        "May the 19th, 2024",
        "19 May 2024",
        "19th of May 2024",
        "the 19th day of May, 2024",
        "Sun May 19 2024",
        "Sunday, May 19, 2024",
        "Sunday 19 May 2024",
        "*May 19, 2024*",
        "May 19 , 2024.",
    ],
)
def test_known_forms(text: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert parsed.date == DAY


@pytest.mark.parametrize("text", ["Sept. 3, 2024", "Sep 3 2024", "3 September 2024", "September 3rd, 2024"])
def test_cut_months(text: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert parsed.date == date(2024, 9, 3)


@pytest.mark.parametrize(
    "text",
    ["01/02/2024", "1.2.2024", "May 2024", "2024", "Feb 30, 2024", "2024-13-01", "19 mai 2024", "", "soon"],
)
def test_nothing_is_guessed(text: str) -> None:
    assert parse_date(text) is None


def test_a_wrong_weekday_is_said() -> None:
    parsed = parse_date("Mon May 19 2024")
    assert parsed is not None
    assert parsed.date == DAY
    assert "Sunday" in parsed.doubt


@pytest.mark.parametrize(
    ("line", "label", "style", "day"),
    [
        ("Last updated Sun May 19 2024", "Last updated", "weekday", DAY),
        ("Effective Date: 2024-10-01", "Effective Date", "iso", date(2024, 10, 1)),
        ("*Last updated: May 19, 2024*", "Last updated", "long", DAY),
        ("**Last modified:** 19 May 2024", "Last modified", "day-first", DAY),
        ("This policy was last updated on May 19, 2024.", "This policy was last updated on", "long", DAY),
        ("## Revised 2024-05-19", "Revised", "iso", DAY),
        ("_May 19, 2024_", "", "long", DAY),
        ("(Last update: May 19, 2024)", "Last update", "long", DAY),
    ],
)
def test_date_lines(line: str, label: str, style: str, day: date) -> None:
    found = find_date_line(line)
    assert found is not None
    assert (found.label, found.style, found.date) == (label, style, day)


@pytest.mark.parametrize(
    "line",
    [
        "We keep orders placed before May 19, 2024 for ten years.",
        "Last updated: May 19, 2024, and twice before",
        "Your order of May 5, 2020",
        "Last updated",
        "May 19, 2024 to May 20, 2024",
        "x" * 5000 + " May 19, 2024",
    ],
)
def test_other_lines_are_no_date_lines(line: str) -> None:
    assert find_date_line(line) is None


def test_an_ambiguous_date_line_is_found_but_not_read() -> None:
    found = find_date_line("Last updated: 01/02/2024")
    assert found is not None
    assert (found.label, found.date, found.style, found.text) == ("Last updated", None, "", "01/02/2024")
    assert "more than one way" in found.doubt


def test_effective_labels() -> None:
    effective, updated = (
        find_date_line("Effective from 2024-05-19"),
        find_date_line("Last updated 2024-05-19"),
    )
    assert effective is not None
    assert updated is not None
    assert effective.is_effective
    assert not updated.is_effective


def test_dates_in_running_text() -> None:
    text = "From October 5, 2020 until 2021-01-31, but not 01/02/2024 nor part 2020-01-02-7."
    assert [(found.text, found.parsed is not None) for found in find_dates(text)] == [
        ("October 5, 2020", True),
        ("2021-01-31", True),
        ("01/02/2024", False),
    ]
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("label", "effective"),
    [
        ("Effective", True),
        ("In force from", True),
        ("Takes effect on", True),
        ("Last updated", False),
        ("Effective and last updated", False),
        ("Revised", False),
    ],
)
def test_a_label_speaks_of_the_day_it_binds_or_of_the_last_change(label: str, effective: bool) -> None:
    assert DateLine(label, "iso", date(2024, 5, 19), "2024-05-19").is_effective is effective


def test_a_date_line_is_short_and_so_is_its_label() -> None:
    line = "Last updated: 2024-05-19"
    assert find_date_line(line + " " * (200 - len(line))) is not None
    assert find_date_line(line + " " * (201 - len(line))) is None
    words = "This policy of ours here today was last updated"
    assert len(words.split()) == 9
    assert find_date_line(f"{words}: 2024-05-19") is not None
    assert find_date_line(f"And {words[0].lower()}{words[1:]}: 2024-05-19") is None

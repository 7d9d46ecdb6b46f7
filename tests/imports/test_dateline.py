"""Date lines are taken out of the text into fields, or left with a problem."""

from __future__ import annotations

from datetime import date

import pytest

from policytui.core.values import Dates
from policytui.imports.dateline import Front, take_date


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


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: May 1, 2024 | Effective: June 1, 2024 | Published: January 1, 2020",
        "Last updated: May 1, 2024 | Last updated: May 2, 2024",
        "Effective: June 1, 2024 | Effective: July 1, 2024",
    ],
)
def test_a_line_with_a_date_that_no_field_holds_stays_whole(line: str) -> None:
    front = Front()
    assert not take_date(front, line, 2, "", lone=True)
    assert front.dates == Dates()
    assert not front.dropped


def test_a_lone_date_beside_an_effective_one_gets_the_usual_label() -> None:
    front = Front()
    assert take_date(front, "Effective: June 1, 2024", 2, "", lone=True)
    assert take_date(front, "May 1, 2024", 3, "", lone=True)
    assert front.dates == Dates("Last updated", "long", date(2024, 5, 1), date(2024, 6, 1))


def test_a_line_looked_at_twice_is_told_once() -> None:
    front = Front()
    for telling in (True, False):
        assert not take_date(front, "Last updated: 01/02/2024", 2, "", lone=True, telling=telling)
    assert len(front.problems) == 1

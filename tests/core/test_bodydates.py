"""The policy's dates written again in its text: found, offered, never changed unseen."""

from __future__ import annotations

from datetime import date

import pytest

from policytui.core.bodydates import body_dates, stale_dates, with_dates_moved
from policytui.core.values import Dates, Policy, Section

DATES = Dates(last_updated=date(2024, 9, 2), effective=date(2024, 10, 2))


def policy(body: str, summary: str = "", preamble: str = "") -> Policy:
    return Policy("Parcels", preamble=preamble, dates=DATES, sections=(Section("desk", "Desk", 1, summary, body),))


@pytest.mark.parametrize(
    ("body", "about", "offer"),
    [
        ("This policy is effective October 5, 2020.", "effective", "October 2, 2024"),
        ("These terms take effect on 5 October 2020.", "effective", "2 October 2024"),
        ("It was last updated on 2024-05-19.", "last_updated", "2024-09-02"),
        ("Last revised: Sun May 19 2024", "last_updated", "Mon Sep 2 2024"),
        ("It was last updated on September 2, 2024.", "last_updated", ""),
    ],
)
def test_found(body: str, about: str, offer: str) -> None:
    (found,) = body_dates(policy(body))
    assert (found.about, found.offer, found.doubt) == (about, offer, "")
    assert body[found.start : found.end] == found.written


@pytest.mark.parametrize(
    "body",
    [
        "We were founded on October 5, 2020.",
        "The addendum is effective October 5, 2020.",
        "The regulation took effect on May 25, 2018.",
        "It is effective. On October 5, 2020 we moved.",
        "Effective at once.",
    ],
)
def test_dates_of_other_things_are_left(body: str) -> None:
    assert body_dates(policy(body)) == ()


def test_a_date_with_two_readings_has_no_offer() -> None:
    (found,) = stale_dates(policy("Effective 01/02/2024."))
    assert found.offer == ""
    assert "more than one way" in found.doubt


def test_those_that_agree_are_not_stale() -> None:
    assert stale_dates(policy("Effective October 2, 2024.")) == ()


def test_the_offer_taken() -> None:
    before = policy(
        "Effective 2020-10-05, that is, effective October 5, 2020. Ask.",
        "Effective 2020-10-05",
        "Revised on 2020-01-01",
    )
    after = with_dates_moved(before, stale_dates(before))
    assert after.sections[0].body == "Effective 2024-10-02, that is, effective October 2, 2024. Ask."
    assert after.sections[0].summary == "Effective 2024-10-02"
    assert after.preamble == "Revised on 2024-09-02"
    assert stale_dates(after) == ()


def test_what_agrees_or_is_in_doubt_or_no_longer_stands_there_is_left() -> None:
    before = policy("Effective October 2, 2024, revised on 01/02/2024. Effective 2020-10-05.")
    found = body_dates(before)
    assert [bool(one.offer) for one in found] == [False, False, True]
    after = with_dates_moved(before, found)
    assert after.sections[0].body == before.sections[0].body.replace("2020-10-05", "2024-10-02")
    assert with_dates_moved(after, found) == after


def test_only_the_sentence_of_a_date_and_sixty_characters_of_it_say_what_it_is() -> None:
    body = "Hello! Yes. Last updated on 2024-05-19"
    assert [found.about for found in body_dates(policy(body))] == ["last_updated"]
    lead = "effective".ljust(59, "-") + " "
    assert [found.about for found in body_dates(policy(f"{lead}2024-05-19"))] == ["effective"]
    assert body_dates(policy(f"{lead} 2024-05-19")) == ()


def test_a_policy_with_no_dates_gets_no_offer() -> None:
    plain = Policy("P", sections=(Section("a", "A", 1, "", "Effective October 5, 2020."),))
    assert stale_dates(plain) == ()

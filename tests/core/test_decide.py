"""Dates follow the decision: an editorial save never moves the date, a material one always does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.decide import (
    date_problems,
    decided,
    decided_change,
    months_before,
    proposed_dates,
    reviewed,
)
from policytui.core.judgement import Decision, Judgement
from policytui.core.values import Change, Dates, Policy
from policytui.errors import UsageError

OLD, TODAY = date(2024, 5, 19), date(2024, 9, 2)
MATERIAL, EDITORIAL, NONE = Judgement(Change.MATERIAL), Judgement(Change.EDITORIAL), Judgement(Change.NONE)


def policy(**dates: object) -> Policy:
    return Policy("Parcels", dates=Dates(**{"last_updated": OLD, **dates}))  # type: ignore[arg-type]


def test_a_material_change_moves_the_date_to_today() -> None:
    saved = decided(policy(), policy(), MATERIAL, Decision("x"), TODAY)
    assert saved.dates.last_updated == TODAY


def test_an_editorial_change_leaves_it() -> None:
    assert decided(policy(), policy(), EDITORIAL, Decision("x"), TODAY) == policy()


@settings(deadline=None, max_examples=80)
@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.sampled_from(list(Change)),
    st.sampled_from([None, Change.EDITORIAL, Change.MATERIAL]),
)
def test_law_of_the_date(old: date, today: date, proposed: Change, chosen: Change | None) -> None:
    decision = Decision("x", change=chosen, why="because it is so")
    change = decided_change(Judgement(proposed), decision)
    saved = decided(policy(last_updated=old), policy(last_updated=old), Judgement(proposed), decision, today)
    if change is Change.MATERIAL:
        assert saved.dates.last_updated == max(today, old)
    else:
        assert saved.dates.last_updated == old
    assert saved.dates.effective is None


def test_several_material_saves_in_a_day_are_one_date() -> None:
    once = decided(policy(), policy(), MATERIAL, Decision("x"), TODAY)
    assert decided(once, once, MATERIAL, Decision("y"), TODAY) == once


def test_a_date_ahead_of_today_is_not_set_back_unasked() -> None:
    ahead = policy(last_updated=TODAY + timedelta(days=9))
    assert decided(ahead, ahead, MATERIAL, Decision("x"), TODAY) == ahead
    back = decided(ahead, ahead, MATERIAL, Decision("x", last_updated=TODAY), TODAY)
    assert back.dates.last_updated == TODAY


def test_lowering_needs_a_why() -> None:
    with pytest.raises(UsageError, match="why"):
        decided(policy(), policy(), MATERIAL, Decision("x", change=Change.EDITORIAL), TODAY)
    with pytest.raises(UsageError, match="why"):
        decided(policy(), policy(), MATERIAL, Decision("x", change=Change.EDITORIAL, why="  "), TODAY)
    lowered = Decision("x", change=Change.EDITORIAL, why="the old wording said the same")
    assert decided(policy(), policy(), MATERIAL, lowered, TODAY) == policy()


def test_raising_needs_none() -> None:
    raised = decided(policy(), policy(), EDITORIAL, Decision("x", change=Change.MATERIAL), TODAY)
    assert raised.dates.last_updated == TODAY


def test_a_change_is_never_called_none() -> None:
    with pytest.raises(UsageError, match="no change"):
        decided_change(EDITORIAL, Decision("x", change=Change.NONE, why="so"))
    assert decided_change(NONE, Decision("x", change=Change.NONE)) is Change.NONE


def test_an_editorial_save_refuses_to_move_the_date() -> None:
    with pytest.raises(UsageError, match="Only a material change"):
        decided(policy(), policy(), EDITORIAL, Decision("x", last_updated=TODAY), TODAY)


def test_a_date_moved_by_hand_needs_a_material_change() -> None:
    with pytest.raises(UsageError, match="by hand"):
        decided(policy(), policy(last_updated=TODAY), EDITORIAL, Decision("x"), TODAY)
    with pytest.raises(UsageError, match="set back by hand"):
        decided(policy(), policy(last_updated=date(2020, 1, 1)), MATERIAL, Decision("x"), TODAY)
    named = Decision("x", last_updated=date(2020, 1, 1))
    assert decided(policy(), policy(), MATERIAL, named, TODAY).dates.last_updated == date(2020, 1, 1)


def test_a_material_change_that_keeps_its_date_needs_a_why() -> None:
    with pytest.raises(UsageError, match="unannounced"):
        decided(policy(), policy(), MATERIAL, Decision("x", last_updated=OLD), TODAY)
    kept = decided(policy(), policy(), MATERIAL, Decision("x", last_updated=OLD, why="announced in May"), TODAY)
    assert kept.dates.last_updated == OLD


def test_a_first_save_keeps_the_date_the_text_came_with() -> None:
    assert decided(None, policy(), MATERIAL, Decision("x"), TODAY) == policy()
    undated = policy(last_updated=None)
    assert decided(None, undated, MATERIAL, Decision("x"), TODAY).dates.last_updated == TODAY


def test_a_policy_with_no_date_gets_one_with_the_first_material_change() -> None:
    undated = policy(last_updated=None)
    assert decided(undated, undated, EDITORIAL, Decision("x"), TODAY) == undated
    assert decided(undated, undated, MATERIAL, Decision("x"), TODAY).dates.last_updated == TODAY


def test_effective_moves_only_when_asked() -> None:
    june = date(2024, 6, 18)
    kept = decided(policy(effective=june), policy(effective=june), MATERIAL, Decision("x"), TODAY)
    assert kept.dates.effective == june
    october = date(2024, 10, 2)
    moved = decided(policy(effective=june), policy(effective=june), MATERIAL, Decision("x", effective=october), TODAY)
    assert moved.dates.effective == october


def test_notice_days_propose_the_effective_day() -> None:
    dates = Dates(last_updated=OLD, notice_days=30)
    assert proposed_dates(dates, Change.EDITORIAL, TODAY) == dates
    assert proposed_dates(dates, Change.MATERIAL, TODAY) == Dates(
        last_updated=TODAY, notice_days=30, effective=TODAY + timedelta(days=30)
    )
    later = Dates(last_updated=OLD, notice_days=30, effective=date(2025, 1, 1))
    assert proposed_dates(later, Change.MATERIAL, TODAY).effective == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("dates", "rules"),
    [
        (Dates(), []),
        (Dates(last_updated=TODAY), []),
        (Dates(last_updated=TODAY + timedelta(days=1)), ["date-in-future"]),
        (Dates(last_updated=TODAY, effective=TODAY - timedelta(days=1)), ["effective-before-updated"]),
        (Dates(last_updated=TODAY, effective=TODAY + timedelta(days=9), notice_days=30), ["notice-short"]),
        (Dates(last_updated=TODAY, reviewed=TODAY + timedelta(days=1)), ["review-in-future"]),
        (Dates(last_updated=date(2023, 9, 1)), ["review-due"]),
        (Dates(last_updated=date(2023, 9, 2)), []),
        (Dates(last_updated=date(2020, 1, 1), reviewed=date(2024, 1, 1)), []),
    ],
)
def test_problems_of_dates(dates: Dates, rules: list[str]) -> None:
    found = date_problems(dates, TODAY)
    assert [problem.rule for problem in found] == rules
    assert all(problem.message.endswith(".") and problem.hint for problem in found)


def test_an_effective_day_set_anew_in_the_past() -> None:
    before = Dates(last_updated=OLD)
    now = Dates(last_updated=OLD, effective=date(2024, 6, 1))
    assert [problem.rule for problem in date_problems(now, TODAY, before)] == ["effective-in-past"]
    assert date_problems(now, TODAY, now) == []


def test_reviewed_moves_nothing_else() -> None:
    looked = reviewed(policy(), TODAY)
    assert looked == policy(reviewed=TODAY)
    with pytest.raises(UsageError, match="after today"):
        reviewed(looked, OLD)


def test_months_before() -> None:
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2024, 1, 31), 2) == date(2023, 11, 30)


def test_a_proposal_never_goes_back_and_needs_no_date_before() -> None:
    ahead = TODAY + timedelta(days=5)
    assert proposed_dates(Dates(last_updated=ahead), Change.MATERIAL, TODAY).last_updated == ahead
    assert proposed_dates(Dates(), Change.MATERIAL, TODAY).last_updated == TODAY


def test_an_effective_day_alone_can_be_moved_by_an_editorial_save() -> None:
    saved = decided(policy(effective=OLD), policy(effective=OLD), EDITORIAL, Decision("x", effective=TODAY), TODAY)
    assert (saved.dates.effective, saved.dates.last_updated) == (TODAY, OLD)


def test_reviewing_twice_a_day_is_no_mistake() -> None:
    assert reviewed(policy(reviewed=TODAY), TODAY).dates.reviewed == TODAY


def rules(today: date, before: Dates | None = None, **dates: object) -> list[str]:
    return [problem.rule for problem in date_problems(policy(**dates).dates, today, before)]


def test_the_edges_of_what_is_wrong_with_dates() -> None:
    assert rules(TODAY, effective=OLD) == []
    assert rules(TODAY, Dates(), last_updated=OLD, effective=TODAY) == []
    assert rules(TODAY, Dates(), last_updated=OLD, effective=TODAY - timedelta(days=1)) == ["effective-in-past"]
    assert rules(TODAY, effective=OLD + timedelta(days=30), notice_days=30) == []
    assert rules(TODAY, effective=OLD + timedelta(days=29), notice_days=30) == ["notice-short"]
    assert rules(TODAY, reviewed=TODAY) == []
    assert rules(TODAY, reviewed=TODAY + timedelta(days=1)) == ["review-in-future"]
    assert rules(TODAY, last_updated=TODAY, reviewed=date(2020, 1, 1)) == []


def test_a_month_before_the_last_of_a_long_one_is_the_last_of_a_short_one() -> None:
    assert months_before(date(2023, 3, 31), 1) == date(2023, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)


def test_a_second_material_save_of_a_day_may_name_that_day_without_a_why() -> None:
    today = policy(last_updated=TODAY)
    assert decided(today, today, MATERIAL, Decision("x", last_updated=TODAY), TODAY) == today

"""Date lines print label and style as the policy has them."""

from __future__ import annotations

from datetime import date

from policytui.core.values import Dates
from policytui.publish.policy_dates import date_lines


def test_date_lines() -> None:
    assert date_lines(Dates()) == ()
    assert date_lines(Dates("Revised", "weekday", date(2024, 5, 19))) == ("Revised: Sun May 19 2024",)
    both = Dates("Last updated", "iso", date(2024, 5, 19), date(2024, 6, 18))
    assert date_lines(both) == ("Last updated: 2024-05-19", "Effective date: 2024-06-18")

"""Whose today it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from policytui.clock import FixedClock, SystemClock, today


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Auckland", date(2024, 6, 2)),
        ("America/Los_Angeles", date(2024, 6, 1)),
        ("No/Such_Zone", date(2024, 6, 1)),
        ("../../etc/passwd", date(2024, 6, 1)),
        ("", date(2024, 6, 1)),
    ],
)
def test_today_is_the_day_in_the_zone_of_the_policy(zone: str, day: date) -> None:
    assert today(FixedClock(datetime(2024, 6, 1, 18, 0, tzinfo=UTC)), zone) == day


def test_the_system_clock_is_aware() -> None:
    assert SystemClock().now().tzinfo is UTC

"""Reading: TOML data checked key by key; every problem is listed, none is guessed away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from policytui.core.values import Severity
from policytui.store.reading import read, shown

GOOD: dict[str, Any] = {"format": 1, "policy": {"title": "T"}, "section": [{"id": "a", "title": "A"}]}


def rules(**changes: Any) -> list[str]:
    return [found.rule for found in read({**GOOD, **changes})[1]]


def test_a_short_policy_has_the_defaults_of_the_house() -> None:
    policy, found = read(GOOD)
    assert not found
    assert policy is not None
    assert (policy.language, policy.dates.label, policy.dates.style, policy.sections[0].level) == (
        "en", "Last updated", "long", 1)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"format": 2}, "newer-format"),
        ({"format": True}, "wrong-type"),
        ({"format": 0}, "wrong-type"),
        ({"revision": {}}, "reserved-key"),
        ({"policy": {}}, "missing-title"),
        ({"policy": {"title": " "}}, "missing-title"),
        ({"policy": {"title": 3}}, "wrong-type"),
        ({"policy": "x"}, "wrong-type"),
        ({"policy": {"title": "T", "preamble": 1}}, "wrong-type"),
        ({"dates": {"style": "roman"}}, "unknown-style"),
        ({"dates": {"last_updated": "2024-05-19"}}, "bad-date"),
        ({"dates": {"effective": datetime(2024, 5, 19)}}, "bad-date"),
        ({"dates": {"reviewed": 2024}}, "bad-date"),
        ({"dates": {"notice_days": "30"}}, "wrong-type"),
        ({"dates": {"notice_days": True}}, "wrong-type"),
        ({"dates": {"notice_days": -1}}, "bad-notice"),
        ({"variables": {"days": 30}}, "wrong-type"),
        ({"materiality": {"terms": "x"}}, "wrong-type"),
        ({"materiality": {"terms": ["x", 1]}}, "wrong-type"),
        ({"section": {"id": "a"}}, "wrong-type"),
        ({"section": "a"}, "wrong-type"),
        ({"section": ["a"]}, "wrong-type"),
        ({"section": [{"title": "A"}]}, "missing-id"),
        ({"section": [{"id": 1, "title": "A"}]}, "wrong-type"),
        ({"section": [{"id": "A b", "title": "A"}]}, "bad-id"),
        ({"section": [{"id": "../x", "title": "A"}]}, "bad-id"),
        ({"section": [{"id": "a" * 65, "title": "A"}]}, "bad-id"),
        ({"section": [{"id": "a\n", "title": "A"}]}, "bad-id"),
        ({"section": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}, "duplicate-id"),
        ({"section": [{"id": "a", "title": "A", "level": 7}]}, "bad-level"),
        ({"section": [{"id": "a", "title": "A", "level": 0}]}, "bad-level"),
        ({"section": [{"id": "a", "title": "A", "level": True}]}, "wrong-type"),
        ({"section": [{"id": "a", "title": "A", "body": ["x"]}]}, "wrong-type"),
    ],
)
def test_an_error_keeps_the_policy_from_being_used(changes: dict[str, Any], rule: str) -> None:
    policy, found = read({**GOOD, **changes})
    assert policy is None
    assert [problem.rule for problem in found if problem.severity is Severity.ERROR] == [rule]
    assert all(problem.hint and problem.message.endswith(".") for problem in found)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"format": None}, "missing-format"),
        ({"extra": 1}, "unknown-key"),
        ({"policy": {"title": "T", "autor": "x"}}, "unknown-key"),
        ({"section": [{"id": "a", "title": "A", "x": 1}]}, "unknown-key"),
        ({"section": [{"id": "a"}]}, "empty-title"),
        ({"section": []}, "no-sections"),
    ],
)
def test_less_than_an_error_leaves_the_policy_usable(changes: dict[str, Any], rule: str) -> None:
    policy, found = read({**GOOD, **changes})
    assert policy is not None
    assert [problem.rule for problem in found] == [rule]


def test_a_misspelled_key_is_told_the_right_one() -> None:
    found = read({**GOOD, "dates": {"last_update": date(2024, 1, 1)}})[1]
    assert found[0].hint == "Did you mean last_updated?"


def test_all_problems_are_told_at_once_and_no_more_than_a_hundred() -> None:
    assert rules(dates={"style": "x", "effective": 1}) == ["unknown-style", "bad-date"]
    assert len(rules(section=[{"id": "!"} for _ in range(500)])) == 100


def test_names_are_shown_short_and_without_escapes() -> None:
    assert shown("a\x1b]52") == "“a\\x1b]52”"
    assert len(shown("x" * 500)) < 50

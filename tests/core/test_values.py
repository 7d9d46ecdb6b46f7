"""The values: frozen, compared by content, replaced by name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from policytui.core.values import Change, Policy, Problem, Revision, Section

POLICY = Policy("Terms", sections=(Section("a", "A"), Section("b", "B")))


def test_the_worse_of_two_changes_decides() -> None:
    ranked = [Change.NONE, Change.EDITORIAL, Change.MATERIAL]
    for low, one in enumerate(ranked):
        for high, other in enumerate(ranked):
            assert (one | other) is ranked[max(low, high)]


def test_a_section_is_found_by_id_and_replaced_in_its_place() -> None:
    changed = POLICY.with_section(Section("a", "A new title"))
    assert changed.section("a") == Section("a", "A new title")
    assert changed.index("b") == 1
    assert changed.section("c") is None
    with pytest.raises(KeyError):
        POLICY.with_section(Section("c", "C"))


def test_equality_is_by_content() -> None:
    assert POLICY.with_dates(last_updated=date(2024, 5, 1)) != POLICY
    assert POLICY.with_dates(last_updated=None) == POLICY


def test_a_problem_says_where_as_far_as_it_is_known() -> None:
    assert Problem("x", "y", path="p.toml", line=3, column=4).at() == "p.toml:3:4"
    assert Problem("x", "y", path="p.toml").at() == "p.toml"


def test_a_revision_is_numbered_by_its_list() -> None:
    assert Revision("ab", datetime(2024, 1, 1, tzinfo=UTC), number=3).rev == "r3"

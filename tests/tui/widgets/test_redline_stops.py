"""Where a review stops, and what the verdict says there."""

from __future__ import annotations

from dataclasses import replace

from policytui.core.compare import redline
from policytui.core.judgement import Judgement, Reason
from policytui.core.values import Change, Policy, Section
from policytui.tui.widgets.redline_stops import Stops

BEFORE = Policy(
    "P",
    sections=(
        Section("one", "One", 1, "", "Alpha stays.\n\nBeta 1.\n\nGamma 1.\n"),
        Section("two", "Two", 1, "", "Delta.\n"),
        Section("three", "Three", 1, "", "Epsilon 1.\n"),
    ),
)
AFTER = replace(
    BEFORE,
    sections=(
        replace(BEFORE.sections[0], body="Alpha stays.\n\nBeta 2.\n\nGamma 2.\n"),
        BEFORE.sections[1],
        replace(BEFORE.sections[2], body="Epsilon 2.\n"),
    ),
)
REDLINE = redline(BEFORE, AFTER)
ONE, _, THREE = (section for section in REDLINE.sections if section.id != "@policy")
BETA = next(at for at, hunk in enumerate(ONE.hunks) if hunk.before == "Beta 1.")
OWN = Reason("one", Change.EDITORIAL, "words", "", "", "Beta.", BETA)
WHOLE = Reason("one", Change.MATERIAL, "moved", "", "", "All of it.")
STOPS = Stops(REDLINE, Judgement(Change.MATERIAL, (OWN, WHOLE)))


def test_every_change_is_a_stop_in_reading_order() -> None:
    assert [STOPS.change(n) for n in range(len(STOPS))] == list(REDLINE.changes())
    assert STOPS.change(-1) is None
    assert STOPS.change(len(STOPS)) is None
    assert len(Stops()) == 0


def test_by_sections_that_have_a_change() -> None:
    assert STOPS.next_section(0) == STOPS.next_section(1) == 2
    assert STOPS.next_section(2) is None
    assert STOPS.previous_section(2) == 0
    assert STOPS.previous_section(1) is None
    assert STOPS.section_of(0) == STOPS.section_of(1) != STOPS.section_of(2)
    assert STOPS.section_of(9) == -1


def test_a_change_is_covered_by_its_own_reason_else_by_that_on_its_section() -> None:
    assert STOPS.reason(0) == OWN
    assert STOPS.reason(1) == WHOLE
    assert STOPS.reason(2) is None
    assert STOPS.reason(9) is None
    assert Stops(REDLINE).reason(0) is None
    assert STOPS.verdict_on(ONE) is Change.MATERIAL
    assert STOPS.verdict_on(THREE) is Change.NONE


def test_what_is_said_of_a_section_is_said_once_at_its_first_change() -> None:
    assert STOPS.reasons(ONE, BETA) == [WHOLE, OWN]
    assert STOPS.reasons(ONE, BETA + 1) == []

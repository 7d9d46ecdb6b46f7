"""One line that says what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policytui.core.changes_summary import LONGEST, summarise
from policytui.core.compare import redline
from policytui.core.judge import judge
from policytui.core.values import Policy, Section


def policy(**bodies: str) -> Policy:
    return Policy("Parcels", sections=tuple(Section(name, name.title(), 1, "", body) for name, body in bodies.items()))


def said(before: Policy, after: Policy) -> str:
    changed = redline(before, after)
    return summarise(changed, judge(changed))


BASE = policy(retention="We keep it for 30 days.", desk="The desk is open.")


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (BASE, ""),
        (policy(retention="We keep it for 60 days.", desk="The desk is open."), "Retention: 30 days → 60 days"),
        (policy(retention="We keep it for 30 days."), "Section Desk removed"),
        (policy(retention="We keep it for 30 days.", desk="The desk is **open**."), "Editorial: formatting"),
        (policy(retention="We keep it for 30 days.", desk="The desk is open.\n\nAsk Ann."), "Desk: added to"),
    ],
)
def test_lines(after: Policy, line: str) -> None:
    assert said(BASE, after) == line


def test_material_changes_of_several_sections() -> None:
    after = policy(retention="We keep it for 60 days.", desk="The desk is open.", cookies="We set none.")
    assert said(BASE, after) == "Retention: 30 days → 60 days; new section Cookies"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("No 18, no. You are 18 years old.", "No 18, no. You are 16 years old.", "18 years → 16 years"),
        ("Under 18 days it is free. You are 18.", "Under 18 days it is free. You are 16.", "18 → 16"),
        ("You are 18 or older.", "You are 16 or older.", "18 → 16"),
        ("It takes **30** days.", "It takes **60** days.", "30 days → 60 days"),
    ],
)  # fmt: skip
def test_a_number_is_shown_with_what_follows_it_and_not_another_one(before: str, after: str, line: str) -> None:
    assert said(policy(desk=before), policy(desk=after)) == f"Desk: {line}"


def test_misspellings() -> None:
    assert said(policy(desk="We recieve it."), policy(desk="We receive it.")) == "Editorial: misspellings mended"


def test_it_is_one_short_line_whatever_is_in_it() -> None:
    many = policy(**{f"section{n}": "Text of it." for n in range(40)})
    line = said(BASE, many)
    assert len(line) <= LONGEST
    assert line.endswith("more sections")
    hostile = replace(BASE, sections=(*BASE.sections, Section("x", "A\x1b]52;c\n\u202eB" * 40, 1, "", "C.")))
    line = said(BASE, hostile)
    assert len(line) <= LONGEST
    assert line.isprintable()

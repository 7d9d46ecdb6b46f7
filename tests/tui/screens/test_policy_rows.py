"""What the library says of a policy, as values."""

from __future__ import annotations

from datetime import date

import pytest

from policytui.core.values import Problem, Severity
from policytui.tui.screens.policy_rows import day, lines_about, problem_lines, row_of, unread
from policytui.workspace import Entry, State

CLEAN = Entry("terms", "Terms", date(2024, 5, 19), None, 3, State.CLEAN)


def said(lines: object) -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_row_that_names_it(state: State) -> None:
    row = row_of(Entry("terms", "Terms", None, None, 3, state), drafted=False, uncommitted=0)
    assert row.key == "terms"
    assert row.cells[6][0].strip("●✗ ") == state.value


def test_a_draft_is_a_state_unless_the_file_is_broken() -> None:
    assert "draft" in row_of(CLEAN, drafted=True, uncommitted=0).cells[6][0]
    broken = Entry("terms", "", None, None, 3, State.BROKEN)
    assert "broken" in row_of(broken, drafted=True, uncommitted=0).cells[6][0]
    assert row_of(broken, drafted=True, uncommitted=0).cells[0][0] == "terms"


def test_what_is_not_read_yet_says_nothing_but_its_name() -> None:
    row = row_of(unread("terms"), drafted=False, uncommitted=0)
    assert [text for text, _ in row.cells[:6]] == ["terms", "", "terms", "–", "–", "0"]
    assert lines_about(unread("terms"), drafted=False, uncommitted=0) == []


def test_the_lines_below() -> None:
    assert "newest revision saved" in said(lines_about(CLEAN, drafted=False, uncommitted=0))
    assert "2 files are not committed" in said(lines_about(CLEAN, drafted=False, uncommitted=2))
    assert "goes on with it" in said(lines_about(CLEAN, drafted=True, uncommitted=0))
    many = tuple(Problem("x", f"Wrong {n}.", line=n) for n in range(1, 12))
    text = said(lines_about(Entry("terms", "", None, None, 0, State.BROKEN, many), drafted=False, uncommitted=0))
    assert "Wrong 8." in text
    assert "Wrong 9." not in text
    assert "and 3 more" in text


def test_a_problem_says_where_and_what_to_do() -> None:
    problem = Problem("x", "Odd.", "Mend it.", Severity.WARNING, "a/policy.toml", 3, 4)
    assert said(problem_lines(problem)) == "a/policy.toml:3:4  Odd.\n  Mend it."
    assert said(problem_lines(problem, "line ")) == "line 3  Odd.\n  Mend it."


def test_days() -> None:
    assert (day(date(2024, 5, 19)), day(None)) == ("2024-05-19", "–")

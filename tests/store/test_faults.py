"""Every fault of a text has a place and a way to mend it. (What codec makes of them: `test_codec`.)"""

from __future__ import annotations

import pytest

from policytui.core.values import Problem
from policytui.store import faults, toml
from policytui.store.reading import Found


def told(text: str) -> Problem:
    try:
        toml.loads(text)
    except (ValueError, RecursionError) as error:
        return faults.unreadable(text, error, "p.toml")
    raise AssertionError("it can be read")


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ('a = 1\nb = "x\n', "syntax", 2),
        ('a = 1\nbody = """\nnever closed\n', "syntax", 2),
        ("a = 1\n<<<<<<< ours\nb = 1\n=======\nb = 2\n>>>>>>> theirs\n", "conflict-marks", 2),
        ("a = 1\nb = " + "9" * 5000 + "\n", "bad-value", 2),
        ("a = 1\nb = " + "[" * 5000 + "]" * 5000 + "\n", "too-deep", 2),
        ("a = 1\n" + "b = 1\n" * 40_000, "too-many", 30_001),
        ("\ufeffb = [" + "1," * 40_000 + "]\n", "too-many", 1),
    ],
)
def test_what_cannot_be_read_is_placed(text: str, rule: str, line: int) -> None:
    problem = told(text)
    assert (problem.rule, problem.line, problem.path) == (rule, line, "p.toml")
    assert problem.hint


def test_problems_of_the_data_stand_in_the_order_of_the_file() -> None:
    found = [Found("second", "b", "", ("b",)), Found("first", "a", "", ("a",)), Found("nowhere", "c", "", ("c",))]
    problems = faults.placed("a = 1\nb = 2\n", found, "p.toml")
    assert [(problem.rule, problem.line) for problem in problems] == [("first", 1), ("nowhere", 1), ("second", 2)]


def test_bytes_that_are_no_text_are_placed() -> None:
    problem = faults.not_utf8(b"a = 1\nb = \xff", "a = 1\nb = ", "p.toml")
    assert (problem.line, problem.column) == (2, 5)
    assert "0xFF" in problem.message
    assert "UTF-16" in faults.not_utf8(b"\xff\xfea", "", "p.toml").message


def test_a_mark_and_a_size_are_said() -> None:
    assert faults.bom("p.toml").severity == "warning"
    assert "2 MB" in faults.too_large("p.toml").message

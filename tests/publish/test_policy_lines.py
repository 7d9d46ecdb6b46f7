"""Plain lines for git to compare: sentences apart, white space folded, nothing hidden."""

from __future__ import annotations

from datetime import date

from policytui.core.values import Dates, Policy, Section
from policytui.publish.policy_lines import to_lines

POLICY = Policy(
    "Privacy",
    "Acme",
    preamble="Hello there.",
    dates=Dates(last_updated=date(2024, 1, 2), effective=date(2024, 2, 2)),
    variables=(("who", "Ann"),),
    sections=(
        Section("a", "Logs", 1, "Few.", "We keep\nlogs. They go. e.g. soon.\n\n- one\n- two\n  - three\n"),
        Section("b", "Hidden", 2, body="a\u202eb\n"),
    ),
)


def test_every_sentence_has_its_line() -> None:
    assert to_lines(POLICY).split("\n") == [
        "# Privacy", "Acme", "Last updated: 2024-01-02", "Effective: 2024-02-02", "{{ who }} = Ann", "",
        "Hello there.", "", "## Logs", "In short: Few.", "", "We keep logs.", "They go. e.g. soon.", "", "• one",
        "• two", "  • three", "", "### Hidden", "", "a<U+202E>b", "",
    ]  # fmt: skip


def test_the_sides_of_a_conflict_stand_between_its_marks() -> None:
    """`=======` below a line would make a heading of it."""
    body = "Before.\n<<<<<<< mine\nOne. Two.\n||||||| base\n=======\nThree.\n>>>>>>> theirs\nAfter.\n"
    said = to_lines(Policy("T", sections=(Section("a", "A", body=body),)))
    wanted = [
        "Before.",
        "<<<<<<< mine",
        "One.",
        "Two.",
        "||||||| base",
        "=======",
        "Three.",
        ">>>>>>> theirs",
        "After.",
    ]
    assert [line for line in said.split("\n") if line][-9:] == wanted
    assert "# Heading" in to_lines(Policy("T", preamble="Heading\n=======\n"))

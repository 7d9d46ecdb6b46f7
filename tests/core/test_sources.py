"""Source units: joined they are the text, and each is what a person edits as one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.sources import Unit, joined, units

PIECES = st.sampled_from(
    ["one", "two words", "- item", "  - inner", "3. third", "# Head", "===", "---", "```", "~~~", "> quote",
     "| a | b |", "    code", "\t", " ", "<<<<<<< mine", "=======", ">>>>>>> theirs", "\x1b", "***", ""]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("\n".join) | st.text(max_size=60))
@settings(deadline=None)
def test_units_joined_are_the_text(text: str) -> None:
    found = units(text)
    assert joined(found) == text
    assert all(not unit.text.endswith("\n") for unit in found)
    assert all(unit.text for unit in found[1:])


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("a\nb\n\nc\n", ["a\nb", "c"]),
        ("- a\n- b\n  more\n\n  still b\n", ["- a", "- b\n  more", "  still b"]),
        ("# H\ntext\n", ["# H", "text"]),
        ("Title\n===\ntext\n", ["Title\n===", "text"]),
        ("text\n```\na\n\nb\n```\nmore", ["text", "```\na\n\nb\n```", "more"]),
        ("| a |\n|---|\n| 1 |\n", ["| a |", "|---|", "| 1 |"]),
        ("say\n> one\n> two\nno quote\n", ["say", "> one\n> two", "no quote"]),
        ("\n\nlate\n", ["", "late"]),
        ("```\n\n", ["```"]),
        (
            "<<<<<<< mine\na\n\nb\n=======\nc\n>>>>>>> theirs\nd",
            ["<<<<<<< mine\na\n\nb\n=======\nc\n>>>>>>> theirs", "d"],
        ),
        ("", []),
    ],
)
def test_what_a_unit_is(text: str, texts: list[str]) -> None:
    assert [unit.text for unit in units(text)] == texts


def test_white_space_belongs_to_the_unit_before() -> None:
    assert units("a\n\n\nb") == [Unit("a", "\n\n\n"), Unit("b", "")]

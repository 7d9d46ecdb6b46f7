"""Escaped text publishes as the text it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.imports.escape import escape
from policytui.publish.policy_text import body_text


@pytest.mark.parametrize(
    "text",
    [
        "plain words, nothing else.",
        "snake_case and 3 * 4 and a < b & c",
        "one `tick",
        "x [y] (z)",
        "it - or that + this",
        "rock'n'roll #1",
        "100% ~ nearly",
    ],
)
def test_what_needs_no_backslash_gets_none(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*bold*", "\\*bold\\*"),
        ("_so_", "\\_so\\_"),
        ("# one", "\\# one"),
        ("1. one", "1\\. one"),
        ("- one", "\\- one"),
        ("<b>", "\\<b>"),
        ("[a](b)", "\\[a](b)"),
        ("{{ name }}", "\\{{ name }}"),
        ("&amp;", "\\&amp;"),
        ("> so", "\\> so"),
    ],
)
def test_what_markdown_would_read_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_bracket_within_brackets_defines_no_link() -> None:
    assert body_text(escape("[[]: 1")) == "[[]: 1"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1 .*_#<>[](){}`~&;|\\+-=!:", max_size=30))
def test_a_line_publishes_as_it_was(text: str) -> None:
    line = " ".join(text.split())
    assert body_text(escape(line)) == line

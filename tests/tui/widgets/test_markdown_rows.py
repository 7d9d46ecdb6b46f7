"""Markdown set as rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from policytui.core.visible import HIDDEN
from policytui.tui.widgets.markdown_rows import Look, markdown_rows, references_of
from policytui.tui.widgets.typeset import row_width

LOOK = Look(heading=Style(bold=True), link=Style(underline=True), marker=Style(color="red"))


def plain(source: str, width: int = 40) -> list[str]:
    return ["".join(segment.text for segment in row).rstrip() for row in markdown_rows(source, width, LOOK)]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("One\ntwo  \nthree", ["One two", "three"]),
        ("- a\n- b\n  - c", ["• a", "• b", "  ◦ c"]),
        ("- a\n\n- b", ["• a", "", "• b"]),
        ("9. a\n10. b", [" 9. a", "10. b"]),
        ("> said\n> so", ["│ said so"]),
        ("```\nx  y\n\nz\n```", [" x  y", "", " z"]),
        ("a ~~b~~ `c`", ["a b c"]),
        ("<b>raw</b>", ["<b>raw</b>"]),
        ("![alt](x.png)", ["[image: alt]"]),
        ("[red]not markup[/red]", ["[red]not markup[/red]"]),
        ("see [us](https://e.example/)", ["see us ⟨https://e.example/⟩"]),
        ("<a@b.example>", ["a@b.example"]),
        ("| a | b |\n|---|---|\n| one | two |", ["a   │ b", "────┼────", "one │ two"]),
        ("one\ttwo `three\tfour`", ["one two three four"]),
        ("| a\tb |\n|---|\n| c |", ["a b", "───", "c"]),
        ("", []),
    ],
)
def test_markdown_is_set(source: str, rows: list[str]) -> None:
    assert plain(source) == rows


def test_items_hang_under_their_text() -> None:
    assert plain("- one two three", 9) == ["• one two", "  three"]


def test_a_table_too_wide_becomes_lines() -> None:
    assert plain("| a | b | c |\n|--|--|--|\n| 1 | 2 | 3 |", 12) == ["a: 1", "b: 2", "c: 3"]


def test_links_are_not_live() -> None:
    for row in markdown_rows("[a](http://x.example) <http://y.example>", 60, LOOK):
        assert all(segment.style is None or segment.style.link is None for segment in row)


def test_styles_nest() -> None:
    (row,) = markdown_rows("**a *b***", 20, LOOK)
    styles = {segment.text: segment.style for segment in row}
    assert styles["b"] is not None
    assert styles["b"].bold
    assert styles["b"].italic


def test_definitions_made_elsewhere_are_used() -> None:
    references = references_of("[us]: https://e.example/\n")
    (row,) = markdown_rows("see [us]", 60, LOOK, references)
    assert "".join(segment.text for segment in row) == "see us ⟨https://e.example/⟩"


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab 語\n-*_`#>|[](){}1.~\\<!\x1b\u202e"), max_size=60), st.integers(8, 40))
def test_rows_fit_and_hold_nothing_hidden(source: str, width: int) -> None:
    for row in markdown_rows(source, width, LOOK):
        assert not HIDDEN.search("".join(segment.text for segment in row))
        assert row_width(row) <= max(width, 30)

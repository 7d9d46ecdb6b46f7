"""Blocks of source: joined they are the body, and reading only what an edit touched gives the same blocks."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policytui.tui.widgets.source_blocks import cut, recut

LINE = st.sampled_from([
    "", "", "text", "more text", "- item", "* item", "1. one", "2. two", "  - nested", "    code", "# Heading",
    "### Sub", "```", "~~~", "  ```", "<!-- open", "close -->", "<!-- both -->", "> quote", "| a | b |", "---", "***",
    "[x]: http://e", "   ", "\ttab", "#not", "text <!-- open",
])  # fmt: skip
BODY = st.lists(LINE, max_size=14).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(BODY)
def test_the_blocks_joined_are_the_body(body: str) -> None:
    blocks = cut(body)
    assert "".join(block.text for block in blocks) == body
    assert all(block.lines == block.text.count("\n") for block in blocks)
    assert all(block.text for block in blocks)


@settings(max_examples=600, deadline=None)
@given(BODY, st.data())
def test_reading_what_an_edit_touched_gives_the_same_as_reading_all(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    stop = data.draw(st.integers(start, min(len(body), start + 12)))
    typed = data.draw(st.one_of(st.sampled_from(["", "x", "\n", "\n\n", "`", "```\n", "- ", "<!--", "-->", "#"]), BODY))
    new = body[:start] + typed + body[stop:]
    blocks = cut(body)
    first, last, fresh = recut(blocks, new)
    blocks[first:last] = fresh
    assert blocks == cut(new)


def texts(body: str) -> list[str]:
    return [block.text for block in cut(body)]


def test_paragraphs_lists_and_headings_are_blocks() -> None:
    assert texts("a\nb\n\n# H\nc\n- d\n- e\n") == ["a\nb\n\n", "# H\n", "c\n", "- d\n", "- e\n"]


def test_what_is_indented_belongs_to_the_item_above() -> None:
    assert texts("- a\n\n  more\n  - b\n\nc") == ["- a\n\n  more\n  - b\n\n", "c"]


def test_fences_and_comments_are_never_cut() -> None:
    assert texts("```\n# no\n\n- no\n```\n\nx") == ["```\n# no\n\n- no\n```\n\n", "x"]
    assert texts("<!-- a\n\n# b\n-->\n\nx") == ["<!-- a\n\n# b\n-->\n\n", "x"]


def test_a_number_in_a_paragraph_starts_no_list() -> None:
    assert texts("in the year\n1984. It was\n") == ["in the year\n1984. It was\n"]


def test_an_edit_of_a_long_body_reads_little() -> None:
    body = "".join(f"Paragraph {n}.\n\n" for n in range(2000))
    blocks = cut(body)
    first, last, fresh = recut(blocks, body.replace("Paragraph 1000.", "Paragraph x."))
    assert last - first <= 4
    assert len(fresh) <= 4


def test_link_definitions_are_noticed() -> None:
    assert [block.defines for block in cut("[a]: http://x\n\n[b]\n")] == [True, False]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 900), st.sampled_from(["", "one more\n", "x", "\n\n", "words\nand lines\n"]))
@example(753, "\n\n")
def test_a_paragraph_of_very_many_lines_is_cut_where_an_edit_moves_few_cuts(line: int, put: str) -> None:
    lines = [f"Line {number * (number < 600)} of a very long paragraph.\n" for number in range(1000)]
    old = cut("".join(lines))
    assert 4 < len(old) < 12
    text = "".join([*lines[:line], put, *lines[line:]])
    start, stop, new = recut(old, text)
    blocks = [*old[:start], *new, *old[stop:]]
    assert blocks == cut(text)
    assert "".join(block.text for block in blocks) == text
    assert all(block.text.rstrip("\n").count("\n") < 200 for block in blocks), "blank lines behind it left out"


@pytest.mark.parametrize("first", ["- item\n", "```\ncode\n", "<!-- note\n"])
def test_lists_code_and_comments_are_not_cut_for_their_length(first: str) -> None:
    assert len(cut(first + "plain words\n" * 1000)) == 1

"""Blocks: white space folded, markers apart, nothing lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.blocks import Block, blocks


def test_wrapped_lines_are_one_paragraph() -> None:
    assert blocks("One line\nand  its\trest.  \n\n \n\nTwo.") == (
        Block("paragraph", "One line and its rest."),
        Block("paragraph", "Two."),
    )


def test_bullets_of_all_kinds_are_the_bullet_and_nest() -> None:
    assert blocks("- a\n  more\n* b\n    + c\n- d") == (
        Block("item", "a more", 0, "•"),
        Block("item", "b", 0, "•"),
        Block("item", "c", 1, "•"),
        Block("item", "d", 0, "•"),
    )


def test_numbers_are_those_published() -> None:
    assert [b.marker for b in blocks("3. a\n3. b\n\n   inside\n3) c")] == ["3.", "4.", "", "5."]
    assert blocks("3. a\n\n   inside")[1] == Block("paragraph", "inside", 1)


def test_a_year_at_a_line_start_is_no_item() -> None:
    assert blocks("It was\n2024. Then more.") == (Block("paragraph", "It was 2024. Then more."),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Title #\ntext", [("heading", "Title", "#"), ("paragraph", "text", "")]),
        ("Title\n=====\n", [("heading", "Title", "#")]),
        ("Title\n---\n", [("heading", "Title", "##")]),
        ("a\n\n---\n\n* * *", [("paragraph", "a", ""), ("rule", "", "—"), ("rule", "", "—")]),
        ("> quoted\nlazy\n> - item", [("quote", "quoted lazy", ""), ("item", "item", "•")]),
        ("| a | b |\n|---|:-:|\n| c \\| d | e |", [("row", "a | b", ""), ("row", "c \\| d | e", "")]),
        ("```sh\n  a  b\n\n c\n```\nafter", [("code", "  a  b", ""), ("code", " c", ""), ("paragraph", "after", "")]),
        ("    code  line", [("code", "code  line", "")]),
        ("text\n    not code", [("paragraph", "text not code", "")]),
        ("#no heading", [("paragraph", "#no heading", "")]),
        ("**Bold** text", [("paragraph", "**Bold** text", "")]),
        ("-5 degrees", [("paragraph", "-5 degrees", "")]),
        ("One\\\nTwo\\\nThree", [("paragraph", "One Two Three", "")]),
        ("- one\\\n  two\n- 2\\. three", [("item", "one two", "•"), ("item", "2. three", "•")]),
        ("2\\. no item\n\n\\- nor this", [("paragraph", "2. no item", ""), ("paragraph", "- nor this", "")]),
        ("\\*stays\\* text", [("paragraph", "\\*stays\\* text", "")]),
        ("    a\\.b", [("code", "a\\.b", "")]),
    ],
)
def test_kinds(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(b.kind, b.text, b.marker) for b in blocks(text)] == found


def test_an_empty_text_has_no_blocks() -> None:
    assert blocks("") == blocks(" \n\t\n") == ()


LINES = st.sampled_from(
    [
        "",
        "plain words here",
        "  indented",
        "    deep",
        "- item",
        "* other",
        "1. one",
        "7) seven",
        "  - nested",
        "# head",
        "> quote",
        "| a | b |",
        "|---|---|",
        "```",
        "---",
        "===",
        "***",
        "> - both",
        "\ttab",
        "a | bar",
        "~~~",
        "2024. x",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=14))
def test_every_word_stands_in_exactly_one_block(lines: list[str]) -> None:
    text = "\n".join(lines)
    words = re.findall(r"[a-z]+", text)
    assert re.findall(r"[a-z]+", " ".join(block.text for block in blocks(text))) == words


@settings(deadline=None)
@given(st.lists(LINES, max_size=14))
def test_line_ends_and_trailing_space_are_no_change(lines: list[str]) -> None:
    found = blocks("\n".join(lines))
    if "```" not in lines and "~~~" not in lines and "    deep" not in lines and "\ttab" not in lines:
        assert blocks("\r\n".join(lines)) == found
        assert blocks("  \n".join(lines)) == found
    assert blocks("\n".join(lines) + "\n\n") == found


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["one", "two", "three", "four"]), min_size=1, max_size=9), max_size=5), st.data()
)
def test_wrapping_is_no_change(paragraphs: list[list[str]], data: st.DataObject) -> None:
    once = "\n\n".join(" ".join(words) for words in paragraphs)
    space = st.sampled_from([" ", "\n", "  ", "\n "[:1]])
    again = "\n\n".join("".join(w + data.draw(space) for w in words) for words in paragraphs)
    assert blocks(once) == blocks(again)


@pytest.mark.parametrize("mark", [">", "> "])
def test_quotes_in_quotes_without_end_are_read_all_the_same(mark: str) -> None:
    found = blocks("Before.\n\n" + mark * 5000 + "deep\n\nAfter.\n")
    assert [block.text for block in (found[0], found[-1])] == ["Before.", "After."]
    assert found[1].text.endswith("deep")
    assert blocks(mark * 20 + "deep") == (Block("quote", "deep", 20),)

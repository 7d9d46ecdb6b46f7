"""Chunks are written as Markdown that publishes the text they hold."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.lines import read_lines, shape_of
from policytui.imports.render import Body, render, sentences, summary_of


def body(text: str) -> Body:
    lines = read_lines(text)
    return Body(chunks_of(lines, shape_of(lines)))


def test_sentences_are_cut_but_not_after_abbreviations() -> None:
    assert sentences("We row, e.g. By day. We swim! Do you? “Yes.” Heron Ltd. Owns it.") == [
        "We row, e.g. By day.",
        "We swim!",
        "Do you?",
        "“Yes.”",
        "Heron Ltd. Owns it.",
    ]


def test_a_summary_is_taken_off_with_its_prefix() -> None:
    assert summary_of(body("In Short: We row.\nAlways.")) == ("We row.", "In Short:")
    assert summary_of(body("In short: In Short: We row.")) == ("We row.", "In short: In Short:")
    assert summary_of(body("In short we row.")) == ("", "")
    assert render(body("In Short: We row.\nAlways.")) == "Always."


def test_ordered_lists_keep_numbers_that_skip() -> None:
    assert render(body("1. a\n2. b\n4. d")) == "1. a\n2. b\n4) d"


def test_lettered_items_keep_their_letters() -> None:
    assert render(body("(a) row\n(b) swim")) == "- (a) row\n- (b) swim"


def test_lists_nest_by_indent_and_mark() -> None:
    assert render(body("• a\n  o b\n  o c\n• d")) == "- a\n  - b\n  - c\n- d"


def test_a_label_is_bold_when_it_was_marked() -> None:
    chunk = Chunk(Kind.TEXT, "Boats: We let *them* out. Always.", 1, labelled=True)
    assert render(Body([chunk])) == "**Boats:** We let \\*them\\* out.\nAlways."

"""Lines keep their source numbers; the shape of a text is measured."""

from __future__ import annotations

from policytui.imports.lines import ended, read_lines, shape_of, starts_small


def test_lines_know_their_number_gap_and_indent() -> None:
    lines = read_lines("a\n\n\u00a0\n  b c\u00a0d ")
    assert [(line.number, line.text, line.indent, line.gap) for line in lines] == [
        (1, "a", 0, 0),
        (4, "b c\u00a0d", 2, 2),
    ]


def test_a_wrapped_text_is_known_by_its_broken_sentences() -> None:
    row = "the boats are let by the hour to anybody who can row, swim and sing, and\n"
    assert shape_of(read_lines(row * 9)).width == len(row) - 1
    assert shape_of(read_lines("We let boats by the hour to anybody who can row and swim well.\n" * 9)).width == 0


def test_a_spaced_text_is_known_by_its_gaps() -> None:
    assert shape_of(read_lines("One.\n\nTwo.\n\nThree.")).spaced
    assert not shape_of(read_lines("One.\nTwo.\nThree.")).spaced


def test_ends_and_beginnings() -> None:
    assert ended("so it is.”")
    assert ended("as follows:")
    assert not ended("and")
    assert starts_small("“and")
    assert not starts_small("And")

"""Lines become paragraphs, items, rules and tables."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.lines import read_lines, shape_of


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def test_wrapped_lines_are_joined_and_a_gap_ends_a_paragraph() -> None:
    row = "we let boats by the hour to all who can row, swim and sing on a lake and"
    got = chunks(f"{row}\n{row}\n{row}\nend.\n\nNew one.")
    assert [chunk.text for chunk in got] == [f"{row} {row} {row} end.", "New one."]


def test_lines_of_a_text_that_is_not_wrapped_stay_apart() -> None:
    assert [chunk.text for chunk in chunks("One here.\nTwo here.")] == ["One here.", "Two here."]


def test_items_take_their_indented_lines_along() -> None:
    got = chunks("• one\n  and more\n\n  a further paragraph\n• two")
    assert [(chunk.kind, chunk.mark, chunk.text) for chunk in got] == [
        (Kind.ITEM, "•", "one and more"),
        (Kind.ITEM, "", "a further paragraph"),
        (Kind.ITEM, "•", "two"),
    ]


def test_an_underline_marks_the_line_above_and_a_rule_stands_alone() -> None:
    got = chunks("Boats\n=====\nWe let them.\n\n-----\n")
    assert [(chunk.kind, chunk.set_apart) for chunk in got] == [(Kind.TEXT, "="), (Kind.TEXT, ""), (Kind.RULE, "")]


def test_rows_with_columns_are_a_table() -> None:
    got = chunks("a | b | c\n1 | 2 | 3\nDone.")
    assert [(chunk.kind, chunk.rows) for chunk in got] == [(Kind.TABLE, ["a | b | c", "1 | 2 | 3"]), (Kind.TEXT, [])]


def test_a_lone_mark_above_small_letters_is_a_bullet() -> None:
    assert [(c.kind, c.text) for c in chunks("-\nrow home")] == [(Kind.ITEM, "row home")]
    assert [c.kind for c in chunks("-\nRow Home")] == [Kind.LONE, Kind.TEXT]

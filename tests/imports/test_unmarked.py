"""Lists that lost their bullets get them back, and the next heading is left alone."""

from __future__ import annotations

from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.lines import read_lines, shape_of
from policytui.imports.unmarked import mark_unmarked


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def items(text: str) -> list[str]:
    got = chunks(text)
    mark_unmarked(got)
    return [chunk.text for chunk in got if chunk.kind is Kind.ITEM]


def test_short_lines_after_a_colon() -> None:
    assert items("We keep:\nnames\nages\nAll of it is locked away.") == ["names", "ages"]


def test_the_next_heading_is_no_item() -> None:
    assert items("We keep:\nyour name\nyour age\nHow We Use It\nWe row.") == ["your name", "your age"]
    assert items("We:\n\nLet the boats\n\nMend the oars\n\nYOUR RIGHTS\n\nAsk us.") == [
        "Let the boats",
        "Mend the oars",
    ]


def test_sentences_that_begin_alike() -> None:
    assert len(items("You may ask us:\nIf it rains.\nIf it snows.\nIf it hails.\nWe answer at once.")) == 3


def test_clauses_with_semicolons() -> None:
    assert items("you row; and\nyou swim; or\nyou sing.\nGood.") == ["you row; and", "you swim; or", "you sing."]


def test_one_line_is_no_list() -> None:
    assert items("We keep:\nnames\nAll of it is locked away.") == []

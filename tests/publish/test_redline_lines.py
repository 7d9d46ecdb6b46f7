"""What is shown, and how it wraps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.redline import Hunk, SectionChange, Status
from policytui.publish.redline_lines import (
    _ODD,
    Run,
    Skipped,
    _wrapped_by_columns,
    columns,
    hunk_notes,
    painted,
    runs,
    shown,
    wrapped,
    written,
)
from tests.publish.redlines import example

TEXT = st.text(alphabet="abc 中é", max_size=30)
RUNS = st.lists(st.tuples(st.sampled_from(["keep", "add", "remove"]), TEXT), max_size=5)


def text_of(lines: list[list[Run]]) -> str:
    return "".join(text for line in lines for _, text in line)


@given(RUNS, st.integers(12, 40))
def test_wrapping_keeps_every_character_but_spaces_and_fits(found: list[Run], width: int) -> None:
    lines = wrapped(found, width, "~ ", "  ")
    assert "".join(text_of(lines).split()) == "~" + "".join("".join(text.split()) for _, text in found)
    assert all(sum(columns(text) for _, text in line) <= width for line in lines)


NARROW = st.lists(st.tuples(st.sampled_from(["keep", "add"]), st.text(alphabet="abc  é”", max_size=40)), max_size=5)


@given(NARROW, st.integers(12, 40))
def test_the_short_cut_for_narrow_text_breaks_where_measuring_does(found: list[Run], width: int) -> None:
    quick, measured = wrapped(found, width, "~ ", "  "), _wrapped_by_columns(found, width, "~ ", "  ")
    assert [painted(line, False) for line in quick] == [painted(line, False) for line in measured]
    assert written(found, width, False, "~ ", "  ") == [painted(line, False) for line in measured]
    assert [style for line in quick for style, text in line[1:] for c in text if c != " "] == [
        style for line in measured for style, text in line[1:] for c in text if c != " "
    ]


def test_each_character_of_the_short_cut_takes_one_column() -> None:
    from rich.cells import cell_len

    narrow = [chr(code) for code in range(0x3000) if not _ODD.match(chr(code))]
    assert all(cell_len(char) == 1 for char in narrow)


def test_a_word_is_not_broken_where_its_style_changes() -> None:
    lines = wrapped([("keep", "aaaa bbb"), ("add", "cccc")], 10)
    assert [painted(line, False) for line in lines] == ["aaaa", "bbbcccc"]


def test_marks_stand_at_words_not_at_spaces() -> None:
    hunk = Hunk(Status.CHANGED, "paragraph", "a", "a b", (("keep", "a"), ("add", " b")))
    assert "".join(text for _, text in runs(hunk)) == "a {+b+}"


@pytest.mark.parametrize(("context", "blocks"), [(0, 7), (1, 9), (None, 9)])
def test_context_is_blocks_around_changes(context: int | None, blocks: int) -> None:
    items = list(shown(example(), context))
    assert sum(isinstance(item, Hunk) for item in items) >= blocks - 2
    hidden = sum(item.count for item in items if isinstance(item, Skipped))
    total = sum(len(item.hunks) for item in items if isinstance(item, SectionChange))
    assert hidden + sum(isinstance(item, Hunk) for item in items) == total


def test_notes_say_what_the_text_does_not() -> None:
    found = example()
    notes = [note for _, hunk in found.changes() for note in hunk_notes(found, hunk)]
    assert notes == ["• → 1.", "• → 2.", "moved from “Data”"] or notes == ["• → 1.", "• → 2.", "moved"]


def test_colour_is_ours_and_only_when_asked() -> None:
    assert painted([("add", "x")], False) == "x"
    assert painted([("add", "x")], True) == "\x1b[36;4mx\x1b[0m"

"""Rows: nothing lost but white space at breaks, nothing wider than asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from policytui.tui.widgets import typeset
from policytui.tui.widgets.typeset import Row, Run, breaks, clipped, row_width, rows_of, set_rows, strip_of, window

TEXT = st.text(st.sampled_from("abc  \n語é.—"), max_size=80)
PLAIN, BOLD = Style(), Style(bold=True)


def plain(rows: Sequence[list[Segment]]) -> list[str]:
    return ["".join(segment.text for segment in row) for row in rows]


@settings(max_examples=300, deadline=None)
@given(TEXT, st.integers(2, 20))
def test_every_character_but_white_space_stands_in_one_row_that_fits(text: str, width: int) -> None:
    rows = breaks(text, width)
    assert "".join("".join(text[a:b].split()) for a, b in rows) == "".join(text.split())
    assert all(cell_len(text[a:b]) <= width for a, b in rows)
    assert all(one[1] <= other[0] for one, other in pairwise(rows))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(TEXT, st.sampled_from([PLAIN, BOLD])), max_size=5), st.integers(2, 30))
def test_styles_stay_with_their_text(runs: list[tuple[str, Style]], width: int) -> None:
    rows = rows_of(runs, width)
    for style in (PLAIN, BOLD):
        wanted = "".join("".join(text.split()) for text, own in runs if own == style)
        got = "".join("".join(s.text.split()) for row in rows for s in row if s.style == style)
        assert got == wanted
    assert all(row_width(row) <= width for row in rows)


def test_rows_break_at_spaces() -> None:
    assert plain(rows_of([("one two three", PLAIN)], 8)) == ["one two", "three"]


def test_a_word_of_two_styles_is_not_broken_between_them() -> None:
    assert plain(rows_of([("aa bb", PLAIN), ("cc", BOLD)], 5)) == ["aa", "bbcc"]


def test_a_word_wider_than_the_row_is_cut() -> None:
    assert plain(rows_of([("x abcdefgh y", PLAIN)], 4)) == ["x", "abcd", "efgh", "y"]


def test_a_line_feed_breaks_and_indents_stay() -> None:
    assert plain(rows_of([("a\n  b\n\nc", PLAIN)], 10)) == ["a", "  b", "", "c"]


def test_no_text_is_one_empty_row() -> None:
    assert plain(rows_of([], 10)) == [""]


def test_a_strip_is_filled_up_or_cut() -> None:
    assert strip_of([Segment("ab", PLAIN)], 4, PLAIN).text == "ab  "
    assert strip_of([Segment("abcdef", PLAIN)], 4, PLAIN).text == "abcd"


@pytest.mark.parametrize(
    ("start", "width", "shown"),
    [
        (0, 9, "abcdefghi"),
        (0, 5, "abcd›"),
        (2, 5, "‹def›"),
        (4, 5, "‹fghi"),
        (9, 5, "‹"),
        (40, 5, "‹"),
    ],
)
def test_a_window_on_a_row_says_on_which_side_it_goes_on(start: int, width: int, shown: str) -> None:
    assert plain([window([Segment("abc", PLAIN), Segment("defghi", BOLD)], start, width, BOLD)]) == [shown]


def test_a_window_never_shows_half_a_wide_character() -> None:
    row = window([Segment("語語語語", PLAIN)], 1, 5, BOLD)
    assert row_width(row) <= 5
    assert "".join(segment.text for segment in row) == "‹語 ›"


def test_a_window_on_nothing_is_empty() -> None:
    assert plain([window([], 3, 5, BOLD)]) == [""]


def test_clipped_text_says_so() -> None:
    assert clipped("short", 9) == "short"
    assert clipped("rather long", 7) == "rather…"
    assert clipped("語語語", 4) == "語…"
    assert clipped("ab", 1) == "…"
    assert clipped("ab", 0) == ""


@given(st.text(st.sampled_from("ab  cé—“”€Ж"), max_size=60), st.integers(1, 15))
def test_a_text_of_narrow_characters_breaks_as_any_text(text: str, width: int) -> None:
    if text[:1] != " ":
        assert typeset._at_spaces(text, width) == typeset._by_words(text, width)


def test_narrow_characters_take_one_cell() -> None:
    narrow = [chr(code) for code in range(0x3000) if typeset._NARROW.fullmatch(chr(code))]
    assert len(narrow) > 800
    assert {cell_len(char) for char in narrow} == {1}
    assert [char for char in narrow if char.isspace()] == [" "]


@given(st.lists(st.text(st.sampled_from("ab 語\n"), max_size=9), max_size=9), st.integers(1, 9))
def test_rows_are_the_text_in_its_styles(texts: list[str], width: int) -> None:
    runs = [(text, Style(color=f"color({number})")) for number, text in enumerate(texts)]
    whole = "".join(texts)
    styles = [style for text, style in runs for _ in text]
    for row, (start, stop) in zip(rows_of(runs, width), breaks(whole, width), strict=True):
        assert [(char, segment.style) for segment in row for char in segment.text] == list(
            zip(whole[start:stop], styles[start:stop], strict=True)
        )


def test_a_very_long_word_is_cut_in_the_time_of_its_length() -> None:
    word = "語" * 50_000
    rows = breaks(word, 40)
    assert len(rows) == 2500
    assert "".join(word[start:stop] for start, stop in rows) == word


def test_a_row_is_cut_out_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[int] = []
    real = typeset._slice

    def counted(runs: Sequence[Run], first: int, position: int, start: int, stop: int) -> Row:
        cut.append(start)
        return real(runs, first, position, start, stop)

    monkeypatch.setattr(typeset, "_slice", counted)
    runs = [(f"word{n} ", BOLD if n % 3 else PLAIN) for n in range(6000)]
    rows = set_rows(runs, 40)
    assert len(rows) > 1000
    assert cut == []
    assert plain([rows[900]]) == [plain(rows[899:902])[1]]
    assert len(cut) == 3
    assert plain(list(rows)) == plain(rows_of(runs, 40))

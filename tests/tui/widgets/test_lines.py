"""The text behind the editor is the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual._wrap import compute_wrap_offsets
from textual.document._wrapped_document import WrappedDocument

from policytui.tui.widgets.lines import Lines, Shown, Wrapped, rewrapped

TEXT = st.text(st.sampled_from("ab \n\x0b\x85\u2028\x1b语"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_only_a_line_feed_ends_a_line(text: str) -> None:
    assert Lines(text).text == text


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT, st.data())
def test_replacing_a_range_is_replacing_text(text: str, new: str, data: st.DataObject) -> None:
    document = Lines(text)
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))

    def place(index: int) -> tuple[int, int]:
        return text[:index].count("\n"), index - (text.rfind("\n", 0, index) + 1)

    result = document.replace_range(place(start), place(stop), new)
    assert document.text == text[:start] + new + text[stop:]
    assert result.replaced_text == text[start:stop]


def test_shown_lines_have_the_same_positions() -> None:
    document = Lines("a\x1bb\nplain")
    seen = Shown(document)
    assert seen.lines == ["a␛b", "plain"]
    assert seen[0] == "a␛b"
    assert seen[0:1] == ["a␛b"]
    assert seen.line_count == 2


def test_the_height_is_the_count_of_rows() -> None:
    wrapped = Wrapped(Lines("one two three\n\nfour"), 8)
    assert wrapped.height == 4


WORDS = st.lists(
    st.sampled_from(["a", "bb", "ccc", " ", "  ", "\u2003", "\u00a0", "語", "e\u0301", "unbrokenunbroken"]), max_size=60
).map("".join)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, st.integers(2, 20), st.data())
def test_a_long_line_wraps_after_an_edit_as_it_would_anew(line: str, put: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    edited = line[:start] + put + line[end:]
    old = compute_wrap_offsets(line, width, 4)
    new = rewrapped(edited, width, old, start, end, start + len(put), window=40)
    assert new == compute_wrap_offsets(edited, width, 4)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), WORDS), max_size=6))
def test_every_place_is_where_it_would_be_in_a_text_wrapped_anew(edits: list[tuple[int, int, str]]) -> None:
    lines = Lines("first\n" + "some words of a long line " * 200 + "\nlast")
    wrapped = Wrapped(lines, 30)
    for start, size, put in edits:
        left = min(start, len(lines.get_line(1)))
        right = min(left + size, len(lines.get_line(1)))
        result = lines.replace_range((1, left), (1, right), put)
        wrapped.wrap_range((1, left), (1, right), result.end_location)
    fresh, stock = Wrapped(lines, 30), WrappedDocument(lines, 30)
    assert wrapped._wrap_offsets == fresh._wrap_offsets
    assert wrapped._offset_to_line_info == fresh._offset_to_line_info
    assert wrapped._line_index_to_offsets == fresh._line_index_to_offsets
    for place in ((0, 3), (1, 0), (1, 17), (1, len(lines.get_line(1))), (2, 4)):
        assert wrapped.location_to_offset(place) == stock.location_to_offset(place)
    assert wrapped.get_sections(1) == stock.get_sections(1)

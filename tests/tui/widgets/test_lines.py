"""The text behind the editor is the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.tui.widgets.lines import Lines, Shown, Wrapped

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

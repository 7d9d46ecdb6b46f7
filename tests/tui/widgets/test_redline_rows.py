"""A block of a redline as rows: nothing of either side is lost, and it can be read without colour."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from policytui.core.judgement import Reason
from policytui.core.redline import Hunk, Span, Status
from policytui.core.values import Change
from policytui.tui.widgets.redline_rows import Looks, hunk_rows, sign_of
from policytui.tui.widgets.typeset import row_width

LOOKS = Looks(
    **{name: Style() for name in Looks.__dataclass_fields__}
    | {"add": Style(underline=True), "remove": Style(strike=True), "keep": Style(dim=True)}
)


def hunk(*spans: Span, kind: str = "paragraph", status: Status = Status.CHANGED, **more: object) -> Hunk:
    before = "".join(span.text for span in spans if span.op != "add")
    after = "".join(span.text for span in spans if span.op != "remove")
    return Hunk(status, kind, before, after, spans, **more)  # type: ignore[arg-type]


EDIT = hunk(Span("keep", "for "), Span("remove", "18"), Span("add", "16"), Span("keep", " months"))


def plain(one: Hunk, width: int = 60, **more: object) -> list[str]:
    return ["".join(segment.text for segment in row).rstrip() for row in hunk_rows(one, width, LOOKS, **more)]  # type: ignore[arg-type]


def test_removed_is_struck_and_added_underlined() -> None:
    (row,) = hunk_rows(EDIT, 60, LOOKS)
    by_text = {segment.text: segment.style for segment in row}
    assert by_text["18"] == LOOKS.remove
    assert by_text["16"] == LOOKS.add
    assert by_text["for "] == LOOKS.keep


def test_without_colour_brackets_tell_it() -> None:
    assert plain(EDIT, plain=True) == ["for [-18-]{+16+} months"]


def test_side_by_side_before_is_left_and_after_right() -> None:
    assert plain(EDIT, 43, split=True) == ["for 18 months        │ for 16 months"]


def test_side_by_side_wraps_each_column() -> None:
    long = hunk(Span("keep", "one two three four "), Span("add", "five six seven"))
    assert plain(long, 23, split=True) == [
        "one two    │ one two",
        "three four │ three four",
        "           │ five six",
        "           │ seven",
    ]


@pytest.mark.parametrize(
    ("one", "rows"),
    [
        (hunk(Span("add", "new"), status=Status.ADDED, kind="item", marker="3."), ["3. new"]),
        (hunk(Span("add", "new"), kind="summary"), ["In short: new"]),
        (hunk(Span("keep", "same"), kind="quote", status=Status.SAME, depth=1), ["│ same"]),
        (hunk(Span("keep", "same"), kind="item", status=Status.CHANGED, marker="2.", old_marker="1."), ["1.2. same"]),
        (
            hunk(Span("keep", "there"), status=Status.SAME, moved=True, old_section="s"),
            ["↕ moved here from “Old”", "there"],
        ),
        (hunk(Span("keep", "a\x1bb"), status=Status.SAME), ["a␛b"]),
        (hunk(Span("keep", "[b]a[/b]"), status=Status.SAME), ["[b]a[/b]"]),
    ],
)
def test_each_kind_is_told(one: Hunk, rows: list[str]) -> None:
    assert plain(one, titles={"s": "Old"}) == rows


def test_reasons_stand_below_once() -> None:
    reason = Reason("s", Change.MATERIAL, "number", "18", "16", "A number changed.", 0)
    assert plain(EDIT, reasons=[reason, reason])[1:] == ["└ material · A number changed."]


def test_signs() -> None:
    assert sign_of(EDIT) == "~"
    assert sign_of(hunk(Span("add", "x"), status=Status.ADDED)) == "+"
    assert sign_of(hunk(Span("remove", "x"), status=Status.REMOVED)) == "−"
    assert sign_of(hunk(Span("keep", "x"), status=Status.SAME, moved=True)) == "↕"


SPANS = st.lists(
    st.builds(Span, st.sampled_from(["keep", "remove", "add"]), st.text(st.sampled_from("ab 語"), min_size=1)),
    min_size=1,
)


@settings(max_examples=150, deadline=None)
@given(SPANS, st.integers(30, 80), st.sampled_from(["paragraph", "item", "heading", "code"]), st.integers(0, 9))
def test_both_sides_can_be_read_back_and_rows_fit(spans: list[Span], width: int, kind: str, depth: int) -> None:
    one = hunk(*spans, kind=kind, depth=depth)
    inline = hunk_rows(one, width, LOOKS)
    assert all(row_width(row) <= width for row in inline)
    for op, style in (("add", LOOKS.add), ("remove", LOOKS.remove)):
        got = "".join("".join(s.text.split()) for row in inline for s in row if s.style == style)
        assert got == "".join("".join(span.text.split()) for span in spans if span.op == op)
    split = hunk_rows(one, width, LOOKS, split=True)
    assert all(row_width(row) <= width for row in split)
    column = max(8, (width - 3) // 2)
    sides = ["", ""]
    for row in split:
        at = 0
        for segment in row:
            if segment.text != " │ " and segment.text.strip() != "•":
                sides[at > column] += "".join(segment.text.split())
            at += row_width([segment])
    assert sides == ["".join(one.before.split()), "".join(one.after.split())]

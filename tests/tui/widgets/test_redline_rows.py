"""A block of a redline as rows: nothing of either side is lost, and it can be read without colour."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from policytui.core.judgement import Reason
from policytui.core.redline import Hunk, Op, Span, Status
from policytui.core.rules import RULES
from policytui.core.values import Change
from policytui.tui.widgets.redline_rows import Looks, hunk_rows, reach, sign_of
from policytui.tui.widgets.typeset import row_width

LOOKS = Looks(
    **{name: Style() for name in Looks.__dataclass_fields__}
    | {"add": Style(underline=True), "remove": Style(strike=True), "keep": Style(dim=True)}
)


def hunk(*spans: Span, kind: str = "paragraph", status: Status = Status.CHANGED, **more: object) -> Hunk:
    before = "".join(text for op, text in spans if op != "add")
    after = "".join(text for op, text in spans if op != "remove")
    return Hunk(status, kind, before, after, spans, **more)  # type: ignore[arg-type]


EDIT = hunk(("keep", "for "), ("remove", "18"), ("add", "16"), ("keep", " months"))


def plain(one: Hunk, width: int = 60, **more: object) -> list[str]:
    return ["".join(segment.text for segment in row).rstrip() for row in hunk_rows(one, width, LOOKS, **more)]  # type: ignore[arg-type]


def test_removed_is_struck_and_added_underlined() -> None:
    (row,) = hunk_rows(EDIT, 60, LOOKS)
    by_text = {segment.text: segment.style for segment in row}
    assert by_text["18"] == LOOKS.remove
    assert by_text["16"] == LOOKS.add
    assert by_text["for "] == LOOKS.keep


def test_a_tab_keeps_words_apart() -> None:
    assert plain(hunk(("keep", "a\tb "), ("add", "c\td"))) == ["a b c d"]
    assert plain(hunk(("keep", "a\tb"), kind="code", status=Status.SAME)) == ["a b"]


def test_without_colour_brackets_tell_it() -> None:
    assert plain(EDIT, plain=True) == ["for [-18-]{+16+} months"]


@pytest.mark.parametrize(
    ("brackets", "said"), [(True, "Place: [-after A-] → {+after B+}"), (False, "Place: after A → after B")]
)
def test_an_arrow_stands_between_two_places(brackets: bool, said: str) -> None:
    place = hunk(("remove", "after A"), ("add", "after B"), kind="place")
    assert plain(place, plain=brackets) == [said]
    assert plain(place, 43, split=True, plain=False) == ["Place: after A       │ Place: after B"]


def test_side_by_side_before_is_left_and_after_right() -> None:
    assert plain(EDIT, 43, split=True) == ["for 18 months        │ for 16 months"]


def test_side_by_side_wraps_each_column() -> None:
    long = hunk(("keep", "one two three four "), ("add", "five six seven"))
    assert plain(long, 23, split=True) == [
        "one two    │ one two",
        "three four │ three four",
        "           │ five six",
        "           │ seven",
    ]


@pytest.mark.parametrize(
    ("one", "rows"),
    [
        (hunk(("add", "new"), status=Status.ADDED, kind="item", marker="3."), ["3. new"]),
        (hunk(("add", "new"), kind="summary"), ["In short: new"]),
        (hunk(("keep", "same"), kind="quote", status=Status.SAME, depth=1), ["│ same"]),
        (hunk(("keep", "same"), kind="item", status=Status.CHANGED, marker="2.", old_marker="1."), ["1.2. same"]),
        (
            hunk(("keep", "there"), status=Status.SAME, moved=True, old_section="s"),
            ["moved here from “Old”", "there"],
        ),
        (hunk(("keep", "a\x1bb"), status=Status.SAME), ["a␛b"]),
        (hunk(("keep", "[b]a[/b]"), status=Status.SAME), ["[b]a[/b]"]),
    ],
)
def test_each_kind_is_told(one: Hunk, rows: list[str]) -> None:
    assert plain(one, titles={"s": "Old"}) == rows


LONG = hunk(
    ("keep", "word " * 30), ("remove", "lamp"), ("add", "lantern"), ("keep", " end" * 30), kind="item",
    marker="•",
)  # fmt: skip


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("brackets", [False, True])
@pytest.mark.parametrize("width", [35, 60, 120])
def test_a_line_that_is_not_wrapped_begins_where_its_first_change_is_in_sight(
    split: bool, brackets: bool, width: int
) -> None:
    first, last = reach(LONG, width, split=split, plain=brackets)
    (row,) = plain(LONG, width, split=split, plain=brackets, shift=first)
    assert "lamp" in row
    assert "lantern" in row
    assert row.startswith("• ‹")
    assert row.endswith("›")
    (row,) = plain(LONG, width, split=split, plain=brackets, shift=last)
    assert row.endswith(" end")


def test_a_line_that_fits_is_shown_from_its_beginning() -> None:
    assert reach(EDIT, 60, split=False, plain=False) == (0, 0)
    assert plain(EDIT, 60, shift=0) == ["for 1816 months"]


def test_lines_of_code_stay_lines_without_wrapping() -> None:
    code = hunk(("keep", "one\n"), ("remove", "two"), ("add", "three"), kind="code")
    assert plain(code, 20, shift=0) == ["one", "twothree"]


def test_how_sure_a_rule_is_stands_with_its_reason() -> None:
    likely = next(name for name, rule in RULES.items() if rule.sure == "likely")
    rows = plain(EDIT, 40, reasons=[Reason("s", Change.MATERIAL, likely, "18", "16", "A number of lamps changed.", 0)])
    assert rows[1:] == ["└ material · A number of lamps changed.", "  (likely)"]


def test_reasons_stand_below_once() -> None:
    reason = Reason("s", Change.MATERIAL, "number", "18", "16", "A number changed.", 0)
    assert plain(EDIT, reasons=[reason, reason])[1:] == ["└ material · A number changed."]


def test_signs() -> None:
    assert sign_of(EDIT) == "~"
    assert sign_of(hunk(("add", "x"), status=Status.ADDED)) == "+"
    assert sign_of(hunk(("remove", "x"), status=Status.REMOVED)) == "−"
    assert sign_of(hunk(("keep", "x"), status=Status.SAME, moved=True)) == "↕"


OPS: list[Op] = ["keep", "remove", "add"]
SPANS = st.lists(st.tuples(st.sampled_from(OPS), st.text(st.sampled_from("ab 語"), min_size=1)), min_size=1)


@settings(max_examples=150, deadline=None)
@given(SPANS, st.integers(30, 80), st.sampled_from(["paragraph", "item", "heading", "code"]), st.integers(0, 9))
def test_both_sides_can_be_read_back_and_rows_fit(spans: list[Span], width: int, kind: str, depth: int) -> None:
    one = hunk(*spans, kind=kind, depth=depth)
    inline = hunk_rows(one, width, LOOKS)
    assert all(row_width(row) <= width for row in inline)
    for op, style in (("add", LOOKS.add), ("remove", LOOKS.remove)):
        got = "".join("".join(s.text.split()) for row in inline for s in row if s.style == style)
        assert got == "".join("".join(text.split()) for its, text in spans if its == op)
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


@pytest.mark.parametrize("brackets", [True, False])
@pytest.mark.parametrize("split", [True, False])
def test_what_is_looked_for_is_set_apart_on_both_sides_of_a_change(brackets: bool, split: bool) -> None:
    one = hunk(("keep", "We keep the "), ("remove", "or"), ("add", "bor"), ("keep", "der; no more."))
    wanted = re.compile("ORDER|er; no", re.IGNORECASE)
    rows = hunk_rows(one, 120, LOOKS, wanted=re.compile("order", re.IGNORECASE), plain=brackets, split=split)
    lit = [segment.text for row in rows for segment in row if segment.style and segment.style.reverse]
    assert lit == (["or", "der", "or", "der"] if split else ["or", "or", "der"])
    rows = hunk_rows(one, 120, LOOKS, wanted=wanted, plain=brackets, split=split)
    unlit = hunk_rows(one, 120, LOOKS, plain=brackets, split=split)
    assert ["".join(s.text for s in row) for row in rows] == ["".join(s.text for s in row) for row in unlit]


def test_what_is_looked_for_is_set_apart_in_what_did_not_change() -> None:
    (row,) = hunk_rows(hunk(("keep", "Order, order."), status=Status.SAME), 60, LOOKS, wanted=re.compile("(?i)order"))
    assert [segment.text for segment in row if segment.style and segment.style.reverse] == ["Order", "order"]

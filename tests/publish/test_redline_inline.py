"""The inline view: every change readable without colour, nothing of the content acting on the terminal."""

from __future__ import annotations

import pytest

from policytui.core.compare import redline
from policytui.core.values import Policy
from policytui.publish.redline_inline import to_inline
from tests.publish.redlines import AFTER, example, hostile


def test_changes_are_marked_in_the_running_text() -> None:
    text = to_inline(example(), context=0, width=80)
    assert "~ We keep your orders for [-30-]{+60+} days, no more." in text
    assert "§ Your data · renamed from “Data”" in text
    assert "§ Fax · removed" in text
    assert "§ Cookies · added" in text
    assert "§ Rights · level 1 → 2" in text
    assert "~ 1. see it (• → 1.)" in text
    assert "Stays as it is." not in text
    assert "⋯ 1 unchanged block" in text
    assert "\x1b" not in text


def test_a_moved_paragraph_is_shown_once() -> None:
    text = " ".join(to_inline(example(), context=0, width=80).split())
    assert text.count("old town") == 1
    assert "> Write to our office" in text
    assert "moved from “Data”" in text


def test_the_whole_document_has_no_gaps() -> None:
    text = to_inline(example(), context=None, width=80)
    assert "⋯" not in text
    assert "Stays as it is." in text


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_fit(width: int) -> None:
    assert all(len(line) <= width for line in to_inline(example(), context=None, width=width).splitlines())
    assert all(len(line) <= width for line in to_inline(example(), context=0, width=width).splitlines())


def test_content_is_made_visible_even_with_colour() -> None:
    text = to_inline(hostile(), context=None, color=True)
    assert "␛]52;c;x␇" in text
    assert "\x1b]" not in text
    assert "\x1b[31m" not in text
    assert "\u202e" not in text


def test_nothing_changed_is_nothing_shown() -> None:
    from policytui.core.compare import redline

    assert to_inline(redline(AFTER, AFTER)) == ""


def test_an_arrow_stands_between_two_places() -> None:
    assert "~ place: level [-1-] → {+2+}" in to_inline(example(), context=0)


def test_white_space_that_changed_in_code_is_marked() -> None:
    before = Policy("T", preamble="    if x:\n        y\n")
    after = Policy("T", preamble="    if  x:\n            y\n")
    text = to_inline(redline(before, after), context=0, width=80)
    assert "~     if {+ +}x:" in text
    assert "~         {+    +}y" in text

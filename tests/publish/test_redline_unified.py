"""The unified view: every change readable without colour, nothing of the content acting on the terminal."""

from __future__ import annotations

import pytest

from policytui.publish.redline_unified import to_unified
from tests.publish.redlines import AFTER, example, hostile


def test_lines_begin_as_in_a_diff() -> None:
    lines = to_unified(example(), context=0).splitlines()
    assert lines[:2] == ["--- Privacy", "+++ Privacy"]
    assert "-We keep your orders for [-30-] days, no more." in lines
    assert "+We keep your orders for {+60+} days, no more." in lines
    assert "@@ Your data (renamed from “Data”) @@" in lines
    assert "-We no longer send anything by fax machine." in lines
    assert all(line[0] in " -+@" for line in lines)


def test_each_side_has_its_own_mark() -> None:
    lines = to_unified(example(), context=0).splitlines()
    assert "-• see it" in lines
    assert "+1. see it (• → 1.)" in lines


@pytest.mark.parametrize(("context", "there"), [(0, False), (1, True), (None, True)])
def test_context(context: int | None, there: bool) -> None:
    assert (" Stays as it is." in to_unified(example(), context=context)) is there


def test_nothing_changed_is_empty() -> None:
    from policytui.core.compare import redline

    assert to_unified(redline(AFTER, AFTER)) == ""


def test_content_is_made_visible() -> None:
    assert "\x1b" not in to_unified(hostile())

"""The split view: every change readable without colour, nothing of the content acting on the terminal."""

from __future__ import annotations

import pytest

from policytui.publish.redline_split import to_split
from tests.publish.redlines import AFTER, example, hostile


def test_both_sides_stand_beside_each_other() -> None:
    lines = to_split(example(), context=0, width=110).splitlines()
    (line,) = [line for line in lines if "30" in line]
    left, right = line.split(" │ ")
    assert "for [-30-] days" in left
    assert "for {+60+} days" in right


def test_added_and_removed_blocks_leave_the_other_side_empty() -> None:
    lines = to_split(example(), context=0, width=110).splitlines()
    (gone,) = [line for line in lines if "by fax" in line]
    assert gone.split(" │")[1].strip() == ""
    (new,) = [line for line in lines if "one cookie" in line]
    assert new.split("│")[0].strip() == ""


@pytest.mark.parametrize("width", [72, 100, 161])
def test_columns_fit(width: int) -> None:
    assert all(len(line) <= width for line in to_split(example(), context=None, width=width).splitlines())


def test_narrow_folds_to_inline() -> None:
    assert "│" not in to_split(example(), width=60)


def test_content_is_made_visible() -> None:
    assert "\x1b]" not in to_split(hostile(), context=None, color=True)


def test_old_markers_stand_on_the_left() -> None:
    (line,) = [line for line in to_split(example(), context=0, width=110).splitlines() if "(• → 1.)" in line]
    assert line.startswith("~ • see it")
    assert "~ 1. see it" in line
    assert AFTER.sections

"""What of a redline is laid out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.redline import Hunk, Redline, SectionChange, Status
from policytui.core.values import Policy
from policytui.tui.widgets.redline_layout import laid_out, notes_on, title_of

SAME = Hunk(Status.SAME, "paragraph", "a", "a", (("keep", "a"),))
NEW = Hunk(Status.ADDED, "paragraph", "", "b", (("add", "b"),))


def section(marks: str, section_id: str = "s") -> SectionChange:
    hunks = tuple(NEW if mark == "+" else SAME for mark in marks)
    return SectionChange(section_id, "S", 1, Status.CHANGED if "+" in marks else Status.SAME, hunks, old_id=section_id)


def drawn(marks: list[str], context: int | None) -> str:
    redline = Redline(Policy(""), Policy(""), tuple(section(one) for one in marks))
    signs = {"head": "H", "note": "N", "fold": "F"}
    return "".join(signs.get(b.kind, "+" if b.change >= 0 else "=") for b in laid_out(redline, context))


@pytest.mark.parametrize(
    ("marks", "context", "shown"),
    [
        (["==+=="], 0, "H+"),
        (["==+=="], 1, "HF=+=F"),
        (["==+=="], 2, "H==+=="),
        (["==+=="], None, "H==+=="),
        (["==", "+", "=", "="], 1, "NH+N"),
        (["==", "+"], 0, "H+"),
        (["==", "+"], None, "H==H+"),
        (["=="], 1, ""),
        (["+====+"], 1, "H+=F=+"),
    ],
)
def test_context_folds_what_is_the_same(marks: list[str], context: int | None, shown: str) -> None:
    assert drawn(marks, context) == shown


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("=+", max_size=8), max_size=4), st.sampled_from([0, 1, 3, None]))
def test_every_change_stands_once_in_order_and_folds_count_the_rest(marks: list[str], context: int | None) -> None:
    redline = Redline(Policy(""), Policy(""), tuple(section(one) for one in marks))
    blocks = laid_out(redline, context)
    assert [block.change for block in blocks if block.change >= 0] == list(range(len(list(redline.changes()))))
    if context:
        shown = sum(block.kind == "hunk" for block in blocks) + sum(b.folded for b in blocks if b.kind == "fold")
        assert shown == sum(len(one) for one in marks if "+" in one)


def test_what_became_of_a_section_is_said_in_words() -> None:
    change = SectionChange("s", "New", 1, Status.CHANGED, (), "s", "Old", 2, moved=True, renamed=True, relevelled=True)
    assert notes_on(change) == "↕ moved · renamed from “Old” · level 2 → 1"
    assert title_of(SectionChange("@policy", "", 0, Status.SAME, ())) == "Title & dates"

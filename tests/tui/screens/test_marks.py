"""Marks belong to what a change says."""

from __future__ import annotations

from policytui.core.redline import Hunk, SectionChange, Span, Status
from policytui.tui.screens import marks


def section(before: str, after: str) -> SectionChange:
    spans = (Span("remove", before), Span("add", after))
    hunk = Hunk(Status.CHANGED, "paragraph", before, after, spans)
    return SectionChange("retention", "Retention", 1, Status.CHANGED, (hunk,))


def test_rewrapping_keeps_a_mark_and_other_words_do_not() -> None:
    one, two, three = section("a b", "a c"), section("a\nb", "a  c"), section("a b", "a d")
    keys = [marks.key(each, each.hunks[0]) for each in (one, two, three)]
    assert keys[0] == keys[1] != keys[2]
    assert marks.reviewed(keys, {keys[2]}) == [2]

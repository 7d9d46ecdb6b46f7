"""The redline value: what counts as the same, and what `n` steps through."""

from __future__ import annotations

from policytui.core.redline import Cuts, Hunk, Redline, SectionChange, Span, Status
from policytui.core.values import Policy

SAME = Hunk(Status.SAME, "paragraph", "a", "a", (("keep", "a"),))
MOVED = Hunk(Status.SAME, "paragraph", "b", "b", (("keep", "b"),), moved=True)
ADDED = Hunk(Status.ADDED, "paragraph", "", "c", (("add", "c"),))


def change(*hunks: Hunk, status: Status = Status.CHANGED, moved: bool = False) -> SectionChange:
    return SectionChange("s", "S", 1, status, hunks, moved=moved)


def test_a_moved_block_is_a_change_and_an_untouched_one_is_not() -> None:
    assert change(SAME, MOVED, ADDED).changed_hunks == (MOVED, ADDED)


def test_changes_come_with_their_section_in_reading_order() -> None:
    first, second = change(SAME, ADDED), change(MOVED)
    redline = Redline(Policy("a"), Policy("a"), (first, second))
    assert list(redline.changes()) == [(first, ADDED), (second, MOVED)]


def test_a_redline_is_empty_only_when_nothing_moved_either() -> None:
    still = change(SAME, status=Status.SAME)
    assert Redline(Policy("a"), Policy("a"), (still,)).empty
    assert not Redline(Policy("a"), Policy("a"), (change(SAME, status=Status.SAME, moved=True),)).empty


def test_cuts_are_found_once_and_only_when_somebody_reads() -> None:
    asked: list[str] = []

    def look(before: str, after: str) -> tuple[list[Span], bool]:
        asked.append(before)
        return [("remove", "a"), ("keep", "bc"), ("add", "XY"), ("keep", "d")], False

    cuts = Cuts("abcd", "bcXYd", look)
    assert asked == []
    assert list(cuts) == [("remove", "a"), ("keep", "bc"), ("add", "XY"), ("keep", "d")]
    assert (len(cuts), cuts[-1], cuts[1:2]) == (4, ("keep", "d"), (("keep", "bc"),))
    assert asked == ["abcd"]
    assert cuts == tuple(cuts)
    assert hash(cuts) == hash(tuple(cuts))

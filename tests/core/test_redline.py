"""The redline value: what counts as the same, and what `n` steps through."""

from __future__ import annotations

import pytest

from policytui.core.redline import Cuts, Hunk, Redline, SectionChange, Span, Status
from policytui.core.values import Policy

SAME = Hunk(Status.SAME, "paragraph", "a", "a", (Span("keep", "a"),))
MOVED = Hunk(Status.SAME, "paragraph", "b", "b", (Span("keep", "b"),), moved=True)
ADDED = Hunk(Status.ADDED, "paragraph", "", "c", (Span("add", "c"),))


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

    def find(before: str, after: str) -> list[tuple[int, int, int, int]]:
        asked.append(before)
        return [(0, 1, 0, 0), (3, 3, 2, 4)]

    cuts = Cuts("abcd", "bcXYd", find)
    assert asked == []
    assert list(cuts) == [("remove", "a"), ("keep", "bc"), ("add", "XY"), ("keep", "d")]
    assert (len(cuts), cuts[-1], cuts[1:2]) == (4, Span("keep", "d"), [Span("keep", "bc")])
    assert asked == ["abcd"]


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ("a", "a", []),
        ("", "", []),
        ("ab", "xb", [(0, 1, 0, 1)]),
        ("ab", "a", [(1, 2, 1, 1)]),
        ("abc", "xby", [(0, 1, 0, 1), (2, 3, 2, 3)]),
    ],
)
def test_the_length_of_cuts_is_that_of_their_spans(
    before: str, after: str, places: list[tuple[int, int, int, int]]
) -> None:
    cuts = Cuts(before, after, lambda _, __: places)
    assert len(cuts) == len([span for span in cuts]) == len(tuple(cuts))  # noqa: C416 - a list would ask for it
    assert cuts == tuple(cuts)
    assert hash(cuts) == hash(tuple(cuts))

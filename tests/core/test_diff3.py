"""Regions of a three-way merge: changes meet only where they touch the same text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.diff3 import Edit, Region, edits, paired, regions

LISTS = st.lists(st.sampled_from("abcdefgh"), max_size=8)


def of(base: str, side: str) -> list[Edit]:
    return edits(base, side, paired(base, side))


@given(LISTS, LISTS)
@settings(deadline=None)
def test_the_edits_of_a_side_make_the_side(base: list[str], side: list[str]) -> None:
    result: list[str] = []
    at = 0
    for edit in edits(base, side, paired(base, side)):
        result += [*base[at : edit.start], *side[edit.first : edit.last]]
        at = edit.stop
    assert result + base[at:] == side


@given(LISTS, LISTS, LISTS)
@settings(deadline=None)
def test_regions_rise_and_hold_every_edit(base: list[str], mine: list[str], theirs: list[str]) -> None:
    left, right = (edits(base, side, paired(base, side)) for side in (mine, theirs))
    found = list(regions(left, right))
    assert all(one.stop <= other.start for one, other in pairwise(found))
    for side, own in ((mine, [region.mine for region in found]), (theirs, [region.theirs for region in found])):
        result: list[str] = []
        at = 0
        for region, content in zip(found, own, strict=True):
            result += base[at : region.start]
            whole = range(-1 - region.start, -1 - region.stop, -1) if content is None else content
            result += [base[-1 - place] if place < 0 else side[place] for place in whole]
            at = region.stop
        assert result + base[at:] == side


def test_neighbours_do_not_meet() -> None:
    assert list(regions([Edit(0, 1, 0, 1)], [Edit(1, 2, 1, 2)])) == [Region(0, 1, (0,), None), Region(1, 2, None, (1,))]


def test_two_insertions_at_one_place_meet_and_one_beside_a_change_does_not() -> None:
    (both,) = regions([Edit(1, 1, 1, 2)], [Edit(1, 1, 1, 3)])
    assert both.insertion
    assert (both.mine, both.theirs) == ((1,), (1, 2))
    assert len(list(regions([Edit(1, 1, 1, 2)], [Edit(1, 2, 1, 2)]))) == 2
    assert len(list(regions([Edit(2, 2, 2, 3)], [Edit(1, 2, 1, 2)]))) == 2


def test_an_unchanged_text_within_a_region_is_named_as_the_bases() -> None:
    (region,) = regions([Edit(0, 3, 0, 1)], [Edit(1, 2, 1, 2)])
    assert (region.mine, region.theirs) == ((0,), (-1, 1, -3))

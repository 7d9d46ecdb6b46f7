"""Pairs of blocks: rising, symmetric, anchored on what is the same, bounded."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core import align
from policytui.core.align import likeness, pairs

WORDS = st.sampled_from(["we", "keep", "your", "data", "for", "days", "and", "share", "nothing"])
LISTS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=9)


@settings(deadline=None)
@given(LISTS, LISTS)
def test_pairs_rise_and_are_symmetric(a: list[str], b: list[str]) -> None:
    found = pairs(a, b)
    assert all(x[0] < y[0] and x[1] < y[1] for x, y in pairwise(found))
    assert all(0 <= i < len(a) and 0 <= j < len(b) for i, j in found)
    assert pairs(b, a) == [(j, i) for i, j in found]


@settings(deadline=None)
@given(LISTS)
def test_the_same_list_is_paired_throughout(a: list[str]) -> None:
    assert pairs(a, a) == [(i, i) for i in range(len(a))]


def text(seed: int, swap: str = "") -> str:
    words = [f"word{seed}x{k}" if k % 4 == 0 else "and" for k in range(24)]
    if swap:
        words[8] = swap
    return " ".join(words)


def test_changed_blocks_are_paired_around_new_and_gone_ones() -> None:
    before = [text(1), text(2), text(3), text(4)]
    after = ["Something new altogether.", text(1, "x"), text(3, "y"), "More.", text(4)]
    assert pairs(before, after) == [(0, 1), (2, 2), (3, 4)]


def test_a_large_gap_of_changed_blocks_with_one_more_is_paired() -> None:
    before = [text(i) for i in range(80)]
    after = ["New on top, not like the others at all.", *[text(i, f"swap{i}") for i in range(80)]]
    assert pairs(before, after) == [(i, i + 1) for i in range(80)]


def test_a_large_gap_of_the_same_length_is_paired_side_by_side() -> None:
    before = [text(i) for i in range(80)]
    after = [text(i, f"swap{i}") for i in range(80)]
    assert pairs(before, after) == [(i, i) for i in range(80)]


def test_repeated_texts_are_paired_in_order() -> None:
    assert pairs(["Reserved."] * 4, ["Reserved.", "Reserved.", "New text that is here.", "Reserved."]) == [
        (0, 0),
        (1, 1),
        (3, 3),
    ]


def test_a_large_gap_with_nothing_in_common_stays_unpaired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "PAIRS_CAP", 10)
    before = [f"alpha{i} beta{i} gamma{i} delta{i}" for i in range(9)]
    after = [f"one{i} two{i} three{i} four{i}" for i in range(8)]
    assert pairs(before, after) == []


def test_likeness() -> None:
    assert likeness("a b c", "a b c") == 1.0
    assert likeness("a b", "c d") == 0.0
    assert likeness("a b c d", "a b x d") == pytest.approx(0.75)

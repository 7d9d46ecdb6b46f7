"""Regions: exact whatever happens, least possible where it is not capped."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policytui.core import words
from policytui.core.aligners import aligners
from policytui.core.words import Region, regions, stepped, word_regions

WORDS = st.sampled_from(
    ["we", "keep", "your", "data", "for", "thirty", "days", "and", "the", "other", "information", "too", "a"]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


def rebuilt(a: str, b: str, found: list[Region]) -> bool:
    """What lies between regions is the same on both sides, and the regions are apart and not empty."""
    i = j = 0
    for i1, i2, j1, j2 in found:
        if a[i:i1] != b[j:j1] or (i2 == i1 and j2 == j1) or (i and i1 <= i):
            return False
        i, j = i2, j2
    return a[i:] == b[j:]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_come_out_exactly(a: str, b: str) -> None:
    found, coarse = regions(a, b)
    assert rebuilt(a, b, found)
    assert not coarse


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """A text and the same text with some words swapped, taken out, put in."""
    before = draw(st.lists(WORDS, min_size=5, max_size=120))
    after: list[str] = []
    for word in before:
        fate = draw(st.integers(0, 19))
        if fate == 0:
            continue
        after.append("swapped" if fate == 1 else word)
        if fate == 2:
            after += ["put", "in"]
    return " ".join(before), " ".join(after)


@settings(deadline=None)
@given(edits())
@example(("a b c", "a b c d"))
@example(("a b c", "b c"))
@example(("a", "b"))
@example(("a  b", "a b"))
def test_a_step_is_exact_as_far_as_it_comes(pair: tuple[str, str]) -> None:
    a, b = pair
    found, at, other = stepped(a, b, 0, 0)
    if at < 0:
        assert rebuilt(a, b, found)
    else:
        assert rebuilt(a[:at], b[:other], found)
    assert rebuilt(a, b, regions(a, b)[0])


def plainly_stepped(a: str, b: str) -> list[Region]:
    """The same walk written down without windows: each difference is looked for one character after another."""
    found: list[Region] = []
    i = j = last = 0
    while True:
        while i < len(a) and j < len(b) and a[i] == b[j]:
            i, j = i + 1, j + 1
        if i == len(a) and j == len(b):
            return found
        start = a[last:i].rfind(" ") + 1 + last
        begin = j - i + start
        end, stop = (text.find(" ", at) if " " in text[at:] else len(text) for text, at in ((a, i), (b, j)))
        if a[end : end + words.AGREE] != b[stop : stop + words.AGREE]:
            return found
        found.append((start, end, begin, stop))
        i, j, last = end, stop, end


@settings(deadline=None)
@given(edits(), st.integers(1, 5), st.sampled_from([3, words.AGREE, words.WINDOW]))
@example(("a b", "a b c"), 1, 3)
@example(("a b c", "a b"), 1, 3)
def test_a_step_does_not_depend_on_its_window(pair: tuple[str, str], times: int, window: int) -> None:
    a, b = (" ".join([text] * times) for text in pair)
    seen = stepped(a, b, 0, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "WINDOW", window)
        assert stepped(a, b, 0, 0) == seen
    alone = plainly_stepped(a, b)
    assert seen[0][: len(alone)] == alone or seen[0] == []


def marked(found: list[Region]) -> int:
    return sum(i2 - i1 + j2 - j1 for i1, i2, j1, j2 in found)


def test_scattered_swaps_are_found_one_by_one() -> None:
    rng = random.Random(3)
    before = [rng.choice(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]) for _ in range(600)]
    after = [f"new{i}" if i % 10 == 5 else word for i, word in enumerate(before)]
    found, coarse = regions(" ".join(before), " ".join(after))
    assert len(found) == 60
    assert not coarse


@settings(deadline=None)
@given(edits())
def test_the_same_regions_whichever_text_is_called_before(pair: tuple[str, str]) -> None:
    a, b = pair
    assert [(i1, i2, j1, j2) for j1, j2, i1, i2 in regions(b, a)[0]] == regions(a, b)[0]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("", "with these four words ", [("", "with these four words ")]),
        ("with these four words ", "", [("with these four words ", "")]),
        ("one after another gone ", "two before all here ", [("one after another gone", "two before all here")]),
        ("first of several gone ", "some of others here ", [("first", "some"), ("several gone", "others here")]),
    ],
)
def test_a_step_goes_over_changes_of_several_words(old: str, new: str, changed: list[tuple[str, str]]) -> None:
    a = f"We keep what you tell us {old}for as long as it takes to answer you."
    b = f"We keep what you tell us {new}for as long as it takes to answer you."
    found, at, _ = stepped(a, b, 0, 0)
    assert at == -1
    assert [(a[i1:i2], b[j1:j2]) for i1, i2, j1, j2 in found] == changed


def test_a_long_text_is_aligned_a_stretch_at_a_time() -> None:
    rng = random.Random(5)
    before = [rng.choice(["we", "keep", "your", "data", "for", "thirty", "days", "and", "the"]) for _ in range(4_000)]
    after = before[:]
    for at in range(3_900, 0, -130):
        after[at : at + 9] = ["put", "in", *after[at + 3 : at + 9], "and", "more", "of", "it"]
    left, right = " ".join(before), " ".join(after)
    found, coarse = regions(left, right)
    assert rebuilt(left, right, found)
    assert not coarse
    least, _ = word_regions(before, after)
    assert marked(found) <= 1.05 * sum(
        sum(map(len, before[i1:i2])) + i2 - i1 + sum(map(len, after[j1:j2])) + j2 - j1 for i1, i2, j1, j2 in least
    )


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_word_regions_are_the_least_possible(a: list[str], b: list[str]) -> None:
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            same = a[i] == b[j]
            table[i + 1][j + 1] = table[i][j] + 1 if same else max(table[i][j + 1], table[i + 1][j])
    found, _ = word_regions(a, b)
    assert marked(found) == len(a) + len(b) - 2 * table[-1][-1]


def test_past_the_cap_unique_words_anchor_and_the_rest_is_coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    made = aligners()
    capped = made._replace(matches=lambda a, b: None if len(a) * len(b) > 9 else made.matches(a, b))
    monkeypatch.setattr(words, "aligners", lambda: capped)
    a = ["x", "y", "x", "y", "x", "anchor", "x", "y", "z"]
    b = ["y", "x", "y", "x", "y", "anchor", "x", "z", "y"]
    found, coarse = word_regions(a, b)
    assert coarse
    assert found[0] == (0, 5, 0, 5)
    assert all(i1 > 5 for i1, *_ in found[1:])
    assert word_regions(["x"] * 9, ["y"] * 9) == ([(0, 9, 0, 9)], True)

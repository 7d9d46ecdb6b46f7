"""Merging one text: what needs nobody, what is kept twice, and that white space is nobody's business."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.merge_text import _three, merge_lines, merge_text
from tests.core.test_sources import PIECES

TEXTS = st.lists(PIECES, max_size=8).map("\n".join)


def mark(base: str, mine: str, theirs: str) -> str:
    return f"[{base}|{mine}|{theirs}]\n"


def merged(base: str, mine: str, theirs: str) -> str:
    return merge_text(base, mine, theirs, mark)


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=200)
def test_one_side_alone_is_the_result(base: str, other: str) -> None:
    assert merged(base, base, other) == other
    assert merged(base, other, base) == other
    assert merged(base, other, other) == other


@given(TEXTS, TEXTS, TEXTS)
@settings(deadline=None, max_examples=300)
def test_no_word_of_a_new_line_is_lost(base: str, mine: str, theirs: str) -> None:
    found = merged(base, mine, theirs).split()
    for side in (mine, theirs):
        for line in set(side.split("\n")) - set(base.split("\n")):
            assert all(any(word in place for place in found) for word in line.split())


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a b c d\n\ne f g h\n", "a b c X\n\ne f g h\n", "a b c d\n\ne f g Y\n", "a b c X\n\ne f g Y\n"),
        ("- a one\n- b two\n- c 3\n", "- a one\n- c 3\n", "- a one\n- b two\n- c III\n", "- a one\n- c III\n"),
        ("one\n", "one\n\nmine is new\n", "one\n\nso are theirs\n", "one\n\nmine is new\n\nso are theirs\n"),
        ("- one\n", "- one\n- mine\n", "- one\n- theirs\n", "- one\n- mine\n- theirs\n"),
        ("one", "one\n\ntwo", "zero\n\none", "zero\n\none\n\ntwo"),
        ("It is kept\na day.\n", "It is kept a day.\n", "It is kept\na week.\n", "It is kept\na week.\n"),
        ("same\n", "same\n\nnew text\n", "same\n\nnew   text\n", "same\n\nnew text\n"),
    ],
    ids=["neighbours", "items", "both-end", "both-items", "no-end", "re-wrapped", "same-added"],
)  # fmt: skip
def test_what_needs_nobody(base: str, mine: str, theirs: str, result: str) -> None:
    assert merged(base, mine, theirs) == result


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a b c d\n", "a b c X\n", "a b c Y\n", "[a b c d\n|a b c X\n|a b c Y\n]\n"),
        ("k\n\na b c d\n", "k\n", "k\n\na b c Y\n", "k\n\n[a b c d\n||a b c Y\n]\n"),
        ("k\n", "k\n\nwe sell no data to you\n", "k\n\nwe sell no data to him\n",
         "k\n\n[|we sell no data to you\n|we sell no data to him\n]\n"),
        ("    code a\n", "    code  a\n", "    code a b\n", "[    code a\n|    code  a\n|    code a b\n]\n"),
    ],
    ids=["same-paragraph", "removed-and-changed", "alike-additions", "code"],
)  # fmt: skip
def test_what_a_person_decides(base: str, mine: str, theirs: str, result: str) -> None:
    assert merged(base, mine, theirs) == result


def test_lines_of_one_paragraph_merge_when_they_are_apart() -> None:
    assert merge_lines("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD") == "A\nb\nc\nD"
    assert merge_lines("a\nb", "A\nb", "a\nB") == ""
    assert merge_lines("a\nb\nc", "b\nc", "a\nb\nC") == "b\nC"
    whole = "We keep it.\nFor a month.\nIn one place.\nUntil you ask.\n"
    assert merged(whole, whole.replace("We", "You"), whole.replace("ask", "tell")) == (
        "You keep it.\nFor a month.\nIn one place.\nUntil you tell.\n"
    )


def test_units_never_run_together() -> None:
    rng = random.Random(1)
    for _ in range(200):
        base = [f"p{n} q r s" for n in range(4)]
        sides = []
        for name in ("m", "t"):
            side = list(base)
            for _ in range(2):
                side.insert(rng.randint(0, len(side)), f"{name}{rng.randrange(99)} is new here")
            sides.append("\n\n".join(side) + rng.choice(("", "\n")))
        parts = merged("\n\n".join(base), *sides).rstrip("\n").split("\n\n")
        assert set(base) <= set(parts)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("\n", "\n\n", "\n", "\n\n"),
        ("\n", "\n", "\n\n", "\n\n"),
        ("\n\n", "\n", "\n", "\n"),
        ("\n", "\n\n", "\n\n\n", "\n\n\n"),
        ("\n\n", "", "\n", "\n"),
    ],
)
def test_white_space_of_three(base: str, mine: str, theirs: str, result: str) -> None:
    assert _three(base, mine, theirs) == result


def test_lines_that_touch_are_merged_only_when_asked() -> None:
    base, mine, theirs = "a\nb\nc", "A\nb\nc", "a\nB\nc"
    assert merge_lines(base, mine, theirs) == ""
    assert merge_lines(base, mine, theirs, touching=True) == "A\nB\nc"
    assert merge_lines("a\nb", "A\nb", "X\nb", touching=True) == ""
    assert merge_lines("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD") == "A\nb\nc\nD"
    assert merge_lines("a\nb\nc", "A\nB\nc", "a\nX\nY", touching=True) == ""


def test_lines_that_touch_are_merged_whichever_side_comes_first() -> None:
    assert merge_lines("a\nb\nc", "a\nB\nc", "A\nb\nc", touching=True) == "A\nB\nc"


def test_a_side_of_a_conflict_has_what_it_left_as_it_was_too() -> None:
    base = "The first of three.\n\nKept between them.\n\nThe last of three.\n"
    mine = "The first is mine.\n\nKept between them.\n\nThe last is mine.\n"
    theirs = "All of it was replaced.\n"
    assert merged(base, mine, theirs) == f"[{base.rstrip()}\n|{mine.rstrip()}\n|{theirs}]\n"

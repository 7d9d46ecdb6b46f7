"""The walk explains all of a difference or none of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.rules_text import read
from policytui.core.rules_walk import Walk, shared_ends, units
from policytui.core.spelling import Speller

LIST = Speller({"the": 9000, "shop": 9000, "receive": 9000, "parcel": 9000, "parcels": 9000})


def walk(before: str, after: str, heading: bool = False) -> list[str] | None:
    sides = [units([(read(block), heading) for block in text.split("¶")]) for text in (before, after)]
    found = Walk(sides[0], sides[1], lambda: LIST, lambda _: False)
    return [edit.rule for edit in found.edits] if found.explained() else None


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ("the shop", "the shop", []),
        ("we recieve it", "we receive it", ["spelling"]),
        ("the the shop", "the shop", ["repeated-word"]),
        ("the shop", "the the shop", None),
        ("a shop", "the shop", None),
        ("one. two", "one.¶two", ["paragraphs"]),
        ("one two", "one¶two", None),
        ("we don't", "we do not", ["variant"]),
        ("cannot", "can", None),
        ("high risk-free", "high-risk free", None),
    ],
)
def test_steps(before: str, after: str, rules: list[str] | None) -> None:
    found = walk(before, after)
    assert found == rules or (found is not None and rules is not None and set(found) == set(rules))


def test_capitals_in_headings() -> None:
    assert walk("THE SHOP And You", "THE SHOP And you", heading=True) == ["capitals"]
    assert walk("ask The Shop", "ask the shop") is None


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["the", "shop", "not", "30", ".", ",", "-", "Parcel", '"']), max_size=9))
def test_a_text_explains_itself(words: list[str]) -> None:
    assert walk(" ".join(words), " ".join(words)) == []


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(["the", "shop", "may", "30", "you"]), min_size=1, max_size=9), st.integers(0, 8))
def test_a_denial_is_never_explained(words: list[str], at: int) -> None:
    denied = [*words[:at], "not", *words[at:]]
    assert walk(" ".join(words), " ".join(denied)) is None
    assert walk(" ".join(denied), " ".join(words)) is None


PARTS = ["the", "shop", "not", "30", ".", ";", "recieve", "receive", "Parcel", "a-b", "don't", "do not", '"', "THE"]


@settings(deadline=None, max_examples=200)
@given(*[st.lists(st.sampled_from(PARTS), max_size=14)] * 4)
def test_leaving_out_shared_ends_changes_nothing(
    head: list[str], tail: list[str], left: list[str], right: list[str]
) -> None:
    readings = [read(" ".join([*head, *middle[:3], *tail])) for middle in (left, right)]
    skip = shared_ends(*readings)
    verdicts = []
    for ends in ((0, 0), skip):
        sides = [units([(reading, False)], ends) for reading in readings]
        found = Walk(sides[0], sides[1], lambda: LIST, lambda _: False)
        verdicts.append(found.explained())
    assert verdicts[0] == verdicts[1]

"""The walk explains all of a difference or none of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.rules_text import read
from policytui.core.rules_walk import Edit, Walk, shared_ends, units
from policytui.core.spelling import Speller

LIST = Speller({"the": 9000, "to": 9000, "shop": 9000, "receive": 9000, "parcel": 9000, "parcels": 9000})


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


QUOTED = 'see "[terms](/t)" now'
EITHER_WAY = [
    ("one two;", "one two.", ["punctuation"]),
    ("one two.", "one two", ["punctuation"]),
    ("one; two", "one. two", None),
    ("one;¶two", "one.¶two", ["punctuation"]),
    ("the shop¶it opens", "the shop.¶it opens", ["punctuation"]),
    ("one.¶two", "one. two", ["paragraphs"]),
    ("one¶two", "one two", None),
    ("one,¶two", "one, two", None),
    ("the¶shop¶", "the¶shop", None),
    (QUOTED, "see [terms](/t) now", ["punctuation", "punctuation"]),
    ('see "[terms](/t)."', "see [terms](/t).", ["punctuation", "punctuation"]),
    ('see "[terms](/t) now"', "see [terms](/t) now", None),
    ('we go. "yes', "we go. yes", None),
    ('see "terms"', "see terms", None),
    ("third-party", "third party", ["hyphen"]),
    ("third - party", "third party", None),
    ("third- party", "third party", None),
    ("-party", "party", None),
    ("party-", "party", None),
    ("third-party", "third person", None),
    ("third-party", "third", None),
    ("we re-sign it", "we re sign it", None),
    ("web site", "website", ["variant"]),
    ("web-site", "website", ["variant"]),
    ("the web site opens", "the website opens", ["variant"]),
    ("the web-site opens", "the website opens", ["variant"]),
    ("web - site", "website", None),
    ("web a site", "website", None),
    ("web", "website", None),
    ("web page site", "website", None),
    ("a hour", "an hour", ["article"]),
    ("see a", "see an", ["article"]),
    ("see a)", "see an)", None),
    ("a) hour", "an) hour", None),
    ("a. hour", "an. hour", None),
    ("we don't", "we do not", ["variant", "variant"]),
    ("cannot", "can not", ["variant", "variant"]),
    ("we'll", "We'll", ["capitals"]),
    ("now we'll", "now we'LL", None),
    ("it. & so", "it. And so", ["variant"]),
    ("you & us", "you and us", ["variant"]),
    ("you & us", "you And us", ["variant"]),
    ("we organise", "we organize", ["variant"]),
    ("we organise", "we Organize", None),
    ("Organise it", "organize it", ["variant"]),
    ("it. Organise", "it. organize", ["variant"]),
    ("to A@a.example now", "to a@a.example now", ["capitals"]),
    ("to a.example/X", "to a.example/x", None),
    ("the Shop", "the shop", None),
    ("it. Shop", "it. shop", ["capitals"]),
    ("30 days", "31 days", None),
    ("the shop", "the shop opens", None),
]


@pytest.mark.parametrize(("before", "after", "rules"), EITHER_WAY)
def test_steps_that_go_either_way(before: str, after: str, rules: list[str] | None) -> None:
    assert walk(before, after) == rules
    assert walk(after, before) == rules


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ("one.. two", "one. two", ["punctuation"]),
        ("one..", "one", None),
        ("one,, two", "one, two", ["punctuation"]),
        ("one;; two", "one; two", ["punctuation"]),
        ("one!! two", "one! two", None),
        (", one", "one", None),
        ("the the shop", "the shop", ["repeated-word"]),
        ("the The shop", "the shop", ["repeated-word"]),
        ("shop shop", "shop", ["repeated-word"]),
        ("the shop the shop", "the shop", None),
        ("the shop the", "shop the", None),
        ("the the recieve it", "the receive it", None),
        ("two two days", "two days", None),
        ("30 30 days", "30 days", None),
        ("the the shop", "the parcel", None),
        ("we recieve it", "we receive it", ["spelling"]),
        ("we receive it", "we recieve it", None),
        ("theshop opens", "the shop opens", ["spelling"]),
        ("theshop", "the shop", ["spelling"]),
        ("theshop opens", "the opens", None),
        ("we encourage you ro review it", "we encourage you to review it", ["spelling"]),
        ("we ask everybody ot read it", "we ask everybody to read it", ["spelling"]),
        ("we encourage you ro review", "we encourage you ho review", None),
        ("we encourage you for review", "we encourage you to review", None),
        ("we encourage dogs ro review", "we encourage dogs to review", None),
        ("we allow you ro review", "we allow you to review", None),
        ("we encourage you ro leave", "we encourage you to leave", None),
        ("we encourage you ro review", "we urge you to review", None),
        ("you ro review", "you to review", None),
        ("you ro review we ask", "you to review we ask", None),
        ("we ask you ro", "we ask you to see", None),
        ("we ask you ro see", "we ask you to", None),
        ("ask you ro see", "ask you to see", ["spelling"]),
        ("we encourage you ro", "we encourage you to", None),
        ("we encourage you the review", "we encourage you to review", None),
    ],
)
def test_steps_that_go_one_way(before: str, after: str, rules: list[str] | None) -> None:
    assert walk(before, after) == rules


def test_a_capital_that_is_still_said_is_a_name() -> None:
    sides = [units([(read(text), False)]) for text in ("Recieve it", "Receive it")]
    assert Walk(sides[0], sides[1], lambda: LIST, lambda _: False).explained()
    assert not Walk(sides[0], sides[1], lambda: LIST, {"Recieve"}.__contains__).explained()


def test_what_was_said_before_and_after_is_kept_as_written() -> None:
    sides = [
        units([(read(text), False)])
        for text in ("A web-site by third-party firms,, ok.", "A website by third party firms, ok")
    ]
    found = Walk(sides[0], sides[1], lambda: LIST, lambda _: False)
    assert found.explained()
    assert found.edits == [
        Edit("variant", "web-site", "website"),
        Edit("hyphen", "-", ""),
        Edit("punctuation", ",", ""),
        Edit("punctuation", ".", ""),
    ]


def test_a_contraction_is_two_words_of_its_own_letters() -> None:
    sides = [units([(read(text), False)]) for text in ("We'll see", "We will see")]
    found = Walk(sides[0], sides[1], lambda: LIST, lambda _: False)
    assert found.explained()
    assert found.edits == [Edit("variant", "We", "We"), Edit("variant", "'ll", "will")]


def test_shared_ends_leave_eight_tokens_on_each_side() -> None:
    many = [f"w{number}" for number in range(20)]
    left, right = (read(" ".join([*many, word, *many])) for word in ("x", "y"))
    assert shared_ends(left, right) == (12, 12)
    assert shared_ends(left, left) == (33, 0)
    assert shared_ends(read("one two x"), read("one two y")) == (0, 0)
    assert shared_ends(read("the " * 20), read("the " * 22)) == (12, 0)


def test_units_without_their_shared_ends() -> None:
    reading = read("One two. Three four five")
    assert [unit.raw for unit in units([(reading, False)], (1, 2))] == ["two", ".", "Three", "⋯"]
    assert [unit.raw for unit in units([(reading, False)], (2, 0))] == [".", "Three", "four", "five"]
    for skipped, opening in ((0, True), (1, False), (3, True), (4, False)):
        assert units([(reading, False)], (skipped, 0))[0].opening is opening


def test_a_heading_all_in_capitals_may_lose_them() -> None:
    assert walk("WHO MAY ASK", "Who may ask", heading=True) == ["capitals"] * 3
    assert walk("Who may", "WHO MAY", heading=True) == ["capitals"] * 2
    assert walk("Who MAY ask", "Who may ask", heading=True) is None
    assert walk("MAY", "May", heading=True) is None
    assert walk("WHO MAY ASK", "Who may ask") is None
    assert walk("14 WHO MAY", "14 Who may", heading=True) == ["capitals"] * 2


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

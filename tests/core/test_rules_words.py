"""One word in two ways, and two words that only look alike."""

from __future__ import annotations

import pytest

from policytui.core.rules_words import article_only, canonical, capital_only, hyphen_only, joined_only


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("organise", "organize"),
        ("cancelled", "canceled"),
        ("colour", "color"),
        ("analyse", "analyze"),
        ("whilst", "while"),
        ("ionise", "ionize"),
    ],
)
def test_two_spellings(left: str, right: str) -> None:
    assert canonical(left) == canonical(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("advise", "advice"), ("effect", "affect"), ("hour", "our"), ("practice", "practical"), ("controlled", "control")],
)
def test_two_words(left: str, right: str) -> None:
    assert canonical(left) != canonical(right)


def test_a_blob_of_letters_is_itself_at_once() -> None:
    blob = "abcdefghij" * 100_000
    assert canonical(blob + "ise") == (blob + "ise",)


def test_contractions() -> None:
    assert canonical("don't") == ("do", "not")
    assert canonical("Cannot") == ("can", "not")
    assert canonical("we'll") == ("we", "will")
    assert canonical("it's") == ("it's",)
    assert canonical("they'd") == ("they'd",)


def test_hyphens() -> None:
    assert hyphen_only("third", "party")
    assert not hyphen_only("re", "sign")
    assert not hyphen_only("non", "exclusive")
    assert not hyphen_only("30", "day")
    assert hyphen_only("by", "laws")
    assert not hyphen_only("e", "mail")
    assert joined_only("website", "web", "site")
    assert not joined_only("maybe", "may", "be")


@pytest.mark.parametrize(
    ("old", "new", "opening", "expected"),
    [
        ("Github", "GitHub", False, True),
        ("And", "and", False, True),
        ("service", "Service", False, False),
        ("service", "Service", True, True),
        ("us", "US", True, False),
        ("us", "Us", True, False),
        ("NOT", "not", False, False),
        ("AND", "and", False, False),
        ("a", "A", False, False),
        ("GITHUB", "GitHub", False, False),
        ("GmbH", "Gmbh", False, True),
        ("PhD", "Phd", False, False),
        ("one", "two", True, False),
    ],
)
def test_capitals(old: str, new: str, opening: bool, expected: bool) -> None:
    assert capital_only(old, new, opening=opening) is expected


def test_articles() -> None:
    assert article_only("a", "an")
    assert article_only("an", "a")
    assert not article_only("A", "an")
    assert not article_only("a", "the")

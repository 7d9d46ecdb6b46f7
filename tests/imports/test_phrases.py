"""What a line looks like, judged alone."""

from __future__ import annotations

import pytest

from policytui.imports import phrases


@pytest.mark.parametrize(
    "text", ["Your Rights", "How we use it", "WHO WE ARE ?", "Who can see it", "We Never", "Boats:", "Section A & B"]
)
def test_headings(text: str) -> None:
    assert phrases.heading_like(text)


@pytest.mark.parametrize(
    "text",
    ["We keep names.", "and so on", "You can ask us to:", "a@b.example", "It is so", "", "...", "x " * 20, "One. Two"],
)
def test_no_headings(text: str) -> None:
    assert not phrases.heading_like(text)


@pytest.mark.parametrize(
    ("text", "kind", "value", "depth", "rest"),
    [
        ("1. Boats", "num", 1, 1, "Boats"),
        ("12) Boats", "num", 12, 1, "Boats"),
        ("2.3 Boats", "dotted", 3, 2, "Boats"),
        ("2.3.1. Boats", "dotted", 1, 3, "Boats"),
        ("IV. Boats", "roman", 4, 1, "Boats"),
        ("B. Boats", "upper", 2, 1, "Boats"),
        ("(c) boats", "paren", 3, 1, "boats"),
        ("Section 5: Boats", "num", 5, 1, "Boats"),
        ("Article II - Boats", "num", 2, 1, "Boats"),
    ],
)
def test_numbers(text: str, kind: str, value: int, depth: int, rest: str) -> None:
    number = phrases.numbered(text)
    assert number is not None
    assert (number.kind, number.value, number.depth, number.text) == (kind, value, depth, rest)


@pytest.mark.parametrize("text", ["2024 was good", "1.", "e.g. boats", "Boats 1. two", "3.5% of boats", "Mix. It"])
def test_no_numbers(text: str) -> None:
    assert phrases.numbered(text) is None


def test_labels_are_told_from_sentences() -> None:
    assert phrases.label("Your name: We keep it.") == ("Your name", "We keep it.")
    assert phrases.label("Name: as on the bill") is None
    assert phrases.label("Name: as on the bill", small=True) == ("Name", "as on the bill")
    assert phrases.label("We may do this in some cases: For one, when it rains.") is None
    assert phrases.label("Note: This is one.") is None
    assert phrases.label("See https://boats.example: It floats.") is None


def test_bullets_of_every_kind() -> None:
    for mark in "•◦▪·●-–—*+➤✓":
        assert phrases.bullet(f"{mark} boats") == (mark, "boats")
    assert phrases.bullet("•boats") == ("•", "boats")
    assert phrases.bullet("-") == ("-", "")
    assert phrases.bullet("-boats") is None
    assert phrases.bullet("oboe") is None


def test_where_somebody_is_reached() -> None:
    for text in ("a@b.example", "help(at)b.example", "+44 20 7946 0000", "London EC1A 1BB", "12 High Street"):
        assert phrases.reaches(text)
    assert not phrases.reaches("We keep 3 boats")
    assert phrases.reach_label("Mailing Address:")
    assert not phrases.reach_label("Boats")


def test_title_case_and_questions() -> None:
    assert phrases.title_case("Types of Boats We Let")
    assert not phrases.title_case("Types of boats")
    assert phrases.asking("Boats?")
    assert phrases.asking("How we row")
    assert phrases.key("Boats & “Oars”?") == "boats oars"
    assert phrases.is_rule("-----")
    assert not phrases.is_rule("--")

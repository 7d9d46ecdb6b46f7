"""Title, dates and who speaks are found around the text."""

from __future__ import annotations

from datetime import date

import pytest

from policytui.core.values import Dates
from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.front import organization, read_front
from policytui.imports.lines import read_lines, shape_of


def chunks(text: str) -> list[Chunk]:
    lines = read_lines(text)
    return chunks_of(lines, shape_of(lines))


def test_a_title_needs_a_word_of_its_kind_or_a_date_below() -> None:
    assert read_front(chunks("Refund Policy\nWe refund."), "").title == "Refund Policy"
    assert read_front(chunks("Heron Boats\nUpdated 1 May 2024\nWe let boats."), "").title == "Heron Boats"


def test_a_name_above_the_title_stays_in_the_text() -> None:
    got = chunks("Heron Boats\nCookie Notice\nWe set none.")
    assert read_front(got, "").title == "Cookie Notice"
    assert got[0].kind is Kind.TEXT
    assert got[0].plain


@pytest.mark.parametrize("label", ["Last updated:", "Last updated", "**Last updated:**", "last updated on"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("fmt", ["markdown", "text"])
def test_a_label_and_the_date_below_it_are_the_date_line(label: str, between: str, fmt: str) -> None:
    from policytui.workspace.importing import parse

    text = f"Terms of Boats\n\n{label}{between}March 1, 2024\n\nWe let boats, and we let oars.\n\n"
    imported = parse((f"# {text}## Oars\n\nTwo." if fmt == "markdown" else f"{text}Oars\n\nTwo.").encode(), "", fmt)
    policy = imported.policy
    assert policy.dates == Dates(label.strip("*:"), "long", date(2024, 3, 1))
    assert (policy.title, policy.preamble) == ("Terms of Boats", "We let boats, and we let oars.")
    assert [(section.title, section.body) for section in policy.sections] == [("Oars", "Two.")]


@pytest.mark.parametrize("fmt", ["markdown", "text"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_two_labels_have_each_the_date_below(between: str, fmt: str) -> None:
    from policytui.workspace.importing import parse

    dates = f"Effective date:\nMay 1, 2024{between}Last updated:\nMarch 1, 2024"
    text = f"Terms of Boats\n\n{dates}\n\nWe let boats and oars.\n"
    policy = parse((f"# {text}" if fmt == "markdown" else text).encode(), "", fmt).policy
    assert policy.dates == Dates("Last updated", "long", date(2024, 3, 1), date(2024, 5, 1))
    assert policy.preamble == "We let boats and oars."
    assert not policy.sections


@pytest.mark.parametrize("fmt", ["markdown", "text"])
def test_a_label_above_a_date_with_two_readings_stays_with_it(fmt: str) -> None:
    from policytui.workspace.importing import parse

    text = "Terms of Boats\n\nLast updated:\n01/02/2024\n\nWe let boats, and we let oars.\n"
    imported = parse((f"# {text}" if fmt == "markdown" else text).encode(), "", fmt)
    assert imported.problems[0].rule == "import-date"
    assert not imported.policy.sections
    assert imported.policy.preamble.replace("*", "").split() == text.split()[3:]


def test_a_title_with_a_date_below_is_no_label() -> None:
    front = read_front(chunks("Privacy Policy Version\nMay 1, 2024\nWe let boats."), "")
    assert (front.title, front.dates.last_updated) == ("Privacy Policy Version", date(2024, 5, 1))


def test_a_missing_title_is_guessed_from_the_text_and_told() -> None:
    front = read_front(chunks("In this Cookie Notice we tell you all about the cookies we set."), "p.txt")
    assert front.title == "Cookie Notice"
    assert [(p.rule, p.path) for p in front.problems] == [("import-title", "p.txt")]


def test_who_speaks() -> None:
    assert organization(["Welcome to Heron Boats and Oars (“we”). Hello."]) == "Heron Boats and Oars"
    assert organization(['This notice of Heron.example ("we", "us") is short.']) == "Heron.example"
    assert organization(["It is run by Heron Boats Ltd since 1986."]) == "Heron Boats Ltd"
    assert organization(["Mail: Heron Boats, Privacy Department, 4 Quay Street"]) == "Heron Boats"
    assert organization(["We let boats."]) == ""

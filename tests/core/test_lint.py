"""Each lint rule: found where it is, and quiet where nothing is wrong."""

from __future__ import annotations

from datetime import date

from policytui.core.lint import lint
from policytui.core.values import Dates, Policy, Section


def rules(policy: Policy) -> list[tuple[str, str, str, int]]:
    return [(one.rule, one.section, one.field, one.index) for one in lint(policy)]


def with_body(body: str, **more: object) -> Policy:
    return Policy("Terms", sections=(Section("use", "Use", 1, "", body),), **more)  # type: ignore[arg-type]


def test_a_sound_policy_has_nothing_to_mend() -> None:
    assert rules(with_body("See [use](#use). 1. one\n\n1. one\n2. two\n")) == []


def test_a_hidden_character_is_found_in_its_field() -> None:
    assert rules(with_body("pay\u202e 10")) == [("hidden-character", "use", "body", 3)]


def test_a_look_alike_is_found() -> None:
    assert rules(with_body("d\u0430ta")) == [("look-alike", "use", "body", 1)]


def test_an_empty_section_is_found_but_not_one_with_subsections() -> None:
    parent = Section("a", "A")
    assert rules(Policy("T", sections=(parent, Section("b", "B", 2, "", "text")))) == []
    assert rules(Policy("T", sections=(parent, Section("b", "B", 1, "", "text")))) == [
        ("empty-section", "a", "title", 0)
    ]


def test_an_undefined_variable_is_found() -> None:
    body = "By {{ company }} and {{ nobody }}."
    assert rules(with_body(body, variables=(("company", "Acme"),))) == [("undefined-variable", "use", "body", 21)]


def test_what_a_backslash_stands_before_is_no_variable() -> None:
    assert rules(with_body("Ask \\{{ desk }}.")) == []


def test_a_dead_internal_link_is_found() -> None:
    assert rules(with_body("[gone](#gone)")) == [("dead-link", "use", "body", 5)]


def test_a_gap_in_a_numbered_list_is_found() -> None:
    assert rules(with_body("1. a\n2. b\n4. c\n")) == [("numbering-gap", "use", "body", 10)]
    assert rules(with_body("1. a\n1. b\n1. c\n")) == []


def test_a_gap_in_numbered_titles_is_found_per_level() -> None:
    names = [("1. A", 1), ("1. a", 2), ("2. b", 2), ("2. B", 1), ("1. a", 2), ("4. C", 1)]
    sections = tuple(Section(f"s{n}", title, level, "", "x") for n, (title, level) in enumerate(names))
    assert rules(Policy("T", sections=sections)) == [("numbering-gap", "s5", "title", 0)]


def test_a_date_in_the_text_that_contradicts_the_date_line_is_found() -> None:
    dates = Dates(last_updated=date(2024, 6, 1))
    body = "This policy was last updated on May 1, 2024."
    assert rules(with_body(body, dates=dates)) == [("stale-date", "use", "body", body.index("May"))]
    assert rules(with_body(body.replace("May", "June"), dates=dates)) == []


def test_a_policy_without_sections_says_so_as_a_note() -> None:
    assert [(one.rule, str(one.severity)) for one in lint(Policy("T"))] == [("no-sections", "note")]


def test_a_section_without_a_title_is_found() -> None:
    assert rules(Policy("T", sections=(Section("a", " ", 1, "", "x"),))) == [("no-title", "a", "title", 0)]


def test_exchanged_ids_are_in_doubt_and_a_renamed_section_is_not() -> None:
    exchanged = (Section("logs", "Mail", 1, "", "x"), Section("mail", "Logs", 1, "", "x"))
    assert [rule for rule, *_ in rules(Policy("T", sections=exchanged))] == ["id-in-doubt", "id-in-doubt"]
    renamed = (Section("logs", "Log files", 1, "", "x"), Section("mail", "Mail", 1, "", "x"))
    assert rules(Policy("T", sections=renamed)) == []
    twice = (Section("overview", "Overview", 1, "", "x"), Section("overview-2", "Overview", 1, "", "x"))
    assert rules(Policy("T", sections=twice)) == []


def test_what_is_code_or_not_published_is_no_link_no_item_and_no_variable() -> None:
    assert rules(with_body("1. a\n2. b\n\n```\n7. c [x](#gone)\n```\n\nType `[x](#gone)`. <!-- [x](#gone) -->")) == []
    assert rules(with_body("Ours. <!-- {{ todo }}\n4. x -->")) == []
    assert rules(with_body("Ours <!-- é\n --> [x](#gone)")) == [("dead-link", "use", "body", 19)]
    assert rules(with_body("`{{ nobody }}`")) == [("undefined-variable", "use", "body", 1)]


def test_a_variable_in_a_title_that_looks_like_a_comment_is_published_and_looked_at() -> None:
    found = lint(Policy("T", sections=(Section("a", "A <!-- {{ desk }} -->", body="x <!-- {{ desk }} -->"),)))
    assert [(f.rule, f.section, f.field) for f in found if f.rule == "undefined-variable"] == [
        ("undefined-variable", "a", "title")
    ]

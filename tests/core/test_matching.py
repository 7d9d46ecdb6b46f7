"""Sections: by id, then title, then text; the least set that moved."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.matching import matched, moved
from policytui.core.values import Section

A = Section("a", "What we collect", 1, "", "We collect your name, your address and your orders.")
B = Section("b", "How long we keep it", 1, "", "We keep the records for as long as the law asks of us.")
C = Section("c", "Contact", 1, "", "Write to the office whenever you like, in any language.")


def retitled(section: Section, section_id: str, title: str) -> Section:
    return Section(section_id, title, section.level, section.summary, section.body)


def test_an_id_decides_whatever_the_title() -> None:
    assert matched([A, B], [retitled(B, "a", "X"), retitled(A, "b", "Y")]) == [(0, 0), (1, 1)]


def test_without_the_id_the_title_decides() -> None:
    assert matched([A, B], [retitled(C, "new", "WHAT we collect"), B]) == [(0, 0), (1, 1)]


def test_without_both_the_text_decides() -> None:
    assert matched([A, B, C], [A, retitled(B, "retention", "Retention"), C]) == [(0, 0), (1, 1), (2, 2)]


def test_different_texts_are_different_sections() -> None:
    assert matched([A], [C]) == []


def test_sections_of_one_title_are_told_apart_by_text_not_by_counted_ids() -> None:
    one, two = retitled(A, "overview", "Overview"), retitled(B, "overview-2", "Overview")
    new = retitled(C, "overview", "Overview")
    after = [new, retitled(A, "overview-2", "Overview"), retitled(B, "overview-3", "Overview")]
    assert matched([one, two], after) == [(0, 1), (1, 2)]


def test_thousands_of_sections_of_one_title_are_matched_in_order() -> None:
    many = [Section(f"s-{i}", "Section", 1, "", "Reserved.") for i in range(3000)]
    assert matched(many, many[1:]) == [(i, i - 1) for i in range(1, 3000)]


def test_as_few_as_possible_have_moved() -> None:
    before = [Section(i, i.upper()) for i in "abcd"]
    after = [before[3], *before[:3]]
    assert moved(before, before, [(0, 0), (1, 1), (2, 2), (3, 3)]) == set()
    assert moved(before, after, [(3, 0), (0, 1), (1, 2), (2, 3)]) == {0}
    assert moved([], [], []) == set()


@settings(deadline=None)
@given(st.permutations("abcdef"))
def test_the_same_sections_moved_whichever_side_is_called_before(order: list[str]) -> None:
    before = [Section(i, "") for i in "abcdef"]
    after = [Section(i, "") for i in order]
    pairs = matched(before, after)
    there = {after[j].id for j in moved(before, after, pairs)}
    back = {before[i].id for i in moved(after, before, sorted((j, i) for i, j in pairs))}
    assert there == back

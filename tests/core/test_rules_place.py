"""A change of place is a change of order only while things stand under the same."""

from __future__ import annotations

from policytui.core.compare import redline
from policytui.core.judge import judge
from policytui.core.values import Change, Policy, Section


def verdict(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> tuple[Change, set[str]]:
    old, new = (
        Policy(
            "T",
            sections=tuple(Section(name, name.title(), level, "", f"Text of {name} itself.") for name, level in side),
        )
        for side in (before, after)
    )
    found = judge(redline(old, new))
    return found.change, {reason.rule for reason in found.reasons}


def test_a_section_moved_among_its_equals() -> None:
    found = verdict([("a", 1), ("b", 1), ("c", 1)], [("c", 1), ("a", 1), ("b", 1)])
    assert found == (Change.EDITORIAL, {"order"})


def test_a_section_moved_under_another() -> None:
    found = verdict([("a", 1), ("x", 2), ("b", 1)], [("a", 1), ("b", 1), ("x", 2)])
    assert found == (Change.MATERIAL, {"nesting"})


def test_a_heading_that_takes_in_another_or_lets_it_go() -> None:
    moved = ([("a", 1), ("x", 2), ("b", 1)], [("a", 1), ("b", 1), ("x", 2)])
    assert verdict(*moved) == verdict(*moved[::-1]) == (Change.MATERIAL, {"nesting"})
    sized = ([("a", 1), ("s", 3), ("x", 3)], [("a", 1), ("s", 2), ("x", 3)])
    assert verdict(*sized) == verdict(*sized[::-1]) == (Change.MATERIAL, {"nesting"})


def test_a_section_promoted_out_of_another() -> None:
    assert verdict([("a", 1), ("x", 2)], [("a", 1), ("x", 1)]) == (Change.MATERIAL, {"nesting"})


def test_all_headings_of_a_size_changed() -> None:
    names = [("top", 1), *[(name, 3) for name in "abcdef"]]
    found = verdict(names, [(name, min(level, 2)) for name, level in names])
    assert found == (Change.EDITORIAL, {"levels"})


def test_four_headings_are_no_sweep_and_five_are() -> None:
    for names, expected in (("abcd", (Change.MATERIAL, {"nesting"})), ("abcde", (Change.EDITORIAL, {"levels"}))):
        before = [("top", 1), *[(name, 2) for name in names]]
        assert verdict(before, [(name, 1) for name, _ in before]) == expected


def test_a_sweep_takes_all_of_a_size_in_their_order() -> None:
    before = [("top", 1), *[(name, 2) for name in "abcdef"]]
    stays = [(name, 2 if name == "f" else 1) for name, _ in before]
    assert verdict(before, stays) == (Change.MATERIAL, {"nesting"})
    further = [(name, {"f": 3, "top": 1}.get(name, 1)) for name, _ in before]
    assert verdict(before, further) == (Change.MATERIAL, {"nesting"})
    moved = [("top", 1), *[(name, 1) for name in "facbde"]]
    assert "nesting" in verdict(before, moved)[1]


def test_what_came_and_went_does_not_hinder_a_sweep() -> None:
    before = [("top", 1), *[(name, 2) for name in "abcdef"]]
    after = [(name, 1) for name, _ in before]
    assert verdict(before, [one for one in after if one[0] != "a"])[1] == {"section-removed", "levels"}
    assert verdict(before, [*after, ("new", 2)])[1] == {"section-added", "levels"}


def rules(before: str, after: str, other: tuple[str, str] = ("", "")) -> set[str]:
    """The rules for two bodies, with another section's body before and after."""
    old, new = (
        Policy("T", sections=(Section("a", "A", 1, "", body), Section("b", "B", 1, "", beside)))
        for body, beside in zip((before, after), other, strict=True)
    )
    return {reason.rule for reason in judge(redline(old, new)).reasons}


def test_items_in_another_order() -> None:
    assert rules("- apples\n- pears\n- plums\n", "- pears\n- plums\n- apples\n") == {"order"}
    assert rules("1. apples\n2. pears\n3. plums\n", "1. pears\n2. plums\n3. apples\n") == {"added", "removed"}


def test_items_in_another_order_before_the_first_section() -> None:
    old, new = (Policy("T", preamble=text) for text in ("- apples\n- pears\n", "- pears\n- apples\n"))
    assert {reason.rule for reason in judge(redline(old, new)).reasons} == {"order"}


LONG = "The desk keeps every parcel that nobody came to collect before the evening"


def test_an_item_that_went_to_another_list_is_no_change_of_order() -> None:
    item = f"- {LONG}\n"
    found = rules(f"- apples\n{item}- plums\n", "- apples\n- plums\n", ("- figs\n", f"- figs\n{item}"))
    assert found == {"moved"}
    same = f"{item}- plums\n"
    assert rules(f"{same}\nMore:\n\n{item}", same, ("Fruit.\n", f"Fruit.\n\n{item}")) == {"moved", "removed"}


def test_what_moved_is_no_item_of_another_list_that_has_its_words() -> None:
    listed = f"List:\n\n- {LONG}\n- pears\n"
    assert "order" not in rules(f"1. {LONG}\n2. figs\n\n{listed}", f"1. figs\n2. {LONG}\n\n{listed}")


def test_a_paragraph_that_moved_is_no_item_of_the_list_that_has_its_words() -> None:
    fruit = f"List:\n\n- {LONG}\n- pears\n"
    assert "order" not in rules(f"{LONG}\n\nA text.\n\n{fruit}", f"A text.\n\n{LONG}\n\n{fruit}")


def test_a_text_that_speaks_of_the_section_before_it_keeps_its_place() -> None:
    sections = [Section(name, name.title(), 1, "", f"Text of {name} itself.") for name in "abc"]
    sections[1] = Section("b", "B", 1, "", "The preceding section does not hold for guests.")
    before = Policy("T", sections=tuple(sections))
    for order in ((1, 0, 2), (0, 2, 1), (2, 0, 1)):
        found = judge(redline(before, Policy("T", sections=tuple(sections[n] for n in order))))
        assert (found.change, {reason.rule for reason in found.reasons}) == (Change.MATERIAL, {"nesting"})

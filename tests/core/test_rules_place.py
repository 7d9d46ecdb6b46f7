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

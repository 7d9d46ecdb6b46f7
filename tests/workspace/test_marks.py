"""Where a reviewer's marks are, and what they are about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from policytui.core.compare import redline
from policytui.core.redline import Hunk, SectionChange, Status
from policytui.core.values import Policy, Section
from policytui.workspace import Workspace
from policytui.workspace.marks import Marks, mark_of, marks_of

HUNK = Hunk(Status.CHANGED, "paragraph", "a", "b", (("remove", "a"), ("add", "b")))
SECTION = SectionChange("one", "One", 1, Status.CHANGED, (HUNK,))
MARK = mark_of(SECTION, HUNK)


def test_marks_are_outside_the_repository_by_default(workspace: Workspace, tmp_path: Path) -> None:
    marks = Marks(workspace, tmp_path / "state", "privacy")
    marks.set(frozenset((MARK,)), True)
    assert marks.load() == {MARK}
    assert (tmp_path / "state") in marks.path.parents
    assert Marks(workspace, tmp_path / "state", "terms").load() == frozenset()
    assert marks.set(frozenset((MARK,)), False) == frozenset()


def test_marks_are_in_it_on_request_under_the_reviewers_name(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.root / ".reviews").mkdir(parents=True)
    marks = Marks(workspace, tmp_path / "state", "privacy")
    marks.set(frozenset((MARK,)), True)
    assert marks.path == workspace.root / ".reviews" / "ada-ada-example-org" / "privacy.txt"
    assert workspace.slugs() == []


def test_a_mark_does_not_care_where_the_change_stands() -> None:
    elsewhere = Hunk(HUNK.status, "item", "a", "b", HUNK.spans, depth=2, moved=True)
    assert mark_of(replace(SECTION, title="Two"), elsewhere) == MARK


def test_the_mark_of_a_new_level_is_that_of_its_section() -> None:
    place = Hunk(Status.CHANGED, "place", "level 1", "level 2", (("remove", "level 1"), ("add", "level 2")))
    assert mark_of(SECTION, place) == mark_of(replace(SECTION, id="other"), place)
    assert mark_of(SECTION, place) != mark_of(replace(SECTION, title="Two"), place)


def marks_between(before: str, after: str) -> list[str]:
    sides = [Policy("T", sections=(Section("a", "A", 1, "", text),)) for text in (before, after)]
    return marks_of(redline(*sides))


def test_changes_that_say_the_same_have_a_mark_each() -> None:
    first, second, third = marks_between(
        "Yes.\n\nIt stays.\n\nYes.\n\nSo.\n\nYes.", "No.\n\nIt stays.\n\nNo.\n\nSo.\n\nNo."
    )
    assert len({first, second, third}) == 3
    assert marks_between("Yes.\n\nIt stays.", "No.\n\nIt stays.") == [first]


def test_another_form_of_the_same_words_is_another_change() -> None:
    lists = [
        "- apples\n- pears",
        "1. apples\n1. pears",
        "- apples\n  - pears",
        "- apples\n  1. pears",
        "apples\n\n- pears",
    ]
    found = [marks_between(lists[0], text)[-1] for text in lists[1:]]
    assert len(set(found)) == 4
    words = [marks_between(lists[0], text.replace("pears", "plums"))[-1] for text in lists]
    assert len({*found, *words[:4]}) == 8


def test_a_number_that_follows_from_an_item_above_loses_no_mark() -> None:
    before = "1. apples\n2. pears you sent us"
    assert (
        marks_between(before, "1. apples\n2. pears I sent us")[0]
        == marks_between(before, "1. apples\n2. quinces\n3. pears I sent us")[-1]
    )

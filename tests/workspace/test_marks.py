"""Where a reviewer's marks are, and what they are about."""

from __future__ import annotations

from pathlib import Path

from policytui.core.redline import Hunk, Span, Status
from policytui.workspace import Workspace
from policytui.workspace.marks import Marks, mark_of

HUNK = Hunk(Status.CHANGED, "paragraph", "a", "b", (Span("remove", "a"), Span("add", "b")))


def test_marks_are_outside_the_repository_by_default(workspace: Workspace, tmp_path: Path) -> None:
    marks = Marks(workspace, tmp_path / "state", "privacy")
    marks.set(mark_of(HUNK), True)
    assert marks.load() == {mark_of(HUNK)}
    assert (tmp_path / "state") in marks.path.parents
    assert Marks(workspace, tmp_path / "state", "terms").load() == frozenset()
    assert marks.set(mark_of(HUNK), False) == frozenset()


def test_marks_are_in_it_on_request_under_the_reviewers_name(workspace: Workspace, tmp_path: Path) -> None:
    (workspace.root / ".reviews").mkdir(parents=True)
    marks = Marks(workspace, tmp_path / "state", "privacy")
    marks.set(mark_of(HUNK), True)
    assert marks.path == workspace.root / ".reviews" / "ada-ada-example-org" / "privacy.txt"
    assert workspace.slugs() == []


def test_a_mark_does_not_care_where_the_change_stands() -> None:
    elsewhere = Hunk(HUNK.status, "item", "a", "b", HUNK.spans, depth=2, moved=True)
    assert mark_of(HUNK) == mark_of(elsewhere)

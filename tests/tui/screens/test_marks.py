"""Marks belong to what a change says, and outlive the session."""

from __future__ import annotations

from pathlib import Path

from policytui.core.redline import Hunk, Redline, SectionChange, Status
from policytui.core.values import Policy
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens import marks
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.review import ReviewScreen
from policytui.tui.widgets.redline_view import RedlineView
from policytui.workspace import Workspace
from policytui.workspace.marks import marks_of


def redline(before: str, after: str) -> Redline:
    hunk = Hunk(Status.CHANGED, "paragraph", before, after, (("remove", before), ("add", after)))
    return Redline(Policy("a"), Policy("b"), (SectionChange("retention", "Retention", 1, Status.CHANGED, (hunk,)),))


def test_rewrapping_keeps_a_mark_and_other_words_do_not() -> None:
    keys = [marks_of(each)[0] for each in (redline("a b", "a c"), redline("a\nb", "a  c"), redline("a b", "a d"))]
    assert keys[0] == keys[1] != keys[2]
    assert marks.reviewed(keys, {keys[2]}) == [2]


async def test_a_mark_is_there_again_in_the_next_session(tmp_path: Path) -> None:
    pair = Pair.between("old", "new", Policy("T", preamble="30 days"), Policy("T", preamble="60 days"), "terms")
    for expected in (set(), {0}):
        app = PolicytuiApp(Workspace(tmp_path / "policies", author="Ada"), Start(theme="ink", state=tmp_path / "state"))
        async with app.run_test() as pilot:
            await app.push_screen(ReviewScreen([pair]))
            await pilot.pause(0.3)
            await app.workers.wait_for_complete()
            screen = app.screen
            assert isinstance(screen, ReviewScreen)
            view = screen.query_one(RedlineView)
            assert view.reviewed == expected
            if not expected:
                await pilot.press("space")
                await pilot.pause(0.1)
                await app.workers.wait_for_complete()

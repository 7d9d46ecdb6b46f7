"""A branch in the screens: what it did to each policy, its review and marks, its Markdown, and which to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.tui.app import Start
from policytui.tui.screens.branches import BranchScreen
from policytui.tui.screens.rows import Rows
from policytui.workspace.branch_summary import to_markdown
from policytui.workspace.branches import review_range
from tests.gitbox import Box
from tests.tui.fake import policy
from tests.tui.running import Run

RANGE = Start(theme="ink", commits="main...feature")


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock) -> Box:
    """On `feature`, `lantern` has a saved change, `kiosk` a hand edit, and `terms` is new."""
    made = Box.new(tmp_path / "repository", clock)
    for slug in ("lantern", "kiosk", "quiet"):
        made.put(slug, policy(slug.title()))
    made.commit_all("Begin")
    made.git("checkout", "-q", "-b", "feature")
    made.change("lantern", "18 months", "24 months", "Longer")
    made.by_hand("kiosk", "19 months", "20 months")
    made.put("terms", policy("Terms"))
    made.commit_all("Work")
    made.git("checkout", "-q", "main")
    return made


async def test_every_changed_policy_with_verdict_dates_and_problems(run: Run, box: Box) -> None:
    async with run(box.workspace, RANGE, (80, 24)) as app:
        rows = app.screen.query_one(Rows).rows
        assert [tuple(text for text, _ in row.cells) for row in rows] == [
            ("kiosk", "changed", "material", "stays 2024-05-19", "2"),
            ("lantern", "changed", "material", "2024-05-19 → 2024-06-01", "–"),
            ("terms", "added", "material", "– → 2024-05-19", "–"),
        ]
        assert "3 policies changed, 3 materially" in app.text
        assert "2 problems" in app.text
        assert "its date did not move: “19” became “20”." in " ".join(app.text.split())
        await app.press("down")
        assert "What we collect  material" in app.text
        await app.press("escape")
        assert app.top == "LibraryScreen"


async def test_enter_reviews_one_with_its_marks_and_escape_comes_back(run: Run, box: Box, tmp_path: Path) -> None:
    start = Start(theme="ink", commits="main...feature", state=tmp_path / "state")
    async with run(box.workspace, start) as app:
        await app.press("down", "enter")
        assert app.top == "ReviewScreen"
        assert "24 months" in app.text
        await app.press("space")
        assert "all reviewed" in app.text
        await app.press("}")
        assert "Terms" in app.text
        await app.press("escape")
        assert app.top == "BranchScreen"
        assert app.screen.current.slug == "lantern"
        await app.press("enter")
        assert "all reviewed" in app.text
    async with run(box.workspace, start) as app:
        await app.press("down", "enter")
        assert "all reviewed" in app.text


async def test_the_markdown_is_that_of_the_command(run: Run, box: Box, tmp_path: Path) -> None:
    async with run(box.workspace, RANGE) as app:
        await app.press("y", "s")
        await app.fill(str(tmp_path / "out.md"))
        await app.press("enter")
        await app.press("y", "c")
        copied = app.app.clipboard
    text = to_markdown(review_range(box.workspace, "main...feature"))
    assert (tmp_path / "out.md").read_text() == text == copied


async def test_from_the_library_the_branches_are_offered_and_a_range_can_be_typed(run: Run, box: Box) -> None:
    box.git("tag", "v1")
    async with run(box.workspace, Start(theme="ink"), (80, 24)) as app:
        await app.press("b")
        assert app.top == "RangeDialog"
        assert "main...feature" in app.text
        assert "Work  Ada" in app.text
        await app.type("nothing")
        await app.press("enter")
        assert "No branch is called so." in app.text
        await app.press("escape", "b")
        await app.press("enter")
        assert app.top == "BranchScreen"
        assert "3 policies changed" in app.text
        await app.press("b")
        await app.type("v1..v1")
        await app.press("enter")
        assert "v1..v1 changes no policy." in app.text


async def test_a_range_that_git_does_not_know_is_said(run: Run, box: Box) -> None:
    async with run(box.workspace, Start(theme="ink", commits="main...nowhere")) as app:
        assert "git knows no “nowhere” here." in app.text
        await app.press("escape")
        assert "b names another range" in app.text


async def test_a_side_that_cannot_be_read_is_told_and_not_reviewed(run: Run, box: Box) -> None:
    box.git("checkout", "-q", "feature")
    (box.root / "kiosk" / "policy.toml").write_text("title = \n")
    box.commit_all("Broken")
    async with run(box.workspace, RANGE) as app:
        await app.press("enter")
        assert app.top == "BranchScreen"
        await app.press("down", "enter", "}")
        assert "2 of 2" in app.text


async def test_escape_stops_a_long_comparison(run: Run, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    from policytui.core.compare import Cancelled
    from policytui.tui.screens import branches

    seen = []

    def endless(*_: object, cancelled: object, progress: object) -> None:
        import time

        assert callable(cancelled)
        assert callable(progress)
        progress(3, 200)
        while not cancelled():
            time.sleep(0.01)
        seen.append("stopped")
        raise Cancelled

    monkeypatch.setattr(branches, "review_range", endless)
    async with run(box.workspace, Start(theme="ink")) as app:
        await app.app.push_screen(BranchScreen("main...feature"))
        await app.pilot.pause(0.4)
        assert "3 of 200 policies" in app.text
        await app.press("escape")
        assert app.top == "LibraryScreen"
    assert seen == ["stopped"]

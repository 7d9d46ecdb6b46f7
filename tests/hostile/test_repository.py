"""A repository in which everything that git can be told to run leaves a mark: looking at it leaves none."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.conflicts import find
from policytui.tui.app import PolicytuiApp, Start
from policytui.workspace.merging import as_git_left_it, next_step
from tests.gitbox import Box
from tests.store.test_repository import hostile
from tests.tui.fake import policy
from tests.tui.running import Running

SIZE = (120, 36)


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock) -> Box:
    """A merge that git stopped in, without a driver: `privacy` holds git's marks, `terms` is as it was saved."""
    made = Box.new(tmp_path / "repository", clock)
    for slug in ("privacy", "terms"):
        made.put(slug, policy())
    made.commit_all("begin")
    made.git("checkout", "-q", "-b", "side")
    for branch, months in (("side", 24), ("main", 12)):
        made.git("checkout", "-q", branch)
        made.clock.moment += timedelta(days=1)
        for slug in ("privacy", "terms") if branch == "side" else ("privacy",):
            made.change(slug, "18 months", f"{months} months")
        made.commit_all(branch)
    assert not made.ok("merge", "-q", "--no-edit", "side")
    return made


async def test_looking_at_it_on_the_screens_leaves_no_mark(box: Box, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    hostile(box, mark)
    app = PolicytuiApp(box.workspace, Start(theme="ink"))
    async with app.run_test(size=SIZE) as pilot:
        run = Running(app, pilot)
        await run.settle()
        seen = [run.top]

        async def look(*keys: str) -> None:
            await run.press(*keys)
            seen.append(run.top)
            assert not mark.exists(), (keys, mark.read_text())

        await look()
        await look("down", "h")  # terms: its history, a revision of it
        await look("enter")
        await look("escape")
        await look("escape")
        await look("t")
        await look("escape")
        await look("b")
        await look(*"main...side", "enter")
        await look("enter")
        await look("escape", "escape")
        await look("enter")
        await look("ctrl+t")
        await look("escape", "escape")
        await look("up", "enter")  # privacy: put together, decided, seen whole
        await look("p")
        await look("t")
        await look("escape", "escape", "escape")
    assert set(seen) >= {
        "LibraryScreen", "HistoryScreen", "ReviewScreen", "BranchScreen", "EditScreen", "ConflictScreen",
        "ApprovalScreen",
    }, seen  # fmt: skip


def test_looking_at_it_without_screens_leaves_no_mark(box: Box, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    hostile(box, mark)
    workspace = box.workspace
    merged = as_git_left_it(workspace, "privacy")
    assert merged is not None
    assert len(find(merged.policy)) == 1
    assert next_step(workspace, "privacy") == "git add policies/privacy && git commit"
    assert not mark.exists(), mark.read_text()
    os.utime(box.root / "terms" / "policy.toml")
    box.git("status", check=False)
    assert mark.exists()  # the marks do work

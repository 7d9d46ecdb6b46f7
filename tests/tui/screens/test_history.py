"""History: newest first, pick one or two, restore as a new revision."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.tui.app import Start
from policytui.tui.screens import history
from policytui.tui.screens.moments import columns
from policytui.tui.screens.rows import Rows
from policytui.workspace import Workspace
from tests.gitbox import Box
from tests.store.test_repository import hostile
from tests.tui.fake import policy
from tests.tui.running import Run

INK = Start(theme="ink")


async def test_revisions_newest_first_with_kind_and_summary(run: Run, changed: Workspace) -> None:
    async with run(changed, INK, (80, 24)) as app:
        await app.press("h")
        rows = app.screen.query_one(Rows).rows
        assert [row.cells[1][0] for row in rows] == ["r3", "r2", "r1"]
        assert "To 30" in app.text
        assert "material" in app.text


async def test_two_picked_are_compared_with_each_other(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "space", "down", "down", "space", "enter")
        assert app.screen.pair.before.startswith("r1")
        assert app.screen.pair.after.startswith("r3")
        assert "18" in app.text
        assert "30" in app.text


async def test_restore_saves_the_old_text_as_a_new_revision(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "down", "down", "R")
        assert app.top == "SaveDialog"
        assert "Restored r1" in app.text
        await app.press("ctrl+s")
        assert app.screen.query_one(Rows).rows[0].cells[1][0] == "r4"
    opened = changed.open("lantern")
    assert "18 months" in opened.policy.sections[0].body
    assert len(opened.revisions) == 4
    assert changed.verify("lantern") == []


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Box:
    """`lantern`: two commits by hand, a saved and committed revision, one that is not committed."""
    made = Box.new(tmp_path / "repository", clock)

    def at(hour: int) -> None:
        for name in ("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"):
            monkeypatch.setenv(name, f"2024-05-0{hour}T12:00:00+00:00")

    folder = made.root / "lantern"
    folder.mkdir(parents=True)
    made.put("seed", policy())
    text = (made.root / "seed" / "policy.toml").read_text()
    shutil.rmtree(made.root / "seed")
    for hour, months in ((1, 18), (2, 24)):
        at(hour)
        (folder / "policy.toml").write_text(text.replace("18 months", f"{months} months"))
        made.commit_all(f"By hand: {months}")
    made.git("tag", "v1")
    at(3)
    clock.moment = datetime(2024, 5, 3, 11, 0, tzinfo=UTC)
    made.change("lantern", "24 months", "30 months", "Longer")
    made.commit_all("Save it")
    clock.moment = datetime(2024, 5, 4, 11, 0, tzinfo=UTC)
    made.change("lantern", "30 months", "36 months", "Longest")
    return made


async def test_revisions_and_commits_are_one_line_of_time(run: Run, box: Box) -> None:
    async with run(box.workspace, INK, (80, 24)) as app:
        await app.press("h")
        rows = app.screen.query_one(Rows).rows
        assert [(row.cells[1][0], row.cells[-1][0]) for row in rows] == [
            ("r2", "Longest"), ("r1", "(main) Longer"), ("–", "(tag: v1) By hand: 24"), ("–", "By hand: 18"),
        ]  # fmt: skip
        assert [row.cells[5][0] == "not yet" for row in rows] == [True, False, False, False]
        assert "Not committed yet." in app.text
        assert "The file is not what the last commit holds." in app.text
        assert "2 revisions, 2 commits" in app.text
        await app.press("down", "down")
        await app.pilot.pause(0.2)
        await app.settle()
        assert "In v1 · on main" in app.text
        await app.press("C")
        await app.press("ctrl+s")
        assert app.top == "HistoryScreen"
        assert "not yet" not in app.text
        assert "The file is not what" not in app.text


async def test_gits_past_is_reviewed_and_compared_like_a_revision(run: Run, box: Box) -> None:
    async with run(box.workspace, INK) as app:
        await app.press("h")
        await app.press("down", "down", "enter")
        assert app.screen.pair.note == "By hand: 24"
        assert "18" in app.text
        assert "24 months" in app.text
        await app.press("}")
        assert app.screen.pair.after.startswith("r1")
        assert "30" in app.text
        await app.press("escape")
        assert app.screen.query_one(Rows).cursor == 2
        await app.press("c")
        assert app.screen.pair.after == "file"
        assert "36" in app.text
        await app.press("escape", "R")
        assert "Only a revision can be restored." in " ".join(one.message for one in app.app._notifications)
        await app.press("space", "up", "up", "space")
        await app.press("enter")
        assert app.screen.pair.after.startswith("r2")
        assert "24" in app.text
        assert "36" in app.text


async def test_more_is_read_as_one_goes_down(run: Run, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "SCREENFUL", 2)
    async with run(box.workspace, INK, (80, 24)) as app:
        await app.press("h")
        assert len(app.screen.line.moments) == 4
        assert "2 revisions, 2 commits" in app.text


async def test_outside_git_nothing_is_said_of_commits(run: Run, changed: Workspace) -> None:
    async with run(changed, INK, (80, 24)) as app:
        await app.press("h")
        assert "Commit" not in app.text
        assert "3 revisions" in app.text
        assert len(app.screen.query_one(Rows).columns) == len(columns(False))


async def test_a_policy_that_git_remembers_only_has_its_past(run: Run, box: Box) -> None:
    shutil.rmtree(box.root / "lantern" / "history")
    async with run(box.workspace, INK) as app:
        await app.press("h")
        assert [row.cells[1][0] for row in app.screen.query_one(Rows).rows] == ["–", "–", "–"]
        await app.press("down", "down", "enter")
        assert app.screen.pair.before == "nothing"
        assert "18 months" in app.text


async def test_looking_runs_nothing_that_the_repository_configures(run: Run, box: Box, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    box.git("branch", "feature", "HEAD^")
    hostile(box, mark)
    async with run(box.workspace, INK) as app:
        await app.press("h")
        assert len(app.screen.line.moments) == 4
        await app.press("down", "down")
        await app.pilot.pause(0.2)
        await app.settle()
        await app.press("enter")
        await app.press("escape")
        await app.press("c")
        await app.press("escape")
        await app.press("escape")
        await app.press("b")
        assert "main...feature" in app.text
        await app.press("enter")
        assert app.top == "BranchScreen"
        await app.press("y", "escape", "escape")
    assert not mark.exists(), mark.read_text()

"""Putting two texts together: conflicts decided by a person, the result approved before it is taken."""

from __future__ import annotations

from pathlib import Path

from policytui.tui.screens.merging import put_together
from tests.tui.fake import FakeWorkspace
from tests.tui.running import Run
from tests.tui.screens.test_resolve import BASE, MINE, THEIRS, with_body


async def test_a_clean_merge_asks_only_for_approval(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        theirs = with_body(BASE, 2, "Theirs.\n")
        mine = with_body(BASE, 0, "Mine.\n")
        worker = app.app.run_worker(put_together(app.app, BASE, mine, theirs), group="save")
        await app.reach("ApprovalScreen")
        assert "nothing contradicts" in app.text
        await app.press("a")
        result = await worker.wait()
        assert result == with_body(theirs, 0, "Mine.\n")


async def test_not_now_at_the_end_goes_back_to_the_answers(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        worker = app.app.run_worker(put_together(app.app, BASE, MINE, THEIRS), group="save")
        await app.reach("ConflictScreen")
        await app.press("m", "t")
        await app.reach("ApprovalScreen")
        await app.press("escape")
        await app.reach("ConflictScreen")
        assert "all decided" in app.text
        await app.press("n", "m", "a")
        assert await worker.wait() == MINE


async def test_escape_decides_nothing(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        worker = app.app.run_worker(put_together(app.app, BASE, MINE, THEIRS), group="save")
        await app.reach("ConflictScreen")
        await app.press("m", "escape")
        assert await worker.wait() is None

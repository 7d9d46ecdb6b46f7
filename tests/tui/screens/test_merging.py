"""Putting two texts together: conflicts decided by a person, the result approved before it is taken."""

from __future__ import annotations

from pathlib import Path

from policytui.tui.screens.merging import ApprovalScreen, put_together
from policytui.tui.screens.pairs import Pair
from policytui.workspace.workspace import Workspace
from tests.tui.fake import FakeWorkspace
from tests.tui.running import Run
from tests.tui.screens.test_comparison import held
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


async def test_nothing_is_taken_that_was_not_shown(run: Run, changed: Workspace) -> None:
    with held(changed) as gate:
        async with run(changed) as app:
            screen = ApprovalScreen(Pair.between("before", "after", BASE, MINE), "This is what comes.")
            await app.app.push_screen(screen)
            await gate.shut(app)
            await app.pilot.press("a")
            assert "Still comparing: it can be taken once it is shown." in app.text
            assert not screen.approved
            gate.open.set()
            await app.settle()
            await app.press("a")
            assert screen.approved


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

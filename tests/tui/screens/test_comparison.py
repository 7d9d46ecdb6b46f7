"""While a redline is worked out: what the keys ask for is done in its turn, and a screen that is gone is left alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from textual.worker import WorkerState

from policytui.tui.app import Start
from policytui.tui.widgets.redline_view import RedlineView
from policytui.workspace import Workspace
from tests.tui.running import Run, Running

INK = Start(theme="ink")


class Gate:
    """Holds every comparison of a workspace back until it is opened."""

    def __init__(self, workspace: Workspace) -> None:
        self.begun, self.open = threading.Event(), threading.Event()
        compare = workspace.compare

        def held(*args: Any, **more: Any) -> Any:
            self.begun.set()
            assert self.open.wait(10)
            return compare(*args, **more)

        workspace.compare = held  # type: ignore[method-assign]

    async def shut(self, app: Running) -> None:
        """Wait for one to begin."""
        while not self.begun.is_set():
            await app.pilot.pause(0.01)


@contextmanager
def held(workspace: Workspace) -> Iterator[Gate]:
    gate = Gate(workspace)
    try:
        yield gate
    finally:
        gate.open.set()


@asynccontextmanager
async def comparing(run: Run, workspace: Workspace) -> AsyncIterator[tuple[Running, Gate]]:
    """The review of the newest revision, while its comparison is held back."""
    with held(workspace) as gate:
        async with run(workspace, INK) as app:
            await app.press("h")
            await app.pilot.press("enter")
            await gate.shut(app)
            yield app, gate


async def test_keys_pressed_meanwhile_are_done_in_their_order(run: Run, changed: Workspace) -> None:
    async with comparing(run, changed) as (app, gate):
        await app.pilot.press("n", "p", "n")
        await app.until("3 keys waiting")
        gate.open.set()
        await app.settle()
        assert app.screen.query_one(RedlineView).current == 1
        assert app.screen.waiting is None


async def test_nothing_is_marked_that_nobody_has_seen(run: Run, changed: Workspace) -> None:
    async with comparing(run, changed) as (app, gate):
        await app.pilot.press("space", "M")
        assert "Still comparing: a change is marked once it is shown." in app.text
        gate.open.set()
        await app.settle()
        assert not app.screen.query_one(RedlineView).reviewed
        assert app.screen.query_one(RedlineView).current == 0


async def test_keys_for_a_pair_that_was_left_are_dropped(run: Run, changed: Workspace) -> None:
    async with comparing(run, changed) as (app, gate):
        await app.pilot.press("n", "{")
        gate.open.set()
        await app.settle()
        assert app.screen.pair.after.startswith("r2")
        assert app.screen.query_one(RedlineView).current == 0


async def test_a_comparison_whose_screen_is_being_taken_away_ends(run: Run, changed: Workspace) -> None:
    async with comparing(run, changed) as (app, gate):
        screen = app.screen
        (worker,) = [worker for worker in app.app.workers if worker.group == "compare"]
        screen._pruning = True  # as it is while its widgets are taken away
        gate.open.set()
        while not worker.is_finished:
            await asyncio.sleep(0.01)
        screen._pruning = False
        assert worker.state is WorkerState.CANCELLED
        assert screen.redline is None

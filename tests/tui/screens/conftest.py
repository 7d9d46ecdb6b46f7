"""A running app on a workspace, for screen tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.tui.app import PolicytuiApp, Start
from policytui.workspace import Workspace
from tests.tui.fake import NOON, FakeWorkspace, policy
from tests.tui.running import Run, Running


@pytest.fixture
def run() -> Run:
    """`async with run(workspace, slug="lantern", size=(80, 24)) as app`."""

    @asynccontextmanager
    async def running(
        workspace: Workspace, start: Start | None = None, size: tuple[int, int] = (120, 36)
    ) -> AsyncIterator[Running]:
        app = PolicytuiApp(workspace, start or Start(theme="ink"))
        async with app.run_test(size=size) as pilot:
            one = Running(app, pilot)
            await one.settle()
            yield one

    return running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder for policies."""
    folder = tmp_path / "policies"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(run: Run, root: Path) -> Run:
    """The editor on a policy of five sections: `async with opened((80, 24)) as app`."""

    def editor(size: tuple[int, int] = (120, 36)) -> AbstractAsyncContextManager[Running]:
        workspace = FakeWorkspace(root, {"lantern": policy(sections=5)})
        return run(workspace, Start("lantern", theme="ink"), size)

    return editor


@pytest.fixture
def changed(root: Path) -> Workspace:
    """Three revisions: 18 → 24 → 30 months, and an item elsewhere."""
    """Three revisions: 18 → 24 → 30 months, and a word elsewhere."""
    real = Workspace(root, author="Ada", clock=FixedClock(NOON))
    opened = real.save_import("lantern", policy(), summary="First version")
    for months in (24, 30):
        sections = list(opened.policy.sections)
        sections[0] = replace(sections[0], body=f"We keep lamp orders for {months} months.\nThen they are deleted.\n")
        sections[2] = replace(sections[2], body=sections[2].body + f"- sort {months}\n")
        opened = real.save(opened, replace(opened.policy, sections=tuple(sections)), Decision(f"To {months}")).opened
    return real

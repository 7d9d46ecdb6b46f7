"""What the screens share: drafts are kept while something would be lost; errors are shown once."""

from __future__ import annotations

import threading
from pathlib import Path

from textual import work
from textual.worker import WorkerState

from policytui.core.draft import Draft
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens.base import Editing
from tests.tui.fake import FakeWorkspace
from tests.tui.running import Run


def test_a_draft_that_equals_its_base_is_not_kept(tmp_path: Path) -> None:
    workspace = FakeWorkspace(tmp_path)
    app = PolicytuiApp(workspace, Start(theme="ink"))
    opened = workspace.open("lantern")
    draft = Draft.of(opened.policy)
    app.keep(Editing(opened, draft.with_text("your-rights", "body", "x")))
    assert set(app.drafts) == {"lantern"}
    app.keep(Editing(opened, draft))
    assert not app.drafts


async def test_an_error_of_work_in_a_thread_is_shown(run: Run, root: Path) -> None:
    workspace = FakeWorkspace(root)

    def broken(slug: str, limit: int | None = None):  # type: ignore[no-untyped-def]
        from policytui.errors import RefusedError

        raise RefusedError("The history cannot be read.", "Look at the rights of the folder.")

    workspace.history = broken  # type: ignore[method-assign]
    async with run(workspace) as app:
        await app.press("h")
        assert app.top == "ChoiceDialog"
        assert "The history cannot be read." in app.text
        assert "Look at the rights" in app.text


async def test_a_worker_whose_screen_is_gone_ends_and_nothing_is_looked_for(run: Run, root: Path) -> None:
    from policytui.tui.screens.base import BaseScreen

    began, go, after = threading.Event(), threading.Event(), []

    class Slow(BaseScreen[None]):
        @work
        async def begin(self) -> None:
            def wait() -> None:
                began.set()
                go.wait(5)

            await self.off_loop(wait)
            after.append(self.query_one("#none"))

    async with run(FakeWorkspace(root)) as app:
        screen = Slow()
        await app.app.push_screen(screen)
        worker = screen.begin()
        while not began.is_set():
            await app.pilot.pause(0.01)
        screen._pruning = True  # as it is while its widgets are taken away
        go.set()
        while not worker.is_finished:
            await app.pilot.pause(0.01)
        screen._pruning = False
        assert worker.state is WorkerState.CANCELLED
    assert after == []

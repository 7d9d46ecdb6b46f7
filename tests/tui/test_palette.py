"""The command palette runs a command of the screen below, by name."""

from __future__ import annotations

from pathlib import Path

from policytui.tui.app import PolicytuiApp, Start
from tests.tui.fake import FakeWorkspace


async def test_a_command_is_found_by_its_sentence_and_run(tmp_path: Path) -> None:
    app = PolicytuiApp(FakeWorkspace(tmp_path), Start("lantern", theme="ink"))
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("ctrl+p")
        await pilot.press(*"copy of the")
        await pilot.pause(0.4)
        await pilot.press("down", "enter")
        await pilot.pause(0.2)
        assert len(app.screen.draft.policy.sections) == 4  # type: ignore[attr-defined]

"""Help and palette are made of the table of keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.config import Settings
from policytui.tui import keys
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.help import HelpDialog
from policytui.tui.screens.base import BaseDialog
from policytui.tui.screens.library import LibraryScreen
from tests.tui.fake import FakeWorkspace


async def test_help_names_every_key_of_the_screen_as_it_is_now(tmp_path: Path) -> None:
    app = PolicytuiApp(FakeWorkspace(tmp_path), Start(theme="ink", settings=Settings(keymap={"library.new": "f9"})))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        assert isinstance(app.screen, HelpDialog)
        text = " ".join(" ".join("".join(piece for piece, _ in line) for line in app.screen.lines()).split())
        for key in keys.of(*LibraryScreen.PLACES, "app"):
            assert key.help in text
        assert "F9" in text
        await pilot.press("f1", "escape")
        assert type(app.screen).__name__ == "LibraryScreen"


@pytest.mark.parametrize(
    "key", [key for key in keys.KEYS if key.where not in ("dialog", "find")], ids=lambda key: key.id
)
def test_every_command_has_an_action_that_exists(key: keys.Key) -> None:
    from policytui.tui.screens.branches import BranchScreen
    from policytui.tui.screens.commit import CommitDialog, RefusedDialog
    from policytui.tui.screens.edit import EditScreen
    from policytui.tui.screens.history import HistoryScreen
    from policytui.tui.screens.import_adjust import ImportScreen
    from policytui.tui.screens.merging import ApprovalScreen
    from policytui.tui.screens.recover import RecoverScreen
    from policytui.tui.screens.resolve import ConflictScreen
    from policytui.tui.screens.review import ReviewScreen
    from policytui.tui.screens.rows import Rows
    from policytui.tui.screens.save import SaveDialog
    from policytui.tui.widgets.block_view import BlockView
    from policytui.tui.widgets.outline import Outline

    owners = {"app": PolicytuiApp, "library": LibraryScreen, "edit": EditScreen, "section": EditScreen,
              "drafts": RecoverScreen, "conflict": ConflictScreen, "approve": ApprovalScreen,
              "history": HistoryScreen, "import": ImportScreen, "review": ReviewScreen, "save": SaveDialog,
              "branch": BranchScreen, "commit": CommitDialog, "refused": RefusedDialog,
              "list": Rows, "view": BlockView, "box": BaseDialog}  # fmt: skip
    name = key.action.partition("(")[0].rpartition(".")[2]
    owner = owners["app" if key.action.startswith("app.") else key.where]
    assert callable(getattr(owner, f"action_{name}", None))
    assert key.where != "list" or callable(getattr(Outline, f"action_{name}", None))


async def test_help_has_the_motions_of_what_has_the_cursor(tmp_path: Path) -> None:
    for settings, half in ((Settings(), False), (Settings(keys="vim"), True)):
        app = PolicytuiApp(FakeWorkspace(tmp_path), Start(theme="ink", settings=settings))
        async with app.run_test(size=(80, 40)) as pilot:
            await pilot.pause()
            await pilot.press("f1")
            assert isinstance(app.screen, HelpDialog)
            lines = ["".join(piece for piece, _ in line) for line in app.screen.lines()]
            assert "Lists" in lines
            assert any("↓ or j" in line for line in lines)
            assert any("^D" in line and "Half a page down" in line for line in lines) is half
            assert not any("no-key" in line for line in lines)
            assert any("Shift" in line for line in lines)

"""Help and palette are made of the table of keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.tui import keys
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.help import HelpDialog
from policytui.tui.screens.library import LibraryScreen
from tests.tui.fake import FakeWorkspace


async def test_help_names_every_key_of_the_screen_as_it_is_now(tmp_path: Path) -> None:
    app = PolicytuiApp(FakeWorkspace(tmp_path), Start(theme="ink", keymap={"library.new": "f10"}))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        assert isinstance(app.screen, HelpDialog)
        text = " ".join(" ".join("".join(piece for piece, _ in line) for line in app.screen.lines()).split())
        for key in keys.of(*LibraryScreen.PLACES, "app"):
            assert key.help in text
        assert "F10" in text
        await pilot.press("f1", "escape")
        assert type(app.screen).__name__ == "LibraryScreen"


@pytest.mark.parametrize(
    "key", [key for key in keys.KEYS if key.where not in ("list", "dialog", "find")], ids=lambda key: key.id
)
def test_every_command_has_an_action_that_exists(key: keys.Key) -> None:
    from policytui.tui.screens.edit import EditScreen
    from policytui.tui.screens.history import HistoryScreen
    from policytui.tui.screens.import_adjust import ImportScreen
    from policytui.tui.screens.merging import ApprovalScreen, ConflictScreen
    from policytui.tui.screens.recover import RecoverScreen
    from policytui.tui.screens.review import ReviewScreen
    from policytui.tui.screens.save import SaveDialog

    owners = {"app": PolicytuiApp, "library": LibraryScreen, "edit": EditScreen, "section": EditScreen,
              "drafts": RecoverScreen, "conflict": ConflictScreen, "approve": ApprovalScreen,
              "history": HistoryScreen, "import": ImportScreen, "review": ReviewScreen, "save": SaveDialog}  # fmt: skip
    name = key.action.partition("(")[0].rpartition(".")[2]
    owner = owners["app" if key.action.startswith("app.") else key.where]
    assert callable(getattr(owner, f"action_{name}", None))

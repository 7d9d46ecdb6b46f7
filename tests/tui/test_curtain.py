"""Nothing is shown or answered before the first screen is whole; then what was typed is answered, in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.strip import Strip

from policytui.tui import curtain
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.curtain import Curtain, cells_of, picture_of
from policytui.tui.screens.library import LibraryScreen
from policytui.tui.screens.rows import Rows
from policytui.tui.widgets.cells import cells_of as cells_of_strip
from policytui.workspace import Entry
from tests.tui.fake import FakeWorkspace, policy

if TYPE_CHECKING:
    from policytui.tui.opening import Picture
    from policytui.workspace.remembered import Line

PICTURE: Picture = [[("1;31", "Terms"), ("", " 語 ")], [("", "─" * 9)]]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to a terminal."""
    kept: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "is_headless", property(lambda self: False))
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: kept.append(data))
    return kept


async def pause(pilot: Pilot[int], times: int) -> None:
    for _ in range(times):
        await pilot.pause(0.05)


def app_in(folder: Path) -> PolicytuiApp:
    root = folder / "policies"
    root.mkdir()
    return PolicytuiApp(FakeWorkspace(root, {"lantern": policy(), "kiosk": policy("Terms of Use")}), Start(theme="ink"))


async def test_the_first_frame_is_the_whole_library(
    written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[str] = []
    plain = Curtain._frame

    def frame(self: Curtain, renderable: object) -> str | None:
        made = plain(self, renderable)
        frames.append(made or "")
        return made

    monkeypatch.setattr(Curtain, "_frame", frame)
    monkeypatch.setattr(curtain, "LONGEST", 60.0)  # after which, on a busy machine, a half of it would be shown
    async with app_in(tmp_path).run_test(size=(100, 30)) as pilot:
        await pause(pilot, 20)
        first, *more = [text for text in frames if text]
        for part in ("policytui", "Terms of Use", "clean", "the file is what its newest revision saved", "F1"):
            assert part in first
        assert sum(map(len, more)) < 200


async def test_what_is_typed_early_is_answered_in_order(
    written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LibraryScreen, "action_reload", lambda self: None)
    app = app_in(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        assert app.lowered
        await pilot.press("down", "up", "down", "n")
        await pilot.pause(0.1)
        assert isinstance(app.screen, LibraryScreen)
        assert "Library" not in "".join(written)
        app.screen._show(app.workspace.entries(), exists=True, writable=True)
        await pause(pilot, 10)
        assert type(app.screen).__name__ == "AskDialog"
        library = app.screen_stack[1]
        assert library.query_one(Rows).cursor == 1


async def test_it_lifts_by_itself(written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policytui.tui.curtain.LONGEST", 0.3)
    monkeypatch.setattr(LibraryScreen, "action_reload", lambda self: None)
    app = app_in(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        assert app.lowered
        await pause(pilot, 20)
        assert "Library" in "".join(written)


async def test_a_failure_is_shown(written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FakeWorkspace) -> list[Entry]:
        from policytui.errors import RefusedError

        raise RefusedError("The folder cannot be read.", "Look at its rights.")

    monkeypatch.setattr(FakeWorkspace, "each_entry", refuse)
    async with app_in(tmp_path).run_test(size=(100, 30)) as pilot:
        await pause(pilot, 10)
        assert "The folder cannot be read." in "".join(written)


async def test_a_picture_is_of_the_lines_it_is_kept_with(
    written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However soon after new lines it is taken: the terminal may still show the old ones."""
    kept: list[tuple[list[tuple[str, Line]], Picture]] = []
    monkeypatch.setattr(Curtain, "_keep", lambda self, lines, picture, size: kept.append((lines, picture)))
    app = app_in(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pause(pilot, 10)
        workspace = app.workspace
        assert isinstance(workspace, FakeWorkspace)
        assert isinstance(app.screen, LibraryScreen)
        for number in range(10):
            kept.clear()
            workspace.files["kiosk"] = policy(f"Terms {number}")
            app.screen._show(workspace.entries(), exists=True, writable=True)
            app.keep_picture()
            await pause(pilot, 2)
            ((lines, picture),) = kept
            assert dict(lines)["kiosk"][0] == f"Terms {number}"
            text = "".join(text for row in picture for _, text in row)
            assert f"Terms {number}" in text
            assert f"Terms {number - 1}" not in text


def test_a_picture_is_the_cells_it_was_made_of() -> None:
    cells = cells_of(PICTURE)
    assert [len(cells[y]) for y in range(2)] == [9, 9]
    assert cells[0][:2] == [("T", "1;31"), ("e", "1;31")]
    assert cells[0][6:8] == [("語", ""), ("", "")]
    assert picture_of(cells, 9, 2) == PICTURE


def test_a_picture_is_made_only_of_what_is_surely_shown() -> None:
    cells = cells_of(PICTURE)
    assert picture_of(cells, 10, 2) is None
    assert picture_of(cells, 9, 3) is None
    cells[1][4] = None
    assert picture_of(cells, 9, 2) is None
    joined = Strip([Segment("❤\ufe0f and more", Style(bold=True))])
    row, plain = cells_of_strip(joined, ColorSystem.TRUECOLOR)
    assert not plain
    assert picture_of({0: list(row)}, len(row), 1) is None

"""Frames as differing cells show what Textual's own frames show, cell for cell, with far fewer bytes."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pyte
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.app import ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Footer, Header

from policytui.core.compare import redline
from policytui.core.values import Policy, Section
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.widgets.frame import CellFrames, Differ, RowScreen
from policytui.tui.widgets.outline import Outline
from policytui.tui.widgets.preview import Preview
from policytui.tui.widgets.redline_view import RedlineView
from tests.tui.widgets.stage import Stage

CONSOLE = Console(force_terminal=True, color_system="truecolor", legacy_windows=False, _environ={})
BODY = "".join(f"Paragraph {n} — with “marks”, 語 and *words*.\n\n" for n in range(40))
POLICY = Policy("Policy", sections=tuple(Section(f"s{n}", f"Title {n}", 1, "Short.", BODY) for n in range(3)))


class Terminal:
    """A terminal emulator, its automatic wrap off as Textual's driver turns it off."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\x1b[?7l")

    def cells(self) -> list[list[Any]]:
        """Every cell: its character and attributes."""
        columns = range(self.screen.columns)
        return [[self.screen.buffer[y][x] for x in columns] for y in range(self.screen.lines)]


class Rows(RowScreen, Screen[None]):
    """A screen whose widgets are asked for single rows."""


class Both(Stage):
    """Writes every frame twice: as Textual makes it, and as the cells that differ."""

    def start(self, width: int, height: int) -> None:
        self.stock, self.ours = Terminal(width, height), Terminal(width, height)
        self.differ = Differ()
        self.bytes = [0, 0]
        self.frames = 0

    def get_default_screen(self) -> Screen[Any]:
        return Rows()

    def whole(self) -> list[list[Any]]:
        """What a frame of the whole screen shows."""
        fresh = Terminal(*self.size)
        fresh.stream.feed(self.screen._compositor.render_full_update().render_segments(self.console))
        return fresh.cells()

    def compose(self) -> ComposeResult:
        yield Header()
        yield from self.widgets
        yield Footer()

    def _display(self, screen: Any, renderable: Any) -> None:
        if renderable is not None:
            frames = renderable.render_segments(self.console), self.differ.encode(renderable, self.console)
            self.stock.stream.feed(frames[0])
            self.ours.stream.feed(frames[1])
            self.bytes = [total + len(frame) for total, frame in zip(self.bytes, frames, strict=True)]
            self.frames += 1
            assert self.stock.cells() == self.ours.cells()
        super()._display(screen, renderable)


async def test_every_frame_of_a_session_shows_the_same_cells() -> None:
    outline, editor, preview = Outline(), BodyEditor(), Preview()
    app = Both(outline, editor, preview)
    app.start(100, 30)
    async with app.run_test(size=(100, 30)) as pilot:
        outline.show(POLICY)
        preview.show(POLICY)
        editor.set_text(BODY, (6, 0), owner="s1")
        editor.focus()
        await pilot.pause()
        keys = ["a", "語", "enter", "enter", "backspace", "pagedown", "x", "shift+right", "delete", "up", "é", "home"]
        for key in keys:
            await pilot.press(key)
            preview.update_section(replace(POLICY.sections[1], body=editor.text))
            preview.follow("s1", editor.cursor_line)
            await pilot.pause(0.05)
            assert app.ours.cells() == app.whole()
        outline.focus()
        await pilot.press("down", "down")
        app.theme = "paper"
        await pilot.pause()
        app.notify("A note that lies over the rest ❤\ufe0f 👩\u200d👩", markup=False)
        await pilot.pause()
        app.clear_notifications()
        await pilot.press("ctrl+p")
        await pilot.press("escape")
        await pilot.pause()
        assert app.frames > 15


async def test_stepping_through_a_redline_shows_the_same_cells() -> None:
    after = replace(POLICY, sections=tuple(replace(s, body=s.body.replace("4 —", "5 –")) for s in POLICY.sections))
    view = RedlineView()
    app = Both(view)
    app.start(110, 24)
    async with app.run_test(size=(110, 24)) as pilot:
        view.show(redline(POLICY, after))
        for mode in ("inline", "split"):
            view.mode = mode
            for _ in range(4):
                view.next_change()
                await pilot.pause()
            view.go_to(0)
        await pilot.pause()


async def test_a_key_costs_few_bytes() -> None:
    editor = BodyEditor()
    app = Both(editor)
    app.start(120, 40)
    async with app.run_test(size=(120, 40)) as pilot:
        editor.set_text(BODY, (2, 5), owner="x")
        editor.focus()
        await pilot.pause()
        await pilot.pause()
        app.bytes = [0, 0]
        await pilot.press(*"typed")
        await pilot.pause()
        stock, ours = app.bytes
        assert ours / 5 < 150
        assert ours * 2 < stock


AGREED = ["a", "b", " ", "─", "語", "本", "é", "e\u0301", "🙂"]
"""Characters whose width the emulator and Textual agree about."""
DOUBTFUL = [*AGREED, "❤\ufe0f", "👩\u200d👩", "🇬🇧"]
STYLES = st.sampled_from([None, Style(bold=True), Style(color="red"), Style(bgcolor="#102030", underline=True)])
WIDTH = 12
Frame = list[list[Strip]]


@st.composite
def frames(draw: st.DrawFn, chars: list[str]) -> Frame:
    """Two rows of one or two strips each, `WIDTH` cells in all."""
    text = st.lists(st.sampled_from(chars), min_size=1, max_size=5).map("".join)
    found: Frame = []
    for _ in range(2):
        cut = draw(st.integers(1, WIDTH))
        sizes = [size for size in (cut, WIDTH - cut) if size]
        runs = [draw(st.lists(st.tuples(text, STYLES), max_size=4)) for _ in sizes]
        found.append(
            [
                Strip([Segment(*run) for run in some]).adjust_cell_length(size)
                for some, size in zip(runs, sizes, strict=True)
            ]
        )
    return found


def update_of(frame: Frame) -> LayoutUpdate:
    return LayoutUpdate(list(frame), Region(0, 0, WIDTH, 2))


@settings(max_examples=100, deadline=None)
@given(st.lists(frames(AGREED), min_size=1, max_size=5))
def test_any_frames_show_the_same_cells(some: list[Frame]) -> None:
    stock, ours, differ = Terminal(WIDTH, 2), Terminal(WIDTH, 2), Differ()
    for frame in some:
        stock.stream.feed(update_of(frame).render_segments(CONSOLE).replace("\n", ""))
        ours.stream.feed(differ.encode(update_of(frame), CONSOLE))
        assert stock.cells() == ours.cells()
        assert differ.encode(update_of(frame), CONSOLE) == ""


@settings(max_examples=100, deadline=None)
@given(frames(DOUBTFUL), frames(DOUBTFUL))
def test_what_was_shown_before_does_not_show_through(one: Frame, other: Frame) -> None:
    after, fresh, differ = Terminal(WIDTH, 2), Terminal(WIDTH, 2), Differ()
    for frame in (one, other):
        after.stream.feed(differ.encode(update_of(frame), CONSOLE))
    fresh.stream.feed(Differ().encode(update_of(other), CONSOLE))
    assert after.cells() == fresh.cells()


LINES = st.lists(st.text(st.sampled_from("ab 語é─"), max_size=WIDTH), min_size=10, max_size=40)
HEIGHT = 9


@settings(max_examples=100, deadline=None)
@given(LINES, st.lists(st.tuples(st.integers(-9, 9), st.booleans()), max_size=6), st.integers(0, 1))
def test_scrolled_rows_show_the_same_cells(lines: list[str], moves: list[tuple[int, bool]], fixed: int) -> None:
    stock, ours, differ = Terminal(WIDTH, HEIGHT + 2), Terminal(WIDTH, HEIGHT + 2), Differ()
    at, colour = 0, "red"
    for by, other in [(0, False), *moves]:
        at = max(0, min(at + by, len(lines) - 1))
        colour = "blue" if other else colour
        shown = [*lines[at : at + HEIGHT], *[""] * HEIGHT][:HEIGHT]
        bar = [Strip([Segment("█" if row == at % HEIGHT else " ", Style(color="red"))]) for row in range(HEIGHT)]
        style = Style(color=colour)
        strips = [
            [Strip([Segment(line, style)]).adjust_cell_length(WIDTH - 1), end]
            for line, end in zip(shown, bar, strict=True)
        ]
        update = LayoutUpdate(list(strips), Region(0, fixed, WIDTH, HEIGHT))
        stock.stream.feed(update.render_segments(CONSOLE).replace("\n", ""))
        ours.stream.feed(differ.encode(update, CONSOLE))
        assert stock.cells() == ours.cells()
        assert differ.encode(update, CONSOLE) == ""


def test_scrolling_by_a_line_costs_about_a_line() -> None:
    differ, sizes, dice = Differ(), [], Random(1)
    lines = ["".join(dice.choices("abcdefgh ", k=100)) for _ in range(40)]
    for at in (0, 1, 2, 1, 9):
        rows = [[Strip([Segment(line)])] for line in lines[at : at + 30]]
        sizes.append(len(differ.encode(LayoutUpdate(list(rows), Region(0, 2, 100, 30)), CONSOLE)))
    assert sizes[0] > 3000
    assert max(sizes[1:4]) < 200
    assert sizes[4] < 1000


def test_scrolling_a_part_by_a_line_costs_less_than_the_part() -> None:
    differ, sizes, dice = Differ(), [], Random(1)
    lines = ["".join(dice.choices("abcdefgh ", k=100)) for _ in range(40)]
    outline = [[Strip([Segment(f"{number:<20}")])] for number in range(30)]
    differ.encode(LayoutUpdate(list(outline), Region(0, 0, 20, 30)), CONSOLE)
    for at in (0, 1, 2, 1):
        rows = [[Strip([Segment(line)])] for line in lines[at : at + 30]]
        sizes.append(len(differ.encode(LayoutUpdate(list(rows), Region(20, 0, 100, 30)), CONSOLE)))
    assert sizes[0] > 3000
    assert max(sizes[1:]) < 600


ROWS = st.lists(st.text(st.sampled_from("ab 語é─"), max_size=WIDTH), min_size=HEIGHT, max_size=HEIGHT)


@settings(max_examples=100, deadline=None)
@given(LINES, ROWS, st.lists(st.integers(-4, 4), max_size=4), st.booleans())
@example(["".join(Random(n).choices("abcdefgh", k=WIDTH)) for n in range(20)], ["|"] * HEIGHT, [1, 1, -2, 3], True)
def test_columns_beside_a_part_that_scrolls_stay(
    lines: list[str], beside: list[str], moves: list[int], left: bool
) -> None:
    stock, ours, differ = Terminal(2 * WIDTH, HEIGHT), Terminal(2 * WIDTH, HEIGHT), Differ()

    def send(column: int, texts: list[str], style: Style) -> None:
        rows = [Strip([Segment(text, style)]).adjust_cell_length(WIDTH, style) for text in texts]
        update = LayoutUpdate([[row] for row in rows], Region(column, 0, WIDTH, HEIGHT))
        stock.stream.feed(update.render_segments(CONSOLE).replace("\n", ""))
        ours.stream.feed(differ.encode(update, CONSOLE))
        assert stock.cells() == ours.cells()

    at, paper, columns = 0, Style(bgcolor="#102030"), (0, WIDTH) if left else (WIDTH, 0)
    send(columns[0], beside, paper)
    for by in [0, *moves]:
        at = max(0, min(at + by, len(lines) - 1))
        send(columns[1], [*lines[at : at + HEIGHT], *[""] * HEIGHT][:HEIGHT], paper)
    send(columns[0], beside[::-1], paper)


def test_a_part_that_scrolls_before_the_rest_is_known_leaves_it() -> None:
    terminal, differ = Terminal(80, 10), Differ()
    differ.width = 80
    lines = ["".join(Random(n).choices("abcdefgh ", k=60)) for n in range(12)]
    terminal.stream.feed("".join(f"\x1b[{row + 1};61Hrow {row}" for row in range(10)))
    for first in (0, 1):
        update = LayoutUpdate([[Strip([Segment(line)])] for line in lines[first : first + 10]], Region(0, 0, 60, 10))
        terminal.stream.feed(differ.encode(update, CONSOLE))
    assert [line[60:].rstrip() for line in terminal.screen.display] == [f"row {row}" for row in range(10)]


class Wire(CellFrames, Stage):
    """A real app on a driver that keeps what is written."""


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    kept: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "is_headless", property(lambda self: False))
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: kept.append(data))
    return kept


async def test_the_app_writes_differences_and_the_whole_after_a_resize_or_a_suspension(written: list[str]) -> None:
    editor = BodyEditor()
    app = Wire(editor)
    async with app.run_test(size=(60, 12)) as pilot:
        editor.set_text(BODY, (0, 3), owner="x")
        editor.focus()
        await pilot.pause()
        await pilot.pause()
        written.clear()
        await pilot.press("Z")
        await pilot.pause()
        assert 0 < len("".join(written)) < 300
        for disturb in (app._resume_signal, app.forget_frame):
            disturb()
            written.clear()
            app.refresh(layout=True)
            app.screen.refresh(layout=True)
            await pilot.pause()
            assert len("".join(written)) > 600
        written.clear()
        app.screen.refresh(layout=True)
        await pilot.pause()
        assert "".join(written) == ""
        await pilot.resize_terminal(50, 10)
        await pilot.pause()
        assert "graph 4" in "".join(written)


async def test_when_the_differ_fails_textuals_own_frames_go_out(
    written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = BodyEditor()
    app = Wire(editor)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Differ, "encode", lambda self, update, console: 1 / 0)
        written.clear()
        editor.set_text("Seen all the same", owner="x")
        await pilot.pause()
        await pilot.pause()
        assert "een all the same" in "".join(written)

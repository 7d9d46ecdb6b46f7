"""Nothing is shown, and no key answered, before the first screen is whole.

Rules that hold here:

- Frames of screens that are half made are not rendered; what is typed meanwhile waits, and is answered in order.
- It lifts by itself after a moment, whatever happens.
- Where a picture of the library stands on the terminal already (`tui.opening`), only what differs from it is sent. The
  first picture of a library that nobody has touched is kept for the next time.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.color import ColorSystem
from textual import events

from policytui.folders import cache_folder
from policytui.tui import opening
from policytui.tui.driver import QuickDriver
from policytui.tui.screens.base import Host
from policytui.tui.widgets import cells
from policytui.tui.widgets.frame import CellFrames, Differ
from policytui.tui.wire import AtOnce

if TYPE_CHECKING:
    from textual.events import Event

    from policytui.tui.opening import Picture
    from policytui.tui.widgets.cells import Cell
    from policytui.workspace.remembered import Line

LONGEST = 1.0
"""Seconds after which what there is is shown."""
GAP = 0.1
"""Seconds between two keys that waited, at most."""
QUIET = 0.15
"""Seconds after which the first screen has come to rest."""
PATIENCE = 0.2
"""Seconds to wait for the terminal to say what its background is, where a picture stands meanwhile."""
SOON = 0.02
"""Seconds until it is asked again whether it has."""


class Curtain(AtOnce, CellFrames, Host):
    """The app, as far as its first screen goes."""

    _typed: tuple[Event, ...] = ()
    _passing: tuple[Event, asyncio.Event] | None = None
    """The one of them that is let through, and that it was."""
    _acts: list[Callable[[], object]] | None = None
    """What is done once the first screen has come to rest; None: it has."""
    _until = 0.0
    _touched = False

    def lower(self) -> None:
        """Hold frames and keys back. Without a terminal nothing is held back."""
        if not self.is_headless:
            self.lowered, self._acts = True, []
            self._begin_batch()
            self.set_timer(LONGEST, self.lift)

    def lift(self) -> None:
        """Show the screen as it is, and let it answer what was typed. Called again it does nothing."""
        if not self.lowered:
            return
        driver = self._driver if isinstance(self._driver, QuickDriver) else None
        standing = driver.standing if driver else None
        if driver and standing and driver.awaits_background:
            # A picture stands there: nobody waits, and the screens should not change their colours once more.
            self._until = self._until or time.monotonic() + PATIENCE
            if time.monotonic() < self._until:
                self.set_timer(SOON, self.lift)
                return
        self.lowered = False
        self._end_batch()
        if standing is not None and standing.size == tuple(self.size):
            self._differ = Differ()
            self._differ.rows = cells_of(standing.picture)
        self.screen.refresh(layout=True)
        if self._typed:
            self._touched = True
            self._rest()
            self.run_worker(self._answer(), exit_on_error=False)
        else:
            self.set_timer(QUIET, self._rest)

    async def _answer(self) -> None:
        """Let what was typed through, with as much time between as there was, so that a dialog is up for its words."""
        while self._typed:
            event, *rest = self._typed
            self._typed, self._passing = tuple(rest), (event, asyncio.Event())
            self.post_message(event)
            await self._passing[1].wait()
            gap = self._typed[0].time - event.time if self._typed else 0
            await asyncio.sleep(min(max(gap, 0), GAP))

    def when_at_rest(self, act: Callable[[], object]) -> None:
        """Do what need not be done before the first screen is shown, and may change it."""
        if self._acts is None:
            act()
        else:
            self._acts.append(act)

    async def on_event(self, event: Event) -> None:
        """What is typed or clicked waits."""
        if isinstance(event, (events.Key, events.Paste, events.MouseEvent)):
            if self._passing is not None and event is self._passing[0]:
                self._passing[1].set()
            elif self.lowered or self._typed:
                self._typed += (event,)
                self.done_with(event)
                return
            self._rest()
            self._touched = True
        await super().on_event(event)

    def take_at_once(self, event: events.Key, *, in_turn: bool = False) -> bool:
        """As `AtOnce`; but no key overtakes those that waited."""
        return not self._typed and super().take_at_once(event, in_turn=in_turn)

    def _rest(self) -> None:
        """The first screen has come to rest, or somebody touches it: go on."""
        acts, self._acts = self._acts, None
        if acts is not None:
            self.keep_picture()
            for act in acts:
                act()

    def keep_picture(self) -> None:
        """Keep how the first screen looks for the next time, if it is the library and nobody has touched it."""
        lines = None if self.lowered or self._touched or not cache_folder(os.environ) else self._lines()
        width, height = self.size
        picture = self._picture(width, height) if lines else None
        if lines and picture:
            self.run_worker(asyncio.to_thread(self._keep, lines, picture, (width, height)), exit_on_error=False)

    def _picture(self, width: int, height: int) -> Picture | None:
        """The screen as it is now. (What the terminal shows may still be one frame behind.)"""
        colors = self.console._color_system or ColorSystem.TRUECOLOR
        try:
            strips = self.screen._compositor.render_strips()
            return picture_of({y: cells.cells_of(strip, colors)[0] for y, strip in enumerate(strips)}, width, height)
        except Exception:  # another shape of Textual: then there is no picture
            return None

    def _lines(self) -> list[tuple[str, Line]] | None:
        """The lines of the library, when that is all there is to see."""
        from policytui.tui.screens.library import LibraryScreen

        screen = self.screen
        alone = len(self.screen_stack) == 2 and self.app_focus and not len(self._notifications)
        return screen.lines if alone and isinstance(screen, LibraryScreen) else None

    def _keep(self, lines: list[tuple[str, Line]], picture: Picture, size: tuple[int, int]) -> None:
        root = str(self.workspace.root)
        made_of = opening.circumstances(root, os.environ, size, lines)
        if made_of:
            opening.keep(root, os.environ, made_of, size, picture)


def cells_of(picture: Picture) -> dict[int, list[Cell | None]]:
    """The cells of a picture, as a `Differ` remembers them."""
    rows: dict[int, list[Cell | None]] = {}
    for y, row in enumerate(picture):
        cells: list[Cell | None] = []
        for codes, text in row:
            for char in text:
                cells.append((char, codes))
                if cell_len(char) == 2:
                    cells.append(("", codes))
        rows[y] = cells
    return rows


def picture_of(rows: Mapping[int, Sequence[Cell | None]], width: int, height: int) -> Picture | None:
    """The picture that cells make; None when not every cell of it is known, or terminals may show one otherwise."""
    picture: Picture = []
    for y in range(height):
        row: list[tuple[str, str]] = []
        cells = rows.get(y, [])
        if len(cells) != width:
            return None
        for cell in cells:
            if cell is None or not (isinstance(cell[0], str) and isinstance(cell[1], str)):
                return None
            char, codes = cast(tuple[str, str], cell)
            if row and row[-1][0] == codes:
                row[-1] = (codes, row[-1][1] + char)
            else:
                row.append((codes, char))
        if not all(map(opening.is_harmless, row)):
            return None
        picture.append(row)
    return picture

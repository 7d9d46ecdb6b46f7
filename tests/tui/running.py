"""Driving the app in a test: press, wait until nothing is under way, read the screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input

from policytui.tui.app import PolicytuiApp
from policytui.tui.screens.merging import LookScreen
from policytui.tui.screens.resolve import ConflictScreen


class Running:
    """The app and its pilot."""

    def __init__(self, app: PolicytuiApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Until no work in threads is under way; workers that wait for an answer do not count."""
        for _ in range(200):
            await self.pilot.pause()
            asking = isinstance(self.app.screen, (ModalScreen, LookScreen, ConflictScreen))
            busy = [
                worker
                for worker in self.app.workers
                if not worker.is_finished and (not asking or worker.group not in ("default", "save", "open"))
            ]
            if not busy:
                return
            await self.pilot.pause(0.01)

    async def reach(self, top: str) -> None:
        """Until a screen of that name is on top; AssertionError after ten seconds."""
        for _ in range(1000):
            if self.top == top:
                await self.settle()
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{self.top} is on top, not {top}")

    async def press(self, *keys: str) -> None:
        """Press keys and settle."""
        await self.pilot.press(*keys)
        await self.settle()

    async def until(self, text: str) -> None:
        """Until the screen shows a text; it fails after ten seconds, with what is shown."""
        for _ in range(500):
            if text in self.text:
                return
            await self.pilot.pause(0.02)
        shown = self.text
        assert text in shown

    async def type(self, text: str) -> None:
        """Type a text and settle."""
        await self.pilot.press(*(" " if c == " " else c for c in text))
        await self.settle()

    async def fill(self, text: str) -> None:
        """Put a text into the field that has the focus, all at once."""
        field = self.app.focused
        assert isinstance(field, Input)
        field.value = text
        await self.settle()

    @property
    def text(self) -> str:
        """What the screen shows, as plain lines."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    @property
    def screen(self) -> Any:
        """The screen on top."""
        return self.app.screen

    @property
    def top(self) -> str:
        """The name of its class."""
        return type(self.app.screen).__name__


Run = Callable[..., AbstractAsyncContextManager[Running]]
"""What the fixtures `run` and `opened` are."""

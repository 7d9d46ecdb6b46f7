"""Help: the keys that work on the screen below, made of its bindings, and what the program is about."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from policytui.tui import keys
from policytui.tui.screens.base import BaseDialog
from policytui.tui.screens.chrome import Piece, content, paragraphs

WIDTH = 78
"""Cells of the dialog, where the window has them."""
KEYS = 16
"""Cells for a key."""

_INTRODUCTION = {
    "library": "Every policy of the folder. “Last updated” moves only when a material change is saved.",
    "edit": "Outline, editor, preview. What you type is a draft until ctrl+s makes a revision of it.",
    "history": "Every revision that was saved, newest first. None is ever rewritten.",
    "review": "What changed, word by word. [-removed-] text is struck, {+added+} text is underlined.",
    "save": "Each change with its verdict and the reason. You decide; overruling needs a why.",
    "import": "What was found in the file. Put headings right here, then save.",
}

_SELECTING = "To select with the mouse, hold Shift (Option on a Mac), or leave the mouse to the terminal first."


class HelpDialog(BaseDialog[None]):
    """The keys of a screen."""

    BINDINGS: ClassVar = keys.bindings("dialog")
    DEFAULT_CSS = """
    HelpDialog > #box { width: 78; padding: 1 2 0 2; }
    HelpDialog VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    HelpDialog #keys { height: auto; }
    """

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        """Heading, keys by place."""
        with Vertical(id="box") as box:
            box.border_title = content(("Help", ""))
            with VerticalScroll():
                yield Static(paragraphs(*self.lines()), id="keys", markup=False)

    def on_mount(self) -> None:
        """So that the arrow keys scroll."""
        self.query_one(VerticalScroll).focus()

    def lines(self) -> Iterator[Sequence[Piece]]:
        """The help as lines. A key that a person changed is shown as it is now."""
        now = self._now()
        # Border, padding and scroll bar take seven; a dialog leaves a little of a narrow window free.
        room = max(20, min(WIDTH, self.app.size.width * 96 // 100) - 7 - KEYS)
        places = getattr(self._below, "PLACES", ())
        if places and places[0] in _INTRODUCTION:
            yield [(_INTRODUCTION[places[0]], "italic")]
            yield []
        # What has the cursor below has keys too: a list, a text to scroll in.
        held = tuple(place for place in ("list", "view", "box") if any(key.id in now for key in keys.of(place)))
        for place in (*places, *held, "app"):
            yield [(keys.WHERE[place], "mark")]
            for key in keys.of(place):
                if not key.keys and key.id not in now:
                    continue
                shown = keys.display(now.get(key.id, key.keys), alternatives=True)
                first, *rest = textwrap.wrap(key.help, room)
                yield [(f"  {shown:<{KEYS - 2}}", "key"), (first, "")]
                for line in rest:
                    yield [(" " * KEYS + line, "")]
            yield []
        yield [(_SELECTING, "dim")]

    def _now(self) -> dict[str, str]:
        now: dict[str, list[str]] = {}
        for name, active in self._below.active_bindings.items():
            if active.binding.id and keys.is_key(name):
                now.setdefault(active.binding.id, []).append(name)
        return {key_id: ",".join(names) for key_id, names in now.items()}

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss()

    action_accept = action_cancel

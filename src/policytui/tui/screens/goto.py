"""Go to a section by its name: type a part of it, Enter."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseDialog
from policytui.tui.screens.chrome import content
from policytui.tui.screens.rows import Column, Row, Rows
from policytui.tui.widgets.fields import Field


class GotoDialog(BaseDialog[str]):
    """Gives the id of a section, "" when it was closed."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = """
    GotoDialog > #box { height: 80%; }
    GotoDialog Field { background: $panel; margin: 1 0; }
    GotoDialog Field:focus { background: $panel; }
    GotoDialog Rows { height: 1fr; }
    """

    def __init__(self, policy: Policy, current: str) -> None:
        super().__init__()
        self._current = current
        self._names = [(POLICY_ID, "Title & dates", 1), (PREAMBLE_ID, "Preamble", 1)]
        self._names += [(section.id, section.title or "Untitled section", section.level) for section in policy.sections]

    def compose(self) -> ComposeResult:
        """Line and list."""
        with Vertical(id="box") as box:
            box.border_title = content(("Go to section", ""))
            yield Field(placeholder="a part of its title")
            yield Rows(Column("", 0), Column("", 22, shown_from=80))

    def on_mount(self) -> None:
        """All of them, standing on the one that is open."""
        self._show("")
        self.query_one(Field).focus()

    def _show(self, wanted: str) -> None:
        parts = wanted.lower().split()
        kept = [one for one in self._names if all(part in one[1].lower() or part in one[0] for part in parts)]
        rows = [Row((("  " * (level - 1) + title, ""), (name, "dim")), key=name) for name, title, level in kept]
        at = next((n for n, one in enumerate(kept) if one[0] == self._current), 0) if not wanted else 0
        self.query_one(Rows).show(rows, at)

    @on(Field.Edited)
    def _typed(self, event: Field.Edited) -> None:
        event.stop()
        self._show(event.text)

    def on_key(self, event: events.Key) -> None:
        """Up and down move in the list while the cursor stays in the line."""
        moves = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
        if event.key in moves:
            event.stop()
            getattr(self.query_one(Rows), f"action_{moves[event.key]}")()

    @on(Field.Submitted)
    @on(Rows.Chosen)
    def action_accept(self) -> None:
        """Go."""
        row = self.query_one(Rows).current
        self.dismiss(row.key if row else "")

    def action_cancel(self) -> None:
        """Stay."""
        self.dismiss("")

"""Choose a theme: the screen below wears the one the cursor stands on; Escape puts the old one back."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseDialog
from policytui.tui.screens.chrome import content
from policytui.tui.screens.rows import Column, Row, Rows


class ThemeDialog(BaseDialog[None]):
    """All themes there are."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = """
    ThemeDialog { background: transparent; align: right middle; }
    ThemeDialog > #box { width: 38; margin: 0 2 0 0; }
    ThemeDialog Rows { height: auto; margin: 1 0 0 0; }
    """

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="box") as box:
            box.border_title = content(("Theme", ""))
            yield Rows(Column("", 0), Column("", 7))
            yield Static(
                content(("Enter", "key"), (" take   ", "dim"), ("Esc", "key"), (" leave as it was", "dim")),
                classes="keys",
            )

    def on_mount(self) -> None:
        """Stand on the theme that is worn."""
        self._old = self.app.theme
        known = self.app.available_themes
        # Those from files, the house's and one's own, before those that Textual brings along.
        own = [name for name in known if name not in BUILTIN_THEMES]
        own += [name for name in known if name in BUILTIN_THEMES and not name.startswith(("textual-", "ansi-"))]
        rows = self.query_one(Rows)
        rows.styles.height = max(1, min(16, len(own), self.app.size.height - 8))
        shown = [
            Row(((name, ""), ("dark" if self.app.available_themes[name].dark else "light", "dim")), key=name)
            for name in own
        ]
        rows.show(shown, own.index(self._old) if self._old in own else 0)
        rows.focus()

    @on(Rows.Moved)
    def _wear(self) -> None:
        row = self.query_one(Rows).current
        if row is not None and row.key != self.app.theme:
            self.app.theme = row.key

    @on(Rows.Chosen)
    def action_accept(self) -> None:
        """Take it."""
        self.dismiss()

    def key_enter(self) -> None:
        """Take it."""
        self.action_accept()

    def action_cancel(self) -> None:
        """Leave it as it was."""
        self.app.theme = self._old
        self.dismiss()

"""Which panes of the edit screen are seen: all in a wide window, one beside the editor in a narrow one.

Rules that hold here: the editor is always there, but for a window too narrow for two panes; what a person asked for
stays until they ask for something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from policytui.tui.screens.section_pane import SectionPane
from policytui.tui.widgets.outline import Outline

if TYPE_CHECKING:
    from policytui.tui.screens.edit import EditScreen

NARROW = 100
"""Below this many columns outline and preview take turns."""
TINY = 64
"""Below this many columns a pane other than the editor takes the whole width."""


class Folding:
    """The panes. Mixed into the edit screen."""

    asked_pane: str | None = None
    """The pane a person asked for in a narrow window: "outline", "preview", "" for none; None: by width."""
    closed_panes: frozenset[str] = frozenset()
    """Panes a person closed in a wide window."""
    _left = "body"
    """The field that had the cursor before the preview took the editor's place."""

    @property
    def _edit(self) -> EditScreen:
        return cast("EditScreen", self)

    @property
    def narrow(self) -> bool:
        """Whether outline and preview take turns."""
        return self._edit.size.width < NARROW

    def on_resize(self) -> None:
        """Fold or unfold the panes."""
        self.fold()

    def fold(self) -> None:
        """Show the panes there is room for."""
        if self.narrow:
            tiny = self._edit.size.width < TINY
            side = self.asked_pane if self.asked_pane is not None else ("" if tiny else "preview")
            shown = {side}
        else:
            tiny = False
            shown = {"outline", "preview"} - self.closed_panes
        self._edit.set_class("outline" not in shown, "-no-outline")
        self._edit.set_class("preview" not in shown, "-no-preview")
        self._edit.set_class(tiny, "-tiny")
        self._edit.set_class(tiny and bool(shown - {""}), "-side")

    def _toggle(self, pane: str, other: str) -> None:
        if self.narrow:
            self.asked_pane = other if not self._edit.has_class(f"-no-{pane}") else pane
        else:
            self.closed_panes ^= {pane}
        self.fold()

    def action_toggle_outline(self) -> None:
        """Show or hide the outline; shown, it has the cursor."""
        tiny = self._edit.size.width < TINY
        self._toggle("outline", "" if tiny else "preview")
        if not self._edit.has_class("-no-outline"):
            self._edit.query_one(Outline).focus()
        else:
            self._edit.query_one(SectionPane).focus_field("body")

    def action_toggle_preview(self) -> None:
        """Show or hide the preview. Where it takes the editor's place, the cursor comes back to where it was."""
        if self._edit.has_class("-no-preview"):
            self._left = self._edit.place().field
        self._toggle("preview", "")
        if self._edit.has_class("-tiny", "-no-preview"):
            self._edit.query_one(SectionPane).focus_field(self._left)

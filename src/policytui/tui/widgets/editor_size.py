"""A text area that grows and shrinks in its place: a key that makes a row more lays out nothing anew.

Rule that holds here: what stands around it moves only when its scroll bar comes or goes, or when its size is that of
its text; then, and before it is mounted, it is laid out as Textual does it.
"""

from __future__ import annotations

from textual.document._document import Location
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import TextArea


class SteadyArea(TextArea):
    """A text area that stays where it is while its rows change."""

    def _refresh_size(self) -> None:
        """Textual's hook for a text of other rows. (A layout renders the whole screen: 5 ms.)"""
        size = Size(0, self.wrapped_document.height)
        bar = size.height > self.container_size.height
        comes_or_goes = self.styles.overflow_y == "auto" and self.show_vertical_scrollbar != bar
        if comes_or_goes or self.styles.auto_dimensions or not (self.is_mounted and self.soft_wrap):
            super()._refresh_size()
        else:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
            self.refresh()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:  # noqa: ARG002
        """None: it would read the whole text."""
        return None

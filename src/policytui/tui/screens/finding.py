"""Finding in the edit screen: the bar asks, the finder answers, the screen goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from policytui.core.draft import Place
from policytui.tui.screens.find import FindBar, Finder, Found
from policytui.tui.screens.section_pane import SectionPane
from policytui.tui.widgets.editor import BodyEditor

if TYPE_CHECKING:
    from policytui.tui.screens.edit import EditScreen


class Finding:
    """The search. Mixed into the edit screen."""

    _finder: Finder | None = None
    _origin = Place()
    """From where it is looked for what is being typed: one more letter never goes on from the place of the last one."""

    @property
    def _editing(self) -> EditScreen:
        return cast("EditScreen", self)

    @property
    def finder(self) -> Finder:
        """The places found."""
        if self._finder is None:
            self._finder = Finder()
        return self._finder

    def action_find(self) -> None:
        """Open the search."""
        self._origin = self._editing.place()
        self._editing.query_one(FindBar).open()

    def on_find_bar_asked(self, event: FindBar.Asked) -> None:
        """Go to the place asked for."""
        place = self._origin if event.by == 0 else self._editing.place()
        name = place.field if place.field in ("title", "summary") else "body"
        here = Found(place.section, name, place.line, place.column)
        found = self.finder.step(self._editing.draft.policy, event.text, event.by, here)
        self._editing.query_one(FindBar).say(self.finder.words if event.text else "")
        if found is None or not event.text:
            body = self._editing.query_one(BodyEditor)
            body.move_cursor(body.selection.start)
            return
        place = Place(found.section, found.field, found.line, found.column)
        if event.by:
            self._origin = place
        self._editing.go_to(found.section, place, focus=False)
        if found.field == "body":
            body = self._editing.query_one(BodyEditor)
            body.selection = type(body.selection)(
                (found.line, found.column), (found.line, found.column + len(event.text))
            )

    def on_find_bar_closed(self) -> None:
        """Back to the text, at the place found."""
        at = self.finder.found[self.finder.at] if self.finder.found else None
        self._editing.query_one(SectionPane).focus_field(at.field if at else "body")

"""Marks of a review: which changes somebody has looked at, kept by what the change says.

Rules that hold here: a mark belongs to the words before and after, and to their form where that changed, not to a place
or a revision: re-wrapping, moving or a later unrelated save does not lose it; marks are shown at once and kept on disk
behind that; a disk that refuses is said once, and the marks hold until one leaves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from policytui.errors import PolicytuiError
from policytui.tui.screens.base import Guarded
from policytui.tui.screens.chrome import Piece
from policytui.tui.screens.rows import Row, Rows
from policytui.tui.screens.save import section_name
from policytui.tui.widgets.redline_view import RedlineView
from policytui.workspace.marks import Marks

if TYPE_CHECKING:
    from policytui.tui.screens.review import ReviewScreen


def reviewed(keys: Iterable[str], marks: set[str]) -> list[int]:
    """Which changes (from 0) are marked."""
    return [position for position, one in enumerate(keys) if one in marks]


class Marking(Guarded):
    """Mark, unmark, find what is not marked. Mixed into the review screen."""

    mark_keys: list[str]
    _in_turn: asyncio.Lock
    """A mark that is put and taken off again is written in that order."""

    @property
    def _review(self) -> ReviewScreen:
        return cast("ReviewScreen", self)

    @property
    def _kept(self) -> Marks | None:
        """Where the marks of this pair are kept; None when they are not."""
        state = self.host.state
        return None if state is None else Marks(self.workspace, state, self._review.pair.slug)

    async def load_marks(self) -> None:
        """Bring in what was marked in earlier sessions."""
        if self._kept is not None:
            self.host.reviewed |= await self.off_loop(self._kept.load) or frozenset()

    def action_mark(self) -> None:
        """Mark the change as reviewed, or take the mark off; once marked, on to the next."""
        if self._unseen():
            return
        view = self._review.query_one(RedlineView)
        if 0 <= view.current < len(self.mark_keys):
            now = view.current not in view.reviewed
            self.set_marks([view.current], now)
            if now:
                view.next_change()

    def action_mark_section(self) -> None:
        """Mark every change of the section as reviewed; then on to the next section."""
        if self._unseen():
            return
        view = self._review.query_one(RedlineView)
        here, redline = view.current_change, self._review.redline
        if here is not None and redline is not None:
            self.set_marks([n for n, (section, _) in enumerate(redline.changes()) if section is here[0]], True)
            view.next_section()

    def _unseen(self) -> bool:
        """Whether there is no change to mark yet, which is then said."""
        if self._review.redline is None:
            self._review.tell("Still comparing: a change is marked once it is shown.", "marks")
        return self._review.redline is None

    def set_marks(self, changes: Iterable[int], reviewed: bool) -> None:
        """Mark these changes (from 0) as reviewed, or take their marks off."""
        marks = frozenset(self.mark_keys[n] for n in changes)
        self.host.reviewed = self.host.reviewed | marks if reviewed else self.host.reviewed - marks
        self.show_marks()
        self._review.say_status()
        if self._kept is not None:
            self._review.run_worker(self._keep(self._kept, marks, reviewed), group="marks")

    async def _keep(self, kept: Marks, marks: frozenset[str], reviewed: bool) -> None:
        try:
            async with self._in_turn:
                await asyncio.to_thread(kept.set, marks, reviewed)
        except PolicytuiError as error:
            self._review.notify(f"{error.message} {error.hint}", severity="warning", markup=False)

    def show_marks(self) -> None:
        """The marks in the redline, the counts in the list of sections."""
        view, redline = self._review.query_one(RedlineView), self._review.redline
        view.set_reviewed(reviewed(self.mark_keys, self.host.reviewed))
        if redline is None:
            return
        counts: dict[str, list[int]] = {}
        for n, (section, _) in enumerate(redline.changes()):
            counts.setdefault(section.id, [0, 0])
            counts[section.id][0] += 1
            counts[section.id][1] += n in view.reviewed
        rows = []
        for section in redline.sections:
            if section.same:
                continue
            many, seen = counts.get(section.id, [0, 0])
            count: Piece = (
                ("✓ ", "good") if many and seen == many else (f"{seen}/{many} " if seen else f"{many} ", "dim")
            )
            name = "  " * (section.level - 1) + section_name(redline, section.id)
            rows.append(Row(((name, "dim" if many and seen == many else ""), count), key=section.id))
        self._review.query_one(Rows).show(rows)

    def action_unreviewed(self) -> None:
        """The next change without a mark, from here on, then from the top."""
        view = self._review.query_one(RedlineView)
        order = [*range(view.current + 1, view.total), *range(view.current + 1)]
        found = next((n for n in order if n not in view.reviewed), None)
        if found is None:
            self._review.tell("Every change is marked as reviewed.", "marks")
        else:
            view.go_to(found)

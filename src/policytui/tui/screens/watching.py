"""The draft of the edit screen and the world around it: its journal, its file on disk, other sessions at the same text.

Rules that hold here:

- Every state of the draft goes to the journal, by the one way a draft can be set.
- What was typed belongs to the draft from then on: who asks for the draft gets it with what is still on its way from
  the widgets. So nothing that happens meanwhile (a save that has ended, a file read again) shows an older text over it.
- A file that somebody else wrote is noticed within two seconds, and when the terminal gets the focus: a quick look at
  size and time in a thread, its bytes only when those differ.
- Without a draft the file is read again, and said. With one nothing changes until the person has put the two together:
  merged over what both began from, conflicts decided one by one, the result approved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from policytui.core.draft import Draft
from policytui.core.values import Policy
from policytui.errors import PolicytuiError
from policytui.tui.screens.base import Guarded
from policytui.tui.screens.chrome import Piece
from policytui.tui.screens.dialogs import Choice, ChoiceDialog
from policytui.tui.screens.notice import NoticeLine, key_piece
from policytui.workspace import Opened

if TYPE_CHECKING:
    from policytui.tui.screens.edit import EditScreen
    from policytui.tui.widgets.editor import BodyEditor
    from policytui.tui.widgets.fields import Field

LOOK = 1.0
"""Seconds between two looks at the file."""


class Watching(Guarded):
    """The draft, its journal and its file. Mixed into the edit screen."""

    opened: Opened
    writing = False
    """Whether a save is under way: what it writes is no news."""
    _draft: Draft
    _writers: tuple[BodyEditor | Field, ...] = ()
    """What a person types into."""
    _booked: dict[BodyEditor | Field, int]
    """How many edits of each the draft holds."""
    _looking = False
    _stamp: tuple[int, ...] | None = None
    """What the file looked like when it was known to be what was opened."""
    _news: Opened | None = None
    """The file as somebody else wrote it, while a draft keeps it from being shown."""
    _trouble = ""
    """Why the file cannot be read any more."""
    _reread: tuple[Policy, Policy] | None = None
    """Before and after, when the file was read again by itself."""
    _others: tuple[Piece, ...] = ()

    @property
    def draft(self) -> Draft:
        """What is being edited, with all that has been typed."""
        for writer in self._writers:
            if writer.edits > self._booked.get(writer, 0):
                self._edit.book(writer.said())
        return self._draft

    @draft.setter
    def draft(self, draft: Draft) -> None:
        self._draft = draft
        self.host.draft_changed(self.opened, draft)

    @property
    def _edit(self) -> EditScreen:
        return cast("EditScreen", self)

    # --- looking ------------------------------------------------------------------------------------------

    def watch_file(self) -> None:
        """Begin to look."""
        self._edit.set_interval(LOOK, self.look_at_disk)

    def look_at_disk(self) -> None:
        """Look at the file, and at who else edits it, in a thread."""
        if not self.writing and not self._looking and self._edit.is_attached:
            self._looking = True
            self._edit.run_worker(self._look(), group="look")

    async def _look(self) -> None:
        opened = self.opened
        try:
            fresh, stamp, trouble = await asyncio.to_thread(self._at_disk, opened)
            others = await asyncio.to_thread(self._who_else, opened.slug)
        finally:
            self._looking = False
        self.still_here()
        if self.writing or self.opened is not opened:
            return
        self._stamp, self._others = stamp, others
        if trouble is not None:
            self._trouble = trouble
        if fresh is not None:
            self._changed(fresh)
        self._say()

    def _at_disk(self, opened: Opened) -> tuple[Opened | None, tuple[int, ...] | None, str | None]:
        """The file if it is news, how it looks now, what is wrong with it (None: no news)."""
        stamp = self.workspace.stamp(opened.slug)
        if stamp == self._stamp:
            return None, stamp, None
        try:
            if not self.workspace.changed_on_disk(opened):
                self._news = None
                return None, stamp, ""
            return self.workspace.open(opened.slug), stamp, ""
        except PolicytuiError as error:
            return None, stamp, error.message

    def _who_else(self, slug: str) -> tuple[Piece, ...]:
        drafts = self.host.keeper.drafts
        others = drafts.living(slug) if drafts is not None else []
        if not others:
            return ()
        first = others[0]
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        return ((f"{first.author or 'Somebody'}{more} has edited this since {clock(first.since)}", ""),)

    def _changed(self, fresh: Opened) -> None:
        if self.draft.modified:
            self._news = fresh
            return
        before, reread = self.draft.policy, self._reread
        self._edit.restart(fresh)
        self._reread = (before, fresh.policy) if fresh.policy != before else reread

    @property
    def news(self) -> bool:
        """Whether the file says something that was not shown yet."""
        return bool(self._trouble) or self._news is not None or self._reread is not None

    def merge_notice(self) -> Sequence[Piece]:
        """What a merge left undecided in the draft."""
        return ()

    def _say(self) -> None:
        notices: list[Sequence[Piece]] = []
        if self._trouble:
            said = "The file on disk cannot be read any more; your text is here. "
            notices.append([(said, "warn"), (self._trouble, "")])
        elif self._news is not None:
            keys = key_piece("edit.disk", "what differs, and how to go on")
            notices.append([("The file changed on disk", "warn"), *keys])
        elif self._reread is not None:
            said = "The file changed on disk and was read again"
            notices.append([(said, ""), *key_piece("edit.disk", "what differs")])
        notices += [self.merge_notice(), self._others]
        for line in self._edit.query(NoticeLine):
            line.show(*notices)

    # --- going on -----------------------------------------------------------------------------------------

    def take_up(self, opened: Opened, draft: Draft) -> None:
        """Go on with another text: what is edited now is measured against `opened`."""
        self.opened = opened
        self.draft = draft
        self.known()
        self._edit.settle()
        self._edit.after_save()
        self._say()

    def known(self) -> None:
        """The file is what `opened` says: nothing that was said of it before holds."""
        self._news, self._reread, self._trouble, self._stamp = None, None, "", None

    def action_disk(self) -> None:
        """What somebody else wrote into the file, and what becomes of it."""
        if not self.writing:
            self._edit.run_worker(self.meet(), group="save", exclusive=True)

    async def meet(self, said: str = "") -> None:
        """The draft and a file that changed: show what differs, then as the person says. `said` is what a save said."""
        from policytui.tui.screens.merging import LookScreen
        from policytui.tui.screens.pairs import Pair

        app = self._edit.app
        opened = self.opened
        fresh = await self.off_loop(self.workspace.open, opened.slug)
        if fresh is None:
            return
        if fresh.digest == opened.digest:
            if self._reread is None:
                self._edit.notify("The file on disk is what you opened.", markup=False)
            else:
                await app.push_screen(LookScreen([Pair.between("as it was", "the file now", *self._reread)]))
            return
        if not self.draft.modified:
            self._changed(fresh)
            self._say()
            if said:
                self._edit.notify("Nothing was written: the file changed on disk. It is shown now.", markup=False)
            return
        while True:
            answer = await app.push_screen_wait(
                _question(said or f"{fresh.path} is not what you opened. Your draft is kept.")
            )
            if answer != "compare":
                break
            # The review is left with Escape; then the question stands again.
            pair = Pair.between("as you opened it", "the file now", opened.policy, fresh.policy)
            await app.push_screen_wait(LookScreen([pair]))
        if answer == "merge":
            await self._merge(opened, fresh)
        elif answer == "load":
            self.host.keeper.give_up(self._edit.slug)
            self._edit.restart(fresh)

    async def _merge(self, opened: Opened, fresh: Opened) -> None:
        from policytui.tui.screens.merging import put_together

        policy = await put_together(self.host, opened.policy, self.draft.policy, fresh.policy)
        if policy is None or self.opened is not opened:
            self._say()
            return
        draft = self.draft.rebased(fresh.policy).with_policy(policy, "merge with the file")
        self.take_up(fresh, draft)
        self._edit.notify("The file's changes are in your draft now. Nothing is saved yet.", markup=False)


def _question(said: str) -> ChoiceDialog:
    return ChoiceDialog(
        "The file changed on disk",
        said,
        [
            Choice("t", "What differs", "compare", "the file now against what you opened"),
            Choice("m", "Put together", "merge", "both changes; you see it before it is taken"),
            Choice("l", "Load the file", "load", "the draft is put aside for 30 days"),
            Choice("escape", "Decide later", "", "the draft stays as it is"),
        ],
    )


def clock(moment: datetime) -> str:
    """A moment as people say it: the time, with the day when it was another day."""
    here = moment.astimezone()
    today = datetime.now(UTC).astimezone().date()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%H:%M on %Y-%m-%d}"

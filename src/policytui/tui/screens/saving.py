"""The walk of a save, for the edit screen: propose → decide → write → go on editing.

Rules that hold here: the policy that is judged is the one that is written; what is typed while it writes stays a draft;
when the file changed on disk nothing is written, the draft is kept, and the person says what becomes of it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from textual import work

from policytui.core.draft import Draft, Place
from policytui.core.values import Change, Policy
from policytui.errors import PolicytuiError, StaleError
from policytui.tui.screens.dialogs import Choice, ChoiceDialog
from policytui.tui.screens.watching import Watching
from policytui.workspace import Opened, Saved

if TYPE_CHECKING:
    from policytui.tui.screens.edit import EditScreen


class Saving(Watching):
    """Save and discard. Mixed into the edit screen."""

    @property
    def _screen(self) -> EditScreen:
        return cast("EditScreen", self)

    def action_save(self) -> None:
        """See what changed, decide, save."""
        if self.writing:
            return
        if self.opened.held and self.draft.policy == self.opened.policy and len(self.opened.heads) < 2:
            newest = self.opened.revisions[-1].rev if self.opened.revisions else "the newest revision"
            self._screen.notify(f"There is nothing to save: this is what {newest} holds.", markup=False)
            return
        self._screen.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        from policytui.tui.screens.save import SaveDialog

        opened, policy = self.opened, self.draft.policy
        # From here on what was shown is what is saved: a file that changes meanwhile is told by the save itself.
        self.writing = True
        try:
            answer = await self._screen.app.push_screen_wait(SaveDialog(opened, policy))
            if answer is None:
                return
            decision, proposal = answer
            saved = await asyncio.to_thread(self.workspace.save, opened, policy, decision, proposal=proposal)
            self.still_here()
            offered = await self.left_to_do(saved)
            self.still_here()
            self._settle(saved, policy, offered)
        except StaleError as error:
            await self.meet(error.message)
        except PolicytuiError as error:
            self.host.show_error(error)
        finally:
            self.writing = False

    async def left_to_do(self, saved: Saved) -> str:  # noqa: ARG002 - what was saved counts where histories are joined
        """What is left to do with what was saved, to be said with it."""
        from policytui.tui.screens.commit import offer

        return await offer(self._screen)

    def _settle(self, saved: Saved, sent: Policy, offered: str) -> None:
        """Go on editing upon what was saved. `offered` is said with it."""
        now = saved.opened.policy
        self.opened = saved.opened
        self.known()
        draft = self.draft.rebased(now)
        # A save that moved nothing but the dates is no step that undo would take back.
        self.draft = draft.with_policy(now, "save") if self.draft.policy == sent else draft
        self._screen.settle()
        self._screen.after_save()
        revision = saved.revision
        kind = {
            Change.MATERIAL: f"material. Last updated is now {now.dates.last_updated or 'not set'}",
            Change.EDITORIAL: f"editorial. Last updated stays {now.dates.last_updated or 'not set'}",
            Change.NONE: "without a change that counts",
        }[revision.change]
        self._screen.notify(f"Saved as {revision.rev}, {kind}.{offered}", markup=False)

    @work
    async def action_discard(self) -> None:
        """Give the draft up, and go back to the file."""
        if not self.draft.modified:
            self._screen.notify("There is no draft to discard: the file is as it was opened.", markup=False)
            return
        becomes = "is put aside for 30 days" if self.host.keeper.takes else "would be lost"
        answer = await self._screen.app.push_screen_wait(
            ChoiceDialog(
                "Discard the draft",
                f"What was typed since the file was opened {becomes}. The file and every revision stay.",
                [Choice("d", "Discard", "discard"), Choice("escape", "Keep it", "keep")],
            )
        )
        if answer == "discard":
            fresh = await self.off_loop(self.workspace.open, self.opened.slug)
            if fresh is not None:
                self.host.keeper.give_up(fresh.slug)
                self.restart(fresh)

    def renew(self, fresh: Opened) -> None:
        """Another policy was saved under this editor while it had no draft: show that."""
        if fresh.slug == self.opened.slug and not self.draft.modified:
            self.restart(fresh)

    def restart(self, fresh: Opened) -> None:
        """Begin anew with the file as it is."""
        place = Place(self._screen.section) if self._screen.section else None
        self.take_up(fresh, Draft.of(fresh.policy).with_policy(fresh.policy, "load", place))

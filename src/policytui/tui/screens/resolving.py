"""What a merge left in a policy, for the edit screen: found, decided in the draft, seen whole, saved.

Rules that hold here: each answer is in the draft (and so in its journal) as it is given, all of them as one step of
undo; what is saved was shown whole before; the next step in git is said, never taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from policytui.core.answers import Answers
from policytui.core.conflicts import find
from policytui.core.values import Policy
from policytui.tui.screens.base import Host
from policytui.tui.screens.chrome import Piece
from policytui.tui.screens.dialogs import Choice, ChoiceDialog
from policytui.tui.screens.notice import key_piece
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.saving import Saving
from policytui.workspace import Saved, Workspace

if TYPE_CHECKING:
    from policytui.tui.screens.edit import EditScreen


class Resolving(Saving):
    """Conflicts in the draft. Mixed into the edit screen."""

    @property
    def _resolved(self) -> EditScreen:
        return cast("EditScreen", self)

    def merge_notice(self) -> Sequence[Piece]:
        """Says that conflicts are open, and which key decides them."""
        many = len(find(self.draft.policy))
        if not many:
            return ()
        said = "A conflict of a merge is" if many == 1 else f"{many} conflicts of a merge are"
        return ((f"{said} not decided", "warn"), *key_piece("edit.disk", "decide"))

    def action_disk(self) -> None:
        """What a merge left to decide; else what somebody else wrote into the file, and what becomes of it."""
        if self.news or not find(self.draft.policy):
            super().action_disk()
        elif not self.writing:
            self._resolved.run_worker(self.decide_conflicts(), group="save", exclusive=True)

    def action_save(self) -> None:
        """Save; while a conflict is open, decide it first."""
        if find(self.draft.policy):
            self._resolved.notify("First what the merge left: nothing is saved with both texts in it.", markup=False)
            self.action_disk()
        else:
            super().action_save()

    async def decide_conflicts(self) -> None:
        """Decide them, see the result whole, save it."""
        from policytui.tui.screens.merging import ApprovalScreen
        from policytui.tui.screens.resolve import ConflictScreen, Names

        before, answers = self.draft, Answers.of(self.draft.policy)

        def told(policy: Policy) -> None:
            self.draft = before.with_policy(policy, "decide conflicts")

        while True:
            screen = ConflictScreen(answers, Names("mine", "theirs", "base"), told)
            await self._resolved.app.push_screen_wait(screen)
            self._resolved.after_save()
            if screen.result is None:
                return
            answers = screen.answers
            pair = Pair.of_draft(self.opened, screen.result)
            approval = ApprovalScreen(pair, await self._meaning(screen.result), whole=True)
            await self._resolved.app.push_screen_wait(approval)
            if approval.approved:
                # The dialog is a worker of its own group, which this one must have left.
                self._resolved.call_after_refresh(self.action_save)
                return

    async def _meaning(self, policy: Policy) -> str:
        """What saving it will mean: verdict and date."""
        proposal = await self.off_loop(self.workspace.propose, self.opened, policy)
        if proposal is None:
            return "This is what will be saved."
        change = proposal.judgement.change
        day = (proposal.dates_if_material if change.rank > 1 else proposal.dates_if_editorial)[0]
        return f"This is what will be saved: {change.value}, last updated {day or 'not set'}."

    async def left_to_do(self, saved: Saved) -> str:
        """In the middle of a merge, what ends it."""
        from policytui.workspace.merging import next_step

        step = await asyncio.to_thread(next_step, self.workspace, saved.opened.slug)
        return f" To end the merge: {step}" if step.startswith("git ") else await super().left_to_do(saved)


async def put_in_order(host: Host, workspace: Workspace, slug: str) -> bool | None:
    """Offer to put a file together that plain git left with its marks. Whether that was done; None for another file.

    Call it in a worker. ContentError when the file cannot be taken apart.
    """
    from policytui.workspace.merging import as_git_left_it, conflicts, take_apart

    merged = await asyncio.to_thread(as_git_left_it, workspace, slug)
    if merged is None:
        return None
    many = len(conflicts(merged.policy))
    left = f"{many} {'conflict is' if many == 1 else 'conflicts are'} left to decide" if many else "nothing contradicts"
    said = " ".join(merged.notes)
    answer = await host.push_screen_wait(
        ChoiceDialog(
            "git stopped in the middle of this file",
            f"“{slug}” holds git's merge marks and is no policy as it stands. Put together section by section, {left}. "
            f"Nothing of either side is lost. {said}".rstrip(),
            [Choice("p", "Put together", "do", "the file is written, nothing saved"), Choice("escape", "Not now", "")],
        )
    )
    return bool(answer) and await asyncio.to_thread(take_apart, workspace, slug) is not None

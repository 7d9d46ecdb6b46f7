"""Two texts put together over what both began from: the conflicts decided (`screens.resolve`), the result seen before
it is taken.

Rules that hold here: nothing is taken that was not shown; Escape leaves all as it was.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult

from policytui.core.answers import Answers
from policytui.core.merge import Merged, merge
from policytui.core.values import Policy
from policytui.tui.keys import bindings
from policytui.tui.screens.base import Host
from policytui.tui.screens.notice import NoticeLine
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.resolve import ConflictScreen, Names
from policytui.tui.screens.review import ReviewScreen
from policytui.tui.widgets.redline_view import RedlineView


class LookScreen(ReviewScreen):
    """A review that somebody waits for."""

    def action_back(self) -> None:
        """Leave all as it was."""
        self._stop.set()
        self.dismiss()


class ApprovalScreen(LookScreen):
    """A review of what would be taken, with a key that takes it. `approved` says whether it was pressed."""

    PLACES: ClassVar[tuple[str, ...]] = ("approve", "review")
    BINDINGS: ClassVar = bindings("approve")

    def __init__(self, pair: Pair, said: str, *, whole: bool = False) -> None:
        super().__init__([pair])
        self.said = said
        self.whole = whole
        self.approved = False

    def compose(self) -> ComposeResult:
        """The review, and what is asked."""
        yield from super().compose()
        notice = NoticeLine()
        notice.show(
            [(self.said, "strong"), ("  a", "key"), (" takes it", "dim"), ("  Esc", "key"), (" not now", "dim")]
        )
        notice.styles.dock = "bottom"
        yield notice

    def on_mount(self) -> None:
        """The whole document, when that is what is taken."""
        if self.whole:
            self.query_one(RedlineView).context = None

    def action_take(self) -> None:
        """Take it, once it is there to be seen."""
        if self.redline is None:
            self.tell("Still comparing: it can be taken once it is shown.", "take")
            return
        self._stop.set()
        self.approved = True
        self.dismiss()


async def put_together(
    host: Host, base: Policy, mine: Policy, theirs: Policy, names: Names | None = None
) -> Policy | None:
    """Merge in a thread, have the conflicts decided, have the result approved. None when somebody said not now.

    Call it in a worker.
    """
    names = names or Names()
    merged = await asyncio.to_thread(merge, base, mine, theirs)
    for note in merged.notes[:3]:
        host.notify(note, timeout=10, markup=False)
    policy, answers = merged.policy, Answers.of(merged.policy)
    while True:
        if answers.found:
            conflicts = ConflictScreen(answers, names)
            await host.push_screen_wait(conflicts)
            if conflicts.result is None:
                return None
            policy, answers = conflicts.result, conflicts.answers
        pair = Pair.between(names.mine, f"{names.mine} with {names.theirs}", mine, policy)
        approval = ApprovalScreen(pair, _said(merged, names))
        await host.push_screen_wait(approval)
        if approval.approved:
            return policy
        if not answers.found:
            return None


def _said(merged: Merged, names: Names) -> str:
    many = len(merged.conflicts)
    if not many:
        return f"This is what {names.theirs} brings into {names.mine}; nothing contradicts."
    return f"This is {names.mine} with {names.theirs}, {many} {'conflict' if many == 1 else 'conflicts'} decided."

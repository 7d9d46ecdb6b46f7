"""Two texts put together over what both began from: conflicts decided one by one, the result seen before it is taken.

Rules that hold here: nothing is resolved silently; nothing is taken that was not shown; Escape leaves all as it was.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from policytui.core.conflicts import Choice, find, resolved
from policytui.core.merge import Merged, merge
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy
from policytui.core.visible import visible
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseScreen, Host
from policytui.tui.screens.chrome import KeyLine, Piece, StatusLine, TopLine, content
from policytui.tui.screens.notice import NoticeLine
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.review import ReviewScreen

SIDES: dict[Choice, str] = {"mine": "your draft", "theirs": "the file", "both": "both", "base": "as before both"}


@dataclass(frozen=True, slots=True)
class Names:
    """How people call the two sides."""

    mine: str = "your draft"
    theirs: str = "the file"


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

    def __init__(self, pair: Pair, said: str) -> None:
        super().__init__([pair])
        self.said = said
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

    def action_take(self) -> None:
        """Take it."""
        self._stop.set()
        self.approved = True
        self.dismiss()


class ConflictScreen(BaseScreen[None]):
    """The conflicts of a merge, side by side. `result` is the policy with all of them decided, None before that."""

    PLACES: ClassVar = ("conflict",)
    BINDINGS: ClassVar = bindings("conflict")
    DEFAULT_CSS = """
    ConflictScreen #sides { height: 2fr; }
    ConflictScreen VerticalScroll {
        width: 1fr; height: 1fr; border: round $rule; border-title-color: $primary; padding: 0 1;
    }
    ConflictScreen VerticalScroll.-chosen { border: heavy $success; }
    ConflictScreen #base { height: 1fr; color: $muted; }
    ConflictScreen Static { height: auto; }
    """

    def __init__(self, policy: Policy, names: Names | None = None) -> None:
        super().__init__()
        self.policy = policy
        self.names = names or Names()
        self.found = find(policy)
        self.choices: list[Choice | None] = [None] * len(self.found)
        self.at = 0
        self.result: Policy | None = None

    def compose(self) -> ComposeResult:
        """Mine, theirs; below, what both began from."""
        yield TopLine()
        with Horizontal(id="sides"):
            for name in ("mine", "theirs"):
                with VerticalScroll(id=name):
                    yield Static(markup=False)
        with VerticalScroll(id="base"):
            yield Static(markup=False)
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """The first one."""
        self._show()
        self.query_one("#mine").focus()

    def _show(self) -> None:
        conflict = self.found[self.at].conflict
        chosen = self.choices[self.at]
        sides = {
            "mine": (self.names.mine, conflict.mine),
            "theirs": (self.names.theirs, conflict.theirs),
            "base": ("what both began from", conflict.base),
        }
        for name, (title, text) in sides.items():
            box = self.query_one(f"#{name}", VerticalScroll)
            box.border_title = content((title, ""))
            box.set_class(chosen == name or (chosen == "both" and name != "base"), "-chosen")
            box.query_one(Static).update(content_of(text))
            box.scroll_home(animate=False)
        many, left = len(self.found), self.choices.count(None)
        self.query_one(TopLine).crumbs("Conflicts", f"{self.at + 1} of {many}", self._about())
        what: Piece = (f"Taken: {SIDES[chosen]}", "good") if chosen else ("Not decided", "warn")
        self.query_one(StatusLine).say([what], [(f"{left} to decide" if left else "all decided", "dim")])

    def _about(self) -> str:
        conflict = self.found[self.at].conflict
        section = self.policy.section(conflict.section)
        where = section.title if section else {PREAMBLE_ID: "Preamble", POLICY_ID: "Details"}.get(conflict.section, "")
        about = {"body": "", "section": "kept or removed"}.get(conflict.field, conflict.field)
        return f"{where}: {about}" if about else where

    def action_choose(self, choice: Choice) -> None:
        """Decide this one, and go to the next that is not decided; after the last, it is done."""
        self.choices[self.at] = choice
        if None in self.choices:
            after = [*range(self.at + 1, len(self.found)), *range(self.at)]
            self.at = next(n for n in after if self.choices[n] is None)
            self._show()
            return
        policy = self.policy
        # From the last to the first: what is decided further down moves nothing above it.
        for found, chosen in zip(reversed(self.found), reversed(self.choices), strict=True):
            policy = resolved(policy, found, chosen or "mine")
        self.result = policy
        self.dismiss()

    def action_step(self, by: int) -> None:
        """Another conflict."""
        self.at = (self.at + by) % len(self.found)
        self._show()

    def action_back(self) -> None:
        """Decide nothing."""
        self.dismiss()


def content_of(text: str) -> Content:
    """A text of several lines as it is, hidden characters shown."""
    return Content(visible(text)) if text else content(("(nothing)", "dim"))


async def put_together(
    host: Host, base: Policy, mine: Policy, theirs: Policy, names: Names | None = None
) -> Policy | None:
    """Merge in a thread, have the conflicts decided, have the result approved. None when somebody said not now.

    Call it in a worker.
    """
    names = names or Names()
    merged = await asyncio.to_thread(merge, base, mine, theirs)
    policy = merged.policy
    if not merged.clean:
        conflicts = ConflictScreen(policy, names)
        await host.push_screen_wait(conflicts)
        if conflicts.result is None:
            return None
        policy = conflicts.result
    for note in merged.notes[:3]:
        host.notify(note, timeout=10, markup=False)
    pair = Pair.between(names.mine, f"{names.mine} with {names.theirs}", mine, policy)
    approval = ApprovalScreen(pair, _said(merged, names))
    await host.push_screen_wait(approval)
    return policy if approval.approved else None


def _said(merged: Merged, names: Names) -> str:
    many = len(merged.conflicts)
    if not many:
        return f"This is what {names.theirs} brings into {names.mine}; nothing contradicts."
    return f"This is {names.mine} with {names.theirs}, {many} {'conflict' if many == 1 else 'conflicts'} decided."

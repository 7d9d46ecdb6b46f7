"""History: the line of time of a policy, newest first: revisions, and the commits of git between and before them.

Rules that hold here:

- Nothing is ever rewritten: restoring saves an earlier text again, as a new revision, through the save dialog.
- The newest screenful is shown first, however long the history is; what git takes longer to tell follows behind it, and
  more is read as one goes down.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from policytui.errors import PolicytuiError
from policytui.tui.keys import bindings
from policytui.tui.screens import moments
from policytui.tui.screens.base import ListScreen
from policytui.tui.screens.chrome import KeyLine, Piece, TopLine, paragraphs
from policytui.tui.screens.notice import NoticeLine, key_piece
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.rows import Rows
from policytui.workspace.git_history import Moment, Timeline, git_history, holding, newest_moments, policy_at

SCREENFUL = 60
"""Moments that are read first."""
AGAIN = 4
"""How many times as many are read when the end of those comes near."""


class HistoryScreen(ListScreen[None]):
    """The line of time of one policy."""

    PLACES: ClassVar = ("history",)
    BINDINGS: ClassVar = bindings("history")
    DEFAULT_CSS = "HistoryScreen #detail { max-height: 8; }"

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug
        self.line = Timeline((), False, False)
        self.picked: list[str] = []
        self._limit = SCREENFUL
        self._holding: dict[str, tuple[list[str], list[str]]] = {}
        """Tags and branches that contain a commit, by its hash."""

    def compose(self) -> ComposeResult:
        """List and detail."""
        yield TopLine()
        yield Rows(*moments.columns(False))
        yield Static("", id="empty", markup=False)
        with VerticalScroll(id="detail", can_focus=False):
            yield Static("", markup=False)
        yield NoticeLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read it."""
        self._crumbs()
        rows = self.query_one(Rows)
        rows.focus()
        self.watch(rows, "scroll_y", self._near_the_end, init=False)
        self.action_reload()

    def on_screen_resume(self) -> None:
        """Something may have been committed meanwhile."""
        if self.line.moments:
            self.action_reload()

    @property
    def complete(self) -> bool:
        """Whether all there is has been read."""
        return len(self.line.moments) < self._limit

    def _crumbs(self) -> None:
        many = sum(moment.revision is not None for moment in self.line.moments)
        commits = len(self.line.moments) - many
        said = f"{many} revision{'' if many == 1 else 's'}" + (
            f", {commits} commit{'' if commits == 1 else 's'}" if commits else ""
        )
        if not self.complete:
            said = f"the newest {len(self.line.moments)}"
        right: list[Piece] = [(said, "dim")]
        if self.picked:
            right.insert(0, (f"{len(self.picked)} picked   ", "mark"))
        self.query_one(TopLine).crumbs(self.slug, "History", right=right)

    # --- reading ------------------------------------------------------------------------------------------

    @work(exclusive=True, group="history")
    async def action_reload(self) -> None:
        """Read the history again, in a thread: the newest quickly, then all that git tells of them."""
        self._holding.clear()
        if self._limit == SCREENFUL:
            line = await self.off_loop(newest_moments, self.workspace, self.slug, self._limit)
            if line is None:
                return
            await self._show(line)
            if not line.in_git:
                return
        await self._read()

    @work(exclusive=True, group="history")
    async def _more(self) -> None:
        self._limit *= AGAIN
        await self._read()

    async def _read(self) -> None:
        line = await self.off_loop(git_history, self.workspace, self.slug, self._limit)
        if line is not None and line != self.line:
            await self._show(line)

    async def _show(self, line: Timeline) -> None:
        self.set_class(not line.moments, "-empty")
        if not line.moments:
            self.query_one("#empty", Static).update(
                paragraphs(
                    [("No revisions yet", "mark")],
                    [],
                    [
                        ("A revision is made when the policy is saved: ", "dim"),
                        ("^S", "key"),
                        (" in the editor.", "dim"),
                    ],
                )
            )
        # Thousands of rows take longer to make than a frame may.
        made = await asyncio.to_thread(moments.rows, line.moments, tuple(self.picked), line.in_git)
        self.still_here()
        rows = self.query_one(Rows)
        self.line = line
        rows.columns = moments.columns(line.in_git)
        rows.show(made)
        self._crumbs()
        changed = line.in_git and line.changed
        said: tuple[Piece, ...] = (("The file is not what the last commit holds.", ""),)
        self.query_one(NoticeLine).show((*said, *key_piece("history.commit", "commits it")) if changed else ())

    @property
    def current(self) -> Moment | None:
        """The moment the cursor is on."""
        at, line = self.query_one(Rows).cursor, self.line.moments
        return line[at] if at < len(line) else None

    @on(Rows.Moved)
    def _detail(self) -> None:
        self._near_the_end()
        self._tell()
        self._look_where()

    def _near_the_end(self) -> None:
        rows = self.query_one(Rows)
        last = max(rows.cursor, rows.scroll_offset.y + rows.size.height)
        if not self.complete and last + rows.size.height >= len(self.line.moments):
            self._more()

    def _tell(self) -> None:
        one = self.current
        if one is not None:
            found = self._holding.get(one.commit.hash) if one.commit else None
            self.query_one("#detail Static", Static).update(paragraphs(*moments.about(one, found, self.line.in_git)))

    @work(exclusive=True, group="holding")
    async def _look_where(self) -> None:
        """Which tags and branches contain the commit the cursor rests on."""
        await asyncio.sleep(0.1)
        self.still_here()
        commit = self.current.commit if self.current else None
        if commit is None or commit.hash in self._holding:
            return
        try:
            self._holding[commit.hash] = await asyncio.to_thread(holding, self.workspace, commit.hash)
        except PolicytuiError:
            return
        self.still_here()
        self._tell()

    # --- acts ---------------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        """Pick, or let go; a third pick lets the first go."""
        one = self.current
        if one is None:
            return
        key = moments.key_of(one)
        before = self.picked
        self.picked = [one for one in before if one != key] if key in before else [*before[-1:], key]
        turned = {*before} ^ {*self.picked}
        rows = self.query_one(Rows)
        made = list(rows.rows)
        for at, moment in enumerate(self.line.moments):
            if moments.key_of(moment) in turned:
                made[at] = moments.row(self.line.moments, at, self.picked, self.line.in_git)
        rows.show(made)
        self._crumbs()

    @on(Rows.Chosen)
    @work
    async def action_review(self) -> None:
        """Two picked: between them. Else what this moment changed, with the others a key away."""
        from policytui.tui.screens.review import ReviewScreen

        chosen = [one for one in self.line.moments if moments.key_of(one) in self.picked]
        if len(chosen) == 2:
            newer, older = chosen
            await self.app.push_screen(ReviewScreen([moments.pair(self.workspace, self.slug, older, newer)]))
            return
        one = chosen[0] if chosen else self.current
        if one is not None:
            line = self.line.moments
            pairs = await self.off_loop(moments.pairs, self.workspace, self.slug, line)
            if pairs is not None:
                await self.app.push_screen(ReviewScreen(pairs, len(line) - 1 - line.index(one)))

    @work
    async def action_compare(self) -> None:
        """The moment against the policy as it stands: the draft, if there is one, else the file."""
        from policytui.tui.screens.review import ReviewScreen

        one = self.current
        if one is None:
            return
        kept = self.host.drafts.get(self.slug)
        opened = kept.opened if kept else await self.off_loop(self.workspace.open, self.slug)
        if opened is None:
            return
        now = kept.draft.policy if kept else opened.policy
        workspace, slug = self.workspace, self.slug
        pair = Pair(
            f"{slug} {moments.name_of(one)}",
            "draft" if kept else "file",
            lambda: (policy_at(workspace, slug, one), now),
            "",
            slug,
            one.spec,
            f"{slug}@draft",
        )
        await self.app.push_screen(ReviewScreen([pair]))

    @work
    async def action_restore(self) -> None:
        """Save the text of the revision again, as a new one."""
        from policytui.tui.screens.save import SaveDialog

        one = self.current.revision if self.current else None
        if one is None:
            if self.current is not None:
                self.notify("Only a revision can be restored. c compares this commit with the file.", markup=False)
            return
        if self.slug in self.host.drafts:
            self.notify("There is a draft of this policy. Save or discard it first (F9 in the editor).", markup=False)
            return
        opened = await self.off_loop(self.workspace.open, self.slug)
        if opened is None:
            return
        policy = await self.off_loop(self.workspace.restored, opened, one)
        if policy is None:
            return
        dialog = SaveDialog(opened, policy, title=f"Restore {one.rev} as a new revision", summary=f"Restored {one.rev}")
        answer = await self.app.push_screen_wait(dialog)
        if answer is None:
            return
        decision, proposal = answer
        saved = await self.off_loop(self.workspace.save, opened, policy, decision, proposal=proposal)
        if saved is not None:
            self.host.restored(saved)
            self.notify(f"{one.rev} is restored as {saved.revision.rev}. Nothing was rewritten.", markup=False)
            self.action_reload()

    @work
    async def action_commit(self) -> None:
        """Commit the policy to git."""
        from policytui.tui.screens.commit import commit_policy

        await commit_policy(self, self.slug)

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()

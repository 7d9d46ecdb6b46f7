"""History: every revision of a policy, newest first; pick one or two and review, compare, restore.

Rules that hold here: nothing is ever rewritten: restoring saves an earlier text again, as a new revision, through the
save dialog like any other.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from policytui.core.values import Revision
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseScreen
from policytui.tui.screens.chrome import KeyLine, Piece, TopLine, paragraphs
from policytui.tui.screens.pairs import Pair, revision_pair, revision_pairs
from policytui.tui.screens.policy_rows import day
from policytui.tui.screens.rows import Column, Row, Rows


class HistoryScreen(BaseScreen[None]):
    """The revisions of one policy."""

    PLACES: ClassVar = ("history",)
    BINDINGS: ClassVar = bindings("history")
    DEFAULT_CSS = """
    HistoryScreen Rows { height: 1fr; margin: 1 1 0 1; }
    HistoryScreen #detail { height: auto; max-height: 8; border-top: solid $rule; padding: 0 3; }
    HistoryScreen #detail Static { height: auto; }
    HistoryScreen #empty { height: 1fr; padding: 2 6; display: none; }
    HistoryScreen.-empty #empty { display: block; }
    HistoryScreen.-empty Rows, HistoryScreen.-empty #detail { display: none; }
    """

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug
        self.revisions: list[Revision] = []
        self.picked: list[str] = []

    def compose(self) -> ComposeResult:
        """List and detail."""
        yield TopLine()
        yield Rows(
            Column("", 1),
            Column("Rev.", 5),
            Column("Saved", 10),
            Column("Time", 5, shown_from=90),
            Column("Kind", 10),
            Column("Last updated", 12, shown_from=70),
            Column("Author", 18, shown_from=100),
            Column("Summary", 0),
        )
        yield Static("", id="empty", markup=False)
        with VerticalScroll(id="detail", can_focus=False):
            yield Static("", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read it."""
        self._crumbs()
        self.query_one(Rows).focus()
        self.action_reload()

    def _crumbs(self) -> None:
        right: list[Piece] = [(f"{len(self.revisions)} revisions", "dim")]
        if self.picked:
            right.insert(0, (f"{len(self.picked)} picked   ", "mark"))
        self.query_one(TopLine).crumbs(self.slug, "History", right=right)

    @work(exclusive=True, group="history")
    async def action_reload(self) -> None:
        """Read the history again, in a thread."""
        revisions = await self.off_loop(self.workspace.history, self.slug)
        if revisions is None:
            return
        self.revisions = revisions
        self.set_class(not revisions, "-empty")
        if not revisions:
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
        self._show()

    def _show(self) -> None:
        self.query_one(Rows).show([self._row(revision) for revision in self.revisions])
        self._crumbs()

    def _row(self, revision: Revision) -> Row:
        saved = revision.saved_at.astimezone()
        kind = revision.change.value
        overruled = revision.change is not revision.proposed
        return Row(
            (
                ("◆" if revision.hash in self.picked else " ", "mark"),
                (revision.rev, "strong"),
                (f"{saved:%Y-%m-%d}", ""),
                (f"{saved:%H:%M}", "dim"),
                (kind + ("*" if overruled else ""), f"plain-{kind}"),
                (day(revision.last_updated), ""),
                (revision.author.partition(" <")[0], "dim"),
                (revision.summary, ""),
            ),
            key=revision.hash,
        )

    @property
    def current(self) -> Revision | None:
        """The revision the cursor is on."""
        rows = self.query_one(Rows)
        return self.revisions[rows.cursor] if rows.cursor < len(self.revisions) else None

    @on(Rows.Moved)
    def _detail(self) -> None:
        one = self.current
        if one is None:
            return
        lines: list[list[Piece]] = [[(one.summary or "No summary.", "strong")]]
        about = f"{one.rev} · {one.hash[:8]} · saved {one.saved_at.astimezone():%Y-%m-%d %H:%M}"
        lines.append([(about + (f" by {one.author.partition(' <')[0]}" if one.author else ""), "dim")])
        if one.change is not one.proposed:
            lines.append(
                [(f"* The rules proposed {one.proposed.value}. ", "warn"), (one.why or "No why was given.", "")]
            )
        self.query_one("#detail Static", Static).update(paragraphs(*lines))

    # --- acts ---------------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        """Pick, or let go; a third pick lets the first go."""
        one = self.current
        if one is None:
            return
        if one.hash in self.picked:
            self.picked.remove(one.hash)
        else:
            self.picked = [*self.picked[-1:], one.hash]
        self._show()

    @on(Rows.Chosen)
    def action_review(self) -> None:
        """Two picked: between them. Else what this revision changed, with the others a key away."""
        from policytui.tui.screens.review import ReviewScreen

        oldest_first = self.revisions[::-1]
        chosen = [one for one in oldest_first if one.hash in self.picked]
        if len(chosen) == 2:
            self.app.push_screen(ReviewScreen([revision_pair(self.workspace, self.slug, chosen[0], chosen[1])]))
            return
        one = chosen[0] if chosen else self.current
        if one is not None:
            pairs = revision_pairs(self.workspace, self.slug, oldest_first)
            self.app.push_screen(ReviewScreen(pairs, oldest_first.index(one)))

    @work
    async def action_compare(self) -> None:
        """The revision against the policy as it stands: the draft, if there is one, else the file."""
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
            f"{slug} {one.rev}", "draft" if kept else "file", lambda: (workspace.policy_at(slug, one), now), slug=slug
        )
        await self.app.push_screen(ReviewScreen([pair]))

    @work
    async def action_restore(self) -> None:
        """Save the text of the revision again, as a new one."""
        from policytui.tui.screens.save import SaveDialog

        one = self.current
        if one is None:
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

        if await commit_policy(self, self.slug) is not None:
            self.action_reload()

    def action_back(self) -> None:
        """Go back."""
        self.app.pop_screen()

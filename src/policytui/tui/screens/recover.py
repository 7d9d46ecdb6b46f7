"""Drafts that sessions left behind: seen against the file as it is now, taken up again, kept as a file, put aside.

Rules that hold here: a draft leaves the list only when it is safe elsewhere: in the journal of this session, in a file,
or put aside for 30 days. One whose file changed since is merged, and shown before it is taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from policytui.core.draft import Draft
from policytui.core.slugs import slugify
from policytui.core.values import Policy, Problem, Severity
from policytui.errors import UsageError
from policytui.folders import from_home
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseScreen, Editing
from policytui.tui.screens.chrome import KeyLine, StatusLine, TopLine, paragraphs
from policytui.tui.screens.dialogs import AskDialog, Choice, ChoiceDialog, Field
from policytui.tui.screens.pairs import EMPTY, Pair
from policytui.tui.screens.rows import Column, Row, Rows

if TYPE_CHECKING:
    from policytui.workspace.drafts import LeftDraft

AGAIN = "This import was taken up again; what was in doubt when the file was read is not listed here."
SAID = "A session ended without saving. Nothing of it is lost: look at each draft, and say what becomes of it."


class RecoverScreen(BaseScreen[None]):
    """The drafts left behind, newest first."""

    PLACES: ClassVar = ("drafts",)
    BINDINGS: ClassVar = bindings("drafts")
    DEFAULT_CSS = """
    RecoverScreen #said { height: auto; padding: 1 3 0 3; }
    RecoverScreen Rows { height: 1fr; margin: 1 1 0 1; }
    """

    def __init__(self, left: Sequence[LeftDraft]) -> None:
        super().__init__()
        self.left = list(left)

    def compose(self) -> ComposeResult:
        """What happened, and the list."""
        yield TopLine()
        yield Static(paragraphs([(SAID, "")]), id="said", markup=False)
        yield Rows(
            Column("Policy", 0), Column("Last typed", 17), Column("By", 18, shown_from=70), Column("The file", 19)
        )
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """The list."""
        self.query_one(TopLine).crumbs("Drafts left behind")
        self._show()
        self.query_one(Rows).focus()

    def _show(self) -> None:
        self.host.waiting = len(self.left)
        rows = [
            Row(
                (
                    (one.slug, ""),
                    (f"{one.written.astimezone():%Y-%m-%d %H:%M}", ""),
                    (one.author.partition("<")[0].strip(), "dim"),
                    ("changed since", "warn") if one.stale else ("as it was", "dim"),
                ),
                key=one.name,
            )
            for one in self.left
        ]
        self.query_one(Rows).show(rows)
        self.query_one(StatusLine).say([(f"{len(rows)} {'draft' if len(rows) == 1 else 'drafts'}", "dim")])

    @property
    def current(self) -> LeftDraft | None:
        """The draft the cursor stands on."""
        row = self.query_one(Rows).current
        return next((one for one in self.left if row and one.name == row.key), None)

    def _gone(self, draft: LeftDraft) -> None:
        """A draft is safe elsewhere. After the last one the list closes."""
        if draft in self.left:
            self.left.remove(draft)
        self._show()
        if not self.left and self.app.screen is self:
            self.app.pop_screen()

    async def _aside(self, draft: LeftDraft) -> bool:
        drafts = self.host.keeper.drafts
        return drafts is not None and await self.off_loop(drafts.discard, draft) is not None

    # --- acts ---------------------------------------------------------------------------------------------

    @on(Rows.Chosen)
    @work
    async def action_show(self) -> None:
        """The draft against the file as it is now."""
        from policytui.tui.screens.review import ReviewScreen

        draft = self.current
        if draft is not None:
            if draft.is_import:
                pair = Pair.between("as it was read", "as it was put right", draft.base or EMPTY, draft.policy)
            else:
                now = await self.off_loop(self.workspace.standing, draft.slug)
                pair = Pair.between("the file now", "the draft", now or EMPTY, draft.policy)
            await self.app.push_screen(ReviewScreen([pair]))

    @work(exclusive=True, group="save")
    async def action_recover(self) -> None:
        """Go on with it, in the editor."""
        draft = self.current
        if draft is None:
            return
        if draft.is_import:
            await self._import(draft)
            return
        if draft.slug in self.host.drafts:
            self.host.show_error(
                UsageError(
                    f"There is another draft of {draft.slug} in this session. Nothing was changed.",
                    "Save or discard that one first, or write this one to a file.",
                )
            )
            return
        opened = await self.off_loop(self.workspace.open, draft.slug)
        if opened is None:
            return
        policy: Policy | None = draft.policy
        if draft.stale:
            from policytui.tui.screens.merging import put_together
            from policytui.tui.screens.resolve import Names

            names = Names("the draft", "the file")
            policy = await put_together(self.host, draft.base or EMPTY, draft.policy, opened.policy, names)
        if policy is None:
            return
        editing = Editing(opened, Draft.of(opened.policy).with_policy(policy, "recover"))
        # First it is in a journal of this session, then the old one goes.
        self.host.keeper.changed(opened, policy)
        self.host.keeper.say(opened.slug, policy, draft.found.said)
        if not await asyncio.to_thread(self.host.keeper.flush) or not await self._aside(draft):
            return
        self._gone(draft)
        self._edit(editing)

    async def _import(self, draft: LeftDraft) -> None:
        """Go on putting an import right."""
        from policytui.tui.screens.import_adjust import IMPORT_OF, ImportScreen
        from policytui.workspace.adjust import Imported

        again = Problem("taken-up", AGAIN, "To see it, import the file again.", Severity.NOTE)
        imported = Imported(draft.policy, (), (again,), label_found=draft.policy.dates.last_updated is not None)
        entries = await self.off_loop(self.workspace.entries)
        if entries is None:
            return
        taken = {entry.slug for entry in entries}
        screen = ImportScreen(imported, Path(draft.slug.removeprefix(IMPORT_OF)), taken, draft.base)
        self.host.keeper.changed(screen.source, draft.policy)
        if await asyncio.to_thread(self.host.keeper.flush) and await self._aside(draft):
            self._gone(draft)
            await self.app.push_screen(screen)

    def _edit(self, editing: Editing) -> None:
        from policytui.tui.screens.edit import EditScreen

        slug = editing.opened.slug
        for screen in self.app.screen_stack:
            if isinstance(screen, EditScreen) and screen.slug == slug:
                screen.take_up(editing.opened, editing.draft)
        self.host.keep(editing)
        self.host.open_policy(slug)

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Write it to a file of its own."""
        draft, drafts = self.current, self.host.keeper.drafts
        if draft is None or drafts is None:
            return
        slug = slugify(draft.policy.title) if draft.is_import else draft.slug
        fields = [Field("File", f"{slug}-draft.toml", check=lambda name: "" if name else "Name a file.")]
        answer = await self.app.push_screen_wait(AskDialog("Save the draft as a file", fields, accept="save"))
        if answer is None:
            return
        path = Path(from_home(answer[0]))

        def write() -> bool:
            drafts.save_as(draft, path)
            return True

        if await self.off_loop(write):
            self.notify(f"Saved as {path}. The policy itself was not touched.", markup=False)
            self._gone(draft)

    @work(exclusive=True, group="save")
    async def action_discard(self) -> None:
        """Put it aside."""
        draft = self.current
        if draft is None:
            return
        dialog = ChoiceDialog(
            "Discard the draft",
            f"The draft of {draft.slug} is put aside and kept for 30 days. The file stays as it is.",
            [Choice("d", "Discard", "discard"), Choice("escape", "Keep it", "")],
        )
        if await self.app.push_screen_wait(dialog) == "discard" and await self._aside(draft):
            self._gone(draft)

    def action_back(self) -> None:
        """Later."""
        self.app.pop_screen()

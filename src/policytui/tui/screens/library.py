"""The library: every policy of the folder, with its dates and its state; the first screen.

Rules that hold here: a broken policy is a line like any other and says where it is broken; an empty folder, a missing
one and one that cannot be written say what to do next; a large one shows its first screenful while the rest is read.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static
from textual.worker import Worker, get_current_worker

from policytui.core.slugs import slugify, valid_slug
from policytui.errors import PolicytuiError
from policytui.folders import from_home
from policytui.tui.keys import bindings
from policytui.tui.screens.base import ListScreen
from policytui.tui.screens.chrome import KeyLine, Piece, TopLine, paragraphs
from policytui.tui.screens.notice import NoticeLine, key_piece
from policytui.tui.screens.policy_rows import lines_about, row_of, unread
from policytui.tui.screens.rows import Column, Rows
from policytui.workspace import Entry

if TYPE_CHECKING:
    from policytui.workspace.remembered import Line

MOMENT = 0.05
"""Seconds after which the first screenful of a large library is shown."""
PART = 0.25
"""Seconds after which more of a large library is shown."""


class LibraryScreen(ListScreen[None]):
    """All policies."""

    PLACES: ClassVar = ("library",)
    BINDINGS: ClassVar = bindings("library")

    def __init__(self, below: bool = False) -> None:
        """`below`: another screen comes on top at once, so that nothing is read before it is gone."""
        super().__init__()
        self.entries: list[Entry] = []
        self.uncommitted: dict[str, int] = {}
        """Of how many files git does not hold what is on disk, by slug."""
        self._below = below
        self._resumed = False
        self._about: list[Sequence[Piece]] = []

    def compose(self) -> ComposeResult:
        """The list, and what is to say about the line the cursor is on."""
        yield TopLine()
        yield Rows(
            Column("Policy", 0),
            Column("Organization", 28, shown_from=104),
            Column("Slug", 12),
            Column("Last updated", 12),
            Column("Effective", 10, shown_from=75),
            Column("Revs", 4, right=True, shown_from=84),
            Column("State", 9),
            Column("Git", 3, shown_from=64),
            id="policies",
        )
        yield Static("", id="empty", markup=False)
        with VerticalScroll(id="detail", can_focus=False):
            yield Static("", markup=False)
        yield NoticeLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the folder."""
        self.query_one(TopLine).crumbs("Library")
        self.query_one(Rows).focus()
        if not self._below:
            self.action_reload()

    def on_screen_resume(self) -> None:
        """Something may have been saved meanwhile."""
        if self._resumed:
            self.action_reload()
        self._resumed = True

    @work(exclusive=True, group="entries")
    async def action_reload(self) -> None:
        """Read the folder again, in a thread."""
        loop, reading = asyncio.get_running_loop(), get_current_worker()
        look = await self.off_loop(_look, self.workspace.root)
        if look is None:
            return

        def so_far(entries: list[Entry]) -> None:
            if not reading.is_finished:
                self._show(entries, *look)

        def tell(entries: list[Entry]) -> None:
            loop.call_soon_threadsafe(so_far, entries)

        entries = await self.off_loop(self._in_parts, tell, reading)
        if entries is not None:
            self._show(entries, *look)
            self.call_after_refresh(self._all_shown)

    def _all_shown(self) -> None:
        self.host.keep_picture()
        self.host.when_at_rest(self._look_at_git)

    def _in_parts(self, tell: Callable[[list[Entry]], None], reading: Worker[None]) -> list[Entry]:
        """Every entry. What takes longer than a moment is told part by part: those read, the others by their names."""
        known = {entry.slug: entry for entry in self.entries}
        found: list[Entry] = []
        slugs: list[str] = []
        screenful = self.app.size.height
        told = time.monotonic()
        for entry in self.workspace.each_entry():
            found.append(entry)
            if reading.is_cancelled:
                break
            late = time.monotonic() - told > (PART if slugs or known else MOMENT)
            if late and len(found) >= screenful:
                slugs = slugs or self.workspace.slugs()
                tell([*found, *(known.get(slug) or unread(slug) for slug in slugs if slug > entry.slug)])
                told = time.monotonic()
        return found

    def _show(self, entries: list[Entry], exists: bool, writable: bool) -> None:
        self.entries = entries
        self.set_class(not self.entries, "-empty")
        where = _short(self.workspace.root)
        room = max(16, self.app.size.width - 40)
        right: list[Piece] = [(where if len(where) <= room else "…" + where[1 - room :], "dim")]
        if exists and not writable:
            right.append(("  read only", "bad"))
        self.query_one(TopLine).crumbs("Library", right=right)
        if not self.entries:
            self.query_one("#empty", Static).update(paragraphs(*_first_steps(self.workspace.root, exists, writable)))
        self._rows()
        self.query_one(NoticeLine).show(_waiting(self.host.waiting))
        self._detail()
        if self.host.lowered:
            self.call_after_refresh(self.host.lift)

    @property
    def lines(self) -> list[tuple[str, Line]] | None:
        """What a list says of every policy, while there is nothing more to see than that; else None."""
        lines = [(entry.slug, line) for entry in self.entries if (line := entry.line()) is not None]
        more = self.host.drafts or self.host.waiting or self.uncommitted or self.query_one(Rows).cursor
        return lines if lines and len(lines) == len(self.entries) and not more else None

    def _rows(self) -> None:
        drafts, open_files = self.host.drafts, self.uncommitted
        self.query_one(Rows).show(
            [row_of(entry, entry.slug in drafts, open_files.get(entry.slug, 0)) for entry in self.entries]
        )

    @property
    def current(self) -> Entry | None:
        """The policy the cursor is on."""
        row = self.query_one(Rows).current
        return next((entry for entry in self.entries if row and entry.slug == row.key), None)

    @on(Rows.Moved)
    def _detail(self) -> None:
        entry = self.current
        drafted = entry is not None and entry.slug in self.host.drafts
        about = lines_about(entry, drafted, self.uncommitted.get(entry.slug, 0)) if entry else []
        if about != self._about:
            self._about = about
            self.query_one("#detail Static", Static).update(paragraphs(*about))

    # --- acts ---------------------------------------------------------------------------------------------

    @on(Rows.Chosen)
    def action_open(self) -> None:
        """Edit the policy; a broken one only says what is wrong."""
        entry = self.current
        if entry is not None:
            self.host.open_policy(entry.slug)

    @work
    async def action_changes(self) -> None:
        """The file (or the draft) against the newest revision."""
        entry = self.current
        if entry is None:
            return
        from policytui.tui.screens.review import Pair, ReviewScreen

        kept = self.host.drafts.get(entry.slug)
        opened = kept.opened if kept else await self.off_loop(self.workspace.open, entry.slug)
        if opened is not None:
            policy = kept.draft.policy if kept else opened.policy
            await self.app.push_screen(ReviewScreen([Pair.of_draft(opened, policy)]))

    @work
    async def action_reviewed(self) -> None:
        """Somebody looked at the policy and changed nothing: recorded as a revision that moves only `reviewed`."""
        entry = self.current
        if entry is None:
            return
        from policytui.tui.screens.dialogs import Choice, ChoiceDialog

        answer = await self.app.push_screen_wait(
            ChoiceDialog(
                "Reviewed, unchanged",
                f"You have looked at {entry.slug} today, and nothing in it has to change?",
                [
                    Choice("y", "Record it", "yes", "a revision; no printed date moves"),
                    Choice("escape", "Not now", "no"),
                ],
            )
        )
        if answer == "yes" and (saved := await self.off_loop(self.workspace.mark_reviewed, entry.slug)) is not None:
            self.notify(
                f"Saved as {saved.revision.rev}: reviewed on {saved.opened.policy.dates.reviewed}.", markup=False
            )
            self.host.restored(saved)
            self.action_reload()

    @work
    async def action_commit(self) -> None:
        """Commit the policy to git."""
        from policytui.tui.screens.commit import commit_policy

        entry = self.current
        if entry is not None and await commit_policy(self, entry.slug) is not None:
            self._look_at_git()

    @work
    async def action_branch(self) -> None:
        """Review what a branch did."""
        from policytui.tui.screens.branches import review_branch

        await review_branch(self)

    @work(exclusive=True, group="git")
    async def _look_at_git(self) -> None:
        """Mark what is not committed; a folder that git does not read has no marks."""
        from policytui.workspace.committing import uncommitted

        try:
            found = await asyncio.to_thread(uncommitted, self.workspace, [entry.slug for entry in self.entries])
        except PolicytuiError:
            found = {}
        self.still_here()
        if found != self.uncommitted:
            self.uncommitted = found
            self._rows()

    def action_drafts(self) -> None:
        """The drafts that sessions left behind."""
        self.host.offer_drafts(asked=True)

    def action_history(self) -> None:
        """The revisions."""
        from policytui.tui.screens.history import HistoryScreen

        if self.current is not None:
            self.app.push_screen(HistoryScreen(self.current.slug))

    @work
    async def action_new(self) -> None:
        """A new policy: its title, its slug."""
        from policytui.tui.screens.dialogs import AskDialog, Field

        taken = {entry.slug for entry in self.entries}
        fields = [
            Field("Title", "", "Privacy Policy", lambda text: "" if text else "A policy needs a title."),
            Field("Slug: the name of its folder", "", "privacy", lambda text: slug_problem(text, taken), slugify),
        ]
        answer = await self.app.push_screen_wait(AskDialog("New policy", fields, accept="create"))
        if answer is None:
            return
        title, slug = answer
        opened = await self.off_loop(self.workspace.create, slug, title)
        if opened is not None:
            self.host.open_policy(slug)

    @work
    async def action_import(self) -> None:
        """A policy from a text or Markdown file."""
        from policytui.tui.screens.dialogs import AskDialog, Field

        fields = [Field("File", "", "~/Downloads/privacy.md", lambda text: "" if text else "Name a .txt or .md file.")]
        answer = await self.app.push_screen_wait(
            AskDialog("Import", fields, text="A text or Markdown file. Nothing is saved before you have seen it.")
        )
        if answer is None:
            return
        path = Path(from_home(answer[0]))
        imported = await self.off_loop(self.workspace.read_import, path)
        if imported is not None:
            from policytui.tui.screens.import_adjust import ImportScreen

            await self.app.push_screen(ImportScreen(imported, path, {entry.slug for entry in self.entries}))


def _waiting(many: int) -> tuple[Piece, ...]:
    """What the library says of drafts that wait."""
    if not many:
        return ()
    said = "A draft that a session left behind waits." if many == 1 else f"{many} drafts of ended sessions wait."
    return ((said, ""), *key_piece("library.drafts", "shows them" if many > 1 else "shows it"))


def slug_problem(text: str, taken: set[str]) -> str:
    """What is wrong with a slug, as a sentence; "" when it is right."""
    if not valid_slug(text):
        return "A slug has small letters a–z, digits and hyphens, begins with a letter or digit, and has 64 at most."
    return f"There is a policy “{text}” already." if text in taken else ""


def _look(root: Path) -> tuple[bool, bool]:
    """Whether the folder is there, and whether something can be written into it (or made, when it is not there)."""
    if root.is_dir():
        return True, os.access(root, os.W_OK | os.X_OK)
    above = next((parent for parent in root.absolute().parents if parent.exists()), Path("/"))
    return False, above.is_dir() and os.access(above, os.W_OK | os.X_OK)


def _short(path: Path) -> str:
    """A path with `~` for the home folder."""
    try:
        return f"~/{path.absolute().relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def _first_steps(root: Path, exists: bool, writable: bool) -> list[Sequence[Piece]]:
    where = _short(root)
    lines: list[Sequence[Piece]] = [[("No policies yet", "mark")], []]
    if not writable:
        what = "cannot be written to" if exists else "does not exist and cannot be made"
        lines += [
            [(f"{where} {what}. ", "bad")],
            [("Choose another folder: policytui --root DIR, or set POLICYTUI_ROOT.", "")],
            [],
        ]
    elif not exists:
        lines += [[(f"{where} does not exist. It is made when you save the first policy.", "dim")], []]
    else:
        lines += [[(f"{where} is empty.", "dim")], []]
    lines += [
        [("n", "key"), ("   write a new policy", "")],
        [("i", "key"), ("   import one from a text or Markdown file", "")],
        [],
        [("In a shell, ", "dim"), ("policytui demo", "strong"), (" opens a throwaway copy of the samples,", "dim")],
        [("and ", "dim"), ("policytui --root DIR", "strong"), (" opens another folder.", "dim")],
    ]
    return lines

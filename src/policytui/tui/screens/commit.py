"""Commit: exactly one policy's files, a message made of its revisions, and all that git says when it refuses.

Rules that hold here:

- What is listed is what is committed: it is looked up again before git is called, and shown again when it is another.
- git runs in a thread and in a session of its own, so that nothing it starts draws over the screen; Escape ends it.
- What wants the terminal (a passphrase, a hook that asks) gets all of it: the screen is handed over and comes back.
- What git and hooks say is shown whole, with its control characters visible. The message is kept until it is committed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import ClassVar

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static, TextArea

from policytui.core.visible import one_line, visible
from policytui.errors import PolicytuiError, RefusedError
from policytui.tui.keys import bindings, display, get
from policytui.tui.screens.base import BaseDialog, BaseScreen, Guarded
from policytui.tui.screens.chrome import KeyLine, Piece, content, paragraphs
from policytui.tui.screens.rows import Column, Row, Rows
from policytui.workspace.committing import CommitPlan, CommitRefusedError, Committed, commit, in_git, plan_commit


class CommitDialog(BaseDialog[Committed | None]):
    """Gives what was committed, None when nothing was."""

    PLACES: ClassVar = ("commit",)
    BINDINGS: ClassVar = bindings("commit")
    DEFAULT_CSS = """
    CommitDialog > #box { width: 92; max-height: 100%; }
    CommitDialog #about { height: auto; margin: 1 0; }
    CommitDialog Rows { height: auto; max-height: 6; }
    CommitDialog .label { margin: 1 0 0 0; }
    CommitDialog TextArea {
        height: auto; min-height: 3; max-height: 12; border: none; padding: 0; background: $panel; color: $foreground;
        &:focus { border: none; }
        & .text-area--cursor-line { background: $panel; }
    }
    CommitDialog .error { min-height: 1; }
    CommitDialog KeyLine { background: transparent; padding: 0; }
    """

    def __init__(self, plan: CommitPlan) -> None:
        super().__init__()
        self.plan = plan
        self._stop: threading.Event | None = None
        """What ends git; None while it is not at work."""
        self._ended = threading.Event()
        self._begun = 0.0
        self._ended.set()
        """Whether git, and what it started, has ended."""

    def compose(self) -> ComposeResult:
        """Where to, the files, the message."""
        with Vertical(id="box") as box:
            box.border_title = content((f"Commit {self.plan.slug}", ""))
            yield Static("", id="about", markup=False)
            yield Rows(Column("", 7), Column(""))
            yield Static("Message", classes="label", markup=False)
            yield TextArea(self.plan.message.rstrip("\n"), soft_wrap=True)
            yield Static("", classes="error", markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        """Stand in the message."""
        self._show(self.plan)
        message = self.query_one(TextArea)
        message.focus()
        message.move_cursor((0, len(message.document.get_line(0))))

    @property
    def message(self) -> str:
        """The message as it stands."""
        return self.query_one(TextArea).text

    def _show(self, plan: CommitPlan) -> None:
        self.plan = plan
        self.query_one("#about", Static).update(paragraphs(*self._about(plan)))
        rows = self.query_one(Rows)
        rows.show([Row((("new" if path in plan.fresh else "changed", "dim"), (path, ""))) for path in plan.files])
        rows.styles.height = min(6, len(plan.files))

    def _about(self, plan: CommitPlan) -> Iterator[list[Piece]]:
        files, revisions = len(plan.files), len(plan.revisions)
        held = f", {revisions} revision{'s' if revisions > 1 else ''}" if revisions else ""
        where = f"To {plan.branch}: " if plan.branch else "To no branch: "
        yield [(where, ""), (f"{files} file{'s' if files > 1 else ''}{held}", "strong"), (" and nothing else.", "")]
        if not plan.branch:
            yield [("HEAD is detached. ", "warn"), ("Keep the commit on a branch: git switch -c NAME", "dim")]
        if plan.slug in self.host.drafts:
            yield [("The draft is not saved: ", "warn"), ("the file is committed as it is on disk.", "dim")]
        elif plan.unsaved:
            yield [("The file holds text that no revision holds; ", "warn"), ("it is committed as it stands.", "dim")]
        if plan.signs:
            yield [("Your commits are signed: ", ""), ("git gets the terminal, in case the key asks.", "dim")]

    def _say(self, *pieces: Piece) -> None:
        error = self.query_one(".error", Static)
        error.update(paragraphs(pieces))
        self.call_after_refresh(error.scroll_visible, animate=False)

    # --- acts ---------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Commit. Signed commits get the terminal: the key may want its passphrase."""
        self._begin(terminal=self.plan.signs)

    def action_terminal(self) -> None:
        """Commit with the terminal handed to git and its hooks."""
        self._begin(terminal=True)

    def _begin(self, *, terminal: bool) -> None:
        if self._stop is not None:
            return
        if not self.message.strip():
            self._say(("A commit needs a message.", ""))
            self.query_one(TextArea).focus()
            return
        self._stop = threading.Event()
        self._commit(self._stop, terminal)

    @work(group="commit")
    async def _commit(self, stop: threading.Event, terminal: bool) -> None:
        timer = self.set_interval(1, self._waiting)
        self._begun = time.monotonic()
        self._waiting()
        message = self.message.rstrip() + "\n"
        try:
            plan = await asyncio.to_thread(plan_commit, self.workspace, self.plan.slug, os.environ)
            self.still_here()
            if plan.files != self.plan.files:
                self._show(plan)
                self._say(("What would be committed is another now. Look again.", ""))
                return
            if terminal:
                done = self._in_terminal(plan, message)
            else:
                done = await asyncio.to_thread(self._in_thread, plan, message, stop)
        except CommitRefusedError as error:
            self.still_here()
            if stop.is_set():
                self._say((f"git was stopped; nothing was committed. {error.safe}", ""))
            else:
                self._say()
                await self.app.push_screen(RefusedDialog(error), self._refused)
            return
        except PolicytuiError as error:
            self.still_here()
            self._say()
            self.host.show_error(error)
            return
        finally:  # also when the program ends: nothing of git may outlive it
            timer.stop()
            self._stop = None
            stop.set()
            self._ended.wait(2)
        self.dismiss(done)

    def _in_thread(self, plan: CommitPlan, message: str, stop: threading.Event) -> Committed:
        self._ended.clear()
        try:
            return commit(plan, message, os.environ, stop=stop)
        finally:
            self._ended.set()

    def _waiting(self) -> None:
        seconds = int(time.monotonic() - self._begun)
        self._say(
            ("git and its hooks are at work… ", ""), (f"{seconds} s   " if seconds else "", "dim"), ("Esc stops", "dim")
        )

    def _refused(self, answer: str | None) -> None:
        if answer:
            self._begin(terminal=answer == "terminal")

    def _in_terminal(self, plan: CommitPlan, message: str) -> Committed:
        """Commit with the whole terminal: the loop waits, as nothing is on the screen."""
        name = os.ttyname(sys.__stdin__.fileno()) if sys.__stdin__ and sys.__stdin__.isatty() else ""
        environ = {"GPG_TTY": name, **os.environ}
        failed: PolicytuiError | None = None
        try:
            with self.host.handed_over():
                _print(f"git commit ({plan.slug}): the terminal is git's. ctrl+c stops it.")
                try:
                    return commit(plan, message, environ, terminal=True)
                except PolicytuiError as error:  # caught here: the screen must come back
                    failed = error
                    _print(f"\n{error.message.partition('.')[0]}. Enter goes back to policytui.")
                    if sys.__stdin__ is not None:
                        sys.__stdin__.readline()
        except SuspendNotSupported:
            raise RefusedError("This terminal cannot be handed to git. Nothing was committed.") from None
        assert failed is not None
        raise failed

    def action_editor(self) -> None:
        """Edit the message in $EDITOR."""
        from policytui.tui.screens.external import edit_outside

        if self._stop is not None:
            return
        try:
            text = edit_outside(self.host, self.message, "COMMIT_EDITMSG")
        except PolicytuiError as error:
            self.host.show_error(error)
            return
        self.query_one(TextArea).text = text

    def action_cancel(self) -> None:
        """Close; while git is at work: end it."""
        if self._stop is not None:
            self._stop.set()
        else:
            self.dismiss(None)


class RefusedDialog(BaseDialog[str]):
    """What git and its hooks said when they did not commit. Gives "again", "terminal", or "" to go back."""

    PLACES: ClassVar = ("refused",)
    BINDINGS: ClassVar = bindings("refused")
    DEFAULT_CSS = """
    RefusedDialog > #box { width: 92; border: round $error; border-title-color: $error; }
    RefusedDialog VerticalScroll {
        height: auto; max-height: 60vh; margin: 1 0; padding: 0 1; background: $panel; scrollbar-size-vertical: 1;
    }
    RefusedDialog VerticalScroll Static { height: auto; }
    RefusedDialog .after { height: auto; }
    RefusedDialog KeyLine { background: transparent; padding: 0; margin: 1 0 0 0; }
    """

    def __init__(self, error: CommitRefusedError) -> None:
        super().__init__()
        self.error = error

    def compose(self) -> ComposeResult:
        """What was said, what is safe, what to do."""
        with Vertical(id="box") as box:
            box.border_title = content((self.error.headline, ""))
            with VerticalScroll():
                yield Static(visible(self.error.said or "Nothing more was said here."), markup=False)
            yield Static(paragraphs([(self.error.safe, "")], [(self.error.hint, "strong")]), classes="after")
            yield KeyLine()

    def on_mount(self) -> None:
        """So that the arrow keys scroll; the end is what counts."""
        said = self.query_one(VerticalScroll)
        said.focus()
        said.call_after_refresh(said.scroll_end, animate=False)

    def action_again(self) -> None:
        """Try once more."""
        self.dismiss("again")

    def action_terminal(self) -> None:
        """Try once more with the terminal."""
        self.dismiss("terminal")

    def action_cancel(self) -> None:
        """Back to the message."""
        self.dismiss("")


def _print(text: str) -> None:
    """A line on the terminal while the screen is away."""
    if sys.__stdout__ is not None:
        sys.__stdout__.write(visible(text) + "\n")
        sys.__stdout__.flush()


async def commit_policy(screen: BaseScreen[None], slug: str) -> Committed | None:
    """Commit one policy from a screen, in a worker of it. Gives what was committed, None when nothing was."""
    plan = await screen.off_loop(plan_commit, screen.workspace, slug, os.environ)
    if plan is None or not screen.is_current:
        return None
    if plan.empty:
        screen.notify(f"There is nothing to commit: git has everything of {slug}.", markup=False)
        return None
    screen.app.clear_notifications()  # the keys stand where they are said
    done = await screen.app.push_screen_wait(CommitDialog(plan))
    if done is not None:
        held = f" with {len(plan.revisions)} revision{'s' if len(plan.revisions) > 1 else ''}" if plan.revisions else ""
        screen.notify(f"Committed {slug} as {done.hash[:12]}{held}.", markup=False)
        if done.superproject:
            above = one_line(done.superproject)
            screen.notify(f"This is a submodule: commit its new state in {above} too.", timeout=10, markup=False)
        for line in done.said.splitlines()[-3:]:
            screen.notify(one_line(line), timeout=10, markup=False)
    return done


async def offer(screen: Guarded) -> str:
    """What a save says of committing, where there is a repository: the key, once."""
    if not await asyncio.to_thread(in_git, screen.workspace):
        return ""
    return f" {display(get('edit.commit').keys)} commits it."

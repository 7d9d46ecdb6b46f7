"""A branch: every policy that a range of commits changed, with verdict, dates and problems; Enter reviews one.

Rules that hold here: what a range means and what is wrong with it is `workspace.branches`; it is worked out in a
thread, says how far it is, and stops on Escape; the marks of the review are the policy's, whatever was compared.
"""

from __future__ import annotations

import asyncio
import threading
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from policytui.core.compare import Cancelled
from policytui.core.values import Change, Severity
from policytui.errors import PolicytuiError
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseDialog, BaseScreen, ListScreen
from policytui.tui.screens.chrome import KeyLine, Piece, StatusLine, TopLine, content, paragraphs
from policytui.tui.screens.pairs import EMPTY, Pair
from policytui.tui.screens.policy_rows import problem_lines
from policytui.tui.screens.rows import Column, Row, Rows
from policytui.tui.screens.summary import offer_markdown
from policytui.tui.widgets.fields import Field as OneLine
from policytui.workspace.branch_summary import changed_sections, date_words, policy_name, to_markdown
from policytui.workspace.branches import Branch, Offered, PolicyChange, offered_ranges, review_range


class BranchScreen(ListScreen[None]):
    """What a range of commits (`main...feature`) did to the policies."""

    PLACES: ClassVar = ("branch",)
    BINDINGS: ClassVar = bindings("branch")
    DEFAULT_CSS = "BranchScreen #detail { max-height: 45%; }"

    def __init__(self, commits: str) -> None:
        super().__init__()
        self.commits = commits
        self.branch: Branch | None = None
        self._stop = threading.Event()
        self._done = (0, 0)

    def compose(self) -> ComposeResult:
        """List, detail, lines."""
        yield TopLine()
        yield Rows(
            Column("Policy", 0),
            Column("What", 8, shown_from=64),
            Column("Verdict", 9),
            Column("Last updated", 24, shown_from=62),
            Column("Problems", 8, right=True),
        )
        yield Static("", id="empty", markup=False)
        with VerticalScroll(id="detail", can_focus=False):
            yield Static("", markup=False)
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Compare."""
        self.query_one(Rows).focus()
        self.action_reload()

    # --- reading ------------------------------------------------------------------------------------------

    @work(exclusive=True, group="branch")
    async def action_reload(self) -> None:
        """What the range did, in a thread."""
        self._stop.set()
        stop = self._stop = threading.Event()
        self.branch, self._done = None, (0, 0)
        self.query_one(TopLine).crumbs("Branch", self.commits)
        timer = self.set_interval(0.2, self._progress)
        try:
            self.branch = await asyncio.to_thread(
                review_range, self.workspace, self.commits, cancelled=stop.is_set, progress=self._at
            )
        except Cancelled:
            return
        except PolicytuiError as error:
            self.host.show_error(error)
            self.still_here()
            self._say([("Nothing is compared. ", "strong"), ("b names another range.", "dim")])
            return
        finally:
            timer.stop()
        self.still_here()
        self._show(self.branch)

    def _at(self, number: int, of: int) -> None:
        self._done = (number, of)

    def _progress(self) -> None:
        number, of = self._done
        counted = f"{number} of {of} policies" if of else "reading both sides"
        self._say([(f"Comparing… {counted}", "strong"), ("   Esc stops", "dim")])

    def _say(self, pieces: list[Piece]) -> None:
        self.query_one(StatusLine).say(pieces)

    def _show(self, branch: Branch) -> None:
        changes = branch.changes
        self.set_class(not changes, "-empty")
        if not changes:
            self.query_one("#empty", Static).update(
                paragraphs([("No policy changed", "mark")], [], [(f"{branch.name} changes no policy.", "dim")])
            )
        self.query_one(Rows).show([_row(change) for change in changes])
        material = sum(change.judgement.change is Change.MATERIAL for change in changes)
        wrong = len(branch.problems)
        ends = f"{branch.before[:8]} → {branch.after[:8]}"
        self.query_one(TopLine).crumbs("Branch", branch.name, right=[(ends, "dim")])
        self._say(
            [
                (f"{len(changes)} polic{'y' if len(changes) == 1 else 'ies'} changed", "strong"),
                (f", {material} materially", "plain-material" if material else "dim"),
                ("  ·  ", "rule"),
                (f"{wrong} problem{'' if wrong == 1 else 's'}", "warn") if wrong else ("no problems", "good"),
            ]
        )

    @property
    def current(self) -> PolicyChange | None:
        """The policy the cursor is on."""
        rows = self.query_one(Rows)
        changes = self.branch.changes if self.branch else ()
        return changes[rows.cursor] if rows.cursor < len(changes) else None

    @on(Rows.Moved)
    def _detail(self) -> None:
        change = self.current
        if change is None:
            return
        lines: list[list[Piece]] = [[(f"{policy_name(change)}: {change.fate}, {date_words(change)}", "dim")]]
        for problem in change.problems[:4]:
            lines += [list(line) for line in problem_lines(problem, "line ")]
        if len(change.problems) > 4:
            lines.append([(f"… and {len(change.problems) - 4} more problems.", "dim")])
        for name, said in changed_sections(change)[:40]:
            lines.append([(name, "strong"), (f"  {said}", "dim")])
        self.query_one("#detail Static", Static).update(paragraphs(*lines))

    # --- acts ---------------------------------------------------------------------------------------------

    @on(Rows.Chosen)
    def action_review(self) -> None:
        """The redline of the policy, with those of the others a key away."""
        from policytui.tui.screens.review import ReviewScreen

        change = self.current
        if change is None or self.branch is None:
            return
        if not _readable(change):
            self.notify("One side of this policy cannot be read: see its problems below.", markup=False)
            return
        shown = [one for one in self.branch.changes if _readable(one)]
        self.app.push_screen(ReviewScreen([_pair(self.branch, one) for one in shown], shown.index(change)))

    @work
    async def action_summary(self) -> None:
        """All of it as Markdown: copy it, or save it to a file."""
        if self.branch is None:
            return
        text = await self.off_loop(to_markdown, self.branch)
        if text is not None:
            await offer_markdown(self, "Summary for a pull request", text, "review.md", self._told)

    def _told(self, said: str) -> None:
        self.notify(said, markup=False)

    @work
    async def action_range(self) -> None:
        """Another range."""
        commits = await ask_range(self)
        if commits:
            self.commits = commits
            self.action_reload()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()

    def action_back(self) -> None:
        """Stop comparing, and go back."""
        self._stop.set()
        self.app.pop_screen()


def _row(change: PolicyChange) -> Row:
    wrong = len(change.problems)
    bad = any(problem.severity is Severity.ERROR for problem in change.problems)
    verdict = change.judgement.change.value
    return Row(
        (
            (policy_name(change), "strong"),
            (change.fate.value, "dim"),
            (verdict, f"plain-{verdict}"),
            (date_words(change).removeprefix("date "), ""),
            (str(wrong) if wrong else "–", ("bad" if bad else "warn") if wrong else "dim"),
        ),
        key=change.slug,
    )


def _readable(change: PolicyChange) -> bool:
    """Whether each side is either there and understood, or not there."""
    return not (change.before_spec and change.before is None) and not (change.after_spec and change.after is None)


def _pair(branch: Branch, change: PolicyChange) -> Pair:
    """The two sides for the review, called by the policy and the commits."""
    policies = change.before or EMPTY, change.after or EMPTY
    return Pair(
        f"{change.old_slug or change.slug} {branch.before[:8]}" if change.before else "nothing",
        f"{change.slug} {branch.after[:8]}" if change.after else "nothing",
        lambda: policies,
        "",
        change.slug,
        change.before_spec,
        change.after_spec,
    )


class RangeDialog(BaseDialog[str]):
    """Which range: one of the branches, or typed. Gives it, "" when it was closed."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = """
    RangeDialog Field { background: $panel; margin: 1 0; }
    RangeDialog Field:focus { background: $panel; }
    RangeDialog Rows { height: auto; min-height: 1; max-height: 14; }
    """

    def __init__(self, offered: list[Offered]) -> None:
        super().__init__()
        self.offered = offered

    def compose(self) -> ComposeResult:
        """Line, branches, what is wrong."""
        with Vertical(id="box") as box:
            box.border_title = content(("Review a branch", ""))
            yield OneLine(placeholder="a part of a branch's name, or a range: v1.0...main")
            yield Rows(Column("", 30), Column("", 10), Column("", 0))
            yield Static("", classes="error", markup=False)
            yield Static(
                content(("Enter", "key"), (" review   ", "dim"), ("Esc", "key"), (" close", "dim")), classes="keys"
            )

    def on_mount(self) -> None:
        """All branches."""
        self._show("")
        self.query_one(OneLine).focus()

    def _show(self, wanted: str) -> None:
        kept = [one for one in self.offered if wanted.strip().lower() in one.range.lower()]
        rows = [
            Row(
                ((one.range, ""), (f"{one.when:%Y-%m-%d}", "dim"), (f"{one.subject}  {one.author}", "dim")),
                (),
                one.range,
            )
            for one in kept
        ]
        shown = self.query_one(Rows)
        shown.show(rows, 0)
        shown.styles.height = max(1, min(14, len(rows)))

    @on(OneLine.Edited)
    def _typed(self, event: OneLine.Edited) -> None:
        event.stop()
        self._show(event.text)
        self.query_one(".error", Static).update("")

    def on_key(self, event: events.Key) -> None:
        """Up and down move in the list while the cursor stays in the line."""
        moves = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
        if event.key in moves:
            event.stop()
            getattr(self.query_one(Rows), f"action_{moves[event.key]}")()

    @on(OneLine.Submitted)
    @on(Rows.Chosen)
    def action_accept(self) -> None:
        """What was typed, when it is a range; else the branch that is chosen."""
        typed, row = self.query_one(OneLine).value.strip(), self.query_one(Rows).current
        if ".." in typed and (row is None or row.key != typed):
            self.dismiss(typed)
        elif row is not None:
            self.dismiss(row.key)
        else:
            said = "No branch is called so. Write a range: main...feature" if typed else "Write a range: main...feature"
            self.query_one(".error", Static).update(paragraphs([(said, "")]))

    def action_cancel(self) -> None:
        """Review nothing."""
        self.dismiss("")


async def ask_range(screen: BaseScreen[None]) -> str:
    """Ask for a range, offering the branches; "" when there is none."""
    offered = await screen.off_loop(offered_ranges, screen.workspace)
    return "" if offered is None else await screen.app.push_screen_wait(RangeDialog(offered))


async def review_branch(screen: BaseScreen[None]) -> None:
    """Ask for a range and open its review, from a worker of a screen."""
    commits = await ask_range(screen)
    if commits:
        await screen.app.push_screen(BranchScreen(commits))

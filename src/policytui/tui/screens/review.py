"""Review: what changed between two policies, change by change, section by section, revision by revision.

Rules that hold here: what is compared does not matter to the screen (a revision, the draft, a file); `n` adds one to an
integer and the view scrolls. How the redline is worked out is in `comparison`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.notifications import Notification, Notify

from policytui.core.judgement import Judgement
from policytui.core.redline import Redline
from policytui.core.values import Change
from policytui.core.visible import one_line
from policytui.tui.keys import bindings, display
from policytui.tui.screens.base import BaseScreen
from policytui.tui.screens.chrome import KeyLine, Piece, StatusLine, TopLine, cut
from policytui.tui.screens.comparison import Comparison, Found, in_turn
from policytui.tui.screens.dialogs import Choice, ChoiceDialog
from policytui.tui.screens.find import FindBar
from policytui.tui.screens.marks import Marking
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.rows import Column, Rows
from policytui.tui.widgets.redline_view import SHIFT, Look, RedlineView

__all__ = ["Pair", "ReviewScreen"]

WIDE = 110
"""From this many columns on the list of sections is shown by itself."""
CONTEXTS: tuple[int | None, ...] = (0, 1, 3, None)
"""Unchanged blocks around each change, least to most; None is the whole document."""


class ReviewScreen(Comparison, Marking, BaseScreen[None]):
    """One of several pairs at a time."""

    PLACES: ClassVar[tuple[str, ...]] = ("review",)
    BINDINGS: ClassVar = bindings("review")
    DEFAULT_CSS = """
    ReviewScreen #panes { height: 1fr; }
    ReviewScreen Rows { width: 25%; min-width: 34; max-width: 56; height: 1fr; padding: 1 0 0 0; background: $surface; }
    ReviewScreen.-no-list Rows { display: none; }
    ReviewScreen RedlineView { width: 1fr; height: 1fr; padding: 1 0 0 0; }
    """

    def __init__(self, pairs: Sequence[Pair], at: int = 0) -> None:
        super().__init__()
        self.pairs = tuple(pairs)
        self.at = at
        self.redline: Redline | None = None
        self.judgement: Judgement | None = None
        self._stop = threading.Event()
        self._in_turn = asyncio.Lock()
        self._listed: bool | None = None

    @property
    def pair(self) -> Pair:
        """What is compared now."""
        return self.pairs[self.at]

    def compose(self) -> ComposeResult:
        """List, redline, lines."""
        yield TopLine()
        with Horizontal(id="panes"):
            yield Rows(Column("", 0), Column("", 7, right=True))
            yield RedlineView(**(self.host.look or Look())._asdict())
        yield FindBar()
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Compare."""
        self.query_one(RedlineView).focus()
        self._fold()
        self.compare()

    # --- showing ------------------------------------------------------------------------------------------

    def show(self, found: Found) -> None:
        """The redline, or the verdict on the one that is shown already."""
        view = self.query_one(RedlineView)
        view.plain = self.app.current_theme.ansi or self.app.no_color
        at = max(0, view.current) if found.redline is self.redline else 0
        self.redline, self.judgement, self.mark_keys = found.redline, found.judgement, found.marks
        view.show(found.redline, found.judgement, current=at, ready=found.ready)
        self.show_marks()
        self.crumbs()
        self.say_status()

    def tell(self, text: str, about: str = "place", timeout: float = 2) -> None:
        """What a key did, for so many seconds; it takes the place of what was told of the same before."""
        self.app.post_message(Notify(Notification(text, timeout=timeout, identity=f"review {about}")))

    def crumbs(self) -> None:
        """What is compared, and which pair of how many it is."""
        pair = self.pair
        right: list[Piece] = []
        if len(self.pairs) > 1:
            right = [(f"{self.at + 1} of {len(self.pairs)} ", "dim"), ("{ }", "key")]
        title = self.redline.after.title if self.redline else ""
        self.query_one(TopLine).crumbs("Review", f"{pair.before}  →  {pair.after}", *filter(None, [title]), right=right)

    def say_status(self) -> None:
        """`3 of 12 · Retention · material — a number changed`."""
        view, redline = self.query_one(RedlineView), self.redline
        if redline is None:
            return
        position = view.position
        if not position.total:
            head, same = "Nothing changed: ", f"{self.pair.after} says the same as {self.pair.before}."
            fits = cell_len(head + same + one_line(self.pair.note)) + 4 <= self.size.width
            self.query_one(StatusLine).say([(head, "strong"), (same, "")], [(self.pair.note, "dim")] if fits else [])
            return
        left = position.total - len(view.reviewed)
        done: Piece = ("all reviewed", "good") if not left else (f"{left} to review", "dim")
        mark: Piece = ("✓ reviewed  ", "good") if view.current in view.reviewed else ("", "")
        place: Piece = (f"{position.n} of {position.total}", "strong")
        verdict: list[Piece] = []
        if position.change is not Change.NONE:
            verdict = [("  ·  ", "rule"), (position.change.value, f"plain-{position.change.value}")]
        room = self.size.width - 9 - sum(len(text) for text, _ in (mark, done, place, *verdict))
        section = cut(one_line(position.section), max(8, room))
        why = f" — {view.why}" if view.why else ""
        said: list[Piece] = [(why, "dim")] if cell_len(section + why) <= room else []
        self.query_one(StatusLine).say([place, ("  ·  ", "rule"), (section, ""), *verdict, *said], [mark, done])

    @on(RedlineView.Moved)
    def _moved(self) -> None:
        self.say_status()
        view = self.query_one(RedlineView)
        here = view.current_change
        if here is not None:
            rows = self.query_one(Rows)
            at = next((n for n, row in enumerate(rows.rows) if row.key == here[0].id), None)
            if at is not None and at != rows.cursor:
                with rows.prevent(Rows.Moved):
                    rows.cursor = at

    # --- stepping -----------------------------------------------------------------------------------------

    @in_turn
    def action_next(self) -> None:
        """The next change; at the last one, what is left."""
        view = self.query_one(RedlineView)
        if not view.next_change() and view.total:
            self._ending()

    @in_turn
    def action_previous(self) -> None:
        """The change before."""
        view = self.query_one(RedlineView)
        if not view.previous_change() and view.total:
            self.tell("That was the first change.")

    @in_turn
    def action_section(self, by: int) -> None:
        """The section after or before."""
        view = self.query_one(RedlineView)
        if not (view.next_section() if by > 0 else view.previous_section()):
            self.tell("That was the last section." if by > 0 else "That was the first section.")

    @in_turn
    def action_unreviewed(self) -> None:
        """The next change without a mark."""
        super().action_unreviewed()

    def action_step(self, by: int) -> None:
        """The revision after or before."""
        if 0 <= self.at + by < len(self.pairs):
            self.at += by
            self.compare()
        else:
            which = "the last" if by > 0 else "the first"
            self.tell(f"That was {which} there is to compare.")

    @on(Rows.Moved)
    def _listed_moved(self, event: Rows.Moved) -> None:
        row = self.query_one(Rows).current
        if row is None or not event.rows.has_focus or self.redline is None:
            return
        for n, (section, _) in enumerate(self.redline.changes()):
            if section.id == row.key:
                self.query_one(RedlineView).go_to(n)
                return

    @work
    async def _ending(self) -> None:
        """After the last change: what is left to look at."""
        view = self.query_one(RedlineView)
        left = [n for n in range(view.total) if n not in view.reviewed]
        text = "That was the only change. " if view.total == 1 else f"That was the last of {view.total} changes. "
        if not left:
            text += "All are reviewed." if view.total > 1 else "It is reviewed."
        elif view.total == 1:
            text += "It is not marked as reviewed."
        else:
            text += f"{len(left)} {'is' if len(left) == 1 else 'are'} not marked as reviewed."
        choices = [Choice("u", "Next unreviewed", "unreviewed")] if left and left != [view.current] else []
        if left:
            these = "it" if view.total == 1 else "this one" if left == [view.current] else f"these {len(left)}"
            choices.append(Choice("m", "Mark", "mark", f"{these} as reviewed"))
        if self.at + 1 < len(self.pairs):
            choices.append(Choice("}", "Newer", "newer", "the next revision"))
        choices += [Choice("y", "Summary", "summary", "of the changes, as Markdown"), Choice("escape", "Stay", "stay")]
        answer = await self.app.push_screen_wait(ChoiceDialog("End of the review", text, choices))
        if answer == "unreviewed":
            self.action_unreviewed()
        elif answer == "mark":
            self.set_marks(left, True)
        elif answer == "newer":
            self.action_step(1)
        elif answer == "summary":
            self.action_summary()

    # --- view ---------------------------------------------------------------------------------------------

    def action_layout(self) -> None:
        """Inline or side by side."""
        view = self.query_one(RedlineView)
        view.mode = "inline" if view.mode == "split" else "split"
        self.host.look = view.look
        if view.mode == "split" and view.shown_mode != "split":
            said = "Side by side needs 100 columns for the text; until then it is shown inline."
            if view.size.width < 100 <= self.size.width - 2:
                said = f"{said} Without the list ({display('f5')}) there is room."
            self.tell(said, "layout", 5)

    def action_wrap(self) -> None:
        """Paragraphs wrapped, or each one line."""
        view = self.query_one(RedlineView)
        view.wrap = not view.wrap
        self.host.look = view.look
        if not view.wrap:
            self.tell("Each paragraph is one line now: ← and → go along it.", "wrap", 3)

    def action_along(self, by: int) -> None:
        """Along lines that are not wrapped."""
        view = self.query_one(RedlineView)
        if view.wrap:
            self.tell("The lines are wrapped: w shows each paragraph as one line.", "wrap")
        view.move(by * SHIFT)

    def action_context(self, by: int) -> None:
        """More or less around each change."""
        view = self.query_one(RedlineView)
        at = CONTEXTS.index(view.context) + by if view.context in CONTEXTS else 1
        view.context = CONTEXTS[max(0, min(at, len(CONTEXTS) - 1))]
        self.host.look = view.look
        names = {
            0: "only what changed",
            1: "one paragraph around",
            3: "three paragraphs around",
            None: "the whole document",
        }
        self.tell(f"Showing {names[view.context]}.", "context")

    def on_resize(self) -> None:
        """Fold the list."""
        self._fold()
        self.say_status()

    def _fold(self) -> None:
        shown = self.size.width >= WIDE if self._listed is None else self._listed
        self.set_class(not shown, "-no-list")

    def action_toggle_list(self) -> None:
        """Show or hide the list of sections."""
        self._listed = self.has_class("-no-list")
        self._fold()
        (self.query_one(Rows) if self._listed else self.query_one(RedlineView)).focus()

    def action_text(self) -> None:
        """From the list to the text; a list that leaves little room is put away."""
        if self.size.width < WIDE:
            self._listed = None
            self._fold()
        self.query_one(RedlineView).focus()

    def action_find(self) -> None:
        """Find in the changes."""
        self.query_one(FindBar).open()

    @on(FindBar.Asked)
    def _asked(self, event: FindBar.Asked) -> None:
        if self.waiting is not None:
            self.query_one(FindBar).say("once it is compared")
        self._find(event.text, event.by)

    @in_turn
    def _find(self, text: str, by: int) -> None:
        view, bar = self.query_one(RedlineView), self.query_one(FindBar)
        view.find(text)
        wanted = text.lower()
        if self.redline is None or not wanted:
            bar.say("")
            return
        hits = [
            n for n, (_, hunk) in enumerate(self.redline.changes())
            if wanted in hunk.before.lower() or wanted in hunk.after.lower()
        ]  # fmt: skip
        if not hits:
            bar.say("nowhere in the changes")
            return
        if by >= 0:
            found = next((n for n in hits if n >= view.current + by), hits[0])
        else:
            found = next((n for n in reversed(hits) if n < view.current), hits[-1])
        view.go_to(found)
        bar.say(f"{hits.index(found) + 1} of {len(hits)} changes  Enter ↓ next  ↑ before")

    @on(FindBar.Closed)
    def _find_closed(self) -> None:
        view = self.query_one(RedlineView)
        view.find("")
        view.focus()

    @work
    async def action_compare(self) -> None:
        """Compare anything with anything."""
        from policytui.tui.screens.comparing import ask_pair

        pair = await ask_pair(self.host, self.pair)
        if pair is not None:
            await self.app.push_screen(ReviewScreen([pair]))

    # --- out ----------------------------------------------------------------------------------------------

    @in_turn
    @work
    async def action_summary(self) -> None:
        """The summary of changes: copy it, or save it to a file."""
        from policytui.tui.screens.summary import offer_markdown, summary_markdown

        if self.redline is None:
            return
        text = await self.off_loop(summary_markdown, self.redline, self.judgement, self.pair.before, self.pair.after)
        if text is None:
            return
        await offer_markdown(self, "Summary of changes", text, "changes.md", lambda said: self.tell(said, "summary", 5))

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self.stop_comparing()

    def action_back(self) -> None:
        """Stop comparing, and go back."""
        self.stop_comparing()
        self.app.pop_screen()

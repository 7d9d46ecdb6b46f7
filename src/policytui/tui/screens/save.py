"""The save dialog: what changed and what it means, then a person's decision.

Rules that hold here: the rules propose, a person decides; calling a material change editorial needs a why; both dates
can be set by hand; what is wrong is said as a sentence before anything is written. Summary and why are kept with the
draft while they are typed. Saving itself is the caller's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import LoadingIndicator, Static

from policytui.core.dates import parse_date
from policytui.core.judgement import Decision, Reason
from policytui.core.redline import POLICY_ID, PREAMBLE_ID, Redline
from policytui.core.rules import RULES
from policytui.core.values import Change, Policy, Severity
from policytui.errors import PolicytuiError
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseDialog
from policytui.tui.screens.chrome import KeyLine, Piece, content, paragraphs
from policytui.tui.screens.rows import Column, Row, Rows
from policytui.tui.widgets.fields import Field
from policytui.workspace import Opened, Proposal

_SURE = {"likely": "  (likely)", "to be safe": "  (to be safe)"}
"""How sure the rules are, where that has to be said."""
NARROW = 60
"""Columns below which a label stands above its field."""
_NAMES = {POLICY_ID: "Title & dates", PREAMBLE_ID: "Preamble"}


class SaveDialog(BaseDialog[tuple[Decision, Proposal] | None]):
    """Gives the decision and the proposal it is about, None when nothing is to be saved."""

    PLACES: ClassVar = ("save",)
    BINDINGS: ClassVar = bindings("save")
    DEFAULT_CSS = """
    SaveDialog > #box { width: 92; height: auto; max-height: 100%; }
    SaveDialog #verdict { height: auto; margin: 1 0 1 0; }
    SaveDialog Rows { height: auto; min-height: 1; max-height: 60; }
    SaveDialog LoadingIndicator { height: 1; color: $primary; background: transparent; }
    SaveDialog Horizontal { height: auto; }
    SaveDialog.-narrow Horizontal { layout: vertical; }
    SaveDialog.-narrow #verdict { margin: 0; }
    SaveDialog .label { width: 15; }
    SaveDialog Field { width: 1fr; background: $panel; }
    SaveDialog Field:focus { background: $panel; }
    SaveDialog #first { margin: 1 0 0 0; }
    SaveDialog #choice { width: 1fr; height: auto; }
    SaveDialog #note { height: auto; max-height: 4; margin: 1 0 0 0; }
    SaveDialog .error { min-height: 1; }
    SaveDialog KeyLine { background: transparent; padding: 0; }
    SaveDialog.-busy Horizontal, SaveDialog.-busy Rows { display: none; }
    SaveDialog LoadingIndicator { display: none; }
    SaveDialog.-busy LoadingIndicator { display: block; }
    SaveDialog.-no-why #why-line, SaveDialog.-no-body #body-line { display: none; }
    SaveDialog #body-dates { width: 1fr; height: auto; }
    """

    def __init__(self, opened: Opened, policy: Policy, *, title: str = "", summary: str = "") -> None:
        super().__init__(classes="-busy -no-why -no-body")
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]
        self.opened, self.policy = opened, policy
        self.heading = title or f"Save {opened.slug}"
        self.summary = summary
        self.proposal: Proposal | None = None
        self.choice: Change | None = None
        """What was chosen; None is as proposed."""
        self.body_dates = False
        """Whether the policy's dates inside its text move along."""
        self._offered: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Verdict, changes, decision."""
        with Vertical(id="box") as box:
            box.border_title = content((self.heading, ""))
            yield Static("Comparing with the newest revision…", id="verdict", markup=False)
            yield LoadingIndicator()
            yield Rows(Column("", 9), Column("", 0), lines=2)
            with Horizontal(id="first"):
                yield Static("Summary", classes="label", markup=False)
                yield Field(placeholder="what changed, in one line", id="summary")
            with Horizontal():
                yield Static("Kind", classes="label", markup=False)
                yield Static("", id="choice", markup=False)
            with Horizontal(id="why-line"):
                yield Static("Why", classes="label", markup=False)
                yield Field(placeholder="why the proposal is not right", id="why")
            with Horizontal():
                yield Static("Last updated", classes="label", markup=False)
                yield Field(placeholder="not set", id="last_updated")
                yield Static("   Effective", classes="label", markup=False)
                yield Field(placeholder="at once", id="effective")
            with Horizontal(id="body-line"):
                yield Static("In the text", classes="label", markup=False)
                yield Static("", id="body-dates", markup=False)
            yield Static("", id="note", markup=False)
            yield Static("", classes="error", markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        """Work the proposal out in a thread."""
        self._propose()

    @work(exclusive=True, group="propose")
    async def _propose(self) -> None:
        try:
            proposal = await asyncio.to_thread(self.workspace.propose, self.opened, self.policy)
        except PolicytuiError as error:
            if self.is_attached:
                self.dismiss(None)  # before the error is on top of it
                self.host.show_error(error)
            return
        self.still_here()
        self.proposal = proposal
        self.remove_class("-busy")
        rows = list(change_rows(proposal))
        worst = [problem for problem in proposal.problems if problem.severity is not Severity.NOTE]
        room = max(4, self.app.size.height - (17 if worst else 15))
        self.query_one(Rows).styles.height = max(1, min(2 * len(rows), room - room % 2))
        self.query_one(Rows).show(rows)
        summary, why = self.host.keeper.said(self.opened.slug, self.policy)
        self.query_one("#summary", Field).set_value(self.summary or summary or proposal.summary)
        self.query_one("#why", Field).set_value(why)
        self._decide()
        field = self.query_one("#summary", Field).focus()
        self.call_after_refresh(field.scroll_visible, animate=False)
        if worst:
            self.query_one("#note", Static).update(content((f"{worst[0].message} {worst[0].hint}".strip(), "dim")))

    # --- the decision -------------------------------------------------------------------------------------

    @property
    def proposed(self) -> Change:
        """What the rules say."""
        return self.proposal.judgement.change if self.proposal else Change.NONE

    @property
    def decided(self) -> Change:
        """What it will be."""
        return self.choice or self.proposed

    def action_verdict(self) -> None:
        """As proposed → material → editorial → as proposed."""
        ways: list[Change | None] = [None, Change.MATERIAL, Change.EDITORIAL]
        self.choice = ways[(ways.index(self.choice) + 1) % len(ways)]
        self._decide()

    def action_body_dates(self) -> None:
        """Move the policy's dates inside its text along, or leave them."""
        self.body_dates = not self.body_dates
        self._decide()

    def _show_body_dates(self, proposal: Proposal) -> None:
        moving = [found for found in proposal.body_dates if found.offer] if self.decided is Change.MATERIAL else []
        self.set_class(not moving, "-no-body")
        if moving:
            more = f" and {len(moving) - 1} more" if len(moving) > 1 else ""
            said = f"“{moving[0].written}” becomes “{moving[0].offer}”{more}"
            chosen: Piece = ("◉ ", "mark") if self.body_dates else ("○ ", "dim")
            self.query_one("#body-dates", Static).update(
                content(chosen, (said, "strong" if self.body_dates else "dim"))
            )

    @property
    def _overruled(self) -> bool:
        return self.choice is not None and self.choice is not self.proposed

    def _decide(self) -> None:
        """Show the decision, and the dates that follow from it where a person has set none."""
        proposal = self.proposal
        if proposal is None:
            return
        self.query_one("#verdict", Static).update(verdict_content(proposal, self.opened))
        names = (
            (None, f"as proposed ({self.proposed.value})" if self.app.size.width >= 80 else "proposed"),
            (Change.MATERIAL, "material"),
            (Change.EDITORIAL, "editorial"),
        )
        ways: list[list[Piece]] = []
        for change, name in names:
            chosen = change is self.choice
            ways.append(
                [("◉ " if chosen else "○ ", "mark" if chosen else "dim"), (name, "strong" if chosen else "dim")]
            )
        narrow = self.app.size.width < NARROW
        shown = paragraphs(*ways) if narrow else content(*[piece for way in ways for piece in (*way, ("  ", ""))])
        self.query_one("#choice", Static).update(shown)
        self.set_class(not self._overruled, "-no-why")
        self._show_body_dates(proposal)
        dates = proposal.dates_if_material if self.decided is Change.MATERIAL else proposal.dates_if_editorial
        for name, day in zip(("last_updated", "effective"), dates, strict=True):
            field = self.query_one(f"#{name}", Field)
            text = day.isoformat() if day else ""
            if field.value == self._offered.get(name, ""):
                field.set_value(text, cursor=len(text))
            self._offered[name] = text
        self._wrong("")

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        event.stop()
        self._wrong("")
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)
        said = self.query_one("#summary", Field).value, self.query_one("#why", Field).value
        self.host.keeper.say(self.opened.slug, self.policy, said)

    @on(Field.Submitted)
    def action_accept(self) -> None:
        """Give the decision, once it is right."""
        if self.proposal is None:
            return
        summary = self.query_one("#summary", Field).value.strip()
        why = self.query_one("#why", Field).value.strip() if self._overruled else ""
        wrong, where = "", ""
        days: dict[str, date | None] = {}
        for name, label in (("last_updated", "last-updated"), ("effective", "effective")):
            days[name], wrong_date = self._day(name, label)
            wrong, where = (wrong_date, name) if wrong_date and not wrong else (wrong, where)
        lowered = self.decided.rank < self.proposed.rank
        if lowered and not why:
            wrong, where = "The rules call this material. Say why it is editorial after all.", "why"
        if not summary:
            wrong, where = "The revision needs a summary: one line that says what changed.", "summary"
        if wrong:
            self._wrong(wrong)
            self.query_one(f"#{where}", Field).focus()
            return
        effective = days["effective"] if days["effective"] != self.policy.dates.effective else None
        decision = Decision(summary, self.choice, why, days["last_updated"], effective, self.body_dates)
        self.dismiss((decision, self.proposal))

    def _day(self, name: str, label: str) -> tuple[date | None, str]:
        """The day in a field (None for last_updated: by the rule), and what is wrong with it."""
        text = self.query_one(f"#{name}", Field).value.strip()
        if name == "last_updated" and text == self._offered.get(name, ""):
            return None, ""
        if not text:
            if name == "effective" and self.policy.dates.effective is None:
                return None, ""
            return None, f"The {label} date cannot be taken away here. Title & dates in the editor can."
        parsed = parse_date(text)
        if parsed is None:
            return None, f"“{text}” is not a date that can be read for certain. Write it like 2024-05-19."
        return parsed.date, parsed.doubt

    def _wrong(self, sentence: str) -> None:
        error = self.query_one(".error", Static)
        error.update(paragraphs([(sentence, "")]))
        if sentence:
            self.call_after_refresh(error.scroll_visible, animate=False)

    def action_cancel(self) -> None:
        """Save nothing."""
        self.dismiss(None)


def section_name(redline: Redline, section_id: str) -> str:
    """What people call a section of a redline."""
    if section_id in _NAMES:
        return _NAMES[section_id]
    found = next((section for section in redline.sections if section.id == section_id), None)
    return (found.title or found.old_title or section_id) if found else section_id


def change_rows(proposal: Proposal) -> Iterator[Row]:
    """Each reason as a row: its verdict, its section, why; the material ones first."""
    reasons: Sequence[Reason] = sorted(proposal.judgement.reasons, key=lambda reason: -reason.change.rank)
    for number, reason in enumerate(reasons):
        yield Row(
            (
                (reason.change.value, f"plain-{reason.change.value}"),
                (section_name(proposal.redline, reason.section), "strong"),
            ),
            ((reason.why, ""), (how_sure(reason.rule), "dim")),
            key=str(number),
        )


def how_sure(rule: str) -> str:
    """How sure a rule is, where that has to be said: `  (likely)`, `  (to be safe)`, else ""."""
    return _SURE.get(RULES[rule].sure, "") if rule in RULES else ""


def verdict_content(proposal: Proposal, opened: Opened) -> Content:
    """One line: what is proposed, upon what."""
    change = proposal.judgement.change
    against = f" since {opened.revisions[-1].rev}" if opened.revisions else ": this will be its first revision"
    if change is Change.NONE:
        return content(("Nothing that is published changed", "strong"), (f"{against}.", "dim"))
    many = len(proposal.judgement.reasons)
    return content(
        (f" {change.value} ", change.value),
        (f"  proposed by the rules for {many} change{'s' if many != 1 else ''}{against}", "dim"),
    )

"""The middle of the edit screen: a section's title, summary and body; the preamble; or the policy's own fields.

Rules that hold here: what is shown is set by the screen from its draft; what a person types goes up as the widgets' own
messages, with the section it belongs to; a field that is not right yet says so and leaves the draft alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import ContentSwitcher, Static

from policytui.core.dates import format_date, parse_date
from policytui.core.draft import POLICY_FIELDS
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import DATE_STYLES, Policy
from policytui.tui.screens.chrome import Line, Piece, content, paragraphs
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.widgets.fields import Field, SummaryField, TitleField


class PolicyForm(VerticalScroll, can_focus=False):
    """Title, organization and dates of the policy."""

    DEFAULT_CSS = """
    PolicyForm { height: 1fr; padding: 0 1; }
    PolicyForm Horizontal { height: 1; margin: 1 0 0 0; }
    PolicyForm.-dense Horizontal { margin: 0; }
    PolicyForm .label { width: 15; color: $muted; }
    PolicyForm Field { width: 1fr; background: $surface; }
    PolicyForm Field:focus { background: $panel; }
    PolicyForm #printed { height: auto; margin: 1 0 0 0; }
    PolicyForm .wrong { height: auto; margin: 1 0 0 0; color: $error; text-style: bold; display: none; }
    PolicyForm.-wrong .wrong { display: block; }
    PolicyForm.-wrong #printed { display: none; }
    """

    @dataclass
    class Changed(Message):
        """A field is right and gives this policy."""

        policy: Policy

    LABELS = (
        ("title", "Title"),
        ("organization", "Organization"),
        ("language", "Language"),
        ("label", "Date label"),
        ("style", "Date style"),
        ("last_updated", "Last updated"),
        ("effective", "Effective"),
        ("notice_days", "Notice, days"),
        ("timezone", "Time zone"),
    )
    _PLACEHOLDERS: ClassVar = {
        "label": "Last updated",
        "style": " · ".join(DATE_STYLES),
        "effective": "none: at once, when published",
        "notice_days": "none: e.g. 30 proposes an effective date 30 days on",
        "timezone": "this machine's: e.g. Europe/London",
        "organization": "who makes the promise",
    }

    def __init__(self, *, dated: bool = False, id: str | None = None) -> None:
        """`dated`: the last-updated date can be edited (an import); else it moves only with a save."""
        super().__init__(id=id)
        self._dated = dated
        self._policy: Policy | None = None

    def compose(self) -> ComposeResult:
        """A line for each."""
        for name, label in self.LABELS:
            if name == "last_updated" and not self._dated:
                continue
            with Horizontal():
                yield Static(label, classes="label", markup=False)
                yield Field(placeholder=self._PLACEHOLDERS.get(name, ""), id=f"policy-{name}")
        yield Static("", id="printed", markup=False)
        yield Static("", classes="wrong", markup=False)

    def on_resize(self) -> None:
        """No air between the lines where there is little room."""
        self.set_class(self.container_size.height < 22, "-dense")

    def show(self, policy: Policy) -> None:
        """The fields as the policy has them. A field that already means the same keeps what was typed."""
        self._policy = policy
        for field in self.query(Field):
            name = (field.id or "").removeprefix("policy-")
            shown = shown_value(policy, name)
            meant, wrong = with_value(policy, name, field.value)
            if wrong or meant != policy:
                field.set_value(shown, owner=POLICY_ID)
        self._print(policy)
        self._say("")

    def _print(self, policy: Policy) -> None:
        dates = policy.dates
        printed = format_date(dates.last_updated, dates.style) if dates.last_updated else "not dated yet"
        lines: list[list[Piece]] = [[("Prints as", "dim")], [(f"{dates.label}: {printed}", "strong")]]
        if not self._dated:
            lines.append([("The day moves by itself when a material change is saved.", "dim")])
        self.query_one("#printed", Static).update(paragraphs(*lines))

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        if self._policy is None:
            return
        name = (event.field.id or "").removeprefix("policy-")
        policy, wrong = with_value(self._policy, name, event.text)
        self._say(wrong or next((said for _, said in self.wrong()), ""))
        if not wrong and policy != self._policy:
            self._policy = policy
            self._print(policy)
            self.post_message(self.Changed(policy))

    def wrong(self) -> Iterator[tuple[Field, str]]:
        """The fields that are not right, each with what is wrong as a sentence."""
        policy = self._policy
        for field in self.query(Field):
            said = with_value(policy, (field.id or "").removeprefix("policy-"), field.value)[1] if policy else ""
            if said:
                yield field, said

    def _say(self, wrong: str) -> None:
        """What is wrong, where the printed date stands else: there may be no room for both."""
        self.query_one(".wrong", Static).update(content((wrong, "")))
        self.set_class(bool(wrong), "-wrong")


def shown_value(policy: Policy, name: str) -> str:
    """A field of the policy as text."""
    value = getattr(policy if name in POLICY_FIELDS else policy.dates, name)
    if value is None:
        return ""
    return value.isoformat() if name in ("effective", "last_updated") else str(value)


def with_value(policy: Policy, name: str, text: str) -> tuple[Policy, str]:
    """The policy with a field read from text, and what is wrong with the text as a sentence ("" when it is right)."""
    text = text.strip() if name != "title" else text
    if name in POLICY_FIELDS:
        return replace(policy, **{name: text}), ""  # type: ignore[arg-type]
    if name in ("effective", "last_updated"):
        parsed = parse_date(text) if text else None
        if text and parsed is None:
            return policy, f"“{text}” is not a date that can be read for certain. Write it like 2024-05-19."
        if parsed and parsed.doubt:
            return policy, parsed.doubt
        return policy.with_dates(**{name: parsed.date if parsed else None}), ""
    if name == "notice_days":
        if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
            return policy, "The notice is a whole number of days, or nothing."
        return policy.with_dates(notice_days=int(text) if text else None), ""
    if name == "style" and text not in DATE_STYLES:
        return policy, f"The date style is one of {', '.join(DATE_STYLES)}."
    if name == "timezone" and text and not known_zone(text):
        return policy, f"“{text}” is not a time zone that is known here. Write it like Europe/London."
    if name == "label" and not text:
        return policy, "The date needs a label, such as Last updated."
    return policy.with_dates(**{name: text}), ""


def known_zone(name: str) -> bool:
    """Whether it is a time zone's name."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


class SectionPane(Vertical):
    """What is being edited."""

    DEFAULT_CSS = """
    SectionPane { width: 1fr; }
    SectionPane Line { color: $muted; }
    SectionPane ContentSwitcher { height: 1fr; }
    SectionPane #section { height: 1fr; }
    SectionPane #summary { margin: 0 0 1 0; }
    SectionPane BodyEditor { height: 1fr; }
    SectionPane.-preamble TitleField, SectionPane.-preamble SummaryField { display: none; }
    SectionPane.-preamble BodyEditor { margin: 1 0 0 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.section = ""

    def compose(self) -> ComposeResult:
        """Section or policy."""
        yield Line(id="where", right_yields=True)
        with ContentSwitcher(initial="section"):
            with Vertical(id="section"):
                yield TitleField(placeholder="Title of the section", id="title")
                yield SummaryField(placeholder="In short: one line that sums it up (optional)", id="summary")
                yield BodyEditor(placeholder="Markdown. One sentence per line diffs best.", id="body")
            yield PolicyForm(id="policy")

    @property
    def body(self) -> BodyEditor:
        """The editor."""
        return self.query_one(BodyEditor)

    def show(self, policy: Policy, section: str, name: str = "body", line: int = 0, column: int = 0) -> None:
        """Show a section (or `@policy`, `@preamble`) with the cursor at a place. Focus stays where it is."""
        self.section = section
        self.query_one(ContentSwitcher).current = "policy" if section == POLICY_ID else "section"
        self.set_class(section == PREAMBLE_ID, "-preamble")
        self.say(policy)
        if section == POLICY_ID:
            self.query_one(PolicyForm).show(policy)
            return
        cursor = (line, column) if name == "body" else None
        if section == PREAMBLE_ID:
            self.body.set_text(policy.preamble, cursor, owner=section)
            return
        found = policy.section(section)
        if found is not None:
            at = column if name == "title" else None
            self.query_one("#title", Field).set_value(found.title, owner=section, cursor=at)
            at = column if name == "summary" else None
            self.query_one("#summary", Field).set_value(found.summary, owner=section, cursor=at)
            self.body.set_text(found.body, cursor, owner=section)

    def say(self, policy: Policy) -> None:
        """The line above: which section, level, id."""
        where = self.query_one("#where", Line)
        if self.section == POLICY_ID:
            where.say([("Title & dates", "dim")])
        elif self.section == PREAMBLE_ID:
            where.say([("Preamble: the text before the first section", "dim")])
        elif (found := policy.section(self.section)) is not None:
            place = f"Section {policy.index(found.id) + 1} of {len(policy.sections)}"
            right: list[Piece] = [(found.id, "dim")]
            where.say([(place, "dim"), (f" · level {found.level}", "dim")], right)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        if self.section == POLICY_ID:
            fields = self.query_one(PolicyForm).query(Field)
            next((field for field in fields if field.id == f"policy-{name}"), fields.first()).focus()
        elif name in ("title", "summary") and self.section != PREAMBLE_ID:
            self.query_one(f"#{name}", Field).focus()
        else:
            self.body.focus()

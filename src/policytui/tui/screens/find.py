"""Find in the whole draft: every place as a value, and the bar that steps through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from policytui.core.redline import PREAMBLE_ID
from policytui.core.values import Policy
from policytui.tui.keys import bindings
from policytui.tui.widgets.fields import Field

LIMIT = 5000
"""More places than this are not counted."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place: section, field, line and column from 0."""

    section: str
    field: str
    line: int
    column: int


def places(policy: Policy, wanted: str) -> Iterator[Found]:
    """Where a text stands in a policy, upper and lower case alike, in reading order."""
    wanted = wanted.lower()
    if not wanted:
        return
    yield from _within(PREAMBLE_ID, "body", policy.preamble, wanted)
    for section in policy.sections:
        for name in ("title", "summary", "body"):
            yield from _within(section.id, name, getattr(section, name), wanted)


def _within(section: str, name: str, text: str, wanted: str) -> Iterator[Found]:
    folded = text.lower()
    if wanted not in folded:
        return
    for number, line in enumerate(text.split("\n")):
        low = line.lower()
        start = low.find(wanted)
        while start >= 0:
            # İ and its like grow in lower case; a place is then near enough.
            yield Found(section, name, number, min(start, len(line)))
            start = low.find(wanted, start + len(wanted))


class FindBar(Horizontal):
    """A line to type into, and where we are among the places."""

    BINDINGS: ClassVar = bindings("find")
    DEFAULT_CSS = """
    FindBar { height: 1; display: none; background: $panel; padding: 0 1; }
    FindBar.-open { display: block; }
    FindBar Static { width: auto; color: $primary; text-style: bold; }
    FindBar #places { color: $muted; text-style: none; padding: 0 0 0 2; }
    FindBar Field { width: 1fr; background: $panel; }
    FindBar Field:focus { background: $panel; }
    """

    @dataclass
    class Asked(Message):
        """Find this: the first place from here (0), the next (1), the one before (-1)."""

        text: str
        by: int

    class Closed(Message):
        """Enough."""

    def compose(self) -> ComposeResult:
        """Word, line, count."""
        yield Static("Find", markup=False)
        yield Field(placeholder="text in titles, summaries and bodies", id="wanted")
        yield Static("", id="places", markup=False)

    def open(self) -> None:
        """Show it and stand in it."""
        self.add_class("-open")
        field = self.query_one(Field)
        field.focus()
        field.selection = type(field.selection)(0, len(field.value))

    def say(self, text: str) -> None:
        """Where we are."""
        self.query_one("#places", Static).update(text)

    @on(Field.Edited)
    def _typed(self, event: Field.Edited) -> None:
        event.stop()
        self.post_message(self.Asked(event.text, 0))

    @on(Field.Submitted)
    def action_next(self) -> None:
        """The next place."""
        self.post_message(self.Asked(self.query_one(Field).value, 1))

    def action_previous(self) -> None:
        """The place before."""
        self.post_message(self.Asked(self.query_one(Field).value, -1))

    def action_close(self) -> None:
        """Close it."""
        self.remove_class("-open")
        self.post_message(self.Closed())


class Finder:
    """Which place is next. Places are found anew for each text and policy."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.at = -1
        self._for: tuple[str, Policy] | None = None

    def step(self, policy: Policy, text: str, by: int, here: Found) -> Found | None:
        """The place to go to from `here`, or None when there is none."""
        if self._for is None or self._for[0] != text or self._for[1] is not policy:
            self.found = list(islice(places(policy, text), LIMIT))
            self._for = (text, policy)
            order = {section.id: n for n, section in enumerate(policy.sections)}
            names = ("title", "summary", "body")

            def rank(one: Found) -> tuple[int, int, int, int]:
                return order.get(one.section, -1), names.index(one.field), one.line, one.column

            spot = rank(here)
            self.at = next((n for n, one in enumerate(self.found) if rank(one) >= spot), 0)
            if by > 0 and self.found and self.found[self.at] == here:
                self.at = (self.at + 1) % len(self.found)
            elif by < 0 and self.found:
                self.at = (self.at - 1) % len(self.found)
        elif self.found:
            self.at = (self.at + by) % len(self.found)
        return self.found[self.at] if self.found else None

    @property
    def words(self) -> str:
        """`3 of 12`."""
        if not self.found:
            return "nowhere"
        many = f"{LIMIT}+" if len(self.found) >= LIMIT else str(len(self.found))
        return f"{self.at + 1} of {many}"

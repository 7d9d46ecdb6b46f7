"""The conflicts of a merge, decided one by one: mine, base and theirs, and below them what will stand there.

Rules that hold here:

- Nothing is resolved silently: every answer is a key or a text of one's own, and can be taken back until the end.
- What is decided so far is told at once (`told`), with what is not in place still; so leaving loses nothing.
- An answer that a field cannot hold is said as a sentence, and is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from policytui.core.answers import Answers
from policytui.core.conflicts import Answer, Choice, Conflict, Own
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy
from policytui.errors import UsageError
from policytui.tui.keys import bindings, display, get
from policytui.tui.screens.base import BaseScreen
from policytui.tui.screens.chrome import KeyLine, Piece, StatusLine, TopLine, content
from policytui.tui.screens.rows import Column, Row, Rows
from policytui.tui.widgets.editor import BodyEditor

WIDE = 100
"""From this many columns on the three texts stand side by side."""
LISTED = 140
"""From this many columns on the list is shown."""
SIDES = ("mine", "base", "theirs")


@dataclass(frozen=True, slots=True)
class Names:
    """How people call the sides."""

    mine: str = "your draft"
    theirs: str = "the file"
    base: str = "what both began from"

    def of(self, answer: Answer) -> str:
        """What was taken."""
        if isinstance(answer, Own):
            return "your own text"
        return "both" if answer == "both" else str(getattr(self, answer))


class ConflictScreen(BaseScreen[None]):
    """The conflicts of a policy. `result` is it with all of them decided, None before that; `answers` what is given."""

    PLACES: ClassVar = ("conflict",)
    BINDINGS: ClassVar = bindings("conflict")
    DEFAULT_CSS = """
    ConflictScreen #panes, ConflictScreen #work { height: 1fr; }
    ConflictScreen #list { width: 38; height: 1fr; padding: 1 0 0 0; background: $surface; }
    ConflictScreen #work { width: 1fr; }
    ConflictScreen #sides { height: 3fr; layout: horizontal; }
    ConflictScreen BodyEditor {
        width: 1fr; height: 1fr; border: round $rule; border-title-color: $primary; border-title-style: bold;
    }
    ConflictScreen BodyEditor:focus { border: round $primary; }
    ConflictScreen BodyEditor.-chosen { border: heavy $success; }
    ConflictScreen #base { color: $muted; }
    ConflictScreen #result { height: 2fr; }
    ConflictScreen.-no-list #list { display: none; }
    ConflictScreen.-narrow #sides { layout: vertical; }
    ConflictScreen.-narrow BodyEditor { border: none; border-top: solid $rule; }
    ConflictScreen.-narrow BodyEditor:focus { border: none; border-top: solid $primary; }
    ConflictScreen.-narrow BodyEditor.-chosen { border: none; border-top: heavy $success; }
    """

    def __init__(
        self,
        policy: Policy | Answers,
        names: Names | None = None,
        told: Callable[[Policy], None] | None = None,
    ) -> None:
        super().__init__()
        self.answers = policy if isinstance(policy, Answers) else Answers.of(policy)
        self.names = names or Names()
        self.at = self.answers.undecided() or 0
        self.result: Policy | None = None
        self._told = told
        self._wrong = ""
        self._writing = False
        """Whether the result is being written by hand and nothing is typed yet."""

    def compose(self) -> ComposeResult:
        """The list; mine, base, theirs; the result."""
        yield TopLine()
        with Horizontal(id="panes"):
            yield Rows(Column("", 0), Column("", 10), id="list")
            with Vertical(id="work"):
                with Container(id="sides"):
                    for name in SIDES:
                        yield BodyEditor(read_only=True, id=name)
                yield BodyEditor(id="result")
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """The first that is not decided."""
        self.on_resize()
        self._show()
        self.query_one("#mine").focus()

    def on_resize(self) -> None:
        """Fold."""
        self.set_class(self.size.width < WIDE, "-narrow")
        self.set_class(self.size.width < LISTED, "-no-list")

    # --- showing ------------------------------------------------------------------------------------------

    @property
    def conflict(self) -> Conflict:
        """The one at hand."""
        return self.answers.found[self.at].conflict

    def _show(self) -> None:
        conflict, owner = self.conflict, str(self.at)
        for name in SIDES:
            self.query_one(f"#{name}", BodyEditor).set_text(getattr(conflict, name), owner=owner)
        result = self.query_one("#result", BodyEditor)
        text = self.answers.proposed(self.at) if self._writing else self.answers.text(self.at)
        if result.text != text or result.owner != owner:
            result.set_text(text, owner=owner)
        result.read_only = not (self._writing or result.has_focus)
        self._say()

    def _say(self) -> None:
        """All but the texts."""
        answers, answer = self.answers, self.answers.given[self.at]
        for name in SIDES:
            box = self.query_one(f"#{name}", BodyEditor)
            taken = answer == name or (answer == "both" and name != "base")
            text = getattr(self.conflict, name)
            pieces: list[Piece] = [(f"{display(get(f'conflict.{name}').keys)}  {getattr(self.names, name)}", "")]
            box.border_title = content(*pieces, ("  ✓ taken" if taken else "", ""), ("" if text else "  (nothing)", ""))
            box.set_class(taken, "-chosen")
        standing = "not decided" if answer is None else self.names.of(answer)
        self.query_one("#result", BodyEditor).border_title = content((f"What will stand there: {standing}", ""))
        many = len(answers.found)
        self.query_one(TopLine).crumbs("Conflicts", f"{self.at + 1} of {many}", self._about(self.at))
        what: Piece = (f"Taken: {self.names.of(answer)}", "good") if answer is not None else ("Not decided", "warn")
        wrong: list[Piece] = [("   ", ""), (self._wrong, "bad")] if self._wrong else []
        left = answers.left
        done = f"{left} to decide" if left else f"all decided: {display(get('conflict.accept').keys)} goes on"
        self.query_one(StatusLine).say([what, *wrong], [(done, "dim" if left else "good")])
        rows = [
            Row(
                (
                    (self._about(number), ""),
                    ("open", "warn") if given is None else ("by hand" if isinstance(given, Own) else given, "dim"),
                ),
                key=str(number),
            )
            for number, given in enumerate(answers.given)
        ]
        listed = self.query_one(Rows)
        with listed.prevent(Rows.Moved):
            listed.show(rows, self.at)

    def _about(self, number: int) -> str:
        conflict = self.answers.found[number].conflict
        section = self.answers.policy.section(conflict.section)
        where = section.title if section else {PREAMBLE_ID: "Preamble", POLICY_ID: "Details"}.get(conflict.section, "")
        about = {"body": "", "section": "kept or removed"}.get(conflict.field, conflict.field)
        return f"{where}: {about}" if about else where

    # --- deciding -----------------------------------------------------------------------------------------

    def _answer(self, answer: Answer | None) -> bool:
        """Give (or take back) the answer to the one at hand. Whether it could be given."""
        try:
            answers = self.answers.with_answer(self.at, answer)
            self._wrong = ""
        except UsageError as error:
            self._wrong = error.message
            answers = self.answers.with_answer(self.at, None) if isinstance(answer, Own) else self.answers
        if answers != self.answers:
            self.answers = answers
            if self._told is not None:
                self._told(answers.result)
        return not self._wrong

    def action_choose(self, choice: Choice) -> None:
        """Decide this one, and go on to the next that is open; after the last, it is done."""
        self._writing = False
        if self._answer(choice):
            self._on()
        else:
            self._say()

    def _on(self) -> None:
        following = self.answers.undecided(self.at)
        if following is None:
            self._finish()
        else:
            self.at = following
            self._show()

    def action_hand(self) -> None:
        """Write what shall stand there: begin with both texts, or with what was taken."""
        if self.conflict.field == "section":
            self._wrong = "A section is kept or removed, and nothing else."
            self._say()
            return
        self._writing, self._wrong = True, ""
        self._show()
        result = self.query_one("#result", BodyEditor)
        result.focus()
        result.move_cursor(result.document.end)

    @on(BodyEditor.Edited, "#result")
    def _typed(self, event: BodyEditor.Edited) -> None:
        event.stop()
        if event.owner == str(self.at):
            self._writing = False
            self._answer(Own(event.text))
            self._say()

    def action_accept(self) -> None:
        """Take what is written by hand; go to the next open one, or on when all are decided."""
        result = self.query_one("#result", BodyEditor)
        if self._writing:
            self._writing = False
            self._answer(Own(result.text))
        if self._wrong:
            self._say()
            return
        if result.has_focus:
            self.query_one("#mine").focus()
        if self.answers.left:
            self.notify(f"{self.answers.left} still to decide.", timeout=2, markup=False)
        self._on()

    def _finish(self) -> None:
        self.result = self.answers.result
        self.dismiss()

    # --- going --------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Another conflict."""
        self._go((self.at + by) % len(self.answers.found))

    def _go(self, number: int) -> None:
        self._writing, self._wrong, self.at = False, "", number
        self._show()

    @on(Rows.Moved)
    def _listed(self, event: Rows.Moved) -> None:
        if event.rows.has_focus and event.index != self.at:
            self._go(event.index)

    def action_back(self) -> None:
        """From the text back to the sides; from there, leave it as far as it is."""
        if self.query_one("#result", BodyEditor).has_focus:
            self.query_one("#mine").focus()
            self._go(self.at)
            return
        self.dismiss()

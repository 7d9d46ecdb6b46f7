"""An import before it is saved: the outline that was found, what is in doubt, the preview; put right here, then saved.

Rules that hold here: no policy is written before the save; every step can be taken back, and is journalled as a draft
is; what was dropped or guessed is listed, never hidden.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.slugs import slugify
from policytui.core.values import Policy
from policytui.core.visible import one_line
from policytui.tui.keys import bindings
from policytui.tui.screens.base import BaseDialog, BaseScreen
from policytui.tui.screens.chrome import KeyLine, Piece, StatusLine, TopLine, content, paragraphs
from policytui.tui.screens.dialogs import AskDialog, Choice, ChoiceDialog, Field
from policytui.tui.screens.library import slug_problem
from policytui.tui.screens.policy_rows import problem_lines
from policytui.tui.screens.rows import Column, Row, Rows
from policytui.tui.screens.section_pane import PolicyForm
from policytui.tui.widgets.outline import Outline
from policytui.tui.widgets.preview import Preview
from policytui.workspace import Opened

if TYPE_CHECKING:
    from policytui.workspace.adjust import Imported


IMPORT_OF = "import of "
"""What stands before the file's name where a draft has its slug: no slug has a space."""


class ImportScreen(BaseScreen[None]):
    """One import."""

    PLACES: ClassVar = ("import",)
    BINDINGS: ClassVar = bindings("import")
    DEFAULT_CSS = """
    ImportScreen #panes { height: 1fr; }
    ImportScreen Outline { width: 28%; min-width: 34; max-width: 56; height: 1fr; padding: 1 0 0 0; }
    ImportScreen Preview { width: 1fr; height: 1fr; }
    ImportScreen #problems { height: auto; max-height: 30%; border-top: solid $rule; padding: 0 1; }
    ImportScreen #problems Static { height: auto; }
    ImportScreen.-no-problems #problems { display: none; }
    """

    def __init__(self, imported: Imported, file: Path, taken: set[str], first: Policy | None = None) -> None:
        """`file` is what was read; `taken` the slugs in use; `first` the policy as it was read, when `imported` is what
        a session that ended had made of it: then only the name of the file is known.
        """
        super().__init__()
        self.imported = imported
        self.file = file
        self.taken = taken
        self._found = file if first is None else None
        slug, name = IMPORT_OF + file.name, Path(file.name)
        self.source = Opened(slug, name, first or imported.policy, None, os.urandom(8).hex(), ())
        """What the journal takes for the opened text, another one with every import."""
        self._past: list[tuple[Imported, int]] = []
        self._future: list[tuple[Imported, int]] = []

    def compose(self) -> ComposeResult:
        """Outline, preview, doubts."""
        yield TopLine()
        with Horizontal(id="panes"):
            yield Outline()
            yield Preview()
        with VerticalScroll(id="problems"):
            yield Static("", markup=False)
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what was found."""
        self._show()
        outline = self.query_one(Outline)
        outline.focus()
        if self.imported.policy.sections:
            # Only then has the list a height to scroll in.
            self.call_after_refresh(outline.highlight, self.imported.policy.sections[0].id)
        problems = self.imported.problems
        lines = [line for problem in problems for line in problem_lines(problem, "line ")]
        self.query_one("#problems Static", Static).update(paragraphs(*lines))
        self.set_class(not problems, "-no-problems")

    def _show(self) -> None:
        policy, imported = self.imported.policy, self.imported
        self.query_one(Outline).show(policy)
        self.query_one(Preview).show(policy)
        doubts = len(imported.problems)
        right: list[Piece] = [(f"{doubts} to look at", "warn")] if doubts else [("nothing in doubt", "good")]
        self.query_one(TopLine).crumbs("Import", self.file.name, right=right)
        date = "dated as printed" if imported.label_found else "no date line found"
        texts = [policy.preamble, *(text for section in policy.sections for text in (section.summary, section.body))]
        words = sum(len(text.split()) for text in texts)
        sections = len(policy.sections)
        counted = f"{sections} section{'s' if sections != 1 else ''} · {words:,} word{'s' if words != 1 else ''}"
        self.query_one(StatusLine).say(
            [(f"{counted} · {date}", "dim")],
            [("not saved yet", "warn")],
        )

    @property
    def position(self) -> int:
        """The position of the section the outline stands on; -1 for the preamble, -2 for the policy itself."""
        current = self.query_one(Outline).current
        if current in (PREAMBLE_ID, POLICY_ID):
            return -1 if current == PREAMBLE_ID else -2
        return self.imported.policy.index(current)

    @on(Outline.Highlighted)
    def _highlighted(self, event: Outline.Highlighted) -> None:
        self.query_one(Preview).follow(event.section_id)

    @on(Outline.Selected)
    def _selected(self, event: Outline.Selected) -> None:
        if event.section_id == POLICY_ID:
            self.action_details()
        elif event.section_id != PREAMBLE_ID:
            self.action_adjust("rename")

    # --- acts ---------------------------------------------------------------------------------------------

    @work
    async def action_adjust(self, act: str) -> None:
        """Promote, demote, merge, split, drop or retitle the section."""
        from policytui.workspace import adjust

        at = self.position
        if at < 0 and not (act == "split" and at == -1):
            self.notify("This is not a section.", timeout=2, markup=False)
            return
        if act == "rename":
            await self._retitle(at)
        elif act == "split":
            await self._split(at)
        else:
            acts = {"promote": adjust.promote, "demote": adjust.demote, "merge": adjust.merge, "remove": adjust.drop}
            change = acts[act]
            self._do(lambda: change(self.imported, at), max(0, at - 1) if act == "merge" else at)

    async def _retitle(self, at: int) -> None:
        from policytui.workspace import adjust

        title = self.imported.policy.sections[at].title
        fields = [Field("Title", title, check=lambda text: "" if text else "A section needs a title.")]
        answer = await self.app.push_screen_wait(AskDialog("Retitle", fields))
        if answer:
            self._do(lambda: adjust.retitle(self.imported, at, answer[0]), at)

    async def _split(self, at: int) -> None:
        from policytui.workspace import adjust

        policy = self.imported.policy
        body = policy.sections[at].body if at >= 0 else policy.preamble
        line = await self.app.push_screen_wait(LineDialog("Split: which line begins the new section?", body))
        if line >= 0:
            self._do(lambda: adjust.split(self.imported, at, line), at + 1)

    def _do(self, act: Callable[[], Imported], then: int) -> None:
        try:
            new = act()
        except (ValueError, IndexError) as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self._past.append((self.imported, self.position))
        self._future.clear()
        self._put(new, then)

    def _put(self, imported: Imported, at: int) -> None:
        self.imported = imported
        self.host.keeper.changed(self.source, imported.policy)
        self._show()
        sections = imported.policy.sections
        if sections:
            name = sections[max(0, min(at, len(sections) - 1))].id
            self.query_one(Outline).highlight(name)
            self.query_one(Preview).follow(name)

    def action_undo(self) -> None:
        """One step back."""
        if self._past:
            self._future.append((self.imported, self.position))
            self._put(*self._past.pop())

    def action_redo(self) -> None:
        """One step forward."""
        if self._future:
            self._past.append((self.imported, self.position))
            self._put(*self._future.pop())

    @work
    async def action_details(self) -> None:
        """Title, organization and dates."""
        policy = await self.app.push_screen_wait(DetailsDialog(self.imported.policy))
        if policy is not None and policy != self.imported.policy:
            self._do(lambda: replace(self.imported, policy=policy), self.position)

    def action_toggle_problems(self) -> None:
        """Show or hide what is in doubt."""
        self.toggle_class("-no-problems")

    @work
    async def action_save(self) -> None:
        """Slug and summary, then it is a policy."""
        policy = self.imported.policy
        slug = Field(
            "Slug: the name of its folder",
            slugify(policy.title),
            "privacy",
            lambda text: slug_problem(text, self.taken),
        )
        summary = Field(
            "Summary of the first revision",
            f"Imported from {self.file.name}",
            check=lambda text: "" if text else "A revision needs a summary.",
        )
        answer = await self.app.push_screen_wait(AskDialog("Save the import", [slug, summary], accept="save"))
        if answer is None:
            return
        save = self.workspace.save_import
        opened = await self.off_loop(save, answer[0], policy, summary=answer[1], source=self._found)
        if opened is not None:
            self.host.keeper.changed(self.source, self.source.policy)
            self.app.pop_screen()
            self.host.open_policy(opened.slug)

    @work
    async def action_back(self) -> None:
        """Leave; asks only when something was put right."""
        if self.imported.policy != self.source.policy:
            kept = self.host.keeper.takes
            choices = [
                Choice("l", "Leave", "leave", "the file that was read stays as it is"),
                Choice("escape", "Stay", "stay"),
            ]
            text = f"The import of {self.file.name} is not saved. What was put right here " + (
                "is kept aside for 30 days." if kept else "would be lost."
            )
            if await self.app.push_screen_wait(ChoiceDialog("Leave the import", text, choices)) != "leave":
                return
            self.host.keeper.give_up(self.source.slug)
        self.app.pop_screen()


class LineDialog(BaseDialog[int]):
    """Gives a line of a text, from 0; -1 when it was closed."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = "LineDialog > #box { width: 90; height: 80%; } LineDialog Rows { height: 1fr; margin: 1 0 0 0; }"

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = title
        self._lines = [(number, line) for number, line in enumerate(text.split("\n")) if line.strip()]

    def compose(self) -> ComposeResult:
        """The lines."""
        with Vertical(id="box") as box:
            box.border_title = content((self._heading, ""))
            yield Rows(Column("", 4, right=True), Column("", 0))

    def on_mount(self) -> None:
        """Stand on the second: a cut above the first gives nothing."""
        rows = self.query_one(Rows)
        rows.show(
            [Row(((str(number + 1), "dim"), (one_line(line), "")), key=str(number)) for number, line in self._lines], 1
        )
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Enter chooses."""
        if event.key == "enter":
            event.stop()
            self.action_accept()

    @on(Rows.Chosen)
    def action_accept(self) -> None:
        """Take the line."""
        row = self.query_one(Rows).current
        self.dismiss(int(row.key) if row else -1)

    def action_cancel(self) -> None:
        """None."""
        self.dismiss(-1)


class DetailsDialog(BaseDialog[Policy | None]):
    """Title, organization and dates of an import, the printed date too."""

    BINDINGS: ClassVar = bindings("dialog")
    DEFAULT_CSS = """
    DetailsDialog > #box { width: 84; height: 90%; max-height: 26; }
    DetailsDialog PolicyForm Field { background: $panel; }
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self.policy = policy

    def compose(self) -> ComposeResult:
        """The form."""
        with Vertical(id="box") as box:
            box.border_title = content(("Title & dates", ""))
            yield PolicyForm(dated=True)
            yield Static(
                content(("^S", "key"), (" take over   ", "dim"), ("Esc", "key"), (" close", "dim")), classes="keys"
            )

    def on_mount(self) -> None:
        """As it is."""
        self.query_one(PolicyForm).show(self.policy)
        self.query_one("#policy-title").focus()

    @on(PolicyForm.Changed)
    def _changed(self, event: PolicyForm.Changed) -> None:
        event.stop()
        self.policy = event.policy

    def action_accept(self) -> None:
        """Take it over, once every field is right."""
        wrong = next(self.query_one(PolicyForm).wrong(), None)
        if wrong is None:
            self.dismiss(self.policy)
        else:
            wrong[0].focus()

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)

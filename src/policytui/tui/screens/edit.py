"""Edit: outline, section and live preview of one draft.

Rules that hold here:

- The screen holds one `Draft`; widgets only show it. Equality, not a flag, says whether it is modified.
- The walk of a key: a field says what was typed → `draft.with_text` → the one changed section is drawn.
  Whatever else follows from it (marks, counts, verdict) waits until the keys rest.
- Leaving the screen keeps the draft in the app.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from policytui.core.draft import Draft, Place
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.errors import PolicytuiError
from policytui.tui.keys import bindings, get
from policytui.tui.screens import sections
from policytui.tui.screens.base import BaseScreen, Editing
from policytui.tui.screens.chrome import KeyLine, Piece, StatusLine, TopLine
from policytui.tui.screens.find import FindBar
from policytui.tui.screens.finding import Finding
from policytui.tui.screens.folding import Folding
from policytui.tui.screens.notice import NoticeLine
from policytui.tui.screens.resolving import Resolving
from policytui.tui.screens.section_pane import SectionPane, with_value
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.widgets.fields import Field
from policytui.tui.widgets.outline import Outline
from policytui.tui.widgets.preview import Preview

REST = 0.4
"""Seconds without a key after which marks, counts and the verdict are brought up to date."""
JUDGED = 300_000
"""Characters up to which the verdict is worked out while typing rests."""


class OutlinePane(Vertical):
    """The outline, with the letters that act on sections."""

    BINDINGS: ClassVar = bindings("section")


class EditScreen(Resolving, Folding, Finding, BaseScreen[None]):
    """One policy being edited."""

    PLACES: ClassVar = ("edit", "section")
    BINDINGS: ClassVar = bindings("edit")
    DEFAULT_CSS = """
    EditScreen #panes { height: 1fr; }
    EditScreen OutlinePane {
        width: 24%; min-width: 30; max-width: 48; height: 1fr; background: $surface; padding: 1 0 0 0;
    }
    EditScreen SectionPane { height: 1fr; padding: 1 1 0 1; }
    EditScreen Preview { width: 1fr; height: 1fr; border-left: vkey $rule; }
    EditScreen.-no-outline OutlinePane, EditScreen.-no-preview Preview { display: none; }
    EditScreen.-tiny.-side SectionPane { display: none; }
    EditScreen.-tiny OutlinePane { width: 1fr; max-width: 100%; }
    """

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self.opened = editing.opened
        self._draft = editing.draft
        self._pending: Timer | None = None
        self._verdict: tuple[Piece, ...] = ()
        self._judged: object = None
        self._cursors: dict[str, tuple[int, int]] = {}
        self._booked = {}

    @property
    def slug(self) -> str:
        """Which policy."""
        return self.opened.slug

    @property
    def section(self) -> str:
        """The section (or `@policy`, `@preamble`) that is open."""
        return self.query_one(SectionPane).section

    def compose(self) -> ComposeResult:
        """Three panes, the search, the two lines below."""
        yield TopLine()
        with Horizontal(id="panes"):
            with OutlinePane():
                yield Outline()
            yield SectionPane()
            yield Preview()
        yield FindBar()
        yield NoticeLine()
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the draft where it was left."""
        self.fold()
        pane = self.query_one(SectionPane)
        self._writers = (pane.body, *pane.query(Field))
        place = self.draft.place
        self._show(place)
        pane.focus_field(place.field)
        # Only now has the preview a size to scroll in.
        self.call_after_refresh(self._follow)
        self.watch_file()
        for problem in self.opened.problems[:2]:
            self.notify(f"{problem.at()} {problem.message}".strip(), severity="warning", markup=False)

    def on_screen_resume(self) -> None:
        """Somebody else may have written the file meanwhile."""
        self.look_at_disk()

    # --- showing ------------------------------------------------------------------------------------------

    def _show(self, place: Place) -> None:
        """Everything, from the draft, with the cursor at a place."""
        policy = self.draft.policy
        name = place.section
        if name not in (POLICY_ID, PREAMBLE_ID) and policy.section(name) is None:
            name = policy.sections[0].id if policy.sections else PREAMBLE_ID
            place = Place(name)
        preview = self.query_one(Preview)
        preview.show(policy)
        self.query_one(SectionPane).show(policy, name, place.field, place.line, place.column)
        self.settle_marks()
        self.query_one(Outline).highlight(name)
        preview.follow(name, place.line if place.field == "body" else -1)

    def settle_marks(self) -> None:
        """Marks, counts and the state, from the draft as it is."""
        draft, policy = self.draft, self.draft.policy
        self.query_one(Outline).show(policy, sections.changed(self.opened.saved or draft.base, policy))
        pane = self.query_one(SectionPane)
        pane.say(policy)
        unsaved = not self.opened.held or self.opened.policy != policy
        if draft.modified:
            state: Piece = ("● draft", "warn")
        else:
            state = ("● not saved as a revision", "warn") if unsaved else ("saved", "good")
        self.query_one(TopLine).crumbs(self.slug, policy.title or "Untitled policy", right=[state])
        found = policy.section(pane.section)
        words = len(found.body.split()) if found else len(policy.preamble.split())
        said = f"{words:,} word" + "s" * (words != 1)
        counted: list[Piece] = [(said, "dim")] if pane.section != POLICY_ID else []
        if not unsaved:
            self._verdict = (("nothing to save", "dim"),)
        self.query_one(StatusLine).say(self._verdict, counted)
        if unsaved and self._judged is not policy and sections.size(policy) <= JUDGED:
            self._judge()

    @work(exclusive=True, group="judge")
    async def _judge(self) -> None:
        """The verdict a save would propose now, worked out in a thread."""
        import asyncio

        opened, policy = self.opened, self.draft.policy
        self._judged = policy
        try:
            proposal = await asyncio.to_thread(self.workspace.propose, opened, policy)
        except (PolicytuiError, NotImplementedError):
            return
        self.still_here()
        if policy is self.draft.policy:
            self._verdict = sections.verdict_pieces(proposal)
            line = self.query_one(StatusLine)
            line.say(self._verdict, line.right)

    def _soon(self) -> None:
        if self._pending is not None:
            self._pending.stop()
        self._pending = self.set_timer(REST, self.settle_marks)

    # --- typing -------------------------------------------------------------------------------------------

    @on(BodyEditor.Edited)
    @on(Field.Edited)
    def book(self, said: BodyEditor.Edited | Field.Edited) -> None:
        """Take what was typed into the draft, unless it has been taken already. What was typed since waits its turn."""
        writer = said.control
        if said.number <= self._booked.get(writer, 0):
            return
        self._booked[writer] = said.number
        name = writer.id or "body"
        if name.startswith("policy-"):
            self._form_typed(name.removeprefix("policy-"), said.text)
        else:
            before = Place(said.owner, name, *said.before) if said.before is not None else None
            self._typed(said.owner, name, said.text, Place(said.owner, name, *said.cursor), before)

    def _typed(self, section: str, name: str, text: str, place: Place, before: Place | None) -> None:
        if section != PREAMBLE_ID and self._draft.policy.section(section) is None:
            return
        last = self._draft.place
        if before is None and (last.section, last.field) != (section, name):
            before = place
        self.draft = draft = self._draft.with_text(section, name, text, place, before)
        preview = self.query_one(Preview)
        found = draft.policy.section(section)
        if found is not None:
            preview.update_section(found)
        else:
            preview.update_preamble(text)
        preview.follow(section, place.line if name == "body" else -1)
        self._soon()

    def _follow(self) -> None:
        place = self.place()
        line = place.line if place.field == "body" and place.line else -1
        self.query_one(Preview).follow(self.section, line)

    @on(BodyEditor.LineChanged)
    def _line_changed(self, event: BodyEditor.LineChanged) -> None:
        self.query_one(Preview).follow(event.owner, event.line)

    def _form_typed(self, name: str, text: str) -> None:
        policy, wrong = with_value(self._draft.policy, name, text)
        if not wrong and policy != self._draft.policy:
            place = Place(POLICY_ID, name)
            self.draft = replace(self._draft, place=place).with_policy(policy, "edit details", place)
            self.query_one(Preview).show(policy)
            self._soon()

    def after_save(self) -> None:
        """Show what stands now, the cursor where it is."""
        self._judged = None
        self._show(self.place())

    def settle(self) -> None:
        """Bring the app's knowledge of the draft up to date."""
        self.host.keep(Editing(self.opened, replace(self.draft, place=self.place())))

    def place(self) -> Place:
        """Where the cursor is."""
        section = self.section
        if section == POLICY_ID:
            return Place(POLICY_ID, "title")
        focused = self.focused
        if isinstance(focused, Field) and focused.id in ("title", "summary"):
            return Place(section, focused.id, 0, focused.cursor_position)
        line, column = self.query_one(BodyEditor).cursor_location
        return Place(section, "body", line, column)

    # --- going --------------------------------------------------------------------------------------------

    def go_to(self, section: str, place: Place | None = None, *, focus: bool = True) -> None:
        """Open a section, at a place or where its cursor was."""
        here = self.place()
        if here.field == "body":
            self._cursors[here.section] = (here.line, here.column)
        if place is None:
            place = Place(section, "body", *self._cursors.get(section, (0, 0)))
        self.query_one(SectionPane).show(self.draft.policy, section, place.field, place.line, place.column)
        self.query_one(Outline).highlight(section)
        self.query_one(Preview).follow(section, place.line if place.field == "body" and place.line else -1)
        if focus:
            self.query_one(SectionPane).focus_field(place.field)
        self._soon()

    @on(Outline.Highlighted)
    def _highlighted(self, event: Outline.Highlighted) -> None:
        self.go_to(event.section_id, focus=False)

    @on(Outline.Selected)
    def _selected(self, event: Outline.Selected) -> None:
        self.go_to(event.section_id)
        if self.narrow:
            self.asked_pane = None
            self.fold()

    def _neighbour(self, by: int) -> None:
        names = [POLICY_ID, PREAMBLE_ID, *(section.id for section in self.draft.policy.sections)]
        at = names.index(self.section) + by if self.section in names else 0
        if 0 <= at < len(names):
            self.go_to(names[at], focus=not isinstance(self.focused, Outline))

    def action_before(self) -> None:
        """The section before."""
        self._neighbour(-1)

    def action_after(self) -> None:
        """The section after."""
        self._neighbour(1)

    @work
    async def action_goto(self) -> None:
        """Choose a section by name."""
        from policytui.tui.screens.goto import GotoDialog

        answer = await self.app.push_screen_wait(GotoDialog(self.draft.policy, self.section))
        if answer:
            self.go_to(answer)

    # --- structure and undo -------------------------------------------------------------------------------

    def action_section(self, act: str) -> None:
        """Add, remove, move… the section that is open."""
        section = self.section
        place = self.place()
        if act == "rename":
            if self.draft.policy.section(section) is not None:
                self.go_to(section, Place(section, "title", 0, len(self.draft.text(section, "title"))))
            return
        try:
            draft = sections.perform(act, replace(self.draft, place=place), section, place)
        except PolicytuiError as error:
            self.host.show_error(error)
            return
        if draft.policy == self.draft.policy:
            self.notify(sections.NOTHING[act], markup=False)
            return
        self.draft = draft
        self._show(draft.place)
        if not isinstance(self.focused, Outline) or act in ("add", "split"):
            self.query_one(SectionPane).focus_field(draft.place.field)
        if act in ("add", "split"):
            # The next key replaces the title that was made up.
            self.query_one("#title", Field).action_select_all()

    @work
    async def action_sections(self) -> None:
        """The menu of what can be done to the section."""
        answer = await self.app.push_screen_wait(sections.menu(self.draft.policy, self.section))
        if answer:
            self.action_section(answer)

    def action_undo(self) -> None:
        """One act back."""
        self._turn(self.draft.undo(), "There is nothing to take back.")

    def action_redo(self) -> None:
        """One act forward."""
        self._turn(self.draft.redo(), "There is nothing to do again.")

    def _turn(self, draft: Draft, nothing: str) -> None:
        if draft is self.draft:
            self.notify(nothing, timeout=2, markup=False)
            return
        # The day of the newest material revision is not the draft's to take back.
        kept = draft.base.dates.last_updated
        self.draft = replace(draft, policy=draft.policy.with_dates(last_updated=kept))
        self._show(draft.place)
        if not isinstance(self.focused, Outline):
            self.query_one(SectionPane).focus_field(draft.place.field)

    def action_editor(self) -> None:
        """Edit the text in $EDITOR."""
        from policytui.tui.screens.external import edit_outside

        section = self.section
        if section == POLICY_ID:
            self.notify("$EDITOR edits the text of a section. Open one first.", markup=False)
            return
        try:
            text = edit_outside(self.host, self.draft.text(section, "body"), section.lstrip("@"))
        except PolicytuiError as error:
            self.host.show_error(error)
            return
        self.draft = self.draft.with_text(section, "body", text, Place(section), self.place())
        self._show(Place(section))

    # --- other screens ------------------------------------------------------------------------------------

    def action_changes(self) -> None:
        """The draft against the newest revision."""
        from policytui.tui.screens.review import Pair, ReviewScreen

        self.settle()
        self.app.push_screen(ReviewScreen([Pair.of_draft(self.opened, self.draft.policy)]))

    def action_history(self) -> None:
        """The revisions."""
        from policytui.tui.screens.history import HistoryScreen

        self.settle()
        self.app.push_screen(HistoryScreen(self.slug))

    @work
    async def action_commit(self) -> None:
        """Commit the policy to git."""
        from policytui.tui.screens.commit import commit_policy

        self.settle()
        await commit_policy(self, self.slug)

    def action_back(self) -> None:
        """Back to the library. The draft is kept."""
        if isinstance(self.focused, Outline) and self.narrow:
            self.action_toggle_outline()
            return
        self.settle()
        self.app.pop_screen()
        if self.draft.modified:
            key = get("app.quit").keys
            self.app.notify(f"The draft of {self.slug} is kept until you save it or leave ({key}).", markup=False)

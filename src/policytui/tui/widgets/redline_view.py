"""The review: a redline to step through, change by change and section by section.

Rules that hold here:

- What is compared does not matter here: a `Redline` and maybe a `Judgement` come in, pictures and `Moved` go out.
- Changes are numbered from 0 in `redline.changes()` order in the code (`go_to`, `current`, `set_reviewed`); people read
  `position.n` of `position.total`, from 1.
- Side by side needs a hundred cells; below that it is shown inline. Only blocks near the screen are drawn.
- `context` is how many unchanged blocks around a change are shown: 0 none, None all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import ClassVar, Literal, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import Hunk, Redline, SectionChange
from policytui.core.values import Change
from policytui.core.visible import one_line
from policytui.tui.widgets.block_view import BlockView
from policytui.tui.widgets.redline_layout import OWN_TITLES, Block, laid_out, notes_on, title_of
from policytui.tui.widgets.redline_rows import GUTTER, MEASURE, Looks, hunk_rows, sign_of
from policytui.tui.widgets.typeset import Row, clipped, rows_of, strip_of

Mode = Literal["inline", "split"]
SPLIT_FROM = 100
"""The least width, in cells, at which side by side is readable."""


class Position(NamedTuple):
    """Where the reader stands: change `n` (from 1; 0: there is none) of `total`, its section, its verdict."""

    n: int
    total: int
    section: str
    change: Change


class RedlineView(BlockView[Block]):
    """A redline, inline or side by side. See the module for its rules."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "redline--text", "redline--unchanged", "redline--add", "redline--remove", "redline--move", "redline--muted",
        "redline--rule", "redline--head", "redline--sign", "redline--current", "redline--reviewed",
        "redline--material", "redline--editorial", "redline--grave",
    }  # fmt: skip
    LOOKS = tuple(sorted(COMPONENT_CLASSES))
    DEFAULT_CSS = """
    RedlineView {
        background: $background;
        color: $foreground;
        & .redline--text { color: $foreground; }
        & .redline--unchanged { color: $muted; }
        & .redline--add { color: $redline-add; background: $redline-add-background; text-style: underline; }
        & .redline--remove { color: $redline-remove; background: $redline-remove-background; text-style: strike; }
        & .redline--move { color: $redline-move; text-style: italic; }
        & .redline--muted { color: $muted; }
        & .redline--rule { color: $rule; }
        & .redline--head { color: $primary; text-style: bold; }
        & .redline--sign { color: $muted; text-style: bold; }
        & .redline--current { color: $accent; text-style: bold; }
        & .redline--reviewed { color: $success; text-style: bold; }
        & .redline--material { color: $verdict-material-text; background: $verdict-material; text-style: bold; }
        & .redline--grave { color: $verdict-material; }
        & .redline--editorial { color: $verdict-editorial-text; background: $verdict-editorial; }
    }
    """

    class Moved(Message):
        """The reader stands at another change."""

        def __init__(self, view: RedlineView, position: Position) -> None:
            super().__init__()
            self.view, self.position = view, position

        @property
        def control(self) -> RedlineView:
            """The view."""
            return self.view

    def __init__(
        self,
        *,
        mode: Mode = "inline",
        context: int | None = 1,
        plain: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.redline: Redline | None = None
        self.judgement: Judgement | None = None
        self._mode: Mode = mode
        self._around = context
        self._plain = plain
        self._current = -1
        self._reviewed: frozenset[int] = frozenset()
        self._changes: list[tuple[int, int]] = []
        self._reasons: dict[tuple[str, int], list[Reason]] = {}
        self._titles: dict[str, str] = {}
        self._index: dict[int, int] = {}
        self._looks: Looks | None = None

    # --- what is shown ------------------------------------------------------------------------------------

    def show(self, redline: Redline, judgement: Judgement | None = None, *, current: int = 0) -> None:
        """Show a redline, standing at change `current` (from 0; the last one if there are fewer)."""
        same = redline is self.redline
        self.redline, self.judgement = redline, judgement
        reasons: dict[tuple[str, int], list[Reason]] = defaultdict(list)
        for reason in judgement.reasons if judgement else ():
            reasons[reason.section, reason.hunk].append(reason)
        self._reasons = dict(reasons)
        self._titles = {s.old_id: s.old_title or OWN_TITLES.get(s.old_id, "") for s in redline.sections if s.old_id}
        self._changes = [
            (number, at)
            for number, section in enumerate(redline.sections)
            for at, hunk in enumerate(section.hunks)
            if not hunk.same
        ]
        if not same:
            self._reviewed = frozenset()
        self._current = min(max(0, current), len(self._changes) - 1)
        self._strips.clear()
        self.put(self._laid_out())
        if self._current > 0:
            self._show_current()
        self.post_message(self.Moved(self, self.position))

    @property
    def mode(self) -> Mode:
        """What was asked for: "inline" or "split"."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        if mode != self._mode:
            self._mode = mode
            self._redo()

    @property
    def shown_mode(self) -> Mode:
        """What is shown: "inline" when the view is too narrow for "split"."""
        return "split" if self._mode == "split" and self._width >= SPLIT_FROM else "inline"

    @property
    def context(self) -> int | None:
        """How many unchanged blocks around each change are shown; None for the whole document."""
        return self._around

    @context.setter
    def context(self, context: int | None) -> None:
        if context != self._around:
            self._around = context
            if self.redline is not None:
                self.put(self._laid_out())
                self._show_current()

    @property
    def plain(self) -> bool:
        """Whether changes are told by brackets too: for 16 colours and none."""
        return self._plain

    @plain.setter
    def plain(self, plain: bool) -> None:
        if plain != self._plain:
            self._plain = plain
            self._redo()

    def set_reviewed(self, reviewed: Iterable[int]) -> None:
        """Mark these changes (from 0) as reviewed: ✓."""
        self._reviewed = frozenset(reviewed)
        self.refresh()

    @property
    def reviewed(self) -> frozenset[int]:
        """The changes marked as reviewed."""
        return self._reviewed

    # --- stepping -----------------------------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The change at which the reader stands, from 0; -1 when there is none."""
        return self._current

    @property
    def total(self) -> int:
        """How many changes there are."""
        return len(self._changes)

    @property
    def position(self) -> Position:
        """Where the reader stands."""
        if self._current < 0 or self.redline is None:
            return Position(0, len(self._changes), "", Change.NONE)
        number, at = self._changes[self._current]
        section = self.redline.sections[number]
        return Position(self._current + 1, len(self._changes), title_of(section), self._verdict(section, at))

    @property
    def current_change(self) -> tuple[SectionChange, Hunk] | None:
        """The section and the hunk at which the reader stands."""
        if self._current < 0 or self.redline is None:
            return None
        number, at = self._changes[self._current]
        section = self.redline.sections[number]
        return section, section.hunks[at]

    def go_to(self, n: int) -> bool:
        """Stand at change `n`, from 0. False when there is no such change."""
        if not 0 <= n < len(self._changes):
            return False
        moved = n != self._current
        self._current = n
        self._show_current()
        self.refresh()
        if moved:
            self.post_message(self.Moved(self, self.position))
        return True

    def next_change(self) -> bool:
        """One change on. False at the last one."""
        return self.go_to(self._current + 1)

    def previous_change(self) -> bool:
        """One change back. False at the first one."""
        return self._current > 0 and self.go_to(self._current - 1)

    def next_section(self) -> bool:
        """To the first change of the next section that has one. False in the last one."""
        here = self._section_of(self._current)
        found = next((n for n in range(self._current + 1, self.total) if self._section_of(n) != here), None)
        return found is not None and self.go_to(found)

    def previous_section(self) -> bool:
        """To the first change of the section before that has one. False in the first one."""
        here = self._section_of(self._current)
        before = next((n for n in range(self._current - 1, -1, -1) if self._section_of(n) != here), None)
        if before is None:
            return False
        there = self._section_of(before)
        return self.go_to(next(n for n in range(before + 1) if self._section_of(n) == there))

    def _section_of(self, change: int) -> int:
        return self._changes[change][0] if 0 <= change < len(self._changes) else -1

    def _show_current(self) -> None:
        index = self._index.get(self._current)
        if index is None:
            return
        if self._section_of(self._current - 1) != self._section_of(self._current):
            head = next((n for n in range(index - 1, -1, -1) if self.blocks[n].kind == "head"), None)
            if head is not None and index - head <= 3:
                self.show_block(head)
        self.show_block(index)

    async def _on_click(self, event: events.Click) -> None:
        inside = event.get_content_offset(self)
        index = self.block_at(inside.y + self.scroll_offset.y) if inside else -1
        if 0 <= index < len(self.blocks) and self.blocks[index].change >= 0:
            self.go_to(self.blocks[index].change)

    # --- blocks -------------------------------------------------------------------------------------------

    def _laid_out(self) -> list[Block]:
        if self.redline is None:
            return []
        blocks = laid_out(self.redline, self._around)
        self._index = {block.change: index for index, block in enumerate(blocks) if block.change >= 0}
        return blocks

    def _redo(self) -> None:
        if self.redline is not None:
            self.redraw()
            self._show_current()

    def _verdict(self, section: SectionChange, at: int) -> Change:
        """The verdict on a change: its own, else that on its section as a whole."""
        verdict = Change.NONE
        for reason in self._reasons.get((section.id, at), []) or self._reasons.get((section.id, -1), []):
            verdict |= reason.change
        return verdict

    def _section_verdict(self, section: SectionChange) -> Change:
        verdict = Change.NONE
        for (section_id, _), reasons in self._reasons.items():
            if section_id == section.id:
                for reason in reasons:
                    verdict |= reason.change
        return verdict

    # --- drawing ------------------------------------------------------------------------------------------

    def key(self, block: Block) -> Hashable:
        """The place in this redline; `show` empties the cache."""
        return (block, self.shown_mode, self._plain)

    def guess(self, block: Block, width: int) -> int:
        """From the count of characters."""
        if block.kind != "hunk" or self.redline is None:
            return 3 if block.kind == "head" else 2
        hunk = self.redline.sections[block.section].hunks[block.hunk]
        size = max(len(hunk.before), len(hunk.after))
        measure = max(8, (width - GUTTER - 3) // 2 if self.shown_mode == "split" else min(width - GUTTER, MEASURE))
        return 1 + size // measure + (not block.tight)

    def look_changed(self) -> None:
        """Other styles."""
        self._looks = None

    def draw(self, block: Block, width: int) -> list[Strip]:
        """The block's rows behind its gutter."""
        text = self.style("redline--text")
        rows: list[Row]
        sign = " "
        if self.redline is None:
            return []
        if block.kind == "head":
            return [strip_of(row, width, text) for row in self._head(self.redline.sections[block.section], width)]
        if block.kind == "hunk":
            section = self.redline.sections[block.section]
            hunk = section.hunks[block.hunk]
            sign = sign_of(hunk)
            rows = hunk_rows(
                hunk,
                max(8, width - GUTTER - 1),
                self.looks,
                split=self.shown_mode == "split",
                plain=self._plain,
                reasons=self._reasons.get((section.id, -1 if hunk.is_place else block.hunk), ()),
                titles=self._titles,
            )
        else:
            what = "paragraph" if block.kind == "fold" else "section"
            words = f"… {block.folded} {what}{'s' * (block.folded != 1)} unchanged"
            rows = rows_of([(words, self.style("redline--muted"))], width - GUTTER)
        first = Segment(f"   {sign} ", self.style("redline--sign"))
        blank = Segment(" " * GUTTER, text)
        strips = [strip_of([blank if n else first, *row], width, text) for n, row in enumerate(rows)]
        return strips if block.tight else [*strips, Strip.blank(width, text)]

    def _head(self, section: SectionChange, width: int) -> list[Row]:
        looks = self.looks
        notes = notes_on(section)
        verdict = self._section_verdict(section)
        badge = f" {verdict.value} " if verdict is not Change.NONE else ""
        room = max(8, width - 4 - len(badge))
        title = clipped(one_line(title_of(section)), room)
        said = clipped(f"   {notes}", room - cell_len(title)) if notes else ""
        row: Row = [Segment("  ", looks.text), Segment(title, self.style("redline--head")), Segment(said, looks.muted)]
        row.append(Segment(" " * max(0, room - cell_len(title) - cell_len(said) + 1), looks.text))
        if badge:
            row.append(Segment(badge, looks.material if verdict is Change.MATERIAL else looks.editorial))
        return [row, [Segment("  " + "─" * max(1, width - 3), looks.rule)]]

    def decorate(self, index: int, row: int, strip: Strip) -> Strip:
        """The bar of the current change, the ✓ of reviewed ones."""
        block = self.blocks[index]
        if block.change < 0:
            return strip
        text = self.style("redline--text")
        here = block.change == self._current
        blank = row >= self._heights[index] - (not block.tight)
        bar = Segment("▌", self.style("redline--current")) if here and not blank else Segment(" ", text)
        done = block.change in self._reviewed and row == 0
        tick = Segment("✓", self.style("redline--reviewed")) if done else Segment(" ", text)
        return Strip.join([Strip([bar, tick], 2), strip.crop(2)])

    @property
    def looks(self) -> Looks:
        """The styles of the rows, from the theme of now."""
        if self._looks is None:
            s = self.style
            self._looks = Looks(
                text=s("redline--text"),
                keep=s("redline--text"),
                unchanged=s("redline--unchanged"),
                add=s("redline--add"),
                remove=s("redline--remove"),
                move=s("redline--move"),
                muted=s("redline--muted"),
                rule=s("redline--rule"),
                material=s("redline--material"),
                editorial=s("redline--editorial"),
                grave=s("redline--grave"),
            )
        return self._looks

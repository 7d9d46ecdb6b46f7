"""The review: a redline to step through, change by change and section by section.

Rules that hold here:

- What is compared does not matter here: a `Redline` and maybe a `Judgement` come in, pictures and `Moved` go out.
- Changes are numbered from 0 in `redline.changes()` order in the code (`go_to`, `current`, `set_reviewed`); people read
  `position.n` of `position.total`, from 1.
- Side by side needs a hundred cells; below that it is shown inline. Only blocks near the screen are drawn.
- `context` is how many unchanged blocks around a change are shown: 0 none, None all.
- Another look at the same (layout, wrapping, context, width) keeps the current change on the row where it is read.
- Without wrapping a paragraph is one line, shown from its first changed words on when they would be out of sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from textual import events
from textual.message import Message

from policytui.core.judgement import Judgement
from policytui.core.redline import Hunk, Redline, SectionChange
from policytui.core.values import Change
from policytui.tui.widgets.redline_layout import Block, laid_out, title_of
from policytui.tui.widgets.redline_paint import Mode, RedlinePaint
from policytui.tui.widgets.redline_stops import Stops

SHIFT = 20
"""How many cells one step to the left or right is, without wrapping."""


class Look(NamedTuple):
    """How a redline is shown: inline or side by side, how much around each change, wrapped or not."""

    mode: Mode = "inline"
    context: int | None = 1
    wrap: bool = True


class Position(NamedTuple):
    """Where the reader stands: change `n` (from 1; 0: there is none) of `total`, its section, its verdict."""

    n: int
    total: int
    section: str
    change: Change


class Ready(NamedTuple):
    """What of a redline can be worked out before it is shown, in a thread: of a large one it takes a while."""

    stops: Stops
    context: int | None
    blocks: list[Block]
    """What is laid out with that context."""

    @classmethod
    def of(cls, redline: Redline, judgement: Judgement | None, context: int | None) -> Ready:
        """All of it."""
        return cls(Stops(redline, judgement), context, laid_out(redline, context))


class RedlineView(RedlinePaint):
    """A redline, inline or side by side. See the module for its rules."""

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
        wrap: bool = True,
        plain: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(mode=mode, wrap=wrap, plain=plain, name=name, id=id, classes=classes)
        self.judgement: Judgement | None = None
        self._around = context
        self._index: dict[int, int] = {}

    # --- what is shown ------------------------------------------------------------------------------------

    def show(
        self,
        redline: Redline,
        judgement: Judgement | None = None,
        *,
        current: int = 0,
        ready: Ready | None = None,
    ) -> None:
        """Show a redline, standing at change `current` (from 0; the last one if there are fewer). `ready` is what was
        worked out beforehand.
        """
        same = redline is self.redline
        self.judgement = judgement
        self._tell(redline, ready.stops if ready else Stops(redline, judgement))
        if not same:
            self._reviewed = frozenset()
        self._current = min(max(0, current), len(self._stops) - 1)
        if same:
            self.redraw(guess=False)
            self._show_current()
        else:
            fits = ready and ready.context == self._around
            self.put(self._numbered(ready.blocks) if ready and fits else self._laid_out())
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
    def context(self) -> int | None:
        """How many unchanged blocks around each change are shown; None for the whole document."""
        return self._around

    @context.setter
    def context(self, context: int | None) -> None:
        if context != self._around:
            self._around = context
            self._lay_out()

    @property
    def wrap(self) -> bool:
        """Whether paragraphs are wrapped; else each is one line, of which a stretch is shown."""
        return self._wrap

    @wrap.setter
    def wrap(self, wrap: bool) -> None:
        if wrap != self._wrap:
            self._wrap, self._shift = wrap, 0
            self._redo()

    def move(self, cells: int) -> None:
        """Without wrapping: that many cells along the lines, to the right or (negative) to the left, as far as a line
        on the screen goes on.
        """
        if self._wrap or self.redline is None:
            return
        left = right = 0
        first, last = (max(0, self.block_at(self.scroll_offset.y + y)) for y in (0, max(1, self.size.height) - 1))
        for block in self.blocks[first : last + 1]:
            if block.kind == "hunk":
                hunk = self.redline.sections[block.section].hunks[block.hunk]
                start, end = self.reach_of(hunk)
                left, right = max(left, start), max(right, end - start)
        self._move_to(max(-left, min(self._shift + cells, right)))

    def _move_to(self, shift: int) -> None:
        if shift != self._shift:
            self._shift = shift
            self.redraw()

    @property
    def look(self) -> Look:
        """How it is shown, to show another like it."""
        return Look(self._mode, self._around, self._wrap)

    @property
    def plain(self) -> bool:
        """Whether changes are told by brackets too: for 16 colours and none."""
        return self._plain

    @plain.setter
    def plain(self, plain: bool) -> None:
        if plain != self._plain:
            self._plain = plain
            self._redo()

    def find(self, text: str) -> None:
        """Set these words apart wherever they stand, upper and lower case alike; an empty text sets none apart."""
        wanted = re.compile(re.escape(text), re.IGNORECASE) if text else None
        if wanted != self._sought:
            self._sought = wanted
            self.redraw(guess=False)

    def set_reviewed(self, reviewed: Iterable[int]) -> None:
        """Mark these changes (from 0) as reviewed: ✓."""
        before, self._reviewed = self._reviewed, frozenset(reviewed)
        self._repaint(*(before ^ self._reviewed))

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
        return len(self._stops)

    @property
    def position(self) -> Position:
        """Where the reader stands."""
        here = self.current_change
        if here is None:
            return Position(0, self.total, "", Change.NONE)
        reason = self._stops.reason(self._current)
        return Position(self._current + 1, self.total, title_of(here[0]), reason.change if reason else Change.NONE)

    @property
    def why(self) -> str:
        """The reason for the verdict on the change at which the reader stands."""
        reason = self._stops.reason(self._current)
        return reason.why if reason else ""

    @property
    def current_change(self) -> tuple[SectionChange, Hunk] | None:
        """The section and the hunk at which the reader stands."""
        return self._stops.change(self._current)

    def go_to(self, n: int) -> bool:
        """Stand at change `n`, from 0. False when there is no such change."""
        if not 0 <= n < self.total:
            return False
        before, self._current = self._current, n
        self._move_to(0)
        self._show_current()
        if before != n:
            self._repaint(before, n)
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
        found = self._stops.next_section(self._current)
        return found is not None and self.go_to(found)

    def previous_section(self) -> bool:
        """To the first change of the section before that has one. False in the first one."""
        found = self._stops.previous_section(self._current)
        return found is not None and self.go_to(found)

    def _show_current(self) -> None:
        """Bring the current change into view with what stands around it: its first lines at a quarter of the screen,
        or higher where it would not fit, and of one longer than the screen the first changed words; nothing moves
        while all of that can be seen.
        """
        index = self._index.get(self._current)
        if index is None:
            return
        if not self._width:
            self._wanted = index
            return
        view, now = max(1, self.size.height), self.scroll_offset.y
        around = view // 4
        is_first = self._stops.section_of(self._current - 1) != self._stops.section_of(self._current)
        near = range(index - 1, max(-1, index - 4), -1) if is_first else ()
        head = next((n for n in near if self.blocks[n].kind == "head"), None)
        first = max(0, index - 1) if head is None else head
        last = min(index + 1, len(self.blocks) - 1)
        for n in range(first, last + 1):
            self._measure(n)
        top, end = self.top_of(index), self.top_of(index + 1)
        above = top - self.top_of(first) if head is not None else min(top - self.top_of(first), around)
        below = min(self.top_of(last + 1) - end, around)
        if now <= top - above and end + below <= now + view:
            return
        here = self.current_change
        row = self.row_of_change(here[1]) if here and self._wrap and end - top > view else 0
        if row >= view - around:
            self._settle(index, row - around)
        else:
            self._settle(index, -max(0, min(max(around, above), view - (end - top))))

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._along(event, 1)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._along(event, -1)

    def _along(self, event: events.MouseScrollDown | events.MouseScrollUp, by: int) -> None:
        """The wheel with shift goes along the lines."""
        if event.shift and not self._wrap:
            self.move(by * SHIFT)
            event.stop()
            event.prevent_default()

    async def _on_click(self, event: events.Click) -> None:
        inside = event.get_content_offset(self)
        index = self.block_at(inside.y + self.scroll_offset.y) if inside else -1
        if 0 <= index < len(self.blocks) and self.blocks[index].change >= 0:
            self.go_to(self.blocks[index].change)

    # --- blocks -------------------------------------------------------------------------------------------

    def _laid_out(self) -> list[Block]:
        if self.redline is None:
            return []
        return self._numbered(laid_out(self.redline, self._around))

    def _numbered(self, blocks: list[Block]) -> list[Block]:
        self._index = {block.change: index for index, block in enumerate(blocks) if block.change >= 0}
        return blocks

    def _lay_out(self) -> None:
        """Lay out the same redline in another way; the current change stays on its row."""
        if self.redline is None:
            return
        index, offset = self._place()
        change = self.blocks[index].change if self.blocks else -1
        self.put(self._laid_out(), top=self.scroll_offset.y)
        if change == self._current >= 0:
            self._settle(self._index[change], offset)
        self._show_current()

    def _repaint(self, *changes: int) -> None:
        """Only these changes look different now: a step costs two of them, not a screen."""
        for change in changes:
            index = self._index.get(change)
            if index is not None:
                self.refresh_lines(self.top_of(index), self._heights[index])

    def _redo(self) -> None:
        if self.redline is not None:
            self.redraw()
            self._show_current()

    def _place(self) -> tuple[int, int]:
        """What stays where it is: the current change while its first row is on the screen, else the first block."""
        index = self._index.get(self._current, -1)
        if 0 <= index < len(self._heights):
            row = self.top_of(index) - self.scroll_offset.y
            if 0 <= row < self.size.height:
                return index, -row
        return super()._place()

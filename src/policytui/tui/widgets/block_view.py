"""A scrolling view of many blocks, of which only those on the screen (and near it) are ever drawn.

Rules that hold here:

- A block is drawn once per content, width and look: its strips are cached. Unseen blocks have an estimated height;
  it becomes exact before a block comes near the screen, and what is on the screen does not jump for it.
- A change of blocks keeps the place: the first block on the screen stays where it is.
- Nothing animates. Styles come from component classes; a change of theme draws anew.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import accumulate
from typing import ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from policytui.tui.keys import bindings
from policytui.tui.widgets.typeset import Lazy

BlockT = TypeVar("BlockT")
_CACHE = 1000


LazyStrips = Lazy[Strip]
"""The strips of a block, each made when it is first seen."""


class BlockView(ScrollView, Generic[BlockT], can_focus=True):
    """The base of the preview and the redline. Blocks are any values; subclasses say how to draw one."""

    DEFAULT_CSS = """
    BlockView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """
    BINDINGS: ClassVar = bindings("view")
    LOOKS: ClassVar[tuple[str, ...]] = ()
    """The component classes whose styles drawing depends on."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.blocks: list[BlockT] = []
        self._heights: list[int] = []
        self._exact: list[bool] = []
        self._sums: list[int] | None = None
        self._strips: dict[Hashable, Sequence[Strip]] = {}
        self._styles_now: dict[str, Style] | None = None
        self._painted: dict[int, Strip] = {}
        self._settling = False
        self._width = 0
        self._wanted: int | None = None
        """The block to show as soon as the view has a size."""

    # --- for subclasses -----------------------------------------------------------------------------------

    @abstractmethod
    def key(self, block: BlockT) -> Hashable:
        """What the drawing of a block depends on besides width and look."""

    @abstractmethod
    def draw(self, block: BlockT, width: int) -> Sequence[Strip]:
        """The block's strips, each exactly `width` cells."""

    @abstractmethod
    def guess(self, block: BlockT, width: int) -> int:
        """About how many rows the block takes."""

    def decorate(self, index: int, row: int, strip: Strip) -> Strip:  # noqa: ARG002
        """The strip with what is not cached: marks that move."""
        return strip

    def look_changed(self) -> None:
        """The styles are others now."""

    def style(self, name: str) -> Style:
        """The style of a component class, from the theme of now."""
        if self._styles_now is None:
            self._styles_now = {name: self.get_component_rich_style(name) for name in self.LOOKS}
        return self._styles_now[name]

    # --- blocks and heights -------------------------------------------------------------------------------

    def put(self, blocks: Sequence[BlockT], *, top: int = 0) -> None:
        """Show other blocks, from row `top`."""
        self.blocks = list(blocks)
        self._wanted = None
        self._guess_all()
        self._settle(to=top)

    def splice(self, start: int, stop: int, blocks: Sequence[BlockT]) -> None:
        """Replace some blocks; what is on the screen stays in place as far as it is still there."""
        anchor, offset = self._place()
        self.blocks[start:stop] = blocks
        width = max(1, self._width)
        self._heights[start:stop] = [self.guess(block, width) for block in blocks]
        self._exact[start:stop] = [False] * len(blocks)
        self._sums = None
        if anchor >= stop:
            anchor += len(blocks) - (stop - start)
        elif anchor >= start:
            anchor = min(anchor, max(start, start + len(blocks) - 1))
        self._settle(anchor, offset)

    def redraw(self, *, guess: bool = True) -> None:
        """Draw everything anew, keeping the place: something that `key` does not tell has changed. Without `guess` the
        heights so far are near enough for what is out of sight.
        """
        anchor, offset = self._place()
        self._strips.clear()
        if guess:
            self._guess_all()
        else:
            self._exact = [False] * len(self.blocks)
        self._settle(anchor, offset)

    def top_of(self, index: int) -> int:
        """The row at which a block begins."""
        return self._tops()[index]

    def block_at(self, y: int) -> int:
        """The block that covers row `y`; the last one below the end, -1 when there is none."""
        return min(bisect_right(self._tops(), y) - 1, len(self.blocks) - 1)

    def show_block(self, index: int, *, height: int | None = None, centre: bool = False) -> None:
        """Scroll as little as needed to show the block (its first `height` rows); from afar, a third from the top."""
        if not 0 <= index < len(self.blocks):
            return
        if not self._width:
            self._wanted = index
            return
        self._measure(index)
        top, view = self.top_of(index), max(1, self.size.height)
        rows = min(self._heights[index] if height is None else height, view)
        now = self.scroll_offset.y
        if centre or top + rows <= now - view or top >= now + 2 * view:
            self._settle(index, -(view // 3))
        elif top < now:
            self._settle(index, 0)
        elif top + rows > now + view:
            self._settle(index, rows - view)

    def _tops(self) -> list[int]:
        if self._sums is None:
            self._sums = [0, *accumulate(self._heights)]
        return self._sums

    def _guess_all(self) -> None:
        width = max(1, self._width)
        self._heights = [self.guess(block, width) for block in self.blocks]
        self._exact = [False] * len(self.blocks)
        self._sums = None

    def _place(self) -> tuple[int, int]:
        """The first block on the screen and how many of its rows are above it."""
        if not self.blocks:
            return 0, 0
        y = self.scroll_offset.y
        index = max(0, self.block_at(y))
        return index, y - self.top_of(index)

    def _measure(self, index: int) -> Sequence[Strip]:
        strips = self.strips(index)
        if not self._exact[index]:
            self._exact[index] = True
            if self._heights[index] != len(strips):
                self._heights[index] = len(strips)
                self._sums = None
        return strips

    def strips(self, index: int) -> Sequence[Strip]:
        """The strips of a block, drawn if need be."""
        block = self.blocks[index]
        key = (self.key(block), self._width)
        strips = self._strips.get(key)
        if strips is None:
            if len(self._strips) >= _CACHE:
                self._strips.clear()
            strips = self._strips[key] = self.draw(block, max(1, self._width))
        return strips

    def _settle(self, anchor: int | None = None, offset: int = 0, *, to: int | None = None) -> None:
        """Make the heights around the screen exact and scroll so that row `offset` of block `anchor` is on top."""
        if self._settling or not self._width:
            return
        self._settling = True
        try:
            if to is not None:
                anchor, offset = max(0, self.block_at(to)), 0
                offset = to - self.top_of(anchor) if self.blocks else 0
            elif anchor is None:
                anchor, offset = self._place()
            view = max(1, self.size.height)
            if self.blocks:
                anchor = min(anchor, len(self.blocks) - 1)
                above, index = view - offset, anchor - 1
                while index >= 0 and above > 0:
                    self._measure(index)
                    above -= self._heights[index]
                    index -= 1
                below, index = 2 * view + offset, anchor
                while index < len(self.blocks) and below > 0:
                    self._measure(index)
                    below -= self._heights[index]
                    index += 1
            total = self._tops()[-1]
            size = Size(self._width, total)
            if size != self.virtual_size:
                self._resize_to(size)
            y = min(self._tops()[anchor] + offset if self.blocks else 0, max(0, total - view))
            if self.scroll_offset.y != max(0, y):
                self.scroll_to(y=max(0, y), animate=False, force=True)
            self.refresh_changed()
        finally:
            self._settling = False

    def _resize_to(self, size: Size) -> None:
        """Tell the scrollbar without laying the whole screen out again: the view's own size stays."""
        self.set_reactive(ScrollView.virtual_size, size)
        self._scroll_update(size)

    # --- Textual ------------------------------------------------------------------------------------------

    def _on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        width = self.scrollable_content_region.width
        if width != self._width:
            anchor, offset = self._place()
            self._width = width
            self._guess_all()
            self._settle(anchor, min(0, offset) if anchor else offset)
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                self.show_block(wanted)
        else:
            self._settle()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what came near the screen."""
        super().watch_scroll_y(old_value, new_value)
        if not self._settling:
            self._settle()

    def notify_style_update(self) -> None:
        """The theme (or a class) changed: draw anew if the styles did."""
        super().notify_style_update()
        old, self._styles_now = self._styles_now, None
        if old is None or not self.is_mounted:
            return
        if any(self.style(name) != style for name, style in old.items()):
            self.look_changed()
            self.redraw()

    def refresh_changed(self) -> None:
        """Paint the rows that are not what was painted last."""
        width = self.size.width
        lines = [Region(0, y, width, 1) for y in range(self.size.height) if self._painted.get(y) != self._line(y)]
        if lines:
            self.refresh(*lines)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        strip = self._painted[y] = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        tops = self._tops()
        if not self.blocks or row >= tops[-1]:
            return Strip.blank(self._width or self.size.width, self.rich_style)
        index = bisect_right(tops, row) - 1
        while index > 0 and not self._heights[index]:
            index -= 1
        strips = self.strips(index)
        line = row - tops[index]
        if line >= len(strips):
            return Strip.blank(self._width, self.rich_style)
        return self.decorate(index, line, strips[line])

    def action_rows(self, count: int) -> None:
        """Scroll by rows."""
        self.scroll_to(y=self.scroll_offset.y + count, animate=False)

    def action_pages(self, count: float) -> None:
        """Scroll by screens, keeping two rows in sight."""
        self.action_rows(int(count * max(2, self.size.height - 2)))

    def action_top(self) -> None:
        """Scroll to the top."""
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False)

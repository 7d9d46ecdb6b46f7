"""Frames sent as the cells that differ from the last one: over a slow line a key costs bytes, not kilobytes.

Rules that hold here:

- What the terminal shows is what Textual's own output would have made it show; a test replays both through a
  terminal emulator and compares every cell.
- The memory of the screen (`Differ`) is dropped whenever the terminal may show something else: a resize, a
  suspension, output that is not a frame. The next frame is then sent whole.
- Text whose width terminals disagree about (joined emoji, combining marks) is sent in whole pieces, over blanks.
- This is the one place that hooks into how Textual writes a frame. Where the hook is missing, or anything here
  fails, frames go out as Textual makes them.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import Console
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from policytui.tui.widgets.cells import Cell, cells_of, is_half, write

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Event
    from textual.screen import Screen

    _Base = App[Any]
else:
    _Base = object

try:
    from textual._ansi_sequences import SYNC_END, SYNC_START
    from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate

    HOOKED = True
except ImportError:  # pragma: no cover - a Textual without the hook
    HOOKED = False

_NEAR = 6
"""Equal cells between two changed ones that are cheaper to send again than to jump over."""
_SCROLLED = 6
"""Rows from which it is looked whether they have moved."""
_FEW = 2
"""Rows of changed cells that are sooner sent than it is looked whether they have moved: while somebody types."""
_BAR = 2
"""Columns at the right of what scrolls in which a scrollbar may stand."""
_REMEMBERED = 600
"""Strips whose cells are remembered at most: some screens full. Each of them holds what Textual has made of it."""
_SHORT = 8
"""Cells of a strip (an edge, a bar) that are as quick to make as to remember."""
_AT_ONCE = 400
"""Characters up to which a frame comes in one piece: a terminal need not be told to wait for its end."""


class Differ:
    """What the terminal shows, cell by cell, and how to make it show something else."""

    def __init__(self) -> None:
        self.width = 0
        """Columns of the terminal, where they are known: a row with fewer was never written whole."""
        self.rows: dict[int, list[Cell | None]] = {}
        self._cells: dict[int, tuple[Strip, list[Cell], bool]] = {}

    def forget(self) -> None:
        """The terminal may show anything: send the next frame whole."""
        self.rows.clear()

    def encode(self, update: CompositorUpdate, console: Console) -> str:
        """What to write so that the terminal shows the update; "" when it does already."""
        out: list[str] = []
        chunks = list(chunks_of(update))
        self._scroll(chunks, console, out)
        for y, x, strip in chunks:
            self._put(y, x, strip, console, out)
        return "".join(out)

    def _scroll(self, chunks: list[tuple[int, int, Strip]], console: Console, out: list[str]) -> None:
        """Where rows have moved up or down, have the terminal move them.

        It moves whole rows: what stands beside a part that scrolls is put back.
        """
        rows = sorted({y for y, _, _ in chunks})
        top, bottom = (rows[0], rows[-1] + 1) if rows else (0, 0)
        if bottom - top < _SCROLLED or len(rows) < bottom - top or any(y not in self.rows for y in rows):
            return
        beside = self._beside(chunks)
        if beside is None:
            return
        wanted = {y: list(self.rows[y]) for y in rows}
        for y, x, strip in chunks:
            wanted[y][x : x + strip.cell_length] = self._cells_of(strip, console)[0]
        columns = slice(min(x for _, x, _ in chunks), max(x + strip.cell_length for _, x, strip in chunks) - _BAR)
        by = self._moved(top, bottom, wanted, columns)
        if not by:
            return
        act = f"{by}M" if by > 0 else f"{-by}L"
        out.append(f"\x1b[{top + 1};{bottom}r\x1b[{top + 1};1H\x1b[{act}\x1b[r")
        old = [self.rows[y] for y in rows]
        for y in rows:
            # Rows that came in are blank, in a colour that terminals disagree about: they are sent whole.
            from_row = y - top + by
            self.rows[y] = list(old[from_row]) if 0 <= from_row < len(old) else [None] * len(old[0])
        for y, x, cells in beside:
            self._change(y, x, cells, out)

    def _beside(self, chunks: list[tuple[int, int, Strip]]) -> list[tuple[int, int, list[Cell]]] | None:
        """What the rows of an update show outside it, (y, x, cells); None where that cannot be put back as it is."""
        written: dict[int, list[tuple[int, int]]] = {}
        for y, x, strip in chunks:
            written.setdefault(y, []).append((x, x + strip.cell_length))
        width = max(self.width, max(len(self.rows[y]) for y in written))
        found: list[tuple[int, int, list[Cell]]] = []
        for y, spans in written.items():
            row = self.rows[y]
            if len(row) != width:
                return None
            at = 0
            for start, end in [*sorted(spans), (width, width)]:
                cells = [cell for cell in row[at:start] if cell is not None and isinstance(cell[0], str)]
                split = any(map(is_half, (*cells[:1], *row[start : start + 1])))
                if split or len(cells) < start - at:
                    return None
                if cells:
                    found.append((y, at, cells))
                at = max(at, end)
        return found

    def _moved(self, top: int, bottom: int, wanted: dict[int, list[Cell | None]], columns: slice) -> int:
        """By how many rows most of what is wanted stands lower now (negative: higher); 0 when moving does not pay.

        In `columns` whole rows must have moved for the rest to be looked at.
        """
        total = sum(len(row) for row in wanted.values())
        changed = total - sum(_same(wanted[y], self.rows[y]) for y in range(top, bottom))
        if changed < _FEW * len(wanted[top]):
            return 0
        least, by = changed // 2, 0
        for distance in range(1, bottom - top - 1):
            for shift in (distance, -distance):
                first, last = max(top, top - shift), min(bottom, bottom - shift)
                # Few rows tell whether it is worth while to look at all.
                if not any(wanted[y][columns] == self.rows[y + shift][columns] for y in range(first, last, 3)):
                    continue
                other = total - sum(_same(wanted[y], self.rows[y + shift]) for y in range(first, last))
                if other < least:
                    least, by = other, shift
        return by

    def _put(self, y: int, x: int, strip: Strip, console: Console, out: list[str]) -> None:
        cells, simple = self._cells_of(strip, console)
        size = len(cells)
        if not size:
            return
        row = self.rows.setdefault(y, [])
        if len(row) < x + size:
            row.extend([None] * (x + size - len(row)))
        if simple:
            self._change(y, x, cells, out)
        elif row[x : x + size] != cells:
            # Blanks first: a terminal that takes these characters for narrower must not show what was there before.
            place = f"\x1b[{y + 1};{x + 1}H"
            out.append(f"{place}{' ' * size}{place}{strip.render(console)}")
            # Taken for wider, they run over what stands to the right: nobody knows what is shown there.
            row[x + size :] = [None] * (len(row) - x - size)
            self._keep(y, x, cells)

    def _change(self, y: int, x: int, cells: list[Cell], out: list[str]) -> None:
        """Write these cells where they differ from what is shown."""
        old = self.rows[y][x : x + len(cells)]
        if old != cells:
            self._runs(y, x, cells, old, out)
            self._keep(y, x, cells)

    def _keep(self, y: int, x: int, cells: list[Cell]) -> None:
        """Remember that these cells are shown."""
        row, size = self.rows[y], len(cells)
        # A wide character of which only one half was overwritten leaves a hole: nobody knows what is shown there.
        if x and is_half(row[x]):
            row[x - 1] = None
        if x + size < len(row) and is_half(row[x + size]):
            row[x + size] = None
        row[x : x + size] = cells

    def _runs(self, y: int, x: int, cells: list[Cell], old: list[Cell | None], out: list[str]) -> None:
        """Write the runs of cells that differ, near ones joined."""
        size = len(cells)
        at = 0
        while at < size:
            if cells[at] == old[at]:
                at += 1
                continue
            start, end = at, at + 1
            at = end
            while at < size and at - end <= _NEAR:
                if cells[at] != old[at]:
                    end = at + 1
                at += 1
            while start and is_half(cells[start]):
                start -= 1
            while end < size and is_half(cells[end]):
                end += 1
            at = max(at, end)
            out.append(f"\x1b[{y + 1};{x + start + 1}H")
            write(cells[start:end], out)

    def _cells_of(self, strip: Strip, console: Console) -> tuple[list[Cell], bool]:
        known = self._cells.get(id(strip))
        if known is not None:
            return known[1], known[2]
        cells, simple = cells_of(strip, console._color_system or ColorSystem.TRUECOLOR)
        if len(cells) <= _SHORT:
            return cells, simple
        if len(self._cells) >= _REMEMBERED:
            self._cells.clear()
        self._cells[id(strip)] = (strip, cells, simple)
        return cells, simple


def _same(wanted: list[Cell | None], shown: list[Cell | None]) -> int:
    """How many cells are equal already."""
    return sum(map(operator.eq, wanted, shown))


def chunks_of(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The pieces of rows that an update writes, as Textual would: (y, x, strip)."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, x1, x2 in update.spans:
            for end, (x, piece) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if piece is None or x > x2 or end <= x1:
                    continue
                whole = x2 > x >= x1 and end <= x2
                yield y, x, piece if whole else piece.crop(0, min(end, x2) - x)
    else:
        raise TypeError(f"not a frame: {type(update).__name__}")


if HOOKED:

    class RowCompositor(Compositor):
        """Textual's compositor, which asks a widget only for the rows that are painted anew."""

        def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
            if crop is None or crop.height >= self.size.height:
                yield from super()._get_renders(crop)
                return
            for widget, (region, clip) in self.visible_widgets.items():
                part = clip.intersection(Region(clip.x, crop.y, clip.width, crop.height))
                shown = region.intersection(part)
                if shown and part.overlaps(crop):
                    yield region, part, widget.render_lines(shown.translate(-region.offset))
                    if shown.contains_region(crop):
                        return  # nothing behind it is seen


class RowScreen:
    """Mixed into a Screen, before it: only rows that changed are asked for."""

    _compositor: Any

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if HOOKED:
            self._compositor = RowCompositor()


class CellFrames(_Base):
    """Mixed into an App, before it: frames as differing cells. `forget_frame` makes the next one whole."""

    _differ: Differ | None = None
    _differ_broken = False

    def forget_frame(self) -> None:
        """Send the next frame whole: the terminal may show something that we did not write."""
        if self._differ is not None:
            self._differ.forget()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        frame = self._frame(renderable)
        if frame is None:
            super()._display(screen, renderable)
            return
        place = self.screen.outer_size.clamp_offset(self.cursor_position)
        if self._driver is not None and (frame or place != self._previous_cursor_position):
            self._previous_cursor_position = place
            frame += f"\x1b[{place.y + 1};{place.x + 1}H"
            if len(frame) > _AT_ONCE and self._sync_available:
                frame = f"{SYNC_START}{frame}{SYNC_END}"
            self._driver.write(frame)
            self._driver.flush()
        self.post_display_hook()

    def _frame(self, renderable: Any) -> str | None:
        """What to write for a frame, or None when Textual should write it."""
        if not HOOKED or self._differ_broken or renderable is None:
            return None
        driver = self._driver
        if self._batch_count or not self._running or self._closed or self.is_headless or driver is None:
            return None
        if driver.is_inline or not isinstance(renderable, (LayoutUpdate, ChopsUpdate)):
            self.forget_frame()
            return None
        if self._differ is None:
            self._differ = Differ()
        self._differ.width = self.size.width
        try:
            return self._differ.encode(renderable, self.console)
        except Exception:  # whatever it is, the screen must be painted
            self._differ_broken = True
            return None

    async def on_event(self, event: Event) -> None:
        """A resize makes the terminal lay its rows out anew."""
        if isinstance(event, events.Resize):
            self.forget_frame()
        await super().on_event(event)

    def _suspend_signal(self) -> None:
        self.forget_frame()
        super()._suspend_signal()

    def _resume_signal(self) -> None:
        self.forget_frame()
        super()._resume_signal()

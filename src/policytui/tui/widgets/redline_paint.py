"""How a redline is painted: section headers, changed and unchanged blocks, what is folded away, the marks beside them.

Rules that hold here: it paints what it is told to and decides nothing; `redline_view` walks through it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from policytui.core.redline import Hunk, Redline, SectionChange
from policytui.core.values import Change
from policytui.core.visible import one_line
from policytui.tui.widgets.block_view import BlockView, LazyStrips
from policytui.tui.widgets.redline_layout import OWN_TITLES, Block, notes_on, title_of
from policytui.tui.widgets.redline_rows import GUTTER, MEASURE, Looks, Wanted, hunk_rows, reach, row_of_change, sign_of
from policytui.tui.widgets.redline_stops import Stops
from policytui.tui.widgets.typeset import Row, clipped, rows_of, strip_of

Mode = Literal["inline", "split"]
SPLIT_FROM = 100
"""The least width, in cells, at which side by side is readable."""


class RedlinePaint(BlockView[Block]):
    """A redline as rows. See the module for its rules."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "redline--text", "redline--unchanged", "redline--add", "redline--remove", "redline--move", "redline--muted",
        "redline--rule", "redline--head", "redline--sign", "redline--current", "redline--reviewed", "redline--cut",
        "redline--material", "redline--editorial", "redline--grave",
    }  # fmt: skip
    LOOKS = tuple(sorted(COMPONENT_CLASSES))
    DEFAULT_CSS = """
    RedlinePaint {
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
        & .redline--cut { color: $primary; text-style: bold; }
        & .redline--material { color: $verdict-material-text; background: $verdict-material; text-style: bold; }
        & .redline--grave { color: $verdict-material; }
        & .redline--editorial { color: $verdict-editorial-text; background: $verdict-editorial; }
    }
    """

    def __init__(
        self,
        *,
        mode: Mode = "inline",
        wrap: bool = True,
        plain: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.redline: Redline | None = None
        self._mode: Mode = mode
        self._wrap = wrap
        self._shift = 0
        self._plain = plain
        self._current = -1
        self._reviewed: frozenset[int] = frozenset()
        self._stops = Stops()
        self._titles: dict[str, str] = {}
        self._looks: Looks | None = None
        self._sought: Wanted = None

    def _tell(self, redline: Redline, stops: Stops) -> None:
        """Paint another redline from now on."""
        self.redline, self._stops = redline, stops
        self._titles = {s.old_id: s.old_title or OWN_TITLES.get(s.old_id, "") for s in redline.sections if s.old_id}
        self._strips.clear()

    @property
    def shown_mode(self) -> Mode:
        """What is shown: "inline" when the view is too narrow for "split"."""
        return "split" if self._mode == "split" and self._width >= SPLIT_FROM else "inline"

    def reach_of(self, hunk: Hunk) -> tuple[int, int]:
        """Without wrapping: the first and the last cell from which its line is shown."""
        width = max(8, self._width - GUTTER - 1)
        return reach(hunk, width, split=self.shown_mode == "split", plain=self._plain)

    def row_of_change(self, hunk: Hunk) -> int:
        """Wrapped: which row of its block the first changed words stand on, or the first that are looked for."""
        return row_of_change(
            hunk,
            max(8, self._width - GUTTER - 1),
            self.looks,
            split=self.shown_mode == "split",
            plain=self._plain,
            titles=self._titles,
            wanted=self._sought,
        )

    def _shift_of(self, hunk: Hunk) -> int:
        first, last = self.reach_of(hunk)
        return max(0, min(first + self._shift, last))

    def key(self, block: Block) -> Hashable:
        """The place in this redline; `show` empties the cache."""
        return (block, self.shown_mode, self._plain, self._wrap, self._shift)

    def guess(self, block: Block, width: int) -> int:
        """From the count of characters."""
        if block.kind != "hunk" or self.redline is None:
            return 2
        if not self._wrap:
            return 1 + (not block.tight)
        hunk = self.redline.sections[block.section].hunks[block.hunk]
        size = max(len(hunk.before), len(hunk.after))
        measure = max(8, (width - GUTTER - 3) // 2 if self.shown_mode == "split" else min(width - GUTTER, MEASURE))
        return 1 + size // measure + (not block.tight)

    def look_changed(self) -> None:
        """Other styles."""
        self._looks = None

    def draw(self, block: Block, width: int) -> Sequence[Strip]:
        """The block's rows behind its gutter."""
        text = self.style("redline--text")
        rows: Sequence[Row]
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
                shift=None if self._wrap else self._shift_of(hunk),
                reasons=self._stops.reasons(section, block.hunk),
                titles=self._titles,
                wanted=self._sought,
            )
        else:
            what = "paragraph" if block.kind == "fold" else "section"
            words = f"… {block.folded} {what}{'s' * (block.folded != 1)} unchanged"
            rows = rows_of([(words, self.style("redline--muted"))], width - GUTTER)
        first = Segment(f"   {sign} ", self.style("redline--sign"))
        blank = Segment(" " * GUTTER, text)

        def strip(number: int) -> Strip:
            if number == len(rows):
                return Strip.blank(width, text)
            return strip_of([blank if number else first, *rows[number]], width, text)

        return LazyStrips(len(rows) + (not block.tight), strip)

    def _head(self, section: SectionChange, width: int) -> list[Row]:
        looks = self.looks
        notes = notes_on(section)
        width = width if self.shown_mode == "split" or not self._wrap else min(width, GUTTER + MEASURE + 1)
        verdict = self._stops.verdict_on(section)
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
                cut=s("redline--cut"),
            )
        return self._looks

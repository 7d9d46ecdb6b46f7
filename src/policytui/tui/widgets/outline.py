"""The outline: the sections of a policy by level, with the policy's own two entries on top.

Rules that hold here:

- Entries have ids: `@policy` (title and dates), `@preamble` (the text before the first section), else the section's.
- Moving the highlight posts `Highlighted`; enter or a click posts `Selected`. Neither is posted for what the
  program does (`show`, `highlight`).
- A changed section has a mark that is not colour alone: `●` changed, `+` added.
- Only the rows on the screen are drawn, one row an entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy
from policytui.core.visible import one_line
from policytui.tui.keys import bindings
from policytui.tui.widgets.typeset import clipped

CHANGED, ADDED = "●", "+"
_MAX_INDENT = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: the id, what is printed, the level (0 for the policy's own)."""

    id: str
    title: str
    level: int = 0
    mark: str = ""


class Outline(ScrollView, can_focus=True):
    """The list of sections."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "outline--own", "outline--top", "outline--sub", "outline--mark", "outline--current", "outline--blurred",
    }  # fmt: skip
    DEFAULT_CSS = """
    Outline {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & .outline--own { color: $muted; text-style: italic; }
        & .outline--top { color: $foreground; }
        & .outline--sub { color: $secondary; }
        & .outline--mark { color: $accent; text-style: bold; }
        & .outline--current {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        & .outline--blurred { color: $primary; background: $panel; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list"), Binding("enter", "select", "Open", show=False)]

    class Selected(Message):
        """An entry was chosen, by enter or click."""

        def __init__(self, outline: Outline, section_id: str) -> None:
            super().__init__()
            self.outline, self.section_id = outline, section_id

        @property
        def control(self) -> Outline:
            """The outline."""
            return self.outline

    class Highlighted(Message):
        """The highlight was moved to an entry by a person."""

        def __init__(self, outline: Outline, section_id: str) -> None:
            super().__init__()
            self.outline, self.section_id = outline, section_id

        @property
        def control(self) -> Outline:
            """The outline."""
            return self.outline

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.entries: tuple[Entry, ...] = ()
        self._current = 0

    @property
    def current(self) -> str:
        """The id of the highlighted entry ("" when there is none)."""
        return self.entries[self._current].id if self.entries else ""

    def show(self, policy: Policy, changed: Set[str] | Mapping[str, str] = frozenset()) -> None:
        """Show a policy's sections. `changed` holds the ids of changed ones (or id → mark); the highlight stays."""
        marks = changed if isinstance(changed, Mapping) else dict.fromkeys(changed, CHANGED)
        entries = [
            Entry(POLICY_ID, "Title & dates", 0, marks.get(POLICY_ID, "")),
            Entry(PREAMBLE_ID, "Preamble", 0, marks.get(PREAMBLE_ID, "")),
        ]
        entries += [
            Entry(section.id, one_line(section.title) or "Untitled section", section.level, marks.get(section.id, ""))
            for section in policy.sections
        ]
        new = tuple(entries)
        if new == self.entries:
            return
        current = self.current
        self.entries = new
        self._current = next(
            (n for n, entry in enumerate(new) if entry.id == current), min(self._current, len(new) - 1)
        )
        size = Size(self.size.width, len(new))
        if size.height != self.virtual_size.height:
            self.virtual_size = size
        self._reveal()

    def highlight(self, section_id: str) -> None:
        """Highlight an entry; an unknown id changes nothing."""
        for number, entry in enumerate(self.entries):
            if entry.id == section_id and number != self._current:
                self._current = number
                self._reveal()

    def _reveal(self) -> None:
        view = max(1, self.size.height)
        top = self.scroll_offset.y
        if self._current < top:
            self.scroll_to(y=self._current, animate=False, force=True)
        elif self._current >= top + view:
            self.scroll_to(y=self._current - view + 1, animate=False, force=True)
        self.refresh()

    def _go(self, number: int) -> None:
        number = max(0, min(number, len(self.entries) - 1))
        if self.entries and number != self._current:
            self._current = number
            self._reveal()
            self.post_message(self.Highlighted(self, self.current))

    def action_cursor_up(self) -> None:
        """One entry up."""
        self._go(self._current - 1)

    def action_cursor_down(self) -> None:
        """One entry down."""
        self._go(self._current + 1)

    def action_page_up(self) -> None:
        """One page up."""
        self.action_half(-2)

    def action_page_down(self) -> None:
        """One page down."""
        self.action_half(2)

    def action_half(self, count: int) -> None:
        """Half pages up or down."""
        self._go(self._current + count * max(2, self.size.height - 1) // 2)

    def action_cursor_first(self) -> None:
        """To the first entry."""
        self._go(0)

    def action_cursor_last(self) -> None:
        """To the last entry."""
        self._go(len(self.entries) - 1)

    def action_select(self) -> None:
        """Choose the highlighted entry."""
        if self.entries:
            self.post_message(self.Selected(self, self.current))

    async def _on_click(self, event: events.Click) -> None:
        inside = event.get_content_offset(self)
        number = inside.y + self.scroll_offset.y if inside else -1
        if 0 <= number < len(self.entries):
            self._go(number)
            self.action_select()

    def _on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        self._reveal()

    def _on_focus(self, event: events.Focus) -> None:
        super()._on_focus(event)
        self.refresh()

    def _on_blur(self, event: events.Blur) -> None:
        super()._on_blur(event)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if number >= len(self.entries):
            return Strip.blank(width, self.rich_style)
        entry = self.entries[number]
        indent = " " * (2 * min(max(0, entry.level - 1), _MAX_INDENT))
        style = self.get_component_rich_style(("outline--own", "outline--top")[entry.level > 0])
        if entry.level > 1:
            style = self.get_component_rich_style("outline--sub")
        mark = self.get_component_rich_style("outline--mark")
        lead = " "
        if number == self._current:
            style = self.get_component_rich_style("outline--current" if self.has_focus else "outline--blurred")
            mark = style
            lead = "▸"
        return _row(lead, indent, entry, width, style, mark)


def _row(lead: str, indent: str, entry: Entry, width: int, style: Style, mark: Style) -> Strip:
    room = width - len(indent) - 5
    title = clipped(entry.title, max(1, room))
    pad = " " * max(0, room - cell_len(title))
    segments = [
        Segment(f"{lead} {indent}", style),
        Segment(title + pad, style),
        Segment(f" {entry.mark or ' '} ", mark),
    ]
    return Strip(segments).adjust_cell_length(width, style)

"""What every screen has around its matter: the line on top, the line that speaks, the line of keys.

Rules that hold here: no text is parsed as markup; hidden characters are made visible before widths are measured;
the line of keys is made of the bindings that are active now, so it tells the truth under a person's own keys.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.app import RenderResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from policytui.core.visible import one_line
from policytui.tui import keys

Piece = tuple[str, str]
"""Text and the name of its style in `STYLES`."""

STYLES = {
    "": "",
    "dim": "$muted",
    "rule": "$rule",
    "strong": "bold",
    "mark": "bold $primary",
    "key": "bold $primary",
    "good": "$success",
    "warn": "bold $warning",
    "bad": "bold $error",
    "italic": "italic",
    "material": "bold $verdict-material-text on $verdict-material",
    "editorial": "$verdict-editorial-text on $verdict-editorial",
    "none": "$muted",
    "plain-material": "bold $verdict-material",
    "plain-editorial": "$foreground",
    "plain-none": "$muted",
}


def content(*pieces: Piece) -> Content:
    """Styled text out of pieces; never markup, never a hidden character."""
    return Content.assemble(*((one_line(text), STYLES[style]) for text, style in pieces if text))


def paragraphs(*lines: Sequence[Piece]) -> Content:
    """Several lines of pieces."""
    return Content("\n").join([content(*line) for line in lines])


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, width)


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells."""
    return fit(text, width) if cell_len(text) > width else text


class Line(Widget):
    """One line with something on the left and something on the right."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; padding: 0 1; }"

    def __init__(self, *, id: str | None = None, right_yields: bool = False) -> None:
        """`right_yields`: where both do not fit, the right is left out; else the left is cut."""
        super().__init__(id=id)
        self._right_yields = right_yields
        self._left: tuple[Piece, ...] = ()
        self._right: tuple[Piece, ...] = ()

    def say(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show this; nothing is drawn again when it is what stands there."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    @property
    def right(self) -> tuple[Piece, ...]:
        """What stands on the right."""
        return self._right

    @property
    def text(self) -> str:
        """What it says, for tests and for people who read screens by ear."""
        return "".join(text for text, _ in (*self._left, *self._right))

    def render(self) -> RenderResult:
        """The line in the width there is."""
        width = self.size.width
        right = [(one_line(text), style) for text, style in self._right]
        taken = sum(cell_len(text) for text, _ in right)
        if self._right_yields and taken + 2 + sum(cell_len(one_line(text)) for text, _ in self._left) > width:
            right, taken = [], 0
        room = max(0, width - taken - (2 if taken else 0))
        pieces: list[Piece] = []
        for text, style in self._left:
            shown = cut(one_line(text), room)
            pieces.append((shown, style))
            room -= cell_len(shown)
            if room <= 0:
                break
        gap = width - taken - sum(cell_len(text) for text, _ in pieces)
        return content(*pieces, (" " * max(0, gap), ""), *right)


class TopLine(Line):
    """Where we are: crumbs on the left, the state on the right."""

    DEFAULT_CSS = "TopLine { background: $panel; color: $foreground; }"

    def crumbs(self, *names: str, right: Sequence[Piece] = ()) -> None:
        """`policytui › kleanflo › History`, the last one strong."""
        pieces: list[Piece] = [("policytui", "mark")]
        for position, name in enumerate(names):
            pieces += [("  ›  ", "dim"), (name, "strong" if position == len(names) - 1 else "")]
        self.say(pieces, right)


class StatusLine(Line):
    """What is so, at the foot of the screen."""

    DEFAULT_CSS = "StatusLine { color: $muted; }"


class KeyLine(Widget):
    """The keys that count here, as many as fit; help always. What has just happened stands in their place for a while:
    there it hides nothing that one works with, and takes as many lines as it needs.
    """

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; padding: 0 1; background: $panel; }
    KeyLine.-notes { height: auto; max-height: 6; }
    """

    _last = Content("")
    _notes: tuple[Sequence[Piece], ...] = ()
    since = 0.0
    """When it was first there, as `time.time` counts."""

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.since = time.time()
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def tell(self, notes: Sequence[Piece]) -> None:
        """Show these instead of the keys, each from a line of its own; none: the keys again."""
        told = tuple([note] for note in notes)
        if told != self._notes:
            self._notes = told
            self.set_class(bool(told), "-notes")
            self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Keys and their words in the width there is."""
        if self._notes:
            return paragraphs(*self._notes)
        if not self.screen.is_active:
            return self._last
        seen: dict[str, tuple[str, str]] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if binding.show and active.enabled and binding.id and binding.id not in seen:
                seen[binding.id] = (keys.display(key), binding.description)
        last = [seen.pop(name) for name in ("app.help",) if name in seen]
        seen.pop("app.quit", None)
        order = {key.id: position for position, key in enumerate(keys.KEYS)}
        items = [seen[name] for name in sorted(seen, key=lambda name: order.get(name, 999))]
        room = self.size.width - sum(len(key) + len(word) + 3 for key, word in last)
        pieces: list[Piece] = []
        for key, word in items:
            needed = cell_len(key) + cell_len(word) + 3
            if needed > room:
                break
            pieces += [(key, "key"), (f" {word}  ", "dim")]
            room -= needed
        for key, word in last:
            pieces += [(" " * max(0, room), ""), (key, "key"), (f" {word}", "dim")]
        self._last = content(*pieces)
        return self._last

"""The last gate before the terminal: no control or hidden character of any text leaves the program raw.

Rules that hold here:

- Every strip of every widget passes through `HostileFilter` (an app returns it, last, from `get_line_filters`).
- A strip keeps its width in cells: what has no width is dropped, and a row never grows or shrinks. Widgets that want
  hidden characters *seen* call `policytui.core.visible.visible` before they lay text out; `shown` gives a form with one
  character for each, for editors.
- Hyperlink targets (OSC 8) are dropped: a link's text says where it leads.
- Emoji joined by U+200D lose the joiner, for it is hidden text like any other; the width is mended.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from policytui.core.visible import HIDDEN

REPLACEMENT = "\ufffd"
"""What stands for a hidden character that has no picture of its own."""


def shown(text: str) -> str:
    """The text with each hidden character as ONE visible character of one cell: ``␛``, ``␡``, else ``�``.

    Positions stay: character n of the result stands for character n of the text. Tab and line feed stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(lambda match: _picture(match.group()), text)


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACEMENT


def harmless(text: str) -> str:
    """The text without hidden characters, line ends and tabs, as wide in cells as before."""
    if text.isascii() and text.isprintable():
        return text
    clean = HIDDEN.sub("", text).replace("\n", "").replace("\t", "")
    if clean == text:
        return text
    width = cell_len(text)
    return clean if cell_len(clean) == width else set_cell_size(clean, width)


class HostileFilter(LineFilter):
    """Drops hidden characters and link targets from whatever is painted."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same cells without anything a terminal would act on."""
        for text, style, control in segments:
            if control or not (text.isascii() and text.isprintable()) or (style is not None and style._link):
                cleaned = [_clean(segment) for segment in segments if not segment.control]
                return [segment for segment in cleaned if segment.text]
        return segments


def _clean(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style._link:
        style = style.update_link(None)
    return Segment(harmless(text), style)

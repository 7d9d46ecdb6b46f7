"""The text behind the editor: lines that only a line feed ends, and how they are wrapped and shown.

Rules that hold here:

- `Lines(text).text` is the text, to the character (Textual's own document also breaks at form feeds, U+2028 and the
  like, and would write line feeds for them).
- Hidden characters stay in the text; `Shown` gives the same positions with something to see at each.
- This module and `editor` use parts of Textual that are not public; Textual is held below 9 for it.
"""

from __future__ import annotations

from textual.document._document import Document, EditResult, Location
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.document._wrapped_document import WrappedDocument

from policytui.tui.hostile import shown


class Lines(Document):
    """The text as a list of lines; unlike Textual's, only a line feed ends one."""

    def __init__(self, text: str) -> None:
        super().__init__("")
        self._newline = "\n"
        self._lines = text.split("\n")

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace what lies between two places by `text`."""
        (top, left), (bottom, right) = sorted((start, end))
        lines = self._lines
        replaced = self.get_text_range((top, left), (bottom, right))
        before = lines[top][:left] if top < len(lines) else ""
        after = lines[bottom][right:] if bottom < len(lines) else ""
        new = text.split("\n")
        new[0] = before + new[0]
        column = len(new[-1])
        new[-1] += after
        lines[top : bottom + 1] = new
        return EditResult((top + len(new) - 1, column), replaced)


class Shown(Document):
    """A document as it is drawn: each hidden character as one visible one. It has no lines of its own."""

    def __init__(self, source: Lines) -> None:
        self._newline = "\n"
        self._source = source

    @property
    def _lines(self) -> list[str]:  # type: ignore[override]
        return [shown(line) for line in self._source._lines]

    def __getitem__(self, line_index: int | slice) -> str | list[str]:  # type: ignore[override]
        if isinstance(line_index, slice):
            return [shown(line) for line in self._source._lines[line_index]]
        return shown(self._source._lines[line_index])

    @property
    def line_count(self) -> int:
        """The number of lines."""
        return len(self._source._lines)


class Wrapped(WrappedDocument):
    """Wrapped lines whose count is known without adding it up."""

    @property
    def height(self) -> int:
        """The rows of the whole text."""
        return len(self._offset_to_line_info)


class NoHistory(EditHistory):
    """Remembers nothing: the draft does."""

    def record(self, edit: Edit) -> None:
        """Keep nothing."""

    def checkpoint(self) -> None:
        """Keep nothing."""

"""A Markdown text cut into source units: paragraphs, list items, headings, rows, fences, each with its own bytes.

Rules that hold here:

- Units joined give the text exactly: what a merge keeps, it keeps as it was written.
- A unit is what a person edits as one: a fence is whole, a list item stands alone, lines of one paragraph stay
  together (with the line under a heading), and so does an unresolved conflict.
- The white space between two units belongs to the one before; empty lines at the top are a unit without text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_OPENED = re.compile(r"<{7,}(?: |$)")


class Unit(NamedTuple):
    """One unit: its text without the last line end, and the line ends and empty lines that follow it."""

    text: str
    gap: str = ""


def units(text: str) -> list[Unit]:
    """The units of a text, in order."""
    cutter = _Cutter()
    lines = text.split("\n")
    for line in lines[:-1]:
        cutter.line(line, "\n")
    if lines[-1]:
        cutter.line(lines[-1], "")
    return cutter.done()


def joined(parts: list[Unit]) -> str:
    """The text that units make."""
    return "".join(text + gap for text, gap in parts)


class _Cutter:
    """Takes lines, gives units. The open unit waits in `held` until something ends it."""

    def __init__(self) -> None:
        self.found: list[Unit] = []
        self.held: list[str] = []
        self.ends = ""
        self.fence = ""
        """What closes the open fence or conflict."""
        self.alone = False
        """Whether the open unit takes no further line."""

    def line(self, line: str, end: str) -> None:
        if self.fence:
            self._take(line, end)
            self._closes(line)
            return
        if not line.strip():
            self._blank(line + end)
            return
        if self.held and (self.ends.count("\n") > 1 or self.alone or self._begins(line)):
            self._end()
        self._take(line, end)
        if len(self.held) == 1:
            self._opens(line)
        elif _UNDERLINE.match(line):
            self.alone = True

    def done(self) -> list[Unit]:
        self._end()
        return self.found

    def _take(self, line: str, end: str) -> None:
        if self.held:
            self.held[-1] += self.ends
        self.held.append(line)
        self.ends = end

    def _blank(self, line: str) -> None:
        if self.held:
            self.ends += line
            self.alone = True
        elif self.found:
            last = self.found[-1]
            self.found[-1] = last._replace(gap=last.gap + line)
        else:
            self.found.append(Unit("", line))

    def _begins(self, line: str) -> bool:
        """Whether a line inside a paragraph begins a unit of its own."""
        head = self.held[0]
        if _UNDERLINE.match(line) and not _ITEM.match(head):
            return False
        return bool(
            _ITEM.match(line)
            or _HEADING.match(line)
            or _FENCE.match(line)
            or _RULE.match(line)
            or _OPENED.match(line)
            or line.lstrip().startswith("|")
            or line.lstrip().startswith(">") != head.lstrip().startswith(">")
        )

    def _opens(self, line: str) -> None:
        if fenced := _FENCE.match(line):
            self.fence = fenced[1]
        elif opened := _OPENED.match(line):
            self.fence = ">" * len(opened[0].rstrip())
        elif _HEADING.match(line) or line.lstrip().startswith("|") or _RULE.match(line):
            self.alone = True

    def _closes(self, line: str) -> None:
        shut = line.strip() if self.fence[0] != ">" else line.split(" ")[0]
        if shut.startswith(self.fence) and not shut.strip(self.fence[0]):
            self.fence, self.alone = "", True

    def _end(self) -> None:
        if self.held:
            # A fence that is never closed takes the empty lines below it: they are a gap all the same.
            whole = "".join(self.held)
            text = whole.rstrip("\n")
            self.found.append(Unit(text, whole[len(text) :] + self.ends))
        self.held, self.ends, self.fence, self.alone = [], "", "", False

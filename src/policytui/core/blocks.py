"""A Markdown text cut into the blocks a reader sees, by a light line scanner: what the redline aligns.

Rules that hold here:

- White space is folded (code lines keep theirs), so re-wrapping, trailing space and line ends are no change.
- The marker stands apart from the text: `-`, `*` and `+` are all the bullet; a numbered list is numbered as
  published (the first number, then one more each), whatever the source says.
- Nothing published is lost: every word of the text stands in exactly one block. Not published, so not in a
  block: blank lines, the fences of code, the line under a table head, the underline of a heading.
- It is no Markdown parser: inline markup stays in the text as it is written; backslashes go where they only make a
  character stand for itself (`core.escapes`), and a backslash at a line's end is white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from policytui.core.escapes import unescaped
from policytui.core.patterns import lazy
from policytui.core.records import NamedTuple

BULLET = "•"


class Kind(StrEnum):
    """What a block is. The last six are of the policy or a section itself, never found in a body.

    `PLACE` is no text: it says where a section stands, and at which level, when that changed.
    """

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    QUOTE = "quote"
    ROW = "row"
    CODE = "code"
    RULE = "rule"
    TITLE = "title"
    SUMMARY = "summary"
    ORGANIZATION = "organization"
    LABEL = "label"
    EFFECTIVE = "effective"
    PLACE = "place"


class Block(NamedTuple):
    """One block. `kind` is a value of `Kind`; `depth` its nesting; `marker` what is published before the text.

    A heading's marker is its hashes, an item's the bullet or `3.`; a row's text has its cells joined by ` | `.
    """

    kind: str
    text: str
    depth: int = 0
    marker: str = ""


_PARAGRAPH, _ITEM, _HEADING = Kind.PARAGRAPH.value, Kind.ITEM.value, Kind.HEADING.value
_QUOTE, _ROW, _CODE, _RULE = Kind.QUOTE.value, Kind.ROW.value, Kind.CODE.value, Kind.RULE.value

_SPECIAL = lazy(r"\n(?:[ \t\r\f\v]|[-*+>#=_`~]|\d{1,9}[.)])")
"""Finds nothing in lines that are one plain paragraph."""
_ODD_SPACE = ("\t", "\r", "\f", "\v", "\x1c", "\x1d", "\x1e", "\x1f")
"""White space other than space and line feed in an ASCII text."""
_LISTED = lazy(r"([-*+]|(\d{1,9})[.)])(?:[ \t]+|$)")
_HEADED = lazy(r"(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_RULED = lazy(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCED = lazy(r"(`{3,}|~{3,})")
_HEAD_LINE = lazy(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = lazy(r"(?<!\\)\|")


def fold(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def read(lines: Sequence[str]) -> str:
    """The lines of one block of running text as they are read: as one, backslashes that say nothing left out."""
    return fold(unescaped("\n".join(lines)))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in reading order. Takes well under a microsecond a word."""
    text = text.rstrip("\n")
    if not text or text.isspace():
        return ()
    spaced = text.rfind("  ") >= 0 or not text.isascii() or any(mark in text for mark in _ODD_SPACE)
    barred, slashed = "|" in text, "\\" in text
    if not (spaced or barred or slashed):
        # paragraphs on a line each, and a blank line between: the usual large text, and several times as fast
        lines = text.split("\n")
        if not any(lines[1::2]):
            lines = lines[::2]
            first, last = "".join([line[:1] for line in lines]), "".join([line[-1:] for line in lines])
            if len(first) == len(lines) and first.isalpha() and " " not in last:
                new = tuple.__new__
                return tuple([new(Block, (_PARAGRAPH, line, 0, "")) for line in lines])
    chunks = text.split("\n\n")
    wrapped = text.count("\n") > 2 * (len(chunks) - 1)
    scanner = _Scanner()
    found = scanner.found
    for chunk in chunks:
        if chunk and chunk[0].isalpha() and not (barred and "|" in chunk) and not scanner.fence:
            several = wrapped and "\n" in chunk
            if not several or not _SPECIAL.search(chunk):
                scanner.leave()
                if slashed:
                    chunk = unescaped(chunk)
                if several or spaced or slashed or chunk[-1] == " ":
                    chunk = " ".join(chunk.split())
                found.append(Block(_PARAGRAPH, chunk))
                continue
        for line in chunk.split("\n"):
            scanner.line(line)
        scanner.line("")
    return scanner.done()


_DEEPEST = 50
"""Levels of quotes, one inside the other; what would be deeper is text of the innermost."""


class _Scanner:
    """Takes lines, gives blocks. One block is open at a time: its lines wait in `words` until something ends it."""

    def __init__(self, depth: int = 0) -> None:
        self.found: list[Block] = []
        self.base = depth
        self.kind = _PARAGRAPH
        self.depth = depth
        self.marker = ""
        self.words: list[str] = []
        self.lists: list[tuple[int, int, int]] = []
        """Open list levels: indent of the marker, indent of the text, the number last given (-1 for bullets)."""
        self.fence = ""
        self.quoted: list[str] = []
        self.blank = True

    def line(self, raw: str) -> None:
        """Takes one line, without its line end."""
        if self.fence:
            self._in_fence(raw)
            return
        line = raw.strip(" \t\r\f\v")
        if not line:
            self._end_quote()
            self._end()
            self.blank = True
            return
        head = line[0]
        if head == ">" and self.base < _DEEPEST:
            self._end()
            self.quoted.append(line[1:].removeprefix(" "))
            self.blank = False
            return
        if self.quoted:
            if not self.blank and head not in "#-*+|`~" and not _LISTED.match(line):
                self.quoted.append(line)
                return
            self._end_quote()
        if head.isalpha() and "|" not in line and raw[0] == head:
            self._text(line, 0)
        else:
            expanded = raw.expandtabs(4) if "\t" in raw else raw
            self._special(expanded, line, len(expanded) - len(expanded.lstrip()))
        self.blank = False

    def leave(self) -> None:
        """Ends what is open, lists included: a plain paragraph follows."""
        if self.words or self.quoted or self.marker:
            self._end_quote()
            self._end()
        self.lists.clear()
        self.blank = True

    def done(self) -> tuple[Block, ...]:
        """Ends what is open and gives all blocks."""
        self._end_quote()
        self._end()
        return tuple(self.found)

    def _special(self, raw: str, line: str, indent: int) -> None:
        head = line[0]
        if self.blank and self._is_code(indent):
            self.found.append(Block(_CODE, raw[self._inside(indent) + 4 :].rstrip("\r"), self._depth(indent)))
            return
        if not self.blank and self._is_code(indent) and self._after_code():
            self.found.append(Block(_CODE, raw[self._inside(indent) + 4 :].rstrip("\r"), self._depth(indent)))
            return
        if head in "`~" and (fenced := _FENCED.match(line)) and "`" not in line[fenced.end() :]:
            self._end()
            self._leave(indent)
            self.fence = fenced[1]
            return
        if head == "#" and (headed := _HEADED.match(line)):
            self._end()
            self._leave(indent)
            self.found.append(Block(_HEADING, fold(unescaped(headed[2] or "")), 0, headed[1]))
            return
        if head in "=-" and self.words and self.kind == _PARAGRAPH and not line.strip(head):
            self.found.append(Block(_HEADING, read(self.words), 0, "#" if head == "=" else "##"))
            self.words = []
            return
        if head in "*-_" and _RULED.match(line):
            self._end()
            self._leave(indent)
            self.found.append(Block(_RULE, "", self.base, "—"))
            return
        if (head in "-*+" or head.isdigit()) and (listed := _LISTED.match(line)) and self._may_list(listed, indent):
            self._item(line, indent, listed)
            return
        if "|" in line and (head == "|" or self._in_table() or (not self.words and _CELL.search(line))):
            self._row(line, indent)
            return
        self._text(line, indent)

    def _text(self, line: str, indent: int) -> None:
        if not self.words:
            if self.blank:
                self._leave(indent)
            self.kind, self.marker, self.depth = _PARAGRAPH, "", self.base + len(self.lists)
        self.words.append(line)

    def _may_list(self, listed: re.Match[str], indent: int) -> bool:
        """A number inside a wrapped paragraph is no list item unless it is 1 (CommonMark), or a list is open."""
        return not self.words or self.kind == _ITEM or listed[2] in (None, "1") or indent > 0 or bool(self.lists)

    def _item(self, line: str, indent: int, listed: re.Match[str]) -> None:
        self._end()
        number = int(listed[2]) if listed[2] else -1
        while self.lists and indent < self.lists[-1][1] and indent < self.lists[-1][0]:
            self.lists.pop()
        if self.lists and indent >= self.lists[-1][1]:
            self.lists.append((indent, indent + listed.end(), number))
        else:
            old = self.lists.pop()[2] if self.lists else -1
            if number >= 0 and old >= 0:
                number = old + 1
            self.lists.append((indent, indent + len(listed[1]) + 1, number))
        self.kind, self.depth = _ITEM, self.base + len(self.lists) - 1
        self.marker = BULLET if number < 0 else f"{number}."
        rest = line[listed.end() :]
        if rest:
            self.words.append(rest)

    def _row(self, line: str, indent: int) -> None:
        if self.words and self.kind == _ITEM:
            self._text(line, indent)
            return
        self._end()
        if _HEAD_LINE.match(line) and self._in_table():
            return
        if not self._in_table():
            self._leave(indent)
        cells = [fold(unescaped(cell, "|")) for cell in _CELL.split(line.strip().removeprefix("|"))]
        if cells and not cells[-1]:
            cells.pop()
        self.found.append(Block(_ROW, " | ".join(cells), self.base))

    def _in_table(self) -> bool:
        return not self.blank and not self.words and bool(self.found) and self.found[-1].kind == _ROW

    def _in_fence(self, raw: str) -> None:
        line = raw.strip()
        if line.startswith(self.fence) and not line.strip(self.fence[0]):
            self.fence, self.blank = "", True
        elif line:
            self.found.append(Block(_CODE, raw.rstrip("\r"), self.base + len(self.lists)))

    def _inside(self, indent: int) -> int:
        """The indent of the text of the innermost open list that a line so far in still belongs to."""
        return max((text for _, text, _ in self.lists if text <= indent), default=0)

    def _depth(self, indent: int) -> int:
        return self.base + sum(1 for _, text, _ in self.lists if text <= indent)

    def _is_code(self, indent: int) -> bool:
        return indent >= self._inside(indent) + 4 and not self.words and not self.lists

    def _after_code(self) -> bool:
        return bool(self.found) and self.found[-1].kind == _CODE

    def _leave(self, indent: int) -> None:
        """Closes the lists that a line with this indent no longer belongs to."""
        while self.lists and indent < min(self.lists[-1][1], self.lists[-1][0] + 2):
            self.lists.pop()

    def _end(self) -> None:
        if self.kind == _ITEM and self.marker:
            self.found.append(Block(_ITEM, read(self.words), self.depth, self.marker))
            self.marker, self.kind = "", _PARAGRAPH
        elif self.words:
            self.found.append(Block(self.kind, read(self.words), self.depth, self.marker))
        self.words = []

    def _end_quote(self) -> None:
        if not self.quoted:
            return
        inner = _Scanner(self.base + len(self.lists) + 1)
        lines, self.quoted = self.quoted, []
        for line in lines:
            inner.line(line)
        self.found += [b._replace(kind=_QUOTE) if b.kind == _PARAGRAPH else b for b in inner.done()]

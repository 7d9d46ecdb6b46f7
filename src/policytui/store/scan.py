"""Where everything stands in a TOML text: the character span of each table, key and value.

Rules that hold here:

- The scanner knows strings, so body text that looks like TOML never fools it. It judges nothing: `tomllib` says
  whether a text is valid; this says where things are. On a broken text it gives what it found up to the break.
- It is linear: a body of a megabyte is passed over by `str.find`, not by character.
- Offsets count characters of the text as it is in the file (line ends and a byte order mark included).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policytui.store.reading import MAX_PARTS

Path = tuple[str | int, ...]
"""Where a value stands in the data: `("section", 2, "body")`."""

MAX_DEPTH = 48
"""The deepest nesting of arrays and inline tables that is followed."""

_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """One value: `start` and `end` are its own characters, `key` is where the key before it begins."""

    path: Path
    key: int
    start: int
    end: int


@dataclass(slots=True)
class Table:
    """One table with the statements written under its header. The first table of a scan is the root.

    `start` is its `[` (0 for the root), `body` the start of the line after the header, `end` the end of the line
    of the last statement (comments after it excluded). `items` are its statements in order.
    """

    path: Path
    array: bool
    start: int
    body: int
    end: int
    items: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Scan:
    """What was found. `values` has every value by its path, those in arrays and inline tables too."""

    text: str
    tables: list[Table]
    values: dict[Path, Span] = field(default_factory=dict)
    broken: str = ""
    """Why the scan stopped: "" (it did not), "string", "deep", "key" or "value"."""
    broken_at: int = 0

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1; a byte order mark takes no column."""
        line = self.text.count("\n", 0, offset) + 1
        start = self.text.rfind("\n", 0, offset) + 1
        if start == 0 and self.text.startswith("\ufeff"):
            start = min(1, offset)
        return line, offset - start + 1

    def find(self, path: Path) -> int | None:
        """Where the key or the table of `path` begins, or the nearest thing around it. None if nothing is."""
        while path:
            span = self.values.get(path)
            if span is not None:
                return span.key
            for table in self.tables:
                if table.path == path:
                    return table.start
            for span in self.values.values():
                if span.path[: len(path)] == path:
                    return span.key
            path = path[:-1]
        return None


class _StopError(Exception):
    def __init__(self, why: str, at: int) -> None:
        super().__init__(why)
        self.why = why
        self.at = at


def scan(text: str) -> Scan:
    """The spans of everything in `text`; never raises."""
    start = 1 if text.startswith("\ufeff") else 0
    result = Scan(text, [Table((), False, start, start, start)])
    try:
        _Scanner(result).run(start)
    except _StopError as stop:
        result.broken, result.broken_at = stop.why, stop.at
    return result


class _Scanner:
    def __init__(self, result: Scan) -> None:
        self.text = result.text
        self.result = result
        self.counts: dict[Path, int] = {}

    def run(self, at: int) -> None:
        text = self.text
        while (at := self.space(at)) < len(text):
            at = self.header(at) if text[at] == "[" else self.statement(at)

    def space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def header(self, at: int) -> int:
        array = self.text.startswith("[[", at)
        name, after = self.key(at + (2 if array else 1))
        if not self.text.startswith("]]" if array else "]", after):
            raise _StopError("key", after)
        path: Path = ()
        for part in name[:-1] if array else name:
            path = (*path, part)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        if array:
            path = (*path, name[-1])
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            path = (*path, number)
        end = self.line_end(after)
        self.result.tables.append(Table(path, array, at, end, end))
        return end

    def statement(self, at: int) -> int:
        name, after = self.key(at)
        if not self.text.startswith("=", after):
            raise _StopError("key", after)
        table = self.result.tables[-1]
        path = (*table.path, *name)
        blank = _BLANK.match(self.text, after + 1)
        start = blank.end() if blank else after + 1
        end = self.value(start, path, at, 0)
        table.items.append(self.result.values[path])
        table.end = self.line_end(end)
        return table.end

    def key(self, at: int) -> tuple[tuple[str, ...], int]:
        """The parts of a dotted key and the first character after it and its blanks."""
        parts: list[str] = []
        text = self.text
        while True:
            blank = _BLANK.match(text, at)
            at = blank.end() if blank else at
            if found := _BARE.match(text, at):
                parts.append(found.group())
            elif found := (_BASIC.match(text, at) or _LITERAL.match(text, at)):
                parts.append(_unquoted(found.group()))
            else:
                raise _StopError("key", at)
            if len(parts) > MAX_PARTS:
                raise _StopError("deep", at)
            blank = _BLANK.match(text, found.end())
            at = blank.end() if blank else found.end()
            if not text.startswith(".", at):
                return tuple(parts), at
            at += 1

    def value(self, at: int, path: Path, key: int, depth: int) -> int:
        """Note the value that begins at `at`; give the character after it."""
        text = self.text
        if depth > MAX_DEPTH:
            raise _StopError("deep", at)
        first = text[at : at + 1]
        if first in ('"', "'"):
            end = string_end(text, at)
        elif first == "[":
            end = self.array(at, path, depth)
        elif first == "{":
            end = self.inline(at, path, depth)
        else:
            found = _SCALAR.match(text, at)
            if not found:
                raise _StopError("value", at)
            end = at + len(found.group().rstrip())
        if end < 0:
            raise _StopError("string", at)
        self.result.values[path] = Span(path, key, at, end)
        return end

    def array(self, at: int, path: Path, depth: int) -> int:
        number = 0
        at = self.space(at + 1)
        while not self.text.startswith("]", at):
            at = self.space(self.value(at, (*path, number), at, depth + 1))
            number += 1
            if self.text.startswith(",", at):
                at = self.space(at + 1)
            elif not self.text.startswith("]", at):
                raise _StopError("value", at)
        return at + 1

    def inline(self, at: int, path: Path, depth: int) -> int:
        at = self.space(at + 1)
        while not self.text.startswith("}", at):
            key = at
            name, at = self.key(at)
            if not self.text.startswith("=", at):
                raise _StopError("key", at)
            at = self.space(self.value(self.space(at + 1), (*path, *name), key, depth + 1))
            if self.text.startswith(",", at):
                at = self.space(at + 1)
            elif not self.text.startswith("}", at):
                raise _StopError("value", at)
        return at + 1


def string_end(text: str, at: int) -> int:
    """The character after the string that begins at `at`, or -1 when it is never closed."""
    quote = text[at]
    triple = quote * 3
    if not text.startswith(triple, at):
        found = (_BASIC if quote == '"' else _LITERAL).match(text, at)
        return found.end() if found else -1
    end = text.find(triple, at + 3)
    while quote == '"' and end >= 0 and _escaped(text, end):
        end = text.find(triple, end + 1)
    if end < 0:
        return -1
    # Up to two more quotes belong to the string: `"He said "no"""""`.
    extra = 0
    while extra < 2 and text.startswith(quote, end + 3 + extra):
        extra += 1
    return end + 3 + extra


def _escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before `at`."""
    run = at
    while text[run - 1] == "\\":
        run -= 1
    return (at - run) % 2 == 1


def _unquoted(quoted: str) -> str:
    """The value of a quoted key."""
    if "\\" not in quoted or quoted[0] == "'":
        return quoted[1:-1]
    import tomllib

    try:
        return str(tomllib.loads(f"k={quoted}")["k"])
    except ValueError:
        return quoted[1:-1]

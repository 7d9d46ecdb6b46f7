"""Lines gathered into chunks: a paragraph, a list item, a rule, a table.

Rules that hold here: hard-wrapped lines become one paragraph, lines of a text that is not hard-wrapped stay as
they are; no word is added or left out; what a chunk means (heading, label, address) is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from policytui.imports import phrases
from policytui.imports.lines import Line, Shape, ended, starts_small


class Kind(StrEnum):
    """What a chunk is. The last three are given by later rooms."""

    TEXT = "text"
    ITEM = "item"
    RULE = "rule"
    LONE = "lone"
    """A bullet alone on its line, before it is known whether it marks an item or sets sections apart."""
    TABLE = "table"
    HEADING = "heading"
    REACH = "reach"
    """A line of a contact block, whose line break is kept."""
    DROPPED = "dropped"


@dataclass(slots=True)
class Chunk:
    """A paragraph, item, heading… while an import is being read: the one value here that changes."""

    kind: Kind
    text: str
    line: int
    gap: int = 0
    indent: int = 0
    mark: str = ""
    number: phrases.Numbered | None = None
    depth: int = 0
    rows: list[str] = field(default_factory=list)
    lines: int = 1
    level: int = 0
    set_apart: str = ""
    """What marked it as a heading by typography: a rule before it, an underline."""
    run_in: bool = False
    """Whether its label is a heading kept inside the paragraph."""
    labelled: bool = False
    """Whether its label is set in bold."""
    guessed: bool = False
    plain: bool = False
    """Whether it must stay a paragraph, whatever it looks like."""

    @property
    def colon(self) -> bool:
        """Whether the text ends with a colon."""
        return self.text.rstrip().endswith(":")


def chunks_of(lines: Sequence[Line], shape: Shape) -> list[Chunk]:
    """The chunks of a text, in order."""
    chunks: list[Chunk] = []
    at = 0
    while at < len(lines):
        rows = _table(lines, at)
        if rows:
            first = lines[at]
            chunks.append(
                Chunk(Kind.TABLE, "", first.number, first.gap, rows=[line.raw for line in lines[at : at + rows]])
            )
            at += rows
            continue
        _take(chunks, lines, at, shape)
        at += 1
    return chunks


def _take(chunks: list[Chunk], lines: Sequence[Line], at: int, shape: Shape) -> None:
    line = lines[at]
    last = chunks[-1] if chunks else None
    if phrases.is_rule(line.text):
        if last is not None and _underlines(line, last):
            last.set_apart = line.text[0]
            return
        chunks.append(Chunk(Kind.RULE, line.text, line.number, line.gap))
        return
    if last is not None and last.kind is Kind.LONE and last.line == line.number - 1 and not _marked(line.text):
        if starts_small(line.text):
            last.kind, last.text, last.line = Kind.ITEM, line.text, line.number
        else:
            chunks.append(Chunk(Kind.TEXT, line.text, line.number, 0, line.indent))
        return
    mark = phrases.bullet(line.text)
    if mark and not (mark[0] in "–—>" and last is not None and _continues(last, lines, at, shape)):
        kind = Kind.ITEM if mark[1] else Kind.LONE
        chunks.append(Chunk(kind, mark[1] or mark[0], line.number, line.gap, line.indent, mark[0]))
        return
    number = phrases.numbered(line.text)
    if number and _is_item(number, last, line, lines[at - 1] if at else None, shape):
        chunks.append(Chunk(Kind.ITEM, number.text, line.number, line.gap, line.indent, number.mark, number))
        return
    if last is not None and _continues(last, lines, at, shape):
        last.text = f"{last.text} {line.text}"
        last.lines += 1
        return
    inside = last is not None and last.kind is Kind.ITEM and line.gap > 0 and line.indent >= last.indent + 2
    if inside and last is not None:
        # A further paragraph of the item: an item without a mark.
        chunks.append(Chunk(Kind.ITEM, line.text, line.number, line.gap, last.indent))
        return
    chunks.append(Chunk(Kind.TEXT, line.text, line.number, line.gap, line.indent))


def _marked(text: str) -> bool:
    return phrases.bullet(text) is not None


def _underlines(rule: Line, above: Chunk) -> bool:
    """A row of = or - right under a short line, about as long as it, makes that line a heading."""
    if rule.gap or above.kind not in (Kind.TEXT, Kind.ITEM) or above.lines > 1 or rule.text[0] not in "=-~*#_":
        return False
    return len(above.text) <= 100 and len(rule.text) >= 3 and not above.text.endswith((".", ";", ","))


def _is_item(number: phrases.Numbered, last: Chunk | None, line: Line, before: Line | None, shape: Shape) -> bool:
    """Whether a number at the head of a line marks an item (or heading), or merely stands there in a sentence."""
    if last is None or line.gap or before is None:
        return True
    if number.kind in {"paren", "small", "upper", "roman"} and shape.width:
        same = last.number is not None and last.number.kind == number.kind
        return same or last.text.rstrip().endswith(":")
    if number.kind == "dotted" and starts_small(number.text):
        return False
    return not shape.width or ended(before.text) or last.number is not None or not starts_small(number.text)


def _continues(last: Chunk, lines: Sequence[Line], at: int, shape: Shape) -> bool:
    """Whether a line goes on with the paragraph or item that `last` is so far."""
    before, line = lines[at - 1], lines[at]
    if line.gap or last.kind not in (Kind.TEXT, Kind.ITEM) or last.set_apart:
        return False
    if last.kind is Kind.ITEM and line.indent >= last.indent + 2:
        return True
    if not shape.width or phrases.reach_label(line.text.partition(":")[0]):
        return False
    if last.kind is Kind.TEXT and last.lines == 1 and last.colon and phrases.is_label(last.text.rstrip(": ")):
        return False
    first_word = line.text.split(maxsplit=1)[0]
    fits = before.indent + len(before.text) + 1 + len(first_word) <= shape.width - 2
    if fits and last.lines == 1 and len(last.text) < 60 and phrases.reaches(last.text):
        return False
    if starts_small(line.text):
        return not (fits and before.text.endswith((":", ";")) and last.lines == 1 and last.kind is Kind.ITEM)
    if ended(before.text):
        after = lines[at + 1] if at + 1 < len(lines) else None
        return not (fits or phrases.label(line.text) or _stands_alone(line, after, shape))
    if last.kind is Kind.ITEM and last.lines == 1 and starts_small(last.text):
        return not phrases.sentence_like(line.text)
    return not (fits and last.lines == 1 and phrases.heading_like(last.text))


def _stands_alone(line: Line, after: Line | None, shape: Shape) -> bool:
    """Whether a line was ended before it was full, as headings and introductions are."""
    if not (phrases.heading_like(line.text) or line.text.endswith(":")):
        return False
    if after is None or after.gap:
        return True
    first_word = after.text.split(maxsplit=1)[0]
    full = line.indent + len(line.text) + 1 + len(first_word) > shape.width - 2
    return not full and not starts_small(after.text)


def _table(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` on are rows of a table; 0 for none."""
    columns = _columns(lines[at])
    if columns < 2:
        return 0
    end = at + 1
    while end < len(lines) and not lines[end].gap and _columns(lines[end]) >= 2:
        end += 1
    return end - at if end - at >= 2 else 0


def _columns(line: Line) -> int:
    """The columns a line seems to have: cut at bars, tabs, or wide spaces."""
    if line.text.count("|") >= 2 or (line.text.count("|") == 1 and " | " in line.text):
        return line.text.strip("|").count("|") + 1
    if phrases.bullet(line.text) or phrases.numbered(line.text):
        return 1
    cells = line.text.replace("\t", "    ").split("    ")
    return sum(bool(cell.strip()) for cell in cells)

"""One block of Markdown set as rows of styled text: headings, paragraphs, lists, quotes, code, tables.

Rules that hold here:

- markdown-it reads the Markdown, as it does for the HTML that is published; raw HTML stays text. It is loaded
  when the first block is drawn.
- No link is live: its text is underlined and its target stands behind it. No escape leaves here: text is made
  visible first.
- A table keeps its columns as long as each can have six cells; else its rows become "heading: cell" lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from policytui.core.visible import visible
from policytui.tui.lean import absent
from policytui.tui.widgets.typeset import Row, Run, row_width, rows_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BULLETS = "•◦‣"
_BOLD, _ITALIC, _STRIKE = Style(bold=True), Style(italic=True), Style(strike=True)
_MIN_COLUMN = 6


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of a set text, each complete (colour and background)."""

    text: Style = field(default_factory=Style.null)
    muted: Style = field(default_factory=Style.null)
    rule: Style = field(default_factory=Style.null)
    heading: Style = field(default_factory=Style.null)
    subheading: Style = field(default_factory=Style.null)
    marker: Style = field(default_factory=Style.null)
    link: Style = field(default_factory=Style.null)
    code: Style = field(default_factory=Style.null)
    quote: Style = field(default_factory=Style.null)


@cache
def _reader() -> MarkdownIt:
    with absent("linkify_it"):
        from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def markdown_rows(source: str, width: int, look: Look, references: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of a block (or of a few), `width` cells at most. `references` are link definitions made elsewhere."""
    tokens = _reader().parse(visible(source), {"references": dict(references or {})})
    return _Setter(look).blocks(tokens, width)


def references_of(source: str) -> dict[str, Any]:
    """The link definitions a text makes, for `markdown_rows`."""
    env: dict[str, Any] = {}
    _reader().parse(visible(source), env)
    found: dict[str, Any] = env.get("references", {})
    return found


class _Setter:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.depth = 0

    def blocks(self, tokens: Sequence[Token], width: int, *, tight: bool = False) -> list[Row]:
        """The rows of a sequence of block tokens, an empty row between blocks unless tight."""
        rows: list[Row] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            stop = _closing(tokens, position)
            part = self.block(token, tokens[position + 1 : stop], max(4, width))
            listed = token.type in ("bullet_list_open", "ordered_list_open")
            if rows and part and not (tight or token.hidden or (listed and tight)):
                rows.append([])
            rows += part
            position = stop + 1
        return rows

    def block(self, token: Token, inner: Sequence[Token], width: int) -> list[Row]:
        look = self.look
        kind = token.type
        if kind == "paragraph_open":
            return rows_of(self.inline(inner[0].children or [], look.text), width)
        if kind == "heading_open":
            style = look.heading if token.tag in ("h1", "h2") else look.subheading
            return rows_of(self.inline(inner[0].children or [], style), width)
        if kind == "bullet_list_open":
            return self.items(inner, width, None)
        if kind == "ordered_list_open":
            return self.items(inner, width, int(token.attrGet("start") or 1))
        if kind == "blockquote_open":
            rows = _Setter(_quoted(look)).blocks(inner, width - 2)
            return [[Segment("│ ", look.rule), *row] for row in rows]
        if kind in ("fence", "code_block"):
            return self.code(token.content.rstrip("\n"), width)
        if kind == "hr":
            return [[Segment("─" * min(width, 12), look.rule)]]
        if kind == "table_open":
            return self.table(inner, width)
        if kind == "inline":
            return rows_of(self.inline(token.children or [], look.text), width)
        return rows_of([(token.content, look.text)], width) if token.content else []

    def items(self, tokens: Sequence[Token], width: int, number: int | None) -> list[Row]:
        rows: list[Row] = []
        bullet = _BULLETS[min(self.depth, len(_BULLETS) - 1)]
        count = sum(1 for token in tokens if token.type == "list_item_open" and token.level == tokens[0].level)
        indent = 2 if number is None else len(str(number + max(0, count - 1))) + 2
        position = 0
        while position < len(tokens):
            stop = _closing(tokens, position)
            inner = tokens[position + 1 : stop]
            loose = any(t.type == "paragraph_open" and not t.hidden and t.level == inner[0].level for t in inner)
            self.depth += 1
            part = self.blocks(inner, width - indent, tight=not loose) or [[]]
            self.depth -= 1
            mark = bullet if number is None else f"{number}."
            if rows and loose:
                rows.append([])
            rows.append([Segment(mark.rjust(indent - 1) + " ", self.look.marker), *part[0]])
            blank = Segment(" " * indent, self.look.text)
            rows += [[blank, *row] if row else row for row in part[1:]]
            number = None if number is None else number + 1
            position = stop + 1
        return rows

    def code(self, text: str, width: int) -> list[Row]:
        rows: list[Row] = []
        for line in text.expandtabs(4).split("\n"):
            pieces = _chunks(line, width - 2)
            for piece in pieces:
                padding = " " * (width - 1 - cell_len(piece))
                rows.append([Segment(f" {piece}{padding}", self.look.code)])
        return rows

    def table(self, tokens: Sequence[Token], width: int) -> list[Row]:
        cells: list[list[list[Run]]] = []
        head = False
        for position, token in enumerate(tokens):
            if token.type == "tr_open":
                cells.append([])
            elif token.type in ("th_open", "td_open"):
                head = token.type == "th_open"
                style = self.look.subheading if head else self.look.text
                cells[-1].append(self.inline(tokens[position + 1].children or [], style))
        if not cells or not cells[0]:
            return []
        columns = len(cells[0])
        room = width - 3 * (columns - 1)
        natural = [max(_width(row[c]) if c < len(row) else 0 for row in cells) for c in range(columns)]
        if room < _MIN_COLUMN * columns:
            return self.listed_table(cells, width)
        widths = _share(natural, room)
        rows: list[Row] = []
        for number, row in enumerate(cells):
            set_cells = [rows_of(cell, widths[c]) for c, cell in enumerate(row[:columns])]
            for line in range(max((len(rows_) for rows_ in set_cells), default=1)):
                out: Row = []
                for c in range(columns):
                    own = set_cells[c][line] if c < len(set_cells) and line < len(set_cells[c]) else []
                    out += own
                    if c < columns - 1:
                        out.append(Segment(" " * (widths[c] - row_width(own)), self.look.text))
                        out.append(Segment(" │ ", self.look.rule))
                rows.append(out)
            if number == 0:
                rows.append([Segment("─┼─".join("─" * size for size in widths), self.look.rule)])
        return rows

    def listed_table(self, cells: list[list[list[Run]]], width: int) -> list[Row]:
        """A table too wide for its columns: each row as lines of `heading: cell`."""
        rows: list[Row] = []
        for row in cells[1:]:
            if rows:
                rows.append([])
            for head, cell in zip(cells[0], row, strict=False):
                rows += rows_of([*head, (": ", self.look.muted), *cell], width)
        return rows

    def inline(self, tokens: Sequence[Token], base: Style) -> list[Run]:
        runs: list[Run] = []
        stack = [base]
        links: list[tuple[str, int]] = []
        for token in tokens:
            kind = token.type
            if kind == "text":
                runs.append((token.content, stack[-1]))
            elif kind == "softbreak":
                runs.append((" ", stack[-1]))
            elif kind == "hardbreak":
                runs.append(("\n", stack[-1]))
            elif kind == "code_inline":
                runs.append((token.content.replace("\n", " "), self.look.code))
            elif kind == "image":
                runs.append((f"[image: {token.content}]", self.look.muted))
            elif kind == "link_open":
                links.append((str(token.attrGet("href") or ""), len(runs)))
                stack.append(stack[-1] + self.look.link)
            elif kind == "link_close":
                stack.pop()
                target, begin = links.pop()
                words = "".join(text for text, _ in runs[begin:])
                if target and target.removeprefix("mailto:").rstrip("/") != words.rstrip("/"):
                    runs.append((f" ⟨{visible(target)}⟩", stack[-1] + self.look.muted))
            elif kind.endswith("_open"):
                stack.append(stack[-1] + {"em": _ITALIC, "s": _STRIKE}.get(kind[:-5], _BOLD))
            elif kind.endswith("_close"):
                stack.pop()
            elif token.content:
                runs.append((token.content, stack[-1]))
        # A tab has no width of its own: the words on its sides would be one.
        return [(text.replace("\t", " "), style) for text, style in runs]


def _closing(tokens: Sequence[Token], position: int) -> int:
    """The index of the token that closes the one at `position` (itself, when it closes nothing)."""
    if tokens[position].nesting != 1:
        return position
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens)


def _quoted(look: Look) -> Look:
    from dataclasses import replace

    return replace(look, text=look.quote)


def _width(runs: Sequence[Run]) -> int:
    return sum(cell_len(text) for text, _ in runs)


def _share(natural: Sequence[int], room: int) -> list[int]:
    """Column widths that fit into `room`: narrow columns as they are, the rest shared by the wide ones."""
    if sum(natural) <= room:
        return [max(1, size) for size in natural]
    widths = [0] * len(natural)
    left, waiting = room, sorted(range(len(natural)), key=lambda c: natural[c])
    while waiting:
        share = left // len(waiting)
        column = waiting.pop(0)
        widths[column] = max(1, min(natural[column], share))
        left -= widths[column]
    return widths


def _chunks(line: str, width: int) -> list[str]:
    """A line of code cut hard into pieces that fit."""
    if cell_len(line) <= width:
        return [line]
    from rich.cells import chop_cells

    return chop_cells(line, max(1, width))

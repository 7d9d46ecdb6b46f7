"""Chunks written as the Markdown of a section's body.

Rules that hold here: the published text is the text of the chunks, escaped where Markdown would read it as
something else; one sentence per line, as the house writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind
from policytui.imports.escape import escape

_SUMMARY = re.compile(
    r"(?:in short|in brief|in a nutshell|tl;?\s?dr|(?:the )?short version)\s*[:：–—-]\s*", re.IGNORECASE
)
_SENTENCE = re.compile(r"""(?<=[a-z0-9)\]”"’%][.!?])(["”’)]?) +(?=["“'‘(]?[A-Z])""")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|no|nos|art|sec|inc|ltd|co|corp|mr|mrs|ms|dr|st|jr|sr|approx|dept|fig|vol|u\.s|u\.k|pty"
    r"|[a-z])\.)$",
    re.IGNORECASE,
)
_DASHES = "–—-"


@dataclass
class Body:
    """The chunks of one section, in order."""

    chunks: list[Chunk] = field(default_factory=list)

    def add(self, chunk: Chunk) -> None:
        """One chunk more."""
        self.chunks.append(chunk)

    @property
    def line(self) -> int:
        """The source line of the first chunk; 0 when there is none."""
        return self.chunks[0].line if self.chunks else 0


def summary_of(body: Body) -> tuple[str, str]:
    """The `In short:` line at the top of a body, without its prefix, and the prefix (or prefixes) as it stood."""
    if not body.chunks or body.chunks[0].kind is not Kind.TEXT:
        return "", ""
    text = body.chunks[0].text
    match = _SUMMARY.match(text)
    if match is None or not text[match.end() :].strip():
        return "", ""
    again = _SUMMARY.match(text, match.end())
    rest = text[(again or match).end() :]
    if not rest.strip():
        return "", ""
    return escape(rest), text[: (again or match).end()].strip()


def render(body: Body, *, with_summary: bool = False) -> str:
    """The Markdown of the chunks. Unless `with_summary`, an `In short:` line is left to the summary field."""
    chunks = body.chunks
    if not with_summary and chunks and summary_of(body)[0]:
        chunks = chunks[1:]
    parts: list[str] = []
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        end = at + 1
        while end < len(chunks) and chunks[end].kind is chunk.kind and chunk.kind in (Kind.ITEM, Kind.REACH):
            if chunk.kind is Kind.REACH and chunks[end].gap > 0:
                break
            end += 1
        if chunk.kind is Kind.ITEM:
            parts.append("\n".join(_items(chunks[at:end])))
        elif chunk.kind is Kind.REACH:
            parts.append("\\\n".join(escape(line.text) for line in chunks[at:end]))
        elif chunk.kind is Kind.TABLE:
            parts.append(_table(chunk))
        else:
            parts.append(_paragraph(chunk))
        at = end
    return "\n\n".join(parts)


def sentences(text: str) -> list[str]:
    """A paragraph cut after its sentences; an abbreviation ends none."""
    cut: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        head = text[start : match.end(1)]
        if _ABBREVIATED.search(head[-16:].rstrip('"”’)')):
            continue
        cut.append(head)
        start = match.end()
    return [*cut, text[start:]]


def _paragraph(chunk: Chunk) -> str:
    return "\n".join(_bold(line, chunk, first=at == 0) for at, line in enumerate(sentences(chunk.text)))


def _bold(line: str, chunk: Chunk, *, first: bool) -> str:
    """A line escaped, its label in bold when it is the first of a labelled chunk."""
    if not (first and chunk.labelled):
        return escape(line)
    labelled = phrases.label(chunk.text, small=chunk.kind is Kind.ITEM)
    name = labelled[0] if labelled else chunk.text.rstrip(" :")
    rest = line[len(name) :].lstrip(" ").removeprefix(":").strip()
    space = " " if line[len(name) : len(name) + 1] == " " else ""
    bold = f"**{escape(name, line_start=False)}{space}:**"
    return f"{bold} {escape(rest, line_start=False)}" if rest else bold


def _items(items: Sequence[Chunk]) -> list[str]:
    """List items with their nesting; ordered lists keep their numbers."""
    rows: list[str] = []
    nest: list[tuple[int, str, int]] = []
    last_number: dict[int, int] = {}
    closer: dict[int, str] = {}
    for item in items:
        if not item.mark and rows:
            pad = nest[-1][2] if nest else 2
            rows += ["", *(" " * pad + escape(line) for line in sentences(item.text))]
            continue
        ordered = item.number is not None and item.number.kind == "num" and item.number.mark[:-1].isdigit()
        style = item.number.kind if item.number else item.mark
        while nest and nest[-1][0] > item.indent:
            nest.pop()
        known = next((at for at, (indent, mark, _) in enumerate(nest) if indent == item.indent and mark == style), None)
        if known is not None:
            del nest[known + 1 :]
        else:
            pad = nest[-1][2] if nest else 0
            width = len(str(item.number.value)) + 2 if ordered and item.number else 2
            nest.append((item.indent, style, pad + width))
        depth = len(nest) - 1
        pad = nest[depth - 1][2] if depth else 0
        for deeper in [level for level in last_number if level > depth]:
            del last_number[deeper]
        if ordered and item.number is not None:
            # Markdown counts on by itself: where the source leaves a number out, the other mark begins again there.
            if depth in last_number and last_number[depth] + 1 != item.number.value:
                closer[depth] = ")" if closer.get(depth, ".") == "." else "."
            last_number[depth] = item.number.value
            mark = f"{item.number.value}{closer.get(depth, '.')} "
            text = _bold(item.text, item, first=True)
        else:
            mark = "- "
            text = _bold(item.text, item, first=True)
            if item.number is not None:
                text = f"{escape(item.number.mark)} {text}"
        rows.append(" " * pad + mark + text)
    return rows


def _table(chunk: Chunk) -> str:
    """A table as it stands: a Markdown table as such, any other in a code block that keeps its columns."""
    rows = [row.strip() for row in chunk.rows]
    if len(rows) > 1 and re.fullmatch(r"\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)+\|?", rows[1]):
        return "\n".join(rows)
    fence = "```"
    while any(fence in row for row in rows):
        fence += "`"
    return "\n".join([fence, *chunk.rows, fence])

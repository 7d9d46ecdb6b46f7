"""A policy out as plain text: no Markdown syntax, nothing left out.

Rules that hold here: a link is its text with the address in brackets; lists keep bullets and numbers; headings
stand alone between blank lines; with a width, paragraphs are wrapped and list items hang.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from policytui.core.values import Policy
from policytui.publish.links import Definitions
from policytui.publish.policy_dates import date_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BULLET = "•"


def to_text(policy: Policy, width: int | None = None) -> str:
    """The whole policy as plain text. `width` in columns wraps it; None leaves paragraphs on one line."""
    reader = _reader()
    known = Definitions(policy, reader)
    parts = ["\n".join(_wrapped(policy.title, width))]
    dates = date_lines(policy.dates)
    if dates:
        parts.append("\n".join(dates))
    if policy.preamble.strip():
        parts.append(body_text(policy.preamble, width, reader, known.env(policy.preamble)))
    for section in policy.sections:
        lead = "\n" if section.level == 1 else ""
        parts.append(lead + "\n".join(_wrapped(section.title, width)))
        if section.summary.strip():
            summary = _inline_text(section.summary, reader, known.env(section.body))
            parts.append("\n".join(_wrapped(f"In short: {summary}", width)))
        if section.body.strip():
            parts.append(body_text(section.body, width, reader, known.env(section.body)))
    return "\n\n".join(part for part in parts if part) + "\n"


def body_text(
    markdown: str, width: int | None = None, reader: MarkdownIt | None = None, env: dict[str, Any] | None = None
) -> str:
    """Markdown as plain text. `env` holds link definitions that stand elsewhere."""
    tokens = (reader or _reader()).parse(markdown, env)
    return "\n".join(_blocks(tokens, width)).strip("\n")


def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _inline_text(markdown: str, reader: MarkdownIt, env: dict[str, Any]) -> str:
    return " ".join(_inline(token) for token in reader.parseInline(markdown.strip(), env))


def _blocks(tokens: Sequence[Token], width: int | None) -> Iterator[str]:
    """The lines of a parsed body. Every block is followed by a blank line, items of a tight list are not."""
    lead: list[str] = []
    counters: list[int] = []
    pending = ""
    row: list[str] = []
    cell = False
    for token in tokens:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = token.attrGet("start")  # None for a list that begins with 1
            counters.append(-1 if kind[0] != "o" else 1 if start is None else int(start))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            counters.pop()
            if not counters:
                yield ""
        elif kind == "list_item_open":
            pending = f"{counters[-1]}. " if counters[-1] >= 0 else f"{BULLET} "
            counters[-1] += counters[-1] >= 0
            lead.append(" " * len(pending))
        elif kind == "list_item_close":
            if pending:
                yield "".join(lead[:-1]) + pending.rstrip()
                pending = ""
            lead.pop()
        elif kind == "blockquote_open":
            lead.append("  ")
        elif kind == "blockquote_close":
            lead.pop()
        elif kind == "tr_open":
            row = []
        elif kind in ("th_open", "td_open"):
            cell = True
        elif kind in ("th_close", "td_close"):
            cell = False
        elif kind == "tr_close":
            yield "".join(lead) + " | ".join(row)
        elif kind == "table_close":
            yield ""
        elif kind == "inline" and cell:
            row.append(_inline(token).replace("\n", " "))
        elif kind == "inline" or kind in ("fence", "code_block", "html_block"):
            text = _inline(token) if kind == "inline" else token.content.rstrip("\n")
            first = "".join(lead[:-1]) + pending if pending else "".join(lead)
            rest = "".join(lead)
            pending = ""
            wrap = width if kind == "inline" else None
            for line in text.split("\n"):
                for piece in _wrapped(line, wrap, len(rest)):
                    yield (first + piece).rstrip()
                    first = rest
            if not counters:
                yield ""
        elif kind == "hr":
            yield "".join(lead) + "* * *"
            yield ""


def _inline(token: Token) -> str:
    """The text of inline Markdown; soft breaks are spaces, hard breaks are line ends."""
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content or str(child.attrGet("src") or ""))
        elif child.type == "link_open":
            links.append((len(parts), str(child.attrGet("href") or "")))
        elif child.type == "link_close" and links:
            start, address = links.pop()
            shown = "".join(parts[start:])
            if address and address not in (shown, f"mailto:{shown}"):
                parts.append(f" ({address})")
    return "".join(parts)


def _wrapped(text: str, width: int | None, indent: int = 0) -> list[str]:
    if width is None or len(text) + indent <= width:
        return [text]
    room = max(20, width - indent)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]

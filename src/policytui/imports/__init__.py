"""Formats in: one file a format, each gives an `Imported` outline."""

from __future__ import annotations

import re
from typing import Literal

_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n){0,60}?---[ \t]*(?:\r?\n|$)")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_MARKUP = re.compile(r"\]\((?:https?:|mailto:|#|/|\.)[^)\s]*\)|\*\*[^*\s][^*\n]*\*\*|^ {0,3}(?:```|~~~)", re.MULTILINE)


def sniff(text: str, name: str = "") -> Literal["text", "markdown"]:
    """Which format a text is in: by the ending of its file name, else by what stands in it."""
    if name.lower().endswith(_MARKDOWN_NAMES):
        return "markdown"
    headings = sum(1 for _ in _HEADING.finditer(text))
    if _FRONT.match(text) or headings >= 2:
        return "markdown"
    marks = sum(1 for _ in _MARKUP.finditer(text))
    return "markdown" if marks >= (1 if headings else 4) else "text"

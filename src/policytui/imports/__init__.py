"""Formats in: one file a format, each gives an `Imported` outline."""

from __future__ import annotations

import re

from policytui.core.patterns import lazy

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from typing import Literal

_BREAKS = lazy(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BREAKING = "\r\x0b\x0c\x85\u2028\u2029"
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx")
_FRONT = lazy(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n){0,60}?---[ \t]*(?:\r?\n|$)")
_HEADING = lazy(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_MARKUP = lazy(r"\]\((?:https?:|mailto:|#|/|\.)[^)\s]*\)|\*\*[^*\s][^*\n]*\*\*|^ {0,3}(?:```|~~~)", re.MULTILINE)


def sniff(text: str, name: str = "") -> Literal["text", "markdown"]:
    """Which format a text is in: by the ending of its file name, else by what stands in it."""
    if name.lower().endswith(_MARKDOWN_NAMES):
        return "markdown"
    headings = sum(1 for _ in _HEADING.finditer(text))
    if _FRONT.match(text) or headings >= 2:
        return "markdown"
    marks = sum(1 for _ in _MARKUP.finditer(text))
    return "markdown" if marks >= (1 if headings else 4) else "text"


def normalise(text: str) -> str:
    """The text with LF line ends, without a BOM; page breaks and line separators end a line."""
    text = text.removeprefix("\ufeff")
    # one character is looked for many times as fast as any of several
    return _BREAKS.sub("\n", text) if any(mark in text for mark in _BREAKING) else text

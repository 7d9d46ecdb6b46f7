"""How one line of Markdown source is coloured in the editor: by its own text alone, so that a key costs one row.

A line is a heading, a list item (its marker is coloured), muted (comments, rules, fences), or plain.
"""

from __future__ import annotations

import re

_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+|\s*>\s?")
_MUTED = re.compile(r"\s*(?:<!--.*-->|`{3,}.*|~{3,}.*|(?:[-*_]\s*){3,})\s*\Z")


def line_style(line: str) -> tuple[str, int]:
    """("heading" | "marker" | "muted" | "", length of the marker)."""
    if _HEADING.match(line):
        return "heading", 0
    if _MUTED.match(line):
        return "muted", 0
    match = _MARKER.match(line)
    return ("marker", match.end()) if match else ("", 0)

"""What stands in a Markdown file and is not published: front matter, comments, attribute lines, anchors, tags.

Rules that hold here: nothing inside a code block or a code span is touched, nor what a backslash stands before;
everything taken out is counted, kept word for word in `dropped`, and told; line numbers survive (a taken line leaves
an empty one behind).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from policytui.core.patterns import lazy

_FRONT_KEY = lazy(r"([A-Za-z][\w -]*?)\s*:\s*(.*)$")
_COMMENT = lazy(r"(?<!\\)<!--.*?(?:-->|\Z)|(?<!\\)\{::comment\}.*?(?:\{:/(?:comment)?\}|\Z)", re.DOTALL)
_LIQUID = lazy(r"(?<!\\)\{%-?(?:(?!\{%).)*?-?%\}")
_ATTRIBUTES = lazy(r"(?<!\\)\{:(?!:)[^{}\n]*\}")
_TOC = lazy(r"^\s*(?:\[\[?_?TOC_?\]?\]|\$\{toc\}|\{\{\s*toc\s*\}\})\s*$", re.IGNORECASE)
_ANCHOR = lazy(
    r"(?<!\\)<a\s+(?:name|id)\s*=\s*[\"']?(?P<id>[^\"'>\s]+)[\"']?\s*(?:/>|>\s*</a>|>(?=\s*$))", re.IGNORECASE
)
_FENCE = lazy(r" {0,3}(?:[-+*>]\s+|\d+[.)]\s+)*(`{3,}|~{3,})")
_TICKS = lazy(r"`+")
_LINKED = lazy(r"\]\(#([^)\s]+)\)|href\s*=\s*[\"']#([^\"']+)[\"']")
_WATCHED = ("<!--", "{%", "{:", "<a ", "<A ", "TOC", "toc", "{::")
_HINTS = "<{[$"
"""Without one of these characters nothing of it is in a text."""


class Metadata:
    """What was taken out. `lines` is the text without it, one entry for each line of the source."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.front: dict[str, str] = {}
        self.first_line = 0
        """How many lines the front matter takes."""
        self.anchors: dict[int, str] = {}
        """The ids of anchors, by the position of the line they stood on."""
        self.fenced: frozenset[int] = frozenset()
        """The positions of the lines of fenced code blocks, fences included."""
        self.taken: dict[str, list[tuple[int, str]]] = {}
        """By kind, the source line and the text of each piece taken out."""

    def take(self, kind: str, at: int, text: str) -> None:
        """Note one piece."""
        self.taken.setdefault(kind, []).append((at + 1, text))


def take_metadata(text: str) -> Metadata:
    """Take everything out of a Markdown text that is not published."""
    lines = text.split("\n")
    data = Metadata(lines)
    _front_matter(data)
    if not any(hint in text for hint in _HINTS) or not any(mark in text for mark in _WATCHED):
        data.fenced = _fences(lines) if "`" in text or "~" in text else frozenset()
        return data
    if "<!--" in text or "{::comment}" in text:
        _comments(data)
    data.fenced = _fences(lines)
    linked = {first or second for first, second in _LINKED.findall(text)}
    for at, line in enumerate(lines):
        if at not in data.fenced and any(mark in line for mark in _WATCHED):
            lines[at] = _cleaned(data, at, line, linked)
    return data


def _cleaned(data: Metadata, at: int, line: str, linked: set[str]) -> str:
    """One line without tags, attributes and anchors, its code spans untouched."""

    def liquid(match: re.Match[str]) -> str:
        data.take("tag", at, match[0])
        return ""

    def attributes(match: re.Match[str]) -> str:
        data.take("attribute", at, match[0])
        return ""

    def anchor(match: re.Match[str]) -> str:
        data.anchors[at] = match["id"]
        if match["id"] in linked and not line.lstrip().startswith(("#", "<a")):
            return match[0]
        data.take("anchor", at, match[0])
        return ""

    if _TOC.match(line):
        data.take("contents", at, line.strip())
        return ""
    parts = []
    start = 0
    for code_start, code_end in [*_codes(line), (len(line), len(line))]:
        piece = _ANCHOR.sub(anchor, _ATTRIBUTES.sub(attributes, _LIQUID.sub(liquid, line[start:code_start])))
        parts += [piece, line[code_start:code_end]]
        start = code_end
    cleaned = "".join(parts)
    if cleaned != line:
        cleaned = cleaned.rstrip()
    if "{:toc}" in line and at and re.fullmatch(r"\s*(?:[-*+]|1\.)\s+\S{1,12}(?: \S+)?\s*", data.lines[at - 1]):
        data.take("contents", at - 1, data.lines[at - 1].strip())
        data.lines[at - 1] = ""
    return cleaned


def _front_matter(data: Metadata) -> None:
    lines = data.lines
    if not lines or lines[0].rstrip() != "---":
        return
    for end in range(1, min(len(lines), 200)):
        if lines[end].rstrip() in ("---", "..."):
            break
        if end == 1 and not (_FRONT_KEY.match(lines[end]) or lines[end].startswith("#") or not lines[end].strip()):
            return
    else:
        return
    for at in range(1, end):
        match = _FRONT_KEY.match(lines[at])
        if match is not None:
            data.front[match[1].strip().lower().replace("-", "_").replace(" ", "_")] = _unquoted(match[2])
    data.take("front matter", 0, "\n".join(lines[1:end]))
    lines[: end + 1] = [""] * (end + 1)
    data.first_line = end + 1


def _unquoted(value: str) -> str:
    bare = value.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        return bare[1:-1].replace("''", "'") if bare[0] == "'" else bare[1:-1].replace('\\"', '"')
    return bare


def _fences(lines: Sequence[str]) -> frozenset[int]:
    """The positions of the lines of fenced code."""
    inside: list[int] = []
    fence = ""
    for at, line in enumerate(lines):
        if not fence and "```" not in line and "~~~" not in line:
            continue
        if not fence:
            match = _FENCE.match(line)
            if match is not None and not ("`" in line[match.end() :] and match[1][0] == "`"):
                fence = match[1]
                inside.append(at)
            continue
        inside.append(at)
        bare = line.strip()
        if bare.startswith(fence) and not bare.strip(fence[0]):
            fence = ""
    return frozenset(inside)


def _comments(data: Metadata) -> None:
    """Take out comments, which may reach over many lines."""
    fenced = _fences(data.lines)
    starts = []
    total = 0
    for line in data.lines:
        starts.append(total)
        total += len(line) + 1
    text = "\n".join(data.lines)
    codes = _codes(text) if "`" in text else []
    ends = [end for _, end in codes]
    at = 0
    pieces: list[str] = []
    done = 0
    for match in _COMMENT.finditer(text):
        while at + 1 < len(starts) and starts[at + 1] <= match.start():
            at += 1
        code = bisect_right(ends, match.start())
        if at in fenced or (code < len(codes) and codes[code][0] < match.start()):
            continue
        data.take("comment", at, match[0])
        pieces += [text[done : match.start()], "\n" * match[0].count("\n")]
        done = match.end()
    pieces.append(text[done:])
    data.lines[:] = "".join(pieces).split("\n")


def _codes(text: str) -> list[tuple[int, int]]:
    """Where code spans begin and end: a run of ticks reaches to the next run as long."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    partner = [-1] * len(runs)
    for at in range(len(runs) - 1, -1, -1):
        length = runs[at][1] - runs[at][0]
        partner[at] = following.get(length, -1)
        following[length] = at
    spans = []
    at = 0
    while at < len(runs):
        if partner[at] < 0:
            at += 1
            continue
        spans.append((runs[at][0], runs[partner[at]][1]))
        at = partner[at] + 1
    return spans

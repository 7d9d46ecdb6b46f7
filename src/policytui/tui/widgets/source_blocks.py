"""A Markdown body cut into blocks of its own source, for drawing and for following the cursor.

Rules that hold here:

- The blocks joined are the body, to the character.
- A cut falls only where Markdown starts a new block whatever came before: so a block can be read on its own. (A
  block may hold more than one Markdown block; that costs a little drawing, never correctness.)
- Fenced code and HTML comments are never cut.
- A paragraph of more than a hundred lines is cut all the same, at lines that their own text chooses: reading it whole
  for every key would hold the keys up. It shows as rows that begin anew there.
- `recut` reads only the blocks that an edit touched, until old and new cuts meet again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

_MARKER = re.compile(r"(?:[-*+]|(\d{1,9})[.)])(?:[ \t]|$)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,})")
_MANY = 100
"""Lines of a paragraph from which it is cut."""
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)


class Source(NamedTuple):
    """A block of source: its text with the blank lines behind it, what it begins with, its count of line feeds."""

    text: str
    listed: bool
    lines: int

    @property
    def tight(self) -> bool:
        """Whether no blank line follows it in the source."""
        return not self.text.endswith("\n\n")

    @property
    def defines(self) -> bool:
        """Whether it may define a link that other blocks use."""
        return "]:" in self.text and _DEFINITION.search(self.text) is not None


def cut(text: str) -> list[Source]:
    """The blocks of a body, in order. An empty body has none."""
    blocks, _ = _scan(text)
    return blocks


def recut(old: Sequence[Source], text: str) -> tuple[int, int, list[Source]]:
    """What to do to `old` so that it becomes `cut(text)`: replace `old[start:stop]` by the blocks given."""
    start, position = 0, 0
    for block in old:
        if not text.startswith(block.text, position):
            break
        position += len(block.text)
        start += 1
    start = max(0, start - 1)
    head = sum(len(block.text) for block in old[:start])
    stop, tail = len(old), len(text)
    while stop > start:
        size = len(old[stop - 1].text)
        if tail - size < head or not text.startswith(old[stop - 1].text, tail - size):
            break
        stop -= 1
        tail -= size
    # One block that did not change is read along as a probe: its own start must be a cut again.
    step = 1
    while stop < len(old):
        probe = old[stop]
        blocks, open_end = _scan(text[head : tail + len(probe.text)])
        if not open_end and blocks and blocks[-1] == probe:
            return start, stop, blocks[:-1]
        for _ in range(step):
            if stop < len(old):
                tail += len(old[stop].text)
                stop += 1
        step *= 2
    return start, len(old), _scan(text[head:])[0]


def _chosen(line: str, count: int) -> bool:
    """Whether to cut before a line that `count` lines of its paragraph precede: by its text, so that cuts stay put."""
    return line[0].isalpha() and (crc32(line.encode()) % 16 == 0 or count >= 2 * _MANY)


def _scan(text: str) -> tuple[list[Source], bool]:
    """The blocks of a text that begins with a block, and whether it ends inside a fence or a comment."""
    blocks: list[Source] = []
    begin = position = 0
    begin_lines = 0
    listed = empty = True
    after_blank = heading = False
    fence = ""
    fence_indent = 0
    comment = False
    pieces = text.split("\n")
    last = len(pieces) - 1
    for number, line in enumerate(pieces):
        here = position
        position += len(line) + (number < last)
        if number == last and not line:
            break
        flush = line[:1] not in (" ", "\t", "")
        if fence and flush and fence_indent >= 2 and listed:
            fence = ""
        if fence:
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
            continue
        if comment:
            comment = "-->" not in line
            continue
        if not line or line.isspace():
            after_blank = True
            continue
        marker = _MARKER.match(line) if flush else None
        is_heading = flush and line[0] == "#" and _HEADING.match(line) is not None
        starts = flush and (
            after_blank
            or heading
            or is_heading
            or (marker is not None and (listed or marker[1] is None or int(marker[1]) == 1))
            or (
                number - begin_lines >= _MANY
                and not listed
                and line[0].isalpha()
                and _chosen(line, number - begin_lines)
            )
        )
        if starts and not empty:
            blocks.append(Source(text[begin:here], listed, number - begin_lines))
            begin, begin_lines, empty = here, number, True
        if empty:
            listed, empty = marker is not None, False
        after_blank, heading = False, is_heading
        found = _FENCE.match(line) if "`" in line or "~" in line else None
        if found and (listed or len(found[1]) <= 3):
            fence, fence_indent = found[2], len(found[1])
        elif "<!--" in line:
            comment = "-->" not in line[line.rfind("<!--") :]
    if begin < len(text):
        blocks.append(Source(text[begin:], listed and not empty, text.count("\n", begin)))
    return blocks, bool(fence) or comment

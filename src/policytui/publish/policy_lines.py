"""A policy as plain lines, one sentence a line: what git compares, so that its diffs read as prose.

Rules that hold here: white space is folded, so re-wrapping is no change; what TOML adds (keys, quotes, escapes) is not
there; hidden characters are visible; the marks of an open conflict are no Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytui.core.blocks import Block, blocks
from policytui.core.values import Policy
from policytui.core.visible import one_line

_MARK = re.compile(r"^(?:<{7,}|\|{7,}|={7,}|>{7,})(?: .*)?\n?", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?…])[ ](?=[^a-z ])")


def to_lines(policy: Policy) -> str:
    """The policy's text for a line-by-line comparison. Callers pass what they want compared, published or not."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    dates = policy.dates
    yield f"# {one_line(policy.title)}"
    if policy.organization:
        yield one_line(policy.organization)
    for label, day in ((dates.label, dates.last_updated), ("Effective", dates.effective), ("Reviewed", dates.reviewed)):
        if day:
            yield f"{one_line(label)}: {day}"
    for name, value in policy.variables:
        yield f"{{{{ {one_line(name)} }}}} = {one_line(value)}"
    yield from _body(policy.preamble)
    for section in policy.sections:
        yield ""
        yield f"{'#' * (section.level + 1)} {one_line(section.title)}"
        if section.summary:
            yield f"In short: {one_line(section.summary)}"
        yield from _body(section.body)


def _body(text: str) -> Iterator[str]:
    at = 0
    for mark in _MARK.finditer(text) if "<<<<<<<" in text else ():
        yield from _blocks(text[at : mark.start()])
        yield one_line(mark[0].rstrip("\n"))
        at = mark.end()
    yield from _blocks(text[at:])


def _blocks(text: str) -> Iterator[str]:
    before = ""
    for block in blocks(text):
        if not (block.kind == before and block.kind in ("item", "row", "code")):
            yield ""
        before = block.kind
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    indent = "  " * block.depth
    marker = f"{block.marker} " if block.marker else ""
    text = one_line(block.text)
    sentences = [text] if block.kind in ("code", "row", "heading") else _SENTENCE.split(text)
    for number, sentence in enumerate(sentences):
        yield f"{indent}{marker if number == 0 else ' ' * len(marker)}{sentence}".rstrip()

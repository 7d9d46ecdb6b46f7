"""Where things stand: is a change of place only a change of order?

Rules that hold here:

- A section that moved, or whose heading changed its size, still says the same while it stands under the same one.
- Nothing changes its place harmlessly where the text speaks of the section or the item before or behind it.
- The items of one bulleted list may change places, unless one of them leads into others. Numbered ones may not: their
  numbers are spoken of. An item that went to another list, and a paragraph that went anywhere, may now apply to
  something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Final

from policytui.core.blocks import BULLET, Block, Kind, blocks
from policytui.core.redline import PREAMBLE_ID, Redline, SectionChange, Status
from policytui.core.values import Policy, Section

SWEEP: Final = 5
"""Headings of one size that all took the same new size: then it is the style of the page, not one section's place."""

POINTS: Final = re.compile(
    r"\b(?:preceding|previous|foregoing|following|next|above|below) (?:section|clause|part|paragraph|point|item)s?\b"
    r"|\b(?:section|clause|part|paragraph|point|item)s? (?:above|below)\b",
    re.IGNORECASE,
)
"""Words that say of what stands before or behind them, in whatever order that is."""
Run = tuple[str, tuple[tuple[int, str], ...]]


def nesting_kept(redline: Redline, section: SectionChange) -> bool:
    """Whether a section stands under the same section as before (or under none, as before) and over the same ones, or
    only the sizes of all such headings changed.

    Over the same: a heading that moved may take in sections that stayed where they were.
    """
    old = _parent(redline.before.sections, section.old_id)
    new = _parent(redline.after.sections, section.id)
    names = {s.id: s.old_id for s in redline.sections if s.status not in (Status.ADDED, Status.REMOVED)}
    if (names.get(new, "?") if new else "") == old:
        over = {names[below] for below in _below(redline.after.sections, section.id) if below in names}
        if over == _below(redline.before.sections, section.old_id) & set(names.values()):
            return True
    return not section.moved and _swept(redline, section)


def _swept(redline: Redline, section: SectionChange) -> bool:
    """Whether every heading of the old size, and there are some, took the same new size in the same order."""
    kept = [change for change in redline.sections if change.old_id and change.status is not Status.REMOVED]
    alike = [change for change in kept if change.old_level == section.old_level]
    return len(alike) >= SWEEP and all(change.level == section.level and not change.moved for change in alike)


def listed_elsewhere(section: SectionChange, index: int) -> bool:
    """Whether an item became something else or something else an item, or an item or paragraph changed its depth.

    Such a block may now belong to a list, or to an item, that it did not belong to. One with nothing above it that it
    could have belonged to, or belong to, only looks otherwise.
    """
    hunk = section.hunks[index]
    kinds = {hunk.kind, hunk.old_kind or hunk.kind}
    if Kind.ITEM.value not in kinds and kinds != {Kind.PARAGRAPH.value}:
        return False
    if hunk.old_depth is not None:
        return True
    if hunk.old_kind is None:
        return False
    hunks = section.hunks
    above = range(index - 1, -1, -1)
    before = next((hunks[n] for n in above if hunks[n].status is not Status.ADDED and not hunks[n].moved), None)
    after = next((hunks[n] for n in above if hunks[n].status is not Status.REMOVED), None)
    return (before is not None and _holds(before.old_kind or before.kind, before.before)) or (
        after is not None and _holds(after.kind, after.after)
    )


def headings_nested_anew(section: SectionChange) -> bool:
    """Whether a heading inside the section's text stands under another one, headings having changed their size."""
    kept = [h for h in section.hunks if h.kind == Kind.HEADING.value and h.old_kind is None and not h.moved]
    kept = [h for h in kept if h.status in (Status.SAME, Status.CHANGED)]
    before = [len(h.marker if h.old_marker is None else h.old_marker) for h in kept]
    return _above(before) != _above([len(h.marker) for h in kept])


def _above(levels: Sequence[int]) -> list[int]:
    """For each heading the place of the one it stands under, -1 for none."""
    found: list[int] = []
    over: list[int] = []
    for at, level in enumerate(levels):
        while over and levels[over[-1]] >= level:
            over.pop()
        found.append(over[-1] if over else -1)
        over.append(at)
    return found


def _holds(kind: str, text: str) -> bool:
    """Whether the block below may belong to this one, or to the same list."""
    return kind == Kind.ITEM.value or text.endswith(":")


def reordered(redline: Redline, section: SectionChange, index: int) -> bool:
    """Whether the block is an item of a bulleted list that holds the same items before and after, in another order."""
    hunk = section.hunks[index]
    if hunk.kind != Kind.ITEM.value or hunk.marker != BULLET or hunk.reformatted:
        return False
    item = (hunk.depth, hunk.after or hunk.before)
    old = [run for run in _runs(_body(redline.before, section.old_id)) if item in run[1]]
    new = [run for run in _runs(_body(redline.after, section.id)) if item in run[1]]
    return len(old) == 1 and old == new and not any(text.endswith(":") or POINTS.search(text) for _, text in old[0][1])


def _parent(sections: Sequence[Section], section_id: str) -> str:
    """The id of the nearest section before it with a smaller level, or ""."""
    at = next((n for n, section in enumerate(sections) if section.id == section_id), 0)
    level = sections[at].level if sections else 1
    return next((s.id for s in reversed(sections[:at]) if s.level < level), "")


def _below(sections: Sequence[Section], section_id: str) -> set[str]:
    """The ids of the sections that stand under one, however deep."""
    at = next((n for n, section in enumerate(sections) if section.id == section_id), len(sections))
    return {s.id for s in takewhile(lambda s: s.level > sections[at].level, sections[at + 1 :])}


def _body(policy: Policy, section_id: str) -> str:
    if section_id == PREAMBLE_ID:
        return policy.preamble
    section = policy.section(section_id)
    return section.body if section else ""


@lru_cache(maxsize=16)
def _runs(body: str) -> tuple[Run, ...]:
    """Every flat bulleted list with the text that leads into it; its items sorted, so that order does not count.

    Kept for a while, because every item of a list asks for the same two texts.
    """
    runs: list[Run] = []
    lead = ""
    items: list[tuple[int, str]] = []
    for block in (*blocks(body), Block(Kind.RULE.value, "")):
        if block.kind == Kind.ITEM.value and block.marker == BULLET and (not items or items[0][0] == block.depth):
            items.append((block.depth, block.text))
            continue
        if items:
            runs.append((lead, tuple(sorted(items))))
            items = []
        lead = block.text
    return tuple(runs)

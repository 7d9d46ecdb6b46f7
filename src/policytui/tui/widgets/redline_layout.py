"""What of a redline is laid out, in which order: headers, blocks, and what is folded away.

Rules that hold here:

- Changes are numbered from 0, in the order of `redline.changes()`.
- With `context` n, n unchanged blocks stand around each change and the rest is one row that says how much it is;
  with 0 nothing but changes; with None everything.
- A section without a change is left out (unless everything is shown), however far it moved its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from policytui.core.redline import POLICY_ID, PREAMBLE_ID, Hunk, Redline, SectionChange, Status
from policytui.core.visible import one_line

OWN_TITLES = {POLICY_ID: "Title & dates", PREAMBLE_ID: "Preamble"}
_TIGHT = ("item", "row", "code")


class Block(NamedTuple):
    """A block of the view: a section's header, a block of its text, or what is folded away."""

    kind: Literal["head", "hunk", "fold", "note"]
    section: int
    hunk: int = -1
    change: int = -1
    folded: int = 0
    tight: bool = False


def laid_out(redline: Redline, context: int | None) -> list[Block]:
    """The blocks of a redline, in reading order."""
    blocks: list[Block] = []
    skipped = 0
    change = 0
    for number, section in enumerate(redline.sections):
        if section.same and context is not None:
            skipped += bool(section.hunks) and section.id not in OWN_TITLES
            continue
        if not section.hunks and section.id in OWN_TITLES:
            continue
        if skipped and context:
            blocks.append(Block("note", number, folded=skipped))
        skipped = 0
        blocks.append(Block("head", number))
        blocks += _hunks(number, section, change, context)
        change += len(section.changed_hunks)
    if skipped and context and blocks:
        blocks.append(Block("note", -1, folded=skipped))
    return blocks


def _hunks(number: int, section: SectionChange, change: int, context: int | None) -> list[Block]:
    blocks: list[Block] = []
    folded = 0
    hunks = section.hunks
    near = _near(hunks, context)
    for at, hunk in enumerate(hunks):
        own = -1
        if not hunk.same:
            own, change = change, change + 1
        if hunk.same and hunk.kind == "title" and section.id not in OWN_TITLES:
            continue
        if at not in near:
            folded += 1
            continue
        if folded and context:
            blocks.append(Block("fold", number, folded=folded))
        folded = 0
        tight = hunk.kind in _TIGHT and at + 1 in near and hunks[at + 1].kind == hunk.kind
        blocks.append(Block("hunk", number, at, own, tight=tight))
    if folded and context:
        blocks.append(Block("fold", number, folded=folded))
    return blocks


def _near(hunks: Sequence[Hunk], context: int | None) -> set[int]:
    if context is None:
        return set(range(len(hunks)))
    changed = [at for at, hunk in enumerate(hunks) if not hunk.same]
    return {at for c in changed for at in range(max(0, c - context), min(len(hunks), c + context + 1))}


def title_of(section: SectionChange) -> str:
    """The section's title, or what its reserved id is called."""
    return section.title or OWN_TITLES.get(section.id, "") or "Untitled section"


def notes_on(section: SectionChange) -> str:
    """What became of the section, in words."""
    words: list[str] = []
    if section.status in (Status.ADDED, Status.REMOVED):
        words.append(f"{section.status.value} section")
    if section.moved:
        words.append("↕ moved")
    if section.renamed:
        words.append(f"renamed from “{one_line(section.old_title)}”")
    if section.relevelled:
        words.append(f"level {section.old_level} → {section.level}")
    return " · ".join(words)

"""A redline as data for other programs: the contract of `diff --json`.

Rules that hold here: the kept and removed spans of a hunk joined give its `before` exactly, the kept and added ones its
`after`; texts are as they are (whoever prints them escapes them); keys are only ever added.
"""

from __future__ import annotations

from typing import Any

from policytui.core.judgement import Judgement
from policytui.core.redline import Hunk, Redline, SectionChange
from policytui.core.values import Change


def to_dict(redline: Redline, judgement: Judgement | None = None, *, whole: bool = False) -> dict[str, Any]:
    """The redline as plain data. `whole`: unchanged blocks too. Verdicts are null without a judgement."""
    verdicts = verdict_of(judgement)
    return {
        "change": str(judgement.change) if judgement else None,
        "coarse": redline.coarse,
        "sections": [_section(section, verdicts, judgement is not None, whole) for section in redline.sections],
    }


def verdict_of(judgement: Judgement | None) -> dict[tuple[str, int], Change]:
    """The worst verdict by section id and position of the hunk; -1 stands for the section itself."""
    found: dict[tuple[str, int], Change] = {}
    for reason in judgement.reasons if judgement else ():
        key = (reason.section, reason.hunk)
        found[key] = found.get(key, Change.NONE) | reason.change
    return found


def covering(verdicts: dict[tuple[str, int], Change], section: SectionChange, at: int) -> Change:
    """The verdict on one hunk: its own, else that on the section as a whole; none for what did not change."""
    if section.hunks[at].same:
        return Change.NONE
    own = verdicts.get((section.id, at))
    return own if own is not None else verdicts.get((section.id, -1), Change.NONE)


def _section(
    section: SectionChange, verdicts: dict[tuple[str, int], Change], judged: bool, whole: bool
) -> dict[str, Any]:
    return {
        "id": section.id,
        "status": str(section.status),
        "title": section.title,
        "moved": section.moved,
        "renamed": section.renamed,
        "relevelled": section.relevelled,
        "level": section.level,
        "old_id": section.old_id,
        "old_title": section.old_title,
        "old_level": section.old_level,
        "hunks": [
            _hunk(hunk, str(covering(verdicts, section, at)) if judged else None)
            for at, hunk in enumerate(section.hunks)
            if whole or not hunk.same
        ],
    }


def _hunk(hunk: Hunk, change: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "change": change,
        "status": str(hunk.status),
        "kind": hunk.kind,
        "marker": hunk.marker,
        "depth": hunk.depth,
        "moved": hunk.moved,
        "before": hunk.before,
        "after": hunk.after,
        "spans": [[op, text] for op, text in hunk.spans],
    }
    if hunk.moved:
        found |= {"old_section": hunk.old_section, "old_index": hunk.old_index}
    if hunk.reformatted:
        found |= {"old_kind": hunk.old_kind, "old_marker": hunk.old_marker, "old_depth": hunk.old_depth}
    return found

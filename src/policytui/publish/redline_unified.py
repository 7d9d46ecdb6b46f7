"""A redline for pipes: one line a block and side, as in `diff -u`, with the changed words marked inside.

Rules that hold here: each line begins with ` `, `-`, `+` or `@@`; nothing is wrapped and nothing coloured, so grep,
pagers and delta can take it.
"""

from __future__ import annotations

from policytui.core.redline import Hunk, Redline, SectionChange, Status
from policytui.core.visible import one_line
from policytui.publish.redline_lines import (
    Skipped,
    as_before,
    hunk_notes,
    lead_in,
    runs,
    section_name,
    section_notes,
    shown,
)


def to_unified(redline: Redline, *, context: int | None = 1) -> str:
    """The redline as lines. `context`: unchanged blocks around a change, None for the whole document."""
    if redline.empty:
        return ""
    lines = [f"--- {one_line(redline.before.title)}", f"+++ {one_line(redline.after.title)}"]
    for item in shown(redline, context):
        if isinstance(item, SectionChange):
            notes = section_notes(item)
            lines.append(f"@@ {section_name(item)}{' (' + ', '.join(notes) + ')' if notes else ''} @@")
        elif isinstance(item, Skipped):
            continue
        else:
            lines += _block(redline, item)
    return "\n".join(lines) + "\n"


def _block(redline: Redline, hunk: Hunk) -> list[str]:
    if hunk.same:
        return [_line(" ", hunk, "keep")]
    notes = "".join([f" ({note})" for note in hunk_notes(redline, hunk)])
    lines = []
    if hunk.status is not Status.ADDED:
        lines.append(_line("-", hunk, "remove", whole=hunk.status is Status.REMOVED))
    if hunk.status is not Status.REMOVED:
        lines.append(_line("+", hunk, "add", whole=hunk.status is Status.ADDED) + notes)
    return lines


def _line(first: str, hunk: Hunk, op: str, *, whole: bool = False) -> str:
    text = "".join([text for _, text in runs(hunk, ("keep", op), marks=not whole)])
    return f"{first}{lead_in(as_before(hunk) if first == '-' else hunk)}{text}"

"""A redline side by side: before left, after right, each wrapped in its column, aligned block by block.

Rules that hold here: the two sides of a block begin on the same line; below `FOLD` columns it is the inline view.
"""

from __future__ import annotations

from policytui.core.redline import Hunk, Redline, SectionChange, Status
from policytui.publish.redline_inline import head_lines, to_inline
from policytui.publish.redline_lines import (
    Run,
    Skipped,
    as_before,
    columns,
    hunk_notes,
    lead_in,
    painted,
    runs,
    shown,
    sign,
    wrapped,
)

FOLD = 72
"""Columns below which two columns cannot be read."""
_BAR = " │ "


def to_split(redline: Redline, *, context: int | None = 1, width: int = 120, color: bool = False) -> str:
    """The redline in two columns. `context`: unchanged blocks around a change, None for the whole document."""
    if width < FOLD:
        return to_inline(redline, context=context, width=width, color=color)
    column = (width - len(_BAR)) // 2
    lines: list[str] = []
    for item in shown(redline, context):
        if isinstance(item, SectionChange):
            lines += ["", *head_lines(item, width, color)] if lines else head_lines(item, width, color)
        elif isinstance(item, Skipped):
            lines.append(painted([("note", f"  {item}")], color))
        else:
            left, right = _side(redline, item, "remove", column), _side(redline, item, "add", column)
            for at in range(max(len(left), len(right))):
                one = left[at] if at < len(left) else []
                two = right[at] if at < len(right) else []
                pad = column - sum(columns(text) for _, text in one)
                lines.append(painted([*one, ("keep", " " * max(pad, 0)), ("note", _BAR), *two], color))
    return "\n".join(lines) + "\n" if lines else ""


def _side(redline: Redline, hunk: Hunk, op: str, column: int) -> list[list[Run]]:
    """One side of a block as lines; none when the block is not on that side."""
    if hunk.status is (Status.ADDED if op == "remove" else Status.REMOVED):
        return []
    shown_hunk = hunk if op == "add" else as_before(hunk)
    before = f"{sign(hunk)} {lead_in(shown_hunk)}"
    text = runs(hunk, ("keep", op))
    if op == "add":
        text += [("note", f" ({note})") for note in hunk_notes(redline, hunk)]
    return wrapped(text, column, before, " " * min(columns(before), column // 2))

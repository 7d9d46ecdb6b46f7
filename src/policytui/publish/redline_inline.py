"""A redline as running text, wrapped: removed and added words stand where they are read.

Rules that hold here: `[-removed-]` and `{+added+}` say what colour says, and always stand; the first column tells what
became of a block: `~` changed, `+` added, `-` removed, `>` moved.
"""

from __future__ import annotations

from policytui.core.redline import Redline, SectionChange
from policytui.publish.redline_lines import (
    Run,
    Skipped,
    columns,
    hunk_notes,
    lead_in,
    painted,
    runs,
    section_name,
    section_notes,
    shown,
    sign,
    written,
)


def to_inline(redline: Redline, *, context: int | None = 1, width: int = 80, color: bool = False) -> str:
    """The redline as text. `context`: unchanged blocks around a change, None for the whole document."""
    lines: list[str] = []
    for item in shown(redline, context):
        if isinstance(item, SectionChange):
            lines += ["", *head_lines(item, width, color)] if lines else head_lines(item, width, color)
            continue
        if isinstance(item, Skipped):
            gap: list[Run] = [("note", f"  {item}")]
            lines += [painted(gap, color)] if len(gap[0][1]) <= width else written(gap, width, color, "", "  ")
            continue
        before = f"{sign(item)} {lead_in(item)}"
        text = runs(item)
        text += [("note", f" ({note})") for note in hunk_notes(redline, item)]
        rest = " " * min(columns(before), width // 2)
        lines += written(text, width, color, before, rest)
    return "\n".join(lines) + "\n" if lines else ""


def head_lines(section: SectionChange, width: int, color: bool) -> list[str]:
    """The lines that introduce a section: its name, and what became of it as a whole."""
    text: list[Run] = [("head", section_name(section))]
    text += [("note", f" · {note}") for note in section_notes(section)]
    return written(text, width, color, "§ ", "  ")

"""The date lines a published policy prints, the same in every format."""

from __future__ import annotations

from policytui.core.dates import format_date
from policytui.core.values import Dates


def date_lines(dates: Dates) -> tuple[str, ...]:
    """`Last updated: May 19, 2024` in the policy's own label and style, and the effective date when it is set."""
    lines = []
    if dates.last_updated is not None:
        lines.append(f"{dates.label}: {format_date(dates.last_updated, dates.style)}")
    if dates.effective is not None:
        label = "Effective date" if "effective" not in dates.label.lower() else "In effect from"
        lines.append(f"{label}: {format_date(dates.effective, dates.style)}")
    return tuple(lines)

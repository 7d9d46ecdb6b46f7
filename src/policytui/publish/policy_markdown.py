"""A policy out as Markdown: one document, ready for a site.

Rules that hold here: the title is the only heading of level 1, sections begin at level 2; bodies go out as they
are. Callers pass a published policy (`core.published`: variables filled, metadata left out).
"""

from __future__ import annotations

import re

from policytui.core.values import MAX_LEVEL, Policy
from policytui.publish.policy_dates import date_lines

_SPECIAL = re.compile(r"([\\`*_\[\]<#])")


def to_markdown(policy: Policy) -> str:
    """The whole policy as Markdown, ending with a line end."""
    parts = [f"# {_inline(policy.title)}"]
    dates = date_lines(policy.dates)
    if dates:
        parts.append("\\\n".join(f"*{_inline(line)}*" for line in dates))
    if policy.preamble.strip():
        parts.append(policy.preamble.strip("\n"))
    for section in policy.sections:
        parts.append(f"{'#' * min(section.level + 1, MAX_LEVEL)} {_inline(section.title)}")
        if section.summary.strip():
            parts.append(f"**In short:** {section.summary.strip()}")
        if section.body.strip():
            parts.append(section.body.strip("\n"))
    return "\n\n".join(parts) + "\n"


def _inline(text: str) -> str:
    """A title or label is plain text: Markdown in it is escaped."""
    folded = " ".join(text.split("\n"))
    return _SPECIAL.sub(r"\\\1", folded) if _SPECIAL.search(folded) else folded

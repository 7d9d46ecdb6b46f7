"""A policy out as Markdown: one document, ready for a site.

Rules that hold here: the title is the only heading of level 1, sections begin at level 2; bodies go out as they
are, but none reaches into the next section: a code block left open is closed. A section that is linked to by an id
that its title does not give has an anchor. Callers pass a published policy (`core.published`: variables filled,
metadata left out).
"""

from __future__ import annotations

import re

from policytui.core.values import MAX_LEVEL, Policy
from policytui.publish.links import missing_anchors
from policytui.publish.policy_dates import date_lines

_SPECIAL = re.compile(r"([\\`*_\[\]<#]|&(?=#?\w+;)|~(?=~)|\{(?=[:%]))")


def to_markdown(policy: Policy) -> str:
    """The whole policy as Markdown, ending with a line end."""
    parts = [f"# {_inline(policy.title)}"]
    dates = date_lines(policy.dates)
    if dates:
        parts.append("\\\n".join(f"*{_inline(line)}*" for line in dates))
    if policy.preamble.strip():
        parts.append(_closed(policy.preamble.strip("\n")))
    anchors = missing_anchors(policy)
    for section in policy.sections:
        anchor = f'<a id="{section.id}"></a>\n' if section.id in anchors else ""
        parts.append(f"{anchor}{'#' * min(section.level + 1, MAX_LEVEL)} {_inline(section.title)}")
        if section.summary.strip():
            parts.append(f"**In short:** {section.summary.strip()}")
        if section.body.strip():
            parts.append(_closed(section.body.strip("\n")))
    return "\n\n".join(parts) + "\n"


def _closed(text: str) -> str:
    """The text with its last code block closed."""
    if "```" not in text and "~~~" not in text:
        return text
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(text + "\n")
    last = tokens[-1]
    if last.type != "fence" or last.level or last.map is None:
        return text
    start, end = last.map
    closed = end - start == last.content.count("\n") + 2
    return text if closed else f"{text}\n{last.markup}"


def _inline(text: str) -> str:
    """A title or label is plain text: Markdown in it is escaped."""
    folded = " ".join(text.split("\n"))
    return _SPECIAL.sub(r"\\\1", folded) if _SPECIAL.search(folded) else folded

"""A summary of changes in Markdown: to paste into a pull request, a notice or a changelog.

Rules that hold here: texts of the policy are quoted as code-free Markdown with their markup escaped, so that what is
shown is what was written; each changed section is one heading, each changed block one list item.
"""

from __future__ import annotations

import re

from policytui.core.judgement import Judgement
from policytui.core.redline import Hunk, Redline, Status
from policytui.core.values import Change
from policytui.core.visible import one_line
from policytui.publish.redline_json import covering, verdict_of
from policytui.publish.redline_lines import BECAME, hunk_notes, section_name, section_notes

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~@&])")
_VERDICTS = {
    Change.NONE: "No change to the published text.",
    Change.EDITORIAL: "**Editorial**: wording or form only.",
    Change.MATERIAL: "**Material**: what is promised changed.",
}
QUOTED = 300
"""Characters of an added or removed block that are quoted."""


def to_markdown(redline: Redline, judgement: Judgement | None = None) -> str:
    """The changes, section by section; with a judgement its verdicts."""
    lines = [f"# Changes to {plain(redline.after.title)}", ""]
    if redline.empty:
        return "\n".join([*lines, _VERDICTS[Change.NONE], ""])
    if judgement is not None:
        lines += [_VERDICTS[judgement.change], ""]
    verdicts = verdict_of(judgement)
    for section in redline.sections:
        if section.same:
            continue
        notes = section_notes(section)
        said = f" ({'; '.join(plain(note) for note in notes)})" if notes else ""
        lines += [f"## {plain(section_name(section))}{said}", ""]
        found = [
            _item(redline, hunk, covering(verdicts, section, at))
            for at, hunk in enumerate(section.hunks)
            if not hunk.same
        ]
        lines += [*found, ""] if found else []
    return "\n".join(lines)


def _item(redline: Redline, hunk: Hunk, verdict: Change | None) -> str:
    badge = " *(material)*" if verdict is Change.MATERIAL else ""
    notes = "".join([f" ({plain(note)})" for note in hunk_notes(redline, hunk)])
    if hunk.is_place:
        return f"- Place{badge}: {_marked(hunk)}"
    if hunk.status is Status.ADDED:
        return f"- Added{badge}: {_quoted(hunk.after)}"
    if hunk.status is Status.REMOVED:
        return f"- Removed{badge}: {_quoted(hunk.before)}"
    return f"- {'Moved' if hunk.moved else 'Changed'}{badge}:{notes} {_marked(hunk)}"


def _marked(hunk: Hunk) -> str:
    """The changes of a block with some words around, removed struck through, added bold."""
    parts: list[str] = []
    last = len(hunk.spans) - 1
    for at, (op, text) in enumerate(hunk.spans):
        if op == "keep":
            parts.append(plain(_around(text, at == 0, at == last)))
            continue
        inner = plain(text.strip())
        if inner:
            mark = "~~" if op == "remove" else "**"
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            follows = " " if parts and parts[-1][-1:].strip() else ""
            if hunk.is_place and op == "add" and at and hunk.spans[at - 1][0] == "remove":
                follows = BECAME
            behind = hunk.spans[at + 1][1][:1] if at < last else ""
            if not after and behind.isalnum() and not inner[-1].isalnum():
                after = " "  # Markdown closes nothing between a punctuation mark and a letter
            parts.append(f"{before or follows}{mark}{inner}{mark}{after}")
    return "".join(parts).strip() or "(form only)"


def _around(text: str, first: bool, last: bool) -> str:
    """A kept stretch, its middle left out when it is long."""
    words = text.split(" ")
    if first and last:
        return text if len(words) <= 12 else " ".join([*words[:12], "…"])
    if first and len(words) > 8:
        return " ".join(["…", *words[-8:]])
    if last and len(words) > 8:
        return " ".join([*words[:8], "…"])
    return " ".join([*words[:8], "…", *words[-8:]]) if len(words) > 20 else text


def _quoted(text: str) -> str:
    return plain(text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…")


def plain(text: str) -> str:
    """A text of the policy as Markdown that shows it as it is, on one line."""
    return _MARKUP.sub(r"\\\1", one_line(text))

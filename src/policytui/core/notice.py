"""What changed, to tell people: a summary of the material changes by section, ready for a mail or a banner.

Rules that hold here:

- Material changes stand by section, each with what stood and what stands; editorial ones are one closing line.
- Both dates are said: when the policy was last updated, and from when the changes bind (when that is known).
- The three forms say the same. Text of the policy is text: escaped, hidden characters made visible.
- The words are counted out of the redline; nothing is interpreted.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from policytui.core.changes_summary import section_name, swap
from policytui.core.dates import format_date
from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import Hunk, Redline, Status
from policytui.core.rules_text import read
from policytui.core.values import Change, Dates
from policytui.core.visible import one_line

_SHOWN = 240
"""Characters of a passage that a notice quotes; the policy itself has the rest."""
_LED_IN = 60
"""Characters of it that stand before the first difference, where that would otherwise not be quoted."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """One section with its material changes: `lines` of (what, before, after), each plain text."""

    title: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says, before it is written in one form or another."""

    title: str
    updated: str
    effective: str
    sections: tuple[NoticeSection, ...]
    closing: str


def notice(redline: Redline, judgement: Judgement, dates: Dates | None = None) -> Notice:
    """The notice as data. `dates` are those of the policy after, unless others are given."""
    dates = dates or redline.after.dates
    sections: list[NoticeSection] = []
    for section in redline.sections:
        reasons = [r for r in judgement.reasons if r.section == section.id and r.change is Change.MATERIAL]
        if not reasons:
            continue
        lines: list[tuple[str, str, str]] = []
        for reason in reasons:
            hunk = section.hunks[reason.hunk] if 0 <= reason.hunk < len(section.hunks) else None
            if section.status is Status.ADDED:
                lines.append(("New section", "", _said(" ".join(h.after for h in section.hunks if h.kind != "title"))))
            elif section.status is Status.REMOVED:
                lines.append(
                    ("Section removed", _said(" ".join(h.before for h in section.hunks if h.kind != "title")), "")
                )
            elif hunk is None:
                lines.append(("Moved", "", ""))
            else:
                lines.append(_line(hunk, reason))
        sections.append(NoticeSection(section_name(section), tuple(lines)))
    return Notice(
        one_line(redline.after.title),
        format_date(dates.last_updated, dates.style) if dates.last_updated else "",
        format_date(dates.effective, dates.style) if dates.effective else "",
        tuple(sections),
        _closing(judgement, bool(sections)),
    )


def _line(hunk: Hunk, reason: Reason) -> tuple[str, str, str]:
    """What became of one block: what, before, after."""
    before, after = _told_apart(hunk.before, hunk.after)
    if before == after and reason.before != reason.after:
        before, after = one_line(reason.before), one_line(reason.after)  # where a link leads
    if before == after:
        return "Moved", "", after
    what = "Moved" if hunk.moved else "Changed" if before and after else "Added" if after else "Removed"
    short = swap(hunk)
    return f"{what}: {short}" if short else what, before, after


def notice_markdown(redline: Redline, judgement: Judgement, dates: Dates | None = None) -> str:
    """The notice in Markdown, ending in a line end."""
    found = notice(redline, judgement, dates)
    out = [f"# Changes to {_mark(found.title)}", "", *_when(found, mark=True)]
    for section in found.sections:
        out += [f"## {_mark(section.title)}", ""]
        for what, before, after in section.lines:
            out.append(f"- {_mark(what)}")
            out += [f"  - Before: {_mark(before)}"] if before else []
            out += [f"  - After: {_mark(after)}" if before else f"  - {_mark(after)}"] if after else []
        out.append("")
    return "\n".join([*out, found.closing]).rstrip() + "\n"


def notice_text(redline: Redline, judgement: Judgement, dates: Dates | None = None) -> str:
    """The notice in plain text, ending in a line end."""
    found = notice(redline, judgement, dates)
    head = f"Changes to {found.title}"
    out = [head, "=" * len(head), "", *_when(found)]
    for section in found.sections:
        out += [section.title, "-" * len(section.title)]
        for what, before, after in section.lines:
            out.append(f"* {what}")
            out += [f"    Before: {before}"] if before else []
            out += [f"    {'After: ' if before else ''}{after}"] if after else []
        out.append("")
    return "\n".join([*out, found.closing]).rstrip() + "\n"


def notice_html(redline: Redline, judgement: Judgement, dates: Dates | None = None) -> str:
    """The notice as a piece of HTML (one `section` element, no style, nothing active), ending in a line end."""
    found = notice(redline, judgement, dates)
    esc = html.escape
    out = ["<section>", f"<h1>Changes to {esc(found.title)}</h1>"]
    out += [f"<p>{esc(line)}</p>" for line in _when(found) if line]
    for section in found.sections:
        out += [f"<h2>{esc(section.title)}</h2>", "<ul>"]
        for what, before, after in section.lines:
            old = f"<br><del>{esc(before)}</del>" if before else ""
            new = f"<br><ins>{esc(after)}</ins>" if after else ""
            out.append(f"<li>{esc(what)}{old}{new}</li>")
        out.append("</ul>")
    return (
        "\n".join([*out, f"<p>{esc(found.closing)}</p>" if found.closing else "", "</section>"]).replace("\n\n", "\n")
        + "\n"
    )


def _when(found: Notice, *, mark: bool = False) -> list[str]:
    lines = []
    if found.updated:
        lines.append(f"Last updated: {found.updated}")
    if found.effective:
        lines.append(f"Effective: {found.effective}")
    if not lines:
        return []
    return ["  \n".join(lines), ""] if mark else [*lines, ""]


def _closing(judgement: Judgement, material: bool) -> str:
    count = sum(reason.change is Change.EDITORIAL for reason in judgement.reasons)
    if not count:
        return "" if material else "Nothing changed."
    places = "place" if count == 1 else "places"
    if material:
        return f"We also made editorial changes in {count} {places}; they do not change what the policy says."
    return f"Only editorial changes, in {count} {places}: they do not change what the policy says."


def _said(text: str) -> str:
    """A passage as read: markup off, on one line, cut at a word when long."""
    return _cut(_read(text))


def _told_apart(before: str, after: str) -> tuple[str, str]:
    """Both sides of a passage as read; of long ones so much is left out in front that the first difference is seen."""
    old, new = _read(before), _read(after)
    if max(len(old), len(new)) > _SHOWN and old and new:
        same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        start = old.rfind(" ", 0, max(0, same - _LED_IN)) + 1
        if same > _SHOWN - _LED_IN and start:
            return "… " + _cut(old[start:]), "… " + _cut(new[start:])
    return _cut(old), _cut(new)


def _read(text: str) -> str:
    reading = read(text)
    return one_line("".join(("" if token.tight else " ") + token.text for token in reading.tokens).strip())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _mark(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)

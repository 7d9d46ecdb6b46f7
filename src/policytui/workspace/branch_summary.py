"""What a branch did to the policies, in words: the lines of a list, and Markdown for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policytui.core.values import Change
from policytui.core.visible import one_line

if TYPE_CHECKING:
    from policytui.workspace.branches import Branch, PolicyChange


def policy_name(change: PolicyChange) -> str:
    """The slug; of a renamed policy both."""
    return f"{change.old_slug} → {change.slug}" if change.old_slug else change.slug


def date_words(change: PolicyChange) -> str:
    """What became of the date."""
    before, after = (
        str(side.dates.last_updated or "no date") if side else "–" for side in (change.before, change.after)
    )
    return f"date stays {after}" if before == after else f"date {before} → {after}"


def changed_sections(change: PolicyChange) -> list[tuple[str, str]]:
    """Each changed section: its name, its verdict and what became of it."""
    from policytui.publish.redline_lines import section_name, section_notes

    if change.redline is None:
        return []
    worst: dict[str, Change] = {}
    for reason in change.judgement.reasons:
        worst[reason.section] = worst.get(reason.section, Change.NONE) | reason.change
    return [
        (section_name(section), "; ".join([str(worst.get(section.id, Change.NONE)), *section_notes(section)]))
        for section in change.redline.sections
        if not section.same
    ]


def to_markdown(found: Branch) -> str:
    """What a branch does to the policies, to paste into a pull request."""
    from policytui.publish.redline_markdown import to_markdown as redline_markdown

    if not found.changes:
        return f"No policy changes in {_code(found.name)}.\n"
    lines = [f"# Policies changed in {_code(found.name)}", "", "| policy | what | verdict | dates | problems |",
             "| --- | --- | --- | --- | --- |"]  # fmt: skip
    for change in found.changes:
        name = f"{_code(change.old_slug)} → {_code(change.slug)}" if change.old_slug else _code(change.slug)
        verdict = str(change.judgement.change)
        verdict = f"**{verdict}**" if change.judgement.change is Change.MATERIAL else verdict
        lines.append(
            f"| {name} | {change.fate} | {verdict} | {date_words(change)} | {len(change.problems) or 'none'} |"
        )
    for change in found.changes:
        lines += ["", f"## {_code(change.slug)}", ""]
        for problem in change.problems:
            lines.append(f"- {problem.severity}: {_escaped(problem.message)} {_escaped(problem.hint)}".rstrip())
        if change.redline is not None:
            text = redline_markdown(change.redline, change.judgement)
            lines += ["", *(f"##{line}" if line.startswith("#") else line for line in text.rstrip("\n").split("\n"))]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return "`" + one_line(text).replace("`", "'").replace("|", "\\|") + "`"


def _escaped(text: str) -> str:
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|~@" else mark for mark in one_line(text))

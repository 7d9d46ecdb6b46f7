"""What a branch did to the policies, in words: the lines of a list, Markdown for a pull request, and one HTML page."""

from __future__ import annotations

from collections.abc import Iterator
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


def to_html(found: Branch, context: int | None = 1) -> str:
    """What a branch does to the policies as one HTML document, with `context` unchanged blocks around each change."""
    from policytui.publish.page import page
    from policytui.publish.redline_html import STYLE, shown_text

    title = f"Policies changed in {shown_text(found.name)}"
    body = [f"<h1>{title}</h1>", *_overview(found), "<main>"]
    for at, change in enumerate(found.changes):
        body += _policy_html(at, change, context)
    return page(title, STYLE, [*body, "</main>"])


def _overview(found: Branch) -> Iterator[str]:
    from policytui.publish.redline_html import shown_text, verdict_badge

    if not found.changes:
        yield "<p>No policy changes.</p>"
        return
    yield '<nav aria-label="Changed policies"><ol>'
    for at, change in enumerate(found.changes):
        many = len(change.problems)
        wrong = f", {many} {'problem' if many == 1 else 'problems'}" if many else ""
        said = f'<span class="said">{change.fate}, {date_words(change)}{wrong}</span>'
        name = shown_text(policy_name(change))
        yield f'<li><a href="#p{at}">{name}</a> <span>{said} {verdict_badge(change.judgement.change)}</span></li>'
    yield "</ol></nav>"


def _policy_html(at: int, change: PolicyChange, context: int | None) -> Iterator[str]:
    from policytui.publish.redline_html import blocks, head, shown_text, verdict_badge

    title = next((f": {shown_text(one.title)}" for one in (change.after, change.before) if one and one.title), "")
    said = f'<span class="said">{change.fate}</span>'
    yield (
        f'<h2 class="policy" id="p{at}">{shown_text(policy_name(change))}{title} {said} '
        f"{verdict_badge(change.judgement.change)}</h2>"
    )
    if change.problems:
        yield '<ul class="problems">'
        for problem in change.problems:
            told = shown_text(one_line(f"{problem.message} {problem.hint}".rstrip()))
            yield f"<li><strong>{problem.severity}:</strong> {told}</li>"
        yield "</ul>"
    if change.redline is None:
        yield f"<p>{_no_redline(change)}</p>"
        return
    yield from head(change.redline, change.judgement, (change.before_spec, change.after_spec), f"p{at}")
    yield f'<div lang="{shown_text(change.redline.after.language or "en")}">'
    yield from blocks(change.redline, change.judgement, context, f"p{at}", 3)
    yield "</div>"


def _no_redline(change: PolicyChange) -> str:
    if change.after_spec and change.before_spec:
        return "A side cannot be read, so they cannot be compared."
    there = "It was not there before" if change.after_spec else "It is not there any more"
    return f"{there}, so there is nothing to compare it with."


def _code(text: str) -> str:
    return "`" + one_line(text).replace("`", "'").replace("|", "\\|") + "`"


def _escaped(text: str) -> str:
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#|~@" else mark for mark in one_line(text))

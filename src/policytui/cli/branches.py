"""A branch on the command line: `review main...feature` lists what changed, `diff main...feature` prints it."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from policytui.cli.context import Context
from policytui.cli.output import github_lines, problem_dict, problem_lines, say, show, show_json, show_painted, table
from policytui.core.values import Change, Severity
from policytui.core.visible import one_line
from policytui.workspace.branch_summary import changed_sections, date_words, policy_name, to_html, to_markdown

if TYPE_CHECKING:
    from policytui.workspace.branches import Branch, PolicyChange


def is_range(text: str) -> bool:
    """Whether a word of the command line is a range of commits (`main...feature`, `v1..`) and no path."""
    return ".." in text and not any(mark in text for mark in (":", "/..", "../", "\\"))


def review(context: Context, words: Namespace) -> int:
    """`review RANGE`: every policy changed, its verdict, dates and problems. Exit 1 when there are differences; with
    `--guard`, only when there are problems.
    """
    found = _found(context, words.before)
    problems = found.problems
    if words.format == "json":
        show_json(branch_dict(found))
    elif words.format == "github":
        for line in github_lines(problems):
            show(line)
    elif words.format == "markdown":
        show(to_markdown(found))
    else:
        _listing(found)
    if words.guard:
        return int(any(problem.severity is not Severity.NOTE for problem in problems))
    return int(bool(found.changes))


def diff(context: Context, words: Namespace) -> int:
    """`diff RANGE`: the redline of every policy changed, in a format."""
    from policytui.cli.comparing import columns, context_of, paint

    found = _found(context, words.before)
    if words.format == "json":
        show_json(branch_dict(found, whole=True))
        return int(bool(found.changes))
    if words.format == "markdown":
        show(to_markdown(found))
        return int(bool(found.changes))
    blocks = context_of(words.context)
    if words.format == "html":
        show(to_html(found, blocks))
        return int(bool(found.changes))
    colour = sys.stdout.isatty() and context.config.colour
    if not found.changes:
        say(f"{found.name} changes no policy.")
    for change in found.changes:
        show(f"=== {_headline(change)}")
        if change.redline is None:
            continue
        labels = (change.before_spec, change.after_spec)
        width = words.width or columns(context.config.environ)
        show_painted(paint(context.workspace, change.redline, words.format, blocks, width, colour, labels))
    return int(bool(found.changes))


def _found(context: Context, name: str) -> Branch:
    from policytui.workspace.branches import review_range

    return review_range(context.workspace, name)


def _headline(change: PolicyChange) -> str:
    return f"{policy_name(change)}: {change.fate}, {change.judgement.change}, {date_words(change)}"


def _listing(found: Branch) -> None:
    if not found.changes:
        say(f"{found.name} changes no policy.")
        return
    rows = [
        (
            policy_name(change),
            str(change.fate),
            str(change.judgement.change),
            date_words(change),
            str(len(change.problems)),
        )
        for change in found.changes
    ]
    show(table(("policy", "what", "verdict", "dates", "problems"), rows))
    for change in found.changes:
        show(f"{change.slug}")
        for name, said in changed_sections(change):
            show(f"  {one_line(name)}: {said}")
        for reason in change.judgement.reasons:
            if reason.change is Change.MATERIAL:
                show(f"    material [{reason.rule}] {one_line(reason.why)}")
        for line in problem_lines(change.problems):
            show(f"  {line}")
        if change.before_spec and change.after_spec:
            show(f"  policytui review {change.before_spec} {change.after_spec}")


def branch_dict(found: Branch, *, whole: bool = False) -> dict[str, object]:
    """A branch as JSON; with `whole`, every difference in it."""
    return {
        "range": found.name,
        "before": found.before,
        "after": found.after,
        "policies": [_dict(change, whole=whole) for change in found.changes],
    }


def _dict(change: PolicyChange, *, whole: bool) -> dict[str, object]:
    from policytui.publish.redline_json import to_dict

    sides = [side.dates.last_updated if side else None for side in (change.before, change.after)]
    result: dict[str, object] = {
        "slug": change.slug,
        "old_slug": change.old_slug or None,
        "what": str(change.fate),
        "change": str(change.judgement.change),
        "last_updated": sides,
        "effective": [side.dates.effective if side else None for side in (change.before, change.after)],
        "before": change.before_spec or None,
        "after": change.after_spec or None,
        "reasons": [
            {"section": one.section, "change": str(one.change), "rule": one.rule, "before": one.before,
             "after": one.after, "why": one.why}
            for one in change.judgement.reasons
        ],
        "problems": [problem_dict(problem) for problem in change.problems],
    }  # fmt: skip
    if whole and change.redline is not None:
        result.update(to_dict(change.redline, change.judgement))
    return result

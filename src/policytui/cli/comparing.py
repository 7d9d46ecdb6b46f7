"""Commands that compare: diff, judge, notice. Exit 1 when there are differences, 0 when there are none."""

from __future__ import annotations

import os
import sys

from policytui.cli.output import WIDEST, say, show, show_json, show_painted
from policytui.core.values import Change
from policytui.core.visible import one_line
from policytui.errors import UsageError

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from policytui.cli.context import Context
    from policytui.core.judgement import Reason
    from policytui.core.redline import Redline
    from policytui.workspace import Named, Workspace


def pair(workspace: Workspace, before: str, after: str | None) -> tuple[Named, Named]:
    """The two policies of a comparison: with one SLUG, its newest revision against its file."""
    from policytui.core.slugs import valid_slug
    from policytui.workspace.specs import split_spec

    if after is not None:
        return workspace.resolve(before), workspace.resolve(after)
    slug, rev = split_spec(before)
    first = workspace.resolve(before if rev or not valid_slug(slug) else f"{slug}@latest")
    if not first.slug:
        raise UsageError(f"“{before}” is compared with what?", "Name two, e.g. policytui diff old.md new.md")
    return first, workspace.resolve(slug)


def context_of(text: str) -> int | None:
    """How many unchanged blocks are shown around a change; None for all."""
    if text == "all":
        return None
    if text.isdecimal():
        return int(text)
    raise UsageError(f"“{text}” is no context.", "Give a number of blocks, or “all” for the whole document.")


def diff(context: Context, words: Namespace) -> int:
    """`diff`: the redline in a format."""
    workspace = context.workspace
    if words.after is None:
        from policytui.cli import branches

        if branches.is_range(words.before):
            return branches.diff(context, words)
    blocks = context_of(words.context)
    before, after = pair(workspace, words.before, words.after)
    redline = workspace.compare(before.policy, after.policy)
    if words.format == "json":
        from policytui.publish.redline_json import to_dict

        show_json({"before": before.label, "after": after.label, **to_dict(redline, workspace.judge(redline))})
        return int(not redline.empty)
    if redline.empty:
        say(f"{before.label} and {after.label} publish the same text.")
        if words.format != "html":
            return 0
    width = words.width or columns(context.config.environ)
    colour = sys.stdout.isatty() and context.config.colour
    show_painted(paint(workspace, redline, words.format, blocks, width, colour, (before.label, after.label)))
    return int(not redline.empty)


def columns(environ: Mapping[str, str]) -> int:
    """The width that COLUMNS says, else that of the terminal, else 80: as shutil has it, which takes long to load."""
    try:
        said = int(environ.get("COLUMNS", ""))
    except ValueError:
        said = 0
    if said > 0:
        return min(said, WIDEST)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):
        return 80


def paint(
    workspace: Workspace,
    redline: Redline,
    fmt: str,
    blocks: int | None,
    width: int,
    colour: bool,
    labels: tuple[str, str],
) -> str:
    """A redline as text in a format; content is made visible by the view itself."""
    if fmt == "inline":
        from policytui.publish.redline_inline import to_inline

        return to_inline(redline, context=blocks, width=width, color=colour)
    if fmt == "split":
        from policytui.publish.redline_split import to_split

        return to_split(redline, context=blocks, width=width, color=colour)
    if fmt == "unified":
        from policytui.publish.redline_unified import to_unified

        return to_unified(redline, context=blocks)
    if fmt == "markdown":
        from policytui.publish.redline_markdown import to_markdown

        return to_markdown(redline, workspace.judge(redline))
    from policytui.publish.redline_html import to_html

    return to_html(redline, workspace.judge(redline), context=blocks, labels=labels)


def judge(context: Context, words: Namespace) -> int:
    """`judge`: the verdict, and why."""
    workspace = context.workspace
    before, after = pair(workspace, words.before, words.after)
    redline = workspace.compare(before.policy, after.policy)
    verdict = workspace.judge(redline)
    if words.json:
        reasons = [
            {
                "section": reason.section,
                "change": str(reason.change),
                "rule": reason.rule,
                "before": reason.before,
                "after": reason.after,
                "why": reason.why,
            }
            for reason in verdict.reasons
        ]
        show_json({"change": str(verdict.change), "reasons": reasons})
    else:
        show(f"{before.label} → {after.label}: {_VERDICTS[verdict.change]}")
        for reason in verdict.reasons:
            rule = f"[{reason.rule}, {_sure(reason)}]"
            show(f"  {reason.change:9} {one_line(reason.section)} {rule} {one_line(reason.why)}")
    return int(verdict.change is not Change.NONE)


def _sure(reason: Reason) -> str:
    """How sure the rule is: "sure", "likely" or "to be safe"."""
    from policytui.core.rules import RULES

    return RULES[reason.rule].sure if reason.rule in RULES else "sure"


_VERDICTS = {
    Change.NONE: "no change to the published text",
    Change.EDITORIAL: "editorial: the date stays",
    Change.MATERIAL: "material: the date moves",
}


def notice(context: Context, words: Namespace) -> int:
    """`notice`: what changed since a revision, for people to read."""
    from policytui.core import notice as notices
    from policytui.workspace.specs import find_revision, history_of

    workspace = context.workspace
    revisions = history_of(workspace, words.slug)
    if words.since:
        since = find_revision(revisions, words.slug, words.since)
    else:
        material = [revision for revision in revisions if revision.change is Change.MATERIAL]
        if len(material) < 2:
            raise UsageError(f"“{words.slug}” has no earlier material revision.", "Name one: --since REV")
        since = material[1]
    before = workspace.policy_at(words.slug, since)
    after = workspace.policy_at(words.slug, revisions[0])
    redline = workspace.compare(before, after)
    verdict = workspace.judge(redline)
    make = {"markdown": notices.notice_markdown, "text": notices.notice_text, "html": notices.notice_html}
    show(make[words.format](redline, verdict))
    return 0

"""Commands that read: list, show, log, check, verify."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from policytui.cli.context import Context
from policytui.cli.output import (
    github_lines,
    problem_dict,
    problem_lines,
    say,
    show,
    show_json,
    table,
)
from policytui.cli.quick import HEAD, line_of
from policytui.core.values import Policy, Problem, Severity
from policytui.core.visible import one_line
from policytui.errors import RefusedError, UsageError
from policytui.workspace import State


def list_policies(context: Context, words: Namespace) -> int:
    """`list`: every policy, broken ones too. Exit 1 when one is broken."""
    workspace = context.workspace
    entries = workspace.entries()
    if words.json:
        show_json(
            {
                "policies": [
                    {
                        "slug": entry.slug,
                        "title": entry.title,
                        "last_updated": entry.last_updated,
                        "effective": entry.effective,
                        "revisions": entry.revisions,
                        "state": str(entry.state),
                        "problems": [problem_dict(problem) for problem in entry.problems],
                    }
                    for entry in entries
                ]
            }
        )
    elif not entries:
        say(f"There are no policies in {workspace.root}.")
        say("  Begin one: policytui new SLUG --title T · import one: policytui import FILE --slug S · policytui demo")
    else:
        rows = [
            line_of(
                e.slug,
                e.title,
                str(e.last_updated or ""),
                str(e.effective or ""),
                str(e.revisions),
                str(e.state),
            )
            for e in entries
        ]
        show(table(HEAD, rows))
        for entry in entries:
            for line in problem_lines(p for p in entry.problems if p.severity is not Severity.NOTE):
                say(line)
    return int(any(entry.state is State.BROKEN for entry in entries))


def show_policy(policy: Policy, fmt: str) -> str:
    """A policy as published in a format."""
    from policytui.core.published import published

    shown = policy if fmt == "toml" else published(policy)
    if fmt == "markdown":
        from policytui.publish.policy_markdown import to_markdown

        return to_markdown(shown)
    if fmt == "html":
        from policytui.publish.policy_html import to_html

        return to_html(shown)
    if fmt == "text":
        from policytui.publish.policy_text import to_text

        return to_text(shown)
    if fmt == "json":
        import json

        from policytui.publish.policy_json import to_json

        return json.dumps(to_json(shown), indent=1, ensure_ascii=True, default=str) + "\n"
    from policytui.workspace.specs import policy_toml

    return policy_toml(policy)


def show_command(context: Context, words: Namespace) -> int:
    """`show`: print a policy, or write it to a file that does not exist yet."""
    named = context.workspace.resolve(words.spec)
    text = show_policy(named.policy, words.format)
    if not words.output:
        show(text)
        return 0
    path = Path(words.output)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"{path} exists already and was not touched.", "Name another file, or remove it first."
        ) from None
    except OSError as error:
        raise RefusedError(f"{path} could not be written: {error.strerror}.") from None
    say(f"Written to {path}.")
    return 0


def known(context: Context, *slugs: str) -> list[str]:
    """All slugs there are. UsageError when one of these is not among them."""
    result = context.workspace.slugs()
    for slug in slugs:
        if slug not in result:
            raise UsageError(f"There is no policy “{slug}” in {context.workspace.root}.", "See policytui list.")
    return result


def log(context: Context, words: Namespace) -> int:
    """`log`: the revisions, newest first."""
    from policytui.workspace.specs import history_of

    revisions = history_of(context.workspace, words.slug)[: words.limit]
    if words.json:
        show_json(
            {
                "revisions": [
                    {
                        "rev": revision.rev,
                        "hash": revision.hash,
                        "parents": list(revision.parents),
                        "saved_at": revision.saved_at.isoformat(),
                        "author": revision.author,
                        "change": str(revision.change),
                        "proposed": str(revision.proposed),
                        "why": revision.why,
                        "summary": revision.summary,
                        "last_updated": revision.last_updated,
                    }
                    for revision in revisions
                ]
            }
        )
        return 0
    if not revisions:
        say(f"“{words.slug}” has no revisions yet. Save one: policytui save {words.slug} -m SUMMARY")
        return 0
    rows = [
        (
            revision.rev,
            revision.hash[:8],
            f"{revision.saved_at:%Y-%m-%d %H:%M}",
            str(revision.last_updated or "–"),
            revision.author,
            str(revision.change),
            revision.summary,
        )
        for revision in revisions
    ]
    head, *lines = table(
        ("rev", "hash", "saved (UTC)", "last updated", "author", "change", "summary"), rows
    ).splitlines()
    show(head)
    for line, revision in zip(lines, revisions, strict=True):
        show(line)
        if revision.why:
            overruled = f"proposed {revision.proposed}; " if revision.proposed is not revision.change else ""
            show(f"      {overruled}why: {one_line(revision.why)}")
    return 0


def check(context: Context, words: Namespace) -> int:
    """`check`: problems of content, dates and history. Exit 1 when there are errors or warnings."""
    problems = collect(context, words.slugs, "check")
    _tell(context, words, problems, "No problems found.")
    return int(any(problem.severity is not Severity.NOTE for problem in problems))


def verify(context: Context, words: Namespace) -> int:
    """`verify`: whether every revision file is what was saved. Exit 1 when one is not."""
    problems = collect(context, words.slugs, "verify")
    _tell(context, words, problems, "Every revision is what was saved.")
    return int(bool(problems))


def _tell(context: Context, words: Namespace, problems: list[Problem], fine: str) -> None:
    """The problems in the format that was asked for."""
    if words.json or words.format == "json":
        show_json({"problems": [problem_dict(problem) for problem in problems]})
    elif words.format == "sarif":
        from policytui import __version__
        from policytui.publish.sarif import to_sarif
        from policytui.workspace.checking import from_checkout

        show_json(to_sarif(from_checkout(context.workspace, problems), __version__))
    elif words.format == "github":
        from policytui.workspace.checking import from_checkout

        for line in github_lines(from_checkout(context.workspace, problems)):
            show(line)
    else:
        for line in problem_lines(problems):
            show(line)
        _closing(problems, fine)


def collect(context: Context, slugs: list[str], what: str) -> list[Problem]:
    """What `check` or `verify` finds in these policies, or in all. UsageError when there is no folder to look in: a
    guard that looks in the wrong place would let everything through.
    """
    workspace = context.workspace
    found = known(context, *slugs)
    if not found and not workspace.root.is_dir():
        raise UsageError(
            f"There is no folder {workspace.root}, so nothing was looked at.", "Name it with --root or POLICYTUI_ROOT."
        )
    if not found:
        say(f"There are no policies in {workspace.root}.")
    do = getattr(workspace, what)
    return [problem for slug in slugs or found for problem in do(slug)]


def _closing(problems: list[Problem], fine: str) -> None:
    if not problems:
        say(fine)
        return
    counts = [(severity, sum(p.severity is severity for p in problems)) for severity in Severity]
    said = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts if count]
    say(", ".join(said) + ".")

"""Commands at home in git: commit, git setup, git remove, log --git, resolve, and what git itself calls."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.cli.context import Context
from policytui.cli.output import github_lines, on_terminal, problem_lines, say, show, show_json, table
from policytui.core.visible import one_line
from policytui.errors import ContentError, UsageError

if TYPE_CHECKING:
    from policytui.core.conflicts import Choice, Own
    from policytui.workspace.git_history import Moment
    from policytui.workspace.git_setup import Step


def commit(context: Context, words: Namespace) -> int:
    """`commit`: exactly one policy's files, with the message of its revisions."""
    from policytui.workspace import committing

    environ = context.config.environ
    plan = committing.plan_commit(context.workspace, words.slug, environ)
    if plan.empty:
        say(f"Nothing to commit: git has everything of “{words.slug}”.")
        return 0
    message = f"{words.message}\n" if words.message else plan.message
    if words.dry_run:
        show("".join(f"{path}\n" for path in plan.files) + f"\n{message}")
        return 0
    if plan.unsaved:
        say(f"Note: the file of “{words.slug}” holds text that no revision holds; it is committed as it stands.")
    done = committing.commit(plan, message, environ, terminal=words.terminal)
    if done.said:
        say(done.said)
    if not plan.branch:
        say("Note: HEAD is detached, so the commit is on no branch. Keep it on one: git switch -c NAME")
    count = len(plan.revisions)
    held = f" with {count} revision{'s' if count > 1 else ''}" if count else ""
    show(f"Committed {words.slug} as {done.hash[:12]}{held}: {one_line(message.partition(chr(10))[0])}")
    if done.superproject:
        say(f"This is a submodule: commit its new state in {done.superproject} too.")
    return 0


def setup(context: Context, words: Namespace) -> int:
    """`git setup`: attributes, merge driver, diff and difftool; hooks when asked."""
    from policytui.workspace import git_setup

    steps = git_setup.setup(context.workspace, context.config.environ, hooks=words.hooks, dry_run=words.dry_run)
    _steps(steps, words, "Nothing to do: everything is set up.")
    if any(step.where.endswith(".gitattributes") for step in steps) and not words.dry_run:
        say("Commit the .gitattributes file. Everybody with a clone of their own runs  policytui git setup  once.")
    return 0


def remove(context: Context, words: Namespace) -> int:
    """`git remove`: take away what setup wrote."""
    from policytui.workspace import git_setup

    steps = git_setup.remove(context.workspace, context.config.environ, dry_run=words.dry_run)
    _steps(steps, words, "Nothing to do: there is nothing of ours here.")
    return 0


def _steps(steps: list[Step], words: Namespace, none: str) -> None:
    if not steps:
        say(none)
        return
    if words.dry_run:
        say("Nothing was changed. This would be done:")
    for step in steps:
        show(f"{step.what} {step.where}" + (f": {step.detail}" if step.detail else ""))


def guard(context: Context, words: Namespace) -> int:
    """`git guard`: `check` for a hook or a build. Everything is said; only what must not be committed gives exit 1."""
    from policytui.cli.reading import collect
    from policytui.workspace.checking import from_checkout
    from policytui.workspace.git_setup import guarded
    from policytui.workspace.staged import staged_problems

    problems = collect(context, [], "check")
    said = {problem.slug for problem in problems if guarded(problem)}
    staged = staged_problems(context.workspace)
    problems += [problem for problem in staged if problem.rule != "no-revision" or problem.slug not in said]
    if words.format == "github":
        lines = github_lines(from_checkout(context.workspace, problems))
    else:
        lines = problem_lines(problems)
    for line in lines:
        show(line)
    stopped = [problem for problem in problems if guarded(problem)]
    if stopped:
        say(f"{len(stopped)} of these must be mended before a commit: {', '.join(sorted({p.rule for p in stopped}))}.")
    return int(bool(stopped))


def textconv(context: Context, words: Namespace) -> int:
    """`git textconv FILE`: a policy as plain lines for git to compare; a file that is none, as it is."""
    from policytui.publish.policy_lines import to_lines
    from policytui.workspace.importing import read_bytes
    from policytui.workspace.specs import named_bytes

    data = read_bytes(Path(words.file))
    try:
        text = to_lines(named_bytes(data, "policy.toml").policy)
    except ContentError:
        text = data.decode("utf-8", "replace")
    show(text)
    return 0


def merge_file(context: Context, words: Namespace) -> int:
    """`merge-file`: three files into one, for git or by hand. Exit 1 when a person must decide something."""
    from policytui.workspace.merging import merge_file as merge

    mine = Path(words.mine)
    merged = merge(context.workspace, Path(words.base), mine, Path(words.theirs), Path(words.output or mine))
    name = words.path or words.output or words.mine
    for note in merged.notes:
        say(f"{name}: {note}")
    for conflict in merged.conflicts:
        say(f"{name}: conflict in “{one_line(conflict.section)}” ({conflict.field}): both texts are in place")
    if merged.conflicts:
        slug = Path(name).parent.name
        say(
            f"  The file is valid. Decide with  policytui resolve {one_line(slug)} , or in an editor between the marks."
        )
    return 0 if merged.clean else 1


def log_git(context: Context, words: Namespace) -> int:
    """`log --git`: revisions and commits as one line of time, newest first."""
    from policytui.cli.reading import known
    from policytui.workspace.git_history import git_history

    timeline = git_history(context.workspace, words.slug, words.limit)
    if not timeline.moments:
        known(context, words.slug)
    if words.json:
        show_json(
            {
                "in_git": timeline.in_git,
                "changed": timeline.changed,
                "moments": [_moment(moment) for moment in timeline.moments],
            }
        )
        return 0
    if not timeline.in_git:
        say(f"git does not have “{words.slug}” yet.")
    elif timeline.changed:
        say("The file is not what the last commit holds.")
    rows = []
    for moment in timeline.moments:
        revision, made = moment.revision, moment.commit
        rows.append(
            (
                f"{moment.when:%Y-%m-%d %H:%M}",
                revision.rev if revision else "–",
                made.hash[:10] if made else ("(committed)" if moment.committed else "(not committed)"),
                made.refs if made else "",
                str(revision.change) if revision else "commit",
                (revision.author if revision else made.author if made else "").partition(" <")[0],
                revision.summary if revision else made.subject if made else "",
            )
        )
    if rows:
        show(table(("when (UTC)", "rev", "commit", "refs", "change", "who", "summary"), rows))
    return 0


def _moment(moment: Moment) -> dict[str, object]:
    revision, made = moment.revision, moment.commit
    return {
        "when": moment.when.isoformat(),
        "spec": moment.spec,
        "rev": revision.rev if revision else None,
        "hash": revision.hash if revision else None,
        "change": str(revision.change) if revision else None,
        "summary": revision.summary if revision else made.subject if made else "",
        "author": revision.author if revision else made.author if made else "",
        "commit": made.hash if made else None,
        "refs": [ref for ref in made.refs.split(", ") if ref] if made else [],
        "committed": moment.committed,
    }


def resolve(context: Context, words: Namespace) -> int:
    """`resolve`: on a terminal the screen; else what a merge left is listed, decided, or saved as one history."""
    from policytui.workspace import merging

    workspace = context.workspace
    if words.number is None and not (words.save or words.list) and on_terminal():
        from policytui.cli.screens import resolve as screen

        return screen(context, words)
    if words.number is not None:
        merging.resolve(workspace, words.slug, words.number, _answer(words))
    if words.save:
        return _joined(context, words)
    merged = merging.as_git_left_it(workspace, words.slug)
    if merged is None:
        opened = workspace.open(words.slug)
        policy, ends = opened.policy, merging.sides(opened.revisions)
    else:
        say(f"git left its marks in the file of “{words.slug}”; put together, this is left to decide.")
        for note in merged.notes:
            say(f"  {note}")
        policy, ends = merged.policy, None
    left = merging.conflicts(policy)
    for number, found in enumerate(left, 1):
        conflict = found.conflict
        show(f"{number}. {conflict.section} ({conflict.field})")
        for name, text in (("mine", conflict.mine), ("base", conflict.base), ("theirs", conflict.theirs)):
            for line in text.rstrip("\n").split("\n"):
                show(f"   {name:6} | {line}")
    if left:
        say(f"Decide each: policytui resolve {words.slug} NUMBER mine|base|theirs|both, or --text FILE")
        return 1
    if ends is not None:
        say(f"No conflict is left; the history has {len(ends.heads)} ends.")
    elif merged is None:
        say(f"No conflict is left in “{words.slug}”.")
        return 0
    say(f"  Save the revision that joins them: policytui resolve {words.slug} --save")
    return 0


def _answer(words: Namespace) -> Choice | Own:
    if words.text is None:
        if words.choice is None:
            raise UsageError(
                f"How is conflict {words.number} decided? Nothing was changed.",
                f"policytui resolve {words.slug} {words.number} mine|base|theirs|both, or --text FILE",
            )
        choice: Choice = words.choice
        return choice
    from policytui.core.conflicts import Own
    from policytui.workspace.importing import read_bytes

    return Own(read_bytes(Path(words.text)).decode("utf-8", "replace").replace("\r\n", "\n"))


def _joined(context: Context, words: Namespace) -> int:
    from policytui.workspace import merging

    saved = merging.join(context.workspace, words.slug, words.message or "")
    date = saved.opened.policy.dates.last_updated
    show(f"Saved {words.slug} {saved.revision.rev} ({saved.revision.change}; date {date}): {saved.revision.summary}")
    if step := merging.next_step(context.workspace, words.slug):
        say(f"  In git: {step}")
    return 0

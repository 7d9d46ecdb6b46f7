"""Commands that write: new, import, save, restore."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.cli.context import Context
from policytui.cli.output import problem_dict, problem_lines, say, show, show_json
from policytui.core.judgement import Decision
from policytui.core.slugs import valid_slug
from policytui.core.values import Change
from policytui.core.visible import one_line
from policytui.errors import UsageError

if TYPE_CHECKING:
    from policytui.core.values import Revision
    from policytui.workspace import Opened, Proposal, Saved
    from policytui.workspace.importing import Imported


def new(context: Context, words: Namespace) -> int:
    """`new`: a policy with one empty section."""
    opened = context.workspace.create(words.slug, words.title, organization=words.organization, language=words.language)
    say(f"Begun {opened.path}. Open it: policytui {opened.slug}")
    return 0


def import_file(context: Context, words: Namespace) -> int:
    """`import`: a policy of a text or Markdown file, or only its outline."""
    workspace = context.workspace
    imported = workspace.read_import(Path(words.file), words.format)
    if not valid_slug(words.slug):
        raise UsageError(
            f"“{words.slug}” is no slug.", "Use a-z, 0-9 and -, at most 64, beginning with a letter or digit."
        )
    if words.json:
        show_json(outline(imported))
    elif words.dry_run:
        show(outline_text(imported))
    if words.dry_run:
        return 0
    file = Path(words.file)
    opened = workspace.save_import(words.slug, imported.policy, summary=f"Imported from {file.name}", source=file)
    if not words.json:
        for line in problem_lines(imported.problems):
            say(line)
    count = len(opened.policy.sections)
    say(f"Imported to {opened.path}: {count} section{'s' if count != 1 else ''}. Open it: policytui {opened.slug}")
    return 0


def outline(imported: Imported) -> dict[str, object]:
    """The outline of an import as the JSON contract has it: sections and run-in headings in reading order."""
    policy = imported.policy
    rows: list[dict[str, object]] = []

    def run_ins(position: int) -> None:
        rows.extend(
            {"level": found.level, "title": found.title, "id": None, "summary": "", "run_in": True}
            for found in imported.run_ins
            if found.section == position
        )

    run_ins(-1)
    for position, section in enumerate(policy.sections):
        rows.append(
            {
                "level": section.level,
                "title": section.title,
                "id": section.id,
                "summary": section.summary,
                "run_in": False,
            }
        )
        run_ins(position)
    return {
        "title": policy.title,
        "organization": policy.organization,
        "date_label": policy.dates.label if imported.label_found else None,
        "last_updated": policy.dates.last_updated,
        "sections": rows,
        "problems": [problem_dict(problem) for problem in imported.problems],
    }


def outline_text(imported: Imported) -> str:
    """The outline of an import for people."""
    policy = imported.policy
    lines = [policy.title]
    if policy.dates.last_updated:
        lines.append(f"{policy.dates.label}: {policy.dates.last_updated}")
    for row in outline(imported)["sections"]:  # type: ignore[attr-defined]
        mark = "· " if row["run_in"] else ""
        lines.append("  " * row["level"] + mark + row["title"])
    if imported.problems:
        lines += ["", "Dropped or guessed:", *problem_lines(imported.problems)]
    return "\n".join(lines) + "\n"


def decision(words: Namespace) -> Decision:
    """The decision that the options of `save` and `restore` make."""
    return Decision(
        summary=words.message or "",
        change=Change(words.change) if words.change else None,
        why=words.why,
        last_updated=_day(words.date),
        effective=_day(words.effective),
        body_dates=words.body_dates,
    )


def _day(text: str | None) -> date | None:
    if not text:
        return None
    from policytui.core.dates import parse_date

    parsed = parse_date(text)
    if parsed is None:
        raise UsageError(
            f"“{text}” is not a date that can be read for sure. Nothing was saved.", "Write it as 2024-05-19."
        )
    return parsed.date


def save(context: Context, words: Namespace) -> int:
    """`save`: the file as it stands becomes a revision."""
    workspace = context.workspace
    if words.reviewed:
        done = workspace.mark_reviewed(words.slug, words.message or "Reviewed, unchanged")
        show(f"Saved {done.opened.slug} {done.revision.rev} (reviewed {done.opened.policy.dates.reviewed}, unchanged)")
        return 0
    opened = workspace.open(words.slug)
    decided = decision(words)
    if opened.held and len(opened.heads) < 2:
        newest = opened.revisions[-1].rev
        say(f"Nothing to save: {opened.path} holds what {newest} holds.")
        return 0
    proposal = workspace.propose(opened, opened.policy)
    saved = workspace.save(opened, opened.policy, decided, proposal=proposal)
    _report(words, saved, proposal, opened)
    return 0


def restore(context: Context, words: Namespace) -> int:
    """`restore`: an earlier text becomes the newest revision. A policy file that is gone is brought back first."""
    from policytui.workspace.lost_file import bring_back
    from policytui.workspace.specs import find_revision, history_of, split_spec

    workspace = context.workspace
    slug, rev = split_spec(words.spec)
    if not rev:
        raise UsageError(f"Which revision of “{slug}” should be restored?", f"E.g. policytui restore {slug}@r1")
    revision = find_revision(history_of(workspace, slug), slug, rev)
    back = bring_back(workspace, slug)
    if back is not None:
        say(f"The file of “{slug}” was gone: it is back as {back.rev} holds it.")
    opened = workspace.open(slug)
    if back == revision:
        if words.json:
            show_json(_saved(revision, opened))
        return 0
    if opened.saved != opened.policy:
        raise UsageError(
            f"{opened.path} holds text that no revision holds; restoring would lose it. Nothing was changed.",
            f"Save it first: policytui save {slug}",
        )
    policy = workspace.restored(opened, revision)
    proposal = workspace.propose(opened, policy)
    decided = decision(words)
    if not words.message:
        decided = replace(decided, summary=f"Restored {revision.rev}")
    saved = workspace.save(opened, policy, decided, proposal=proposal)
    _report(words, saved, proposal, opened)
    return 0


def _report(words: Namespace, saved: Saved, proposal: Proposal, before: Opened) -> None:
    revision, now = saved.revision, saved.opened
    old, new_date = before.policy.dates.last_updated, now.policy.dates.last_updated
    if words.json:
        show_json(_saved(revision, now))
        return
    date_said = f"date {old or '–'} → {new_date or '–'}" if old != new_date else f"date stays {new_date or '–'}"
    show(f"Saved {now.slug} {revision.rev} ({revision.change}; {date_said}): {one_line(revision.summary)}")
    for reason in proposal.judgement.reasons:
        say(f"  {reason.change:9} {reason.section} [{reason.rule}] {reason.why}")


def _saved(revision: Revision, opened: Opened) -> dict[str, object]:
    return {
        "slug": opened.slug,
        "rev": revision.rev,
        "hash": revision.hash,
        "change": str(revision.change),
        "proposed": str(revision.proposed),
        "why": revision.why,
        "summary": revision.summary,
        "last_updated": opened.policy.dates.last_updated,
        "effective": opened.policy.dates.effective,
    }

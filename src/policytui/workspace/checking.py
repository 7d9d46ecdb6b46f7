"""`check`: everything a person should know of a policy as it stands, with the place in the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.clock import today
from policytui.core.lint import Finding, lint
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Change, Policy, Problem, Severity
from policytui.errors import ContentError, PolicytuiError, RefusedError, UsageError

if TYPE_CHECKING:
    from policytui.core.values import Revision
    from policytui.store.scan import Scan
    from policytui.workspace.workspace import Workspace


_SAID = frozenset(("no-sections", "no-title"))
"""What `lint` finds in a text, and whoever reads a file has said by then."""


def check(workspace: Workspace, slug: str) -> list[Problem]:
    """Problems of the file, its text, its dates and its history, in that order."""
    from policytui.core.decide import date_problems
    from policytui.store.revisions import content_hash
    from policytui.store.scan import scan
    from policytui.store.shelf import Shelf

    shelf = Shelf(workspace.root)
    try:
        stored = shelf.load(slug)
    except ContentError as error:
        return [Problem("unreadable", error.message, error.hint, path=str(shelf.path(slug)), slug=slug)]
    path = str(stored.path)
    policy = stored.loaded.policy
    found = list(stored.loaded.problems)
    if policy is not None:
        spans = scan(stored.loaded.text)
        findings = [finding for finding in lint(policy) if finding.rule not in _SAID]
        found += [_located(finding, policy, spans, path) for finding in findings]
        dates = date_problems(policy.dates, today(workspace.clock, policy.dates.timezone))
        found += [_placed(problem, ("dates", "last_updated"), spans, path) for problem in dates]
        content = content_hash(stored.loaded.text)
        try:
            found += [_placed(problem, ("dates",), spans, path) for problem in _dated(workspace, slug, policy, content)]
        except ContentError as error:
            found.append(Problem("history", error.message, error.hint, path=path))
        except RefusedError:  # `verify` says it
            pass
    said = {problem.rule for problem in found} & {"outside", "bad-slug"}
    found += [problem for problem in workspace.verify(slug) if problem.rule not in said]
    return [replace(problem, slug=slug) for problem in found]


def from_checkout(workspace: Workspace, problems: Iterable[Problem]) -> list[Problem]:
    """The problems with their paths as they stand in the checkout (where git reads none: in the folder one is in)."""
    from policytui.store.repository import repository

    try:
        found = repository(workspace.root)
    except RefusedError:
        found = None
    top = os.path.realpath(found.top if found else ".")
    result = []
    for problem in problems:
        path = Path(os.path.relpath(os.path.realpath(problem.path), top)).as_posix() if problem.path else ""
        result.append(replace(problem, path=path))
    return result


def _dated(workspace: Workspace, slug: str, policy: Policy, content: str) -> Iterator[Problem]:
    """Whether the date and the history agree with the text as it stands."""
    from policytui.store.kept import only_in_git
    from policytui.store.revisions import heads

    revisions = workspace.history(slug)
    if not revisions:
        if told := only_in_git(workspace.root / slug):
            yield Problem("history-missing", f"{told[0]}: nothing can be saved until the history is back.", told[1])
            return
        hint = f"Save a first one: policytui save {slug} -m SUMMARY"
        yield Problem("no-revision", "The text is held by no revision yet.", hint, Severity.WARNING)
        yield from _since_git(workspace, slug, policy)
        return
    newest, ends = revisions[0], heads(revisions)
    # Which end is the newest does not tell whose text a merge kept: the other's may have been dropped.
    if len(ends) > 1 and any(end.content != content for end in ends):
        yield from _unjoined(workspace, slug, policy, tuple(reversed(revisions)))
        return
    if newest.content == content:
        yield from _agrees(policy, revisions)
        return
    saved = workspace.policy_at(slug, newest)
    redline = workspace.compare(saved, policy)
    verdict = workspace.judge(redline)
    moved = policy.dates.last_updated != saved.dates.last_updated
    if verdict.change is Change.MATERIAL and not moved:
        worst = next(reason for reason in verdict.reasons if reason.change is Change.MATERIAL)
        yield Problem(
            "forgotten-date",
            f"The text was changed materially since {newest.rev} and its date did not move: {worst.why}",
            f"Save it, which moves the date: policytui save {slug}",
        )
    else:
        said = "no change to the published text" if redline.empty else f"{verdict.change} changes"
        yield Problem(
            "unsaved",
            f"The file holds text that no revision holds ({said} since {newest.rev}).",
            f"Save it: policytui save {slug} -m SUMMARY",
            Severity.WARNING,
        )


def _unjoined(workspace: Workspace, slug: str, policy: Policy, revisions: tuple[Revision, ...]) -> Iterator[Problem]:
    """After a merge: whether the text is dated as the save that joins its sides will date it."""
    from policytui.workspace.merging import joining_of
    from policytui.workspace.values import Opened

    try:
        found = joining_of(workspace, Opened(slug, workspace.root / slug, policy, None, "", revisions), policy)
    except UsageError:  # a conflict is open, which is said where it stands
        return
    if found is None:
        return
    why = found.judgement.reasons[0].why
    mend = f"Save the revision that joins them: policytui resolve {slug} --save"
    if found.judgement.change is Change.MATERIAL and not found.why and found.last_updated in _days(revisions):
        yield Problem("forgotten-date", f"A merge put two histories together, and the date did not move: {why}", mend)
        return
    yield Problem(
        "unsaved", f"A merge put two histories together that no revision joins. {why}", mend, Severity.WARNING
    )


def _days(revisions: tuple[Revision, ...]) -> set[date | None]:
    return {revision.last_updated for revision in revisions}


MOMENTS = 200
"""How far back in git the day is looked for on which the printed date last moved."""


def _since_git(workspace: Workspace, slug: str, policy: Policy) -> Iterator[Problem]:
    """For a policy without revisions: what changed since git first held the date that it prints."""
    from policytui.store.git import blob
    from policytui.workspace.git_history import git_history
    from policytui.workspace.specs import named_bytes

    dated, since = None, ""
    try:
        for moment in git_history(workspace, slug, MOMENTS).moments:
            ref, _, path = moment.spec.partition(":")
            then = named_bytes(blob(ref, path, workspace.root / slug), moment.spec).policy if path else None
            if then is None or then.dates.last_updated != policy.dates.last_updated:
                break
            dated, since = then, ref[:8]
    except PolicytuiError:
        # git will not say, or an old version cannot be read: then nothing is known, and nothing is claimed.
        return
    if dated is None:
        return
    verdict = workspace.judge(workspace.compare(dated, policy))
    if verdict.change is Change.MATERIAL:
        worst = next(reason for reason in verdict.reasons if reason.change is Change.MATERIAL)
        yield Problem(
            "forgotten-date",
            f"The text was changed materially since commit {since}, where its date last moved: {worst.why}",
            f"Save it, and say the day: policytui save {slug} --date DATE",
        )


def _agrees(policy: Policy, newest_first: list[Revision]) -> Iterator[Problem]:
    material = next((revision for revision in newest_first if revision.change is Change.MATERIAL), None)
    printed = policy.dates.last_updated
    if material is not None and material.last_updated != printed:
        yield Problem(
            "date-disagrees",
            f"The file prints {printed or 'no date'}, but the newest material revision, {material.rev}, "
            f"was dated {material.last_updated or 'not at all'}.",
            "Save the policy with the date that is right: policytui save SLUG --date DATE --why TEXT",
            Severity.WARNING,
        )
    if printed is None:
        yield Problem(
            "no-date",
            "The policy prints no date: readers cannot tell which text was in force when.",
            "The next material save sets it.",
            Severity.NOTE,
        )


def _located(finding: Finding, policy: Policy, spans: Scan, path: str) -> Problem:
    """A finding as a problem with its line and column in the file."""
    line, column = 0, 0
    where = _where(finding, policy)
    span = spans.values.get(where)
    if span is not None:
        raw = spans.text[span.start : span.end]
        line, column = spans.position(_offset(raw, finding, policy) + span.start)
    elif (start := spans.find(where)) is not None:
        line, column = spans.position(start)
    return Problem(finding.rule, finding.message, finding.hint, finding.severity, path, line, column)


def _where(finding: Finding, policy: Policy) -> tuple[str | int, ...]:
    if finding.section == PREAMBLE_ID:
        return ("policy", "preamble")
    if finding.section == POLICY_ID:
        if finding.field == "label":
            return ("dates", "label")
        table, _, name = finding.field.partition(".")
        return ("variables", name) if table == "variables" else ("policy", finding.field)
    return ("section", policy.index(finding.section), finding.field)


def _offset(raw: str, finding: Finding, policy: Policy) -> int:
    """Where in the quoted text the character stands: the text before it is looked for line by line, so escapes on
    earlier lines do not matter; on the same line they may shift the column, never the line.
    """
    if finding.field not in ("body", "title", "summary"):
        return 0
    text = policy.preamble if finding.section == PREAMBLE_ID else ""
    section = policy.section(finding.section)
    if section is not None:
        text = str(getattr(section, finding.field))
    elif finding.section == POLICY_ID:
        text = policy.title
    before = text[: finding.index]
    quote = 3 if raw.startswith(('"' * 3, "'" * 3)) else 1
    start = quote
    if quote == 3:
        start += 2 if raw.startswith("\r\n", 3) else 1 if raw.startswith("\n", 3) else 0
    for _ in range(before.count("\n")):
        after = raw.find("\n", start)
        if after < 0:
            return start
        start = after + 1
    return min(start + len(before.rpartition("\n")[2]), max(len(raw) - 1, 0))


def _placed(problem: Problem, where: tuple[str | int, ...], spans: Scan, path: str) -> Problem:
    """A problem of the whole policy, pointing to where it would be mended."""
    start = spans.find(where)
    line, column = spans.position(start) if start is not None else (1, 1)
    return replace(problem, path=path, line=line, column=column)

"""After two branches: files merged, conflicts decided one by one, and the revision that joins both histories.

Rules that hold here:

- A merged file is valid whatever happened, and no text of either side is lost (`core.merge`).
- The revision that joins two histories names both heads as its parents. Where a person decided nothing new it is
  dated by its sides: the later date, or today when both sides had a material change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.clock import today
from policytui.core.conflicts import Choice, Found, find, resolved
from policytui.core.judgement import Decision
from policytui.core.merge import merge
from policytui.core.values import Change, Policy, Revision
from policytui.errors import RefusedError, StaleError, UsageError

if TYPE_CHECKING:
    from policytui.store.merge_file import MergedFile
    from policytui.workspace.values import Opened, Saved
    from policytui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sides:
    """The two (or more) ends of a history that a merge brought together, and what they all come from."""

    heads: tuple[Revision, ...]
    base: Revision | None
    material: int
    """How many of the sides hold a material change since `base`."""


def merge_file(workspace: Workspace, base: Path, mine: Path, theirs: Path, output: Path) -> MergedFile:
    """Merge three files into `output`, as a merge driver does. ContentError (nothing written) when a side is broken."""
    from policytui.store.files import RealFiles
    from policytui.store.merge_file import merge_files
    from policytui.workspace.importing import read_bytes

    sides = [read_bytes(path) for path in (base, mine, theirs)]
    merged = merge_files(*sides, today=today(workspace.clock))
    files = RealFiles()
    temporary = output.with_name(f".{output.name}.policytui.tmp")
    try:
        like = output.stat() if output.exists() else mine.stat()
        files.sync(files.create(temporary, merged.data, like))
        files.replace(temporary, output)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise RefusedError(f"{output} could not be written: {error.strerror}. It is as it was.") from None
    return merged


def conflicts(opened: Opened) -> tuple[Found, ...]:
    """The undecided conflicts of a policy, in reading order."""
    return find(opened.policy)


def resolve(workspace: Workspace, slug: str, number: int, choice: Choice) -> Opened:
    """Decide the conflict of that number (from 1) in the file. The file is not saved as a revision by it."""
    from policytui.store.files import RealFiles, lock, target
    from policytui.store.literals import encoded
    from policytui.store.revisions import digest
    from policytui.store.splice import splice

    opened = workspace.open(slug)
    found = find(opened.policy)
    if not 1 <= number <= len(found):
        raise UsageError(
            f"There is no conflict {number} in “{slug}”: it has {len(found) or 'none'}.",
            f"See policytui resolve {slug}",
        )
    policy = resolved(opened.policy, found[number - 1], choice)
    real = target(opened.path, workspace.root)
    files = RealFiles()
    with lock(real.parent):
        data = real.read_bytes()
        if digest(data) != opened.digest:
            raise StaleError(f"{opened.path} changed meanwhile. Nothing was written.", "Try again.")
        new = encoded(splice(data.decode("utf-8"), opened.policy, policy))
        temporary = real.parent / f".{real.name}.resolve.tmp"
        try:
            files.sync(files.create(temporary, new, real.stat()))
            files.replace(temporary, real)
            files.sync_folder(real.parent)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise RefusedError(f"{opened.path} could not be written: {error.strerror}. It is as it was.") from None
    return workspace.open(slug)


def sides(revisions: tuple[Revision, ...]) -> Sides | None:
    """The ends of a history (oldest first) that has more than one; None for a plain one."""
    from policytui.store.revisions import heads

    known = {one.hash: one for one in revisions}
    ends = heads(revisions)
    if len(ends) < 2:
        return None
    reached = [_ancestors(one, known) for one in ends]
    common = set.intersection(*reached)
    base = next((one for one in reversed(revisions) if one.hash in common), None)
    # The first revision of all is material by rule, and no change: it counts only when it has a base.
    own = [[known[name] for name in names - common if known[name].parents or base] for names in reached]
    material = sum(any(one.change is Change.MATERIAL for one in side) for side in own)
    return Sides(ends, base, material)


def _ancestors(revision: Revision, known: dict[str, Revision]) -> set[str]:
    found: set[str] = set()
    waiting = [revision.hash]
    while waiting:
        name = waiting.pop()
        if name not in found and name in known:
            found.add(name)
            waiting += known[name].parents
    return found


def join(workspace: Workspace, slug: str, summary: str = "") -> Saved:
    """Save the revision that joins the heads of a history. UsageError when a conflict is left, or there is one head."""
    opened = workspace.open(slug)
    left = find(opened.policy)
    if left:
        raise UsageError(
            f"{opened.path} still holds {len(left)} conflict{'s' if len(left) > 1 else ''}. Nothing was saved.",
            f"Decide them: policytui resolve {slug}",
        )
    found = sides(opened.revisions)
    if found is None:
        raise UsageError(
            f"The history of “{slug}” has one end: there is nothing to join.", f"Save as usual: policytui save {slug}"
        )
    decision = join_decision(workspace, opened, found, summary)
    if opened.saved == opened.policy:
        return _joined_as_it_is(workspace, opened, decision)
    return workspace.save(opened, opened.policy, decision)


def _joined_as_it_is(workspace: Workspace, opened: Opened, decision: Decision) -> Saved:
    """The file holds what the newest head holds: the revision that joins them says just that."""
    from policytui.store.shelf import Shelf
    from policytui.workspace.values import Saved

    shelf = Shelf(workspace.root)
    draft = Revision(
        hash="",
        saved_at=workspace.clock.now(),
        author=workspace.author,
        change=Change.EDITORIAL,
        proposed=Change.NONE,
        why=decision.why,
        summary=decision.summary,
        last_updated=opened.policy.dates.last_updated,
    )
    revision = shelf.save(opened.slug, shelf.load(opened.slug).loaded.text, draft, opened.digest)
    return Saved(revision, workspace.open(opened.slug))


def join_decision(workspace: Workspace, opened: Opened, found: Sides, summary: str = "") -> Decision:
    """The decision that joins the sides: their dates where the text is just their merge, else as for any save."""
    names = " and ".join(one.rev for one in found.heads)
    summary = summary or f"Merged {names}"
    newest = opened.revisions[-1]
    date = max((one.last_updated for one in found.heads if one.last_updated), default=None)
    why = f"It joins {names}; each was decided when it was saved."
    if not _just_merged(workspace, opened, found):
        judged = workspace.judge(workspace.compare(workspace.policy_at(opened.slug, newest), opened.policy))
        if judged.change is Change.MATERIAL or opened.policy.dates.last_updated == newest.last_updated:
            return Decision(summary)
        return Decision(summary, Change.MATERIAL, why, last_updated=opened.policy.dates.last_updated)
    if found.material > 1:
        return Decision(summary, Change.MATERIAL)
    if newest.last_updated == date:
        return Decision(summary, Change.EDITORIAL, why)
    return Decision(summary, Change.MATERIAL, why, last_updated=date)


def _just_merged(workspace: Workspace, opened: Opened, found: Sides) -> bool:
    """Whether the file says what merging the two heads says by itself, dates apart."""
    if len(found.heads) != 2:
        return False
    base = workspace.policy_at(opened.slug, found.base) if found.base else Policy(title="")
    one, other = (workspace.policy_at(opened.slug, head) for head in found.heads)
    dates = opened.policy.dates
    for mine, theirs in ((one, other), (other, one)):
        merged = merge(base, mine, theirs)
        if merged.clean and replace(merged.policy, dates=dates) == opened.policy:
            return True
    return False

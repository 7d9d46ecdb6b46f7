"""After two branches: files merged, conflicts decided one by one, and what saving the joined text means.

Rules that hold here:

- A merged file is valid whatever happened, and no text of either side is lost (`core.merge`).
- A save over a history with several ends names all of them as parents, and is dated by them: the later date; today
  when more than one of the sides was material, or when the text says something material that no side says.
- A file that plain git left with its marks, where the driver was not set up, is put together as the driver does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.clock import today
from policytui.core.conflicts import Choice, Found, Own, find, resolved, sides_of
from policytui.core.judgement import Decision, Judgement, Reason
from policytui.core.merge import merge
from policytui.core.redline import POLICY_ID
from policytui.core.values import Change, Policy, Revision
from policytui.errors import ContentError, PolicytuiError, RefusedError, StaleError, UsageError

if TYPE_CHECKING:
    from policytui.store.merge_file import MergedFile
    from policytui.workspace.values import Joining, Opened, Saved
    from policytui.workspace.workspace import Workspace

_UNDER_WAY = (
    ("rebase-merge", "git rebase --continue"),
    ("rebase-apply", "git rebase --continue"),
    ("CHERRY_PICK_HEAD", "git cherry-pick --continue"),
    ("REVERT_HEAD", "git revert --continue"),
    ("MERGE_HEAD", "git commit"),
)
"""What git keeps while something is under way, and what ends it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two (or more) ends of a history that a merge brought together, and what they all come from."""

    heads: tuple[Revision, ...]
    base: Revision | None
    material: tuple[Revision, ...]
    """The ends of those sides that hold a material change since `base`."""


def merge_file(workspace: Workspace, base: Path, mine: Path, theirs: Path, output: Path) -> MergedFile:
    """Merge three files into `output`, as a merge driver does. ContentError (nothing written) when a side is broken."""
    from policytui.store.merge_file import merge_files
    from policytui.workspace.importing import read_bytes

    sides = [read_bytes(path) for path in (base, mine, theirs)]
    merged = merge_files(*sides, today=partial(today, workspace.clock))
    _replace(output, merged.data, output if output.exists() else mine)
    return merged


def _replace(path: Path, data: bytes, like: Path) -> None:
    """Put other bytes in the place of a file, whole or not at all."""
    from policytui.store.files import RealFiles

    files = RealFiles()
    temporary = path.with_name(f".{path.name}.policytui.tmp")
    try:
        files.sync(files.create(temporary, data, like.stat()))
        files.replace(temporary, path)
        files.sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise RefusedError(f"{path} could not be written: {error.strerror}. It is as it was.") from None


def _rewrite(workspace: Workspace, path: Path, digest: str, data: bytes) -> None:
    """The policy's file anew, unless somebody wrote it since its bytes were known by `digest`."""
    from policytui.store.files import lock, target
    from policytui.store.revisions import digest as digest_of

    real = target(path, workspace.root)
    with lock(real.parent):
        if digest_of(real.read_bytes()) != digest:
            raise StaleError(f"{path} changed meanwhile. Nothing was written.", "Try again.")
        _replace(real, data, real)


# --- conflicts ------------------------------------------------------------------------------------------------------


def as_git_left_it(workspace: Workspace, slug: str) -> MergedFile | None:
    """A file that is no valid policy because plain git left its marks in it, put together as the driver does.

    Nothing is written. None for any other file. ContentError when the lines of a side make no policy.
    """
    from policytui.store.codec import decode_text
    from policytui.store.literals import encoded
    from policytui.store.merge_file import merge_files
    from policytui.store.shelf import Shelf

    stored = Shelf(workspace.root).load(slug)
    found = None if stored.loaded.policy is not None else sides_of(stored.loaded.text)
    if found is None:
        return None
    base, mine, theirs = found
    for side, option in ((mine, "ours"), (theirs, "theirs")):
        if decode_text(side).policy is None:
            raise ContentError(
                f"{stored.path} holds git's marks, and with the lines of {option} between them it is no policy either. "
                "It is as it was.",
                f"Mend it in an editor, or take one side: git checkout --ours (or --theirs) -- {stored.path}",
            )
    begun = _begun(workspace, slug) if base is None else base
    return merge_files(encoded(begun), encoded(mine), encoded(theirs), today=partial(today, workspace.clock))


def _begun(workspace: Workspace, slug: str) -> str:
    """What both sides of a file began from: the newest revision that both hold, else what git says; or nothing."""
    from policytui.store.git import ask
    from policytui.store.repository import repository
    from policytui.store.shelf import Shelf

    shelf = Shelf(workspace.root)
    try:
        found = sides(tuple(shelf.revisions(slug)))
        if found is not None and found.base is not None:
            return shelf.revision_text(slug, found.base.name).decode("utf-8")
        repo = repository(workspace.root)
        if repo is not None:
            answer = ask(["cat-file", "blob", f":1:{repo.relative(shelf.path(slug))}"], repo.top)
            return answer.out.decode("utf-8") if answer.code == 0 else ""
    except (PolicytuiError, UnicodeDecodeError):
        pass  # Without a base every difference is a question: more work for a person, and nothing lost.
    return ""


def take_apart(workspace: Workspace, slug: str) -> MergedFile | None:
    """Write what `as_git_left_it` gives: a valid file, both texts in place where a person must decide."""
    digest = workspace.digest(slug)
    merged = as_git_left_it(workspace, slug)
    if merged is not None:
        from policytui.store.shelf import Shelf

        _rewrite(workspace, Shelf(workspace.root).path(slug), digest, merged.data)
    return merged


def conflicts(policy: Policy) -> tuple[Found, ...]:
    """The undecided conflicts of a policy, in reading order."""
    return find(policy)


def resolve(workspace: Workspace, slug: str, number: int, choice: Choice | Own) -> Opened:
    """Decide the conflict of that number (from 1) in the file. The file is not saved as a revision by it."""
    from policytui.store.literals import encoded
    from policytui.store.shelf import Shelf
    from policytui.store.splice import splice

    take_apart(workspace, slug)
    opened = workspace.open(slug)
    found = find(opened.policy)
    if not 1 <= number <= len(found):
        raise UsageError(
            f"There is no conflict {number} in “{slug}”: it has {len(found) or 'none'}.",
            f"See policytui resolve {slug}",
        )
    policy = resolved(opened.policy, found[number - 1], choice)
    text = Shelf(workspace.root).load(slug).loaded.text
    _rewrite(workspace, opened.path, opened.digest, encoded(splice(text, opened.policy, policy)))
    return workspace.open(slug)


def next_step(workspace: Workspace, slug: str) -> str:
    """What is left to do in git, as a command; empty where git has no part in it. Runs nothing that git configures."""
    from policytui.store.repository import repository

    found = repository(workspace.root)
    if found is None:
        return ""
    ending = next((ends for name, ends in _UNDER_WAY if (found.git_dir / name).exists()), None)
    return f"git add {found.relative(workspace.root / slug)} && {ending}" if ending else f"policytui commit {slug}"


# --- joining --------------------------------------------------------------------------------------------------------


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
    material = [end for end, side in zip(ends, own, strict=True) if any(one.change is Change.MATERIAL for one in side)]
    return Sides(ends, base, tuple(material))


def _ancestors(revision: Revision, known: dict[str, Revision]) -> set[str]:
    found: set[str] = set()
    waiting = [revision.hash]
    while waiting:
        name = waiting.pop()
        if name not in found and name in known:
            found.add(name)
            waiting += known[name].parents
    return found


def decided(opened: Opened, policy: Policy) -> None:
    """UsageError while a conflict is undecided: a revision that holds both texts would publish both."""
    if left := len(find(policy)):
        raise UsageError(
            f"{opened.path} still holds {left} conflict{'s' if left > 1 else ''}. Nothing was saved.",
            f"Decide them: policytui resolve {opened.slug}",
        )


def joining_of(workspace: Workspace, opened: Opened, policy: Policy) -> Joining | None:
    """What saving `policy` means where the history of what was opened has several ends; None where it has one.

    UsageError while a conflict is undecided.
    """
    from policytui.workspace.values import Joining

    found = sides(opened.revisions)
    if found is None:
        return None
    decided(opened, policy)
    names = " and ".join(one.rev for one in found.heads)
    later = max((one.last_updated for one in found.heads if one.last_updated), default=None)
    typed = policy.dates.last_updated
    printed = max((day for day in (later, typed) if day), default=None)
    now = today(workspace.clock, policy.dates.timezone)
    summary = f"Merged {names}"
    if len(found.material) > 1:
        why = f"It joins {names}, and both had material changes: the text with all of them is new."
        return Joining(Judgement(Change.MATERIAL, (_reason(Change.MATERIAL, why),)), printed, now, summary, "")
    if news := _news(workspace, opened, found, policy):
        return Joining(Judgement(Change.MATERIAL, news), printed, now, summary, "")
    why = f"It joins {names}; each was decided when it was saved."
    change = Change.EDITORIAL if later == opened.revisions[-1].last_updated else Change.MATERIAL
    return Joining(Judgement(change, (_reason(change, why),)), printed, later or now, summary, why)


def _reason(change: Change, why: str) -> Reason:
    return Reason(POLICY_ID, change, "merge", "", "", why)


def _news(workspace: Workspace, opened: Opened, found: Sides, policy: Policy) -> tuple[Reason, ...]:
    """The material reasons for which a text is more than its sides put together; none when it is just that.

    Where the sides contradict, either answer is theirs; but a material change that one side made is not dropped so.
    """
    base = workspace.policy_at(opened.slug, found.base) if found.base else Policy(title="")
    texts = {end.hash: workspace.policy_at(opened.slug, end) for end in found.heads}
    news: tuple[Reason, ...] = ()
    for first in found.material or found.heads:
        whole = texts[first.hash]
        for other in (text for name, text in texts.items() if name != first.hash):
            whole = merge(base, whole, other).policy
            for conflict in reversed(find(whole)):
                whole = resolved(whole, conflict, "mine")
        verdict = workspace.judge(workspace.compare(whole.with_dates(last_updated=policy.dates.last_updated), policy))
        news = tuple(reason for reason in verdict.reasons if reason.change is Change.MATERIAL)
        if not news:
            break
    return news


def join(workspace: Workspace, slug: str, summary: str = "") -> Saved:
    """Save the revision that joins the ends of a history. UsageError when a conflict is left, or there is one end."""
    take_apart(workspace, slug)
    opened = workspace.open(slug)
    if sides(opened.revisions) is None and not find(opened.policy):
        raise UsageError(
            f"The history of “{slug}” has one end: there is nothing to join.", f"Save as usual: policytui save {slug}"
        )
    return workspace.save(opened, opened.policy, Decision(summary))

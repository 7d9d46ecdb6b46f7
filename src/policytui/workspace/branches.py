"""A branch reviewed: every policy that changed between two commits, with verdict, dates and what is wrong.

Rules that hold here:

- `A...B` is what B did since it left A, as a pull request shows it; `A..B` is all that differs. An empty side is HEAD.
- Policies are the files `SLUG/policy.toml` below the root, as each commit has them; nothing is checked out, and
  everything is read through `cat-file --batch`.
- The guard looks at what git alone can see: a revision edited or removed, text that no revision holds, a material
  change whose date did not move, a file that cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from policytui.core.conflicts import find
from policytui.core.judgement import Judgement
from policytui.core.redline import Redline
from policytui.core.slugs import valid_slug
from policytui.core.values import Change, Policy, Problem, Severity
from policytui.errors import UsageError

if TYPE_CHECKING:
    from policytui.store.repository import Repository
    from policytui.workspace.workspace import Workspace


class Fate(StrEnum):
    """What became of a policy on the branch."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    HISTORY = "history"
    """Only its revisions changed."""


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One policy on a branch. A side that is not there, or cannot be read, is None; so is then the redline.

    `before_spec` and `after_spec` name the sides for `diff` and the review.
    """

    slug: str
    fate: Fate
    before: Policy | None
    after: Policy | None
    redline: Redline | None
    judgement: Judgement
    problems: tuple[Problem, ...]
    before_spec: str = ""
    after_spec: str = ""
    old_slug: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """What a range of commits did to the policies. `before` and `after` are hashes."""

    name: str
    before: str
    after: str
    changes: tuple[PolicyChange, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, of all policies."""
        return tuple(problem for change in self.changes for problem in change.problems)


@dataclass(frozen=True, slots=True)
class Offered:
    """A range that somebody may want to review, with the newest commit of the branch."""

    range: str
    when: datetime
    author: str
    subject: str


def offered_ranges(workspace: Workspace) -> list[Offered]:
    """The branches, each since it left the main one, newest first; the one that is checked out before all others.

    The main one is `main`, `master` or `trunk`, here or at `origin`, else the one that is checked out. Empty outside
    git.
    """
    from policytui.store.repository import repository

    found = repository(workspace.root)
    tips = found.tips() if found else []
    names = [tip.name for tip in tips]
    usual = [f"{where}{name}" for name in ("main", "master", "trunk") for where in ("", "origin/")]
    main = next((name for name in usual if name in names), next((tip.name for tip in tips if tip.head), ""))
    others = [tip for tip in tips if tip.name not in (main, f"origin/{main}")]
    others.sort(key=lambda tip: not tip.head)
    return [Offered(f"{main}...{tip.name}", tip.when, tip.author, tip.subject) for tip in others] if main else []


def review_range(
    workspace: Workspace,
    text: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Branch:
    """The policies that a range of commits changed. UsageError when git knows no such range.

    `progress` is told how many of how many policies are compared; `core.compare.Cancelled` is raised when cancelled.
    """
    from policytui.store.repository import repository

    found = repository(workspace.root)
    if found is None:
        raise UsageError(f"{workspace.root} is in no git repository, so there is no “{text}”.", "Try policytui diff.")
    before, after = _ends(found, text)
    folder = found.relative(workspace.root)
    old, new = (Tree.of(commit, found.files(commit, folder), folder) for commit in (before, after))
    changes: list[PolicyChange] = []
    plan = _changed(found, old, new)
    for number, (was, slug) in enumerate(plan.slugs):
        if progress:
            progress(number, len(plan.slugs))
        changes.append(_change(workspace, old, new, was, slug, plan.blobs, cancelled))
    return Branch(text, before, after, tuple(changes))


def _ends(found: Repository, text: str) -> tuple[str, str]:
    three = "..." in text
    first, _, last = text.partition("..." if three else "..")
    commits = []
    for ref in (first or "HEAD", last or "HEAD"):
        commit = found.commit(ref)
        if commit is None:
            raise UsageError(f"git knows no “{ref}” here.", "Name branches, tags or commits: main...feature")
        commits.append(commit)
    if three:
        base = found.merge_base(*commits)
        if base is None:
            raise UsageError(f"“{first}” and “{last}” have no commit in common.", f"Compare them all: {first}..{last}")
        commits[0] = base
    return commits[0], commits[1]


@dataclass(frozen=True, slots=True)
class Tree:
    """The policies of one commit (or of the index, which has no hash): paths to blobs, by slug."""

    commit: str
    files: Mapping[str, Mapping[str, str]]
    """Slug to path to blob: the policy file and its history."""
    folder: str

    @classmethod
    def of(cls, commit: str, blobs: Mapping[str, str], folder: str) -> Tree:
        """Out of all the files below the policies folder."""
        files: dict[str, dict[str, str]] = {}
        start = f"{folder}/" if folder else ""
        for path, blob in blobs.items():
            slug, _, rest = path.removeprefix(start).partition("/")
            history = rest.startswith("history/") and rest.count("/") == 1 and rest.endswith(".toml")
            if valid_slug(slug) and (rest == "policy.toml" or history):
                files.setdefault(slug, {})[rest] = blob
        return cls(commit, files, folder)

    def blob(self, slug: str) -> str | None:
        """The blob of the policy file."""
        return self.files.get(slug, {}).get("policy.toml")

    def history(self, slug: str) -> dict[str, str]:
        """The revisions: `history/NAME` to blob."""
        return {path: blob for path, blob in self.files.get(slug, {}).items() if path != "policy.toml"}

    def folder_of(self, slug: str) -> str:
        """The policy's folder as git names it."""
        return f"{self.folder}/{slug}" if self.folder else slug

    def path(self, slug: str) -> str:
        """The policy file as git names it."""
        return f"{self.folder_of(slug)}/policy.toml"

    def spec(self, slug: str) -> str:
        """How the text is named on the command line; empty where there is none."""
        return f"{self.commit[:12]}:{self.path(slug)}" if self.blob(slug) else ""


class _Plan(NamedTuple):
    """Which policies changed (each slug with the one it had before), and the blobs that tell how."""

    slugs: list[tuple[str, str]]
    blobs: Mapping[str, bytes]


def _changed(found: Repository, old: Tree, new: Tree) -> _Plan:
    slugs = [slug for slug in sorted(old.files.keys() | new.files.keys()) if old.files.get(slug) != new.files.get(slug)]
    origin = {slug: slug for slug in slugs if old.blob(slug)}
    gone = [slug for slug in slugs if old.blob(slug) and not new.files.get(slug)]
    for slug in slugs:
        if slug not in origin:
            same = next((other for other in gone if _renamed(old, new, other, slug)), None)
            if same:
                origin[slug] = same
                gone.remove(same)
    moved = {other for slug, other in origin.items() if slug != other}
    slugs = [slug for slug in slugs if slug not in moved or new.files.get(slug)]
    wanted = [blob for slug in slugs for tree, name in ((old, origin.get(slug, slug)), (new, slug))
              if (blob := tree.blob(name))]  # fmt: skip
    wanted += [blob for slug in slugs for blob in _new_history(old, new, origin.get(slug, slug), slug)]
    return _Plan([(origin.get(slug, slug), slug) for slug in slugs], found.blobs(wanted))


def _renamed(old: Tree, new: Tree, before: str, after: str) -> bool:
    """The same bytes, or a history that goes on."""
    names = {PurePosixPath(path).name for path in old.history(before)}
    kept = names & {PurePosixPath(path).name for path in new.history(after)}
    return old.blob(before) == new.blob(after) or bool(kept)


def _new_history(old: Tree, new: Tree, before: str, after: str) -> list[str]:
    """The blobs of the revisions that were added, and of the newest ones there were."""
    history = new.history(after)
    added = [blob for path, blob in history.items() if path not in old.history(before)]
    newest = [history[path] for path in sorted(history)[-3:]]
    return [*added, *newest]


def _change(
    workspace: Workspace,
    old: Tree,
    new: Tree,
    before_slug: str,
    slug: str,
    blobs: Mapping[str, bytes],
    cancelled: Callable[[], bool] | None,
) -> PolicyChange:
    path = new.path(slug)
    before, _ = _read(old.blob(before_slug), blobs, old.path(before_slug))
    after, problems = _read(new.blob(slug), blobs, path)
    redline, judgement = None, Judgement(Change.NONE)
    if before is not None and after is not None:
        redline = workspace.compare(before, after, cancelled=cancelled)
        judgement = workspace.judge(redline)
    elif before is not None or after is not None:
        judgement = Judgement(Change.MATERIAL)
    problems += _tampered(old, new, before_slug, slug)
    if after is not None:
        unsaved = _unsaved(new, old, before_slug, slug, blobs)
        problems += _dated(before, after, judgement, slug, saved=not unsaved) + unsaved
        problems += [
            Problem("merge-conflict", f"A merge left a conflict in “{one.conflict.section}” ({one.conflict.field}).",
                    f"Decide it: policytui resolve {slug}")
            for one in find(after)
        ]  # fmt: skip
    fate = Fate.CHANGED
    if old.blob(before_slug) == new.blob(slug):
        fate = Fate.HISTORY
    elif not new.blob(slug):
        fate = Fate.REMOVED
    elif not old.blob(before_slug):
        fate = Fate.ADDED
    if before_slug != slug:
        fate = Fate.RENAMED
    return PolicyChange(
        slug,
        fate,
        before,
        after,
        redline,
        judgement,
        tuple(replace(problem, slug=slug, path=problem.path or path) for problem in problems),
        old.spec(before_slug),
        new.spec(slug),
        before_slug if before_slug != slug else "",
    )


def _read(blob: str | None, blobs: Mapping[str, bytes], path: str) -> tuple[Policy | None, list[Problem]]:
    from policytui.store.codec import decode

    if blob is None:
        return None, []
    if blob not in blobs:
        return None, [Problem("too-large", "The file is too large to be a policy and was not read.")]
    loaded = decode(blobs[blob], path)
    return loaded.policy, list(loaded.problems)


def _tampered(old: Tree, new: Tree, before: str, after: str) -> list[Problem]:
    """Revisions that the branch edited or removed. A policy removed whole takes its history along: that is told."""
    problems = []
    now = new.history(after)
    for path, blob in old.history(before).items():
        if path not in now:
            if now or new.blob(after):
                problems.append(
                    Problem("history-removed", f"The revision {PurePosixPath(path).name} was removed.",
                            "Bring it back: a revision is kept for good.", path=f"{new.path(after)[:-11]}{path}")
                )  # fmt: skip
        elif now[path] != blob:
            problems.append(
                Problem("history-edited", f"The revision {PurePosixPath(path).name} was edited.",
                        "Bring the old bytes back: a revision is never changed.", path=f"{new.path(after)[:-11]}{path}")
            )  # fmt: skip
    if old.history(before) and not new.files.get(after):
        problems.append(
            Problem("policy-removed", "The policy was removed with its history.",
                    "Keep the history folder, so that it can be said what was in force.", Severity.WARNING)
        )  # fmt: skip
    return problems


def _dated(before: Policy | None, after: Policy, judgement: Judgement, slug: str, *, saved: bool) -> list[Problem]:
    """A text that a revision holds was dated by a decision, which is on record; a hand edit was not."""
    if before is None or judgement.change is not Change.MATERIAL:
        return []
    then, now = before.dates.last_updated, after.dates.last_updated
    if then and now and now < then:
        return [Problem("date-backwards", f"The date went back, from {then} to {now}.", "Set the day of the change.")]
    if then != now or saved:
        return []
    worst = next(reason for reason in judgement.reasons if reason.change is Change.MATERIAL)
    return [
        Problem(
            "forgotten-date",
            f"The text was changed materially and its date did not move: {worst.why}",
            f"Save it, which moves the date: policytui save {slug}",
            Severity.WARNING,
        )
    ]


def _unsaved(new: Tree, old: Tree, before: str, slug: str, blobs: Mapping[str, bytes]) -> list[Problem]:
    """Whether a revision holds the text that the branch ends with."""
    from policytui.store.revisions import content_hash, text_of

    blob = new.blob(slug)
    if blob is None or blob not in blobs or (old.blob(before) == blob and old.history(before) == new.history(slug)):
        return []
    wanted = content_hash(blobs[blob])
    for name in _new_history(old, new, before, slug):
        text = text_of(blobs.get(name, b""))
        if text is not None and content_hash(text) == wanted:
            return []
    return [
        Problem(
            "no-revision",
            "The branch ends with a text that none of its new revisions holds.",
            f"Save it: policytui save {slug} -m SUMMARY; then commit the history folder too.",
            Severity.WARNING,
        )
    ]

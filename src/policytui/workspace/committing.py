"""A commit of one policy: exactly its files, with a message made from the revisions it contains.

Rules that hold here:

- Committed are `policy.toml` and its history, nothing else; what else is staged stays so.
- A history that does not verify is not committed; neither is a policy with an undecided merge conflict.
- What git (a hook, a missing identity, a key) refuses is shown whole; everything saved is still on disk.
- Looking for what is not committed (`uncommitted`) reads as `git_history` does: no helper of the repository is run.
"""

from __future__ import annotations

import re
import shlex
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from policytui.core.conflicts import find
from policytui.core.values import Revision, Severity
from policytui.core.visible import one_line
from policytui.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from policytui.store.repository import Repository
    from policytui.workspace.workspace import Workspace

SUBJECT = 72
"""Characters of a message's first line."""
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
"""What a hook colours its words with: said without; every other control is shown."""
_BUSY = (
    ("rebase-merge", "A rebase is", "git rebase --continue"),
    ("rebase-apply", "A rebase is", "git rebase --continue"),
    ("MERGE_HEAD", "A merge is", "git commit"),
    ("CHERRY_PICK_HEAD", "A cherry-pick is", "git cherry-pick --continue"),
    ("REVERT_HEAD", "A revert is", "git revert --continue"),
)


@dataclass(frozen=True, slots=True)
class CommitPlan:
    """What a commit would hold. `files` are paths from `top`; `revisions` those not committed yet, oldest first."""

    slug: str
    top: Path
    paths: tuple[str, ...]
    files: tuple[str, ...]
    revisions: tuple[Revision, ...]
    message: str
    unsaved: bool
    """Whether the file holds text that no revision holds."""
    fresh: frozenset[str] = frozenset()
    """Those of `files` that git does not have yet."""
    branch: str = ""
    """The branch the commit goes to; empty when HEAD is detached."""
    signs: bool = False
    """Whether the person's commits are signed: the key may want the terminal."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to commit."""
        return not self.files


@dataclass(frozen=True, slots=True)
class Committed:
    """What was committed, and what git and its hooks said."""

    hash: str
    said: str
    """What hooks said (git's own summary is left out)."""
    superproject: str = ""
    """The working tree above, when this is a submodule: its commit is to be moved there."""


class CommitRefusedError(RefusedError):
    """git, or a hook, did not commit. `said` is all it said, `safe` what is still so."""

    def __init__(self, slug: str, code: int, said: str) -> None:
        self.headline = f"git did not commit “{slug}” (exit code {code})."
        self.said = said
        self.safe = "Everything saved is on disk as before: policy.toml, every revision, and what else was staged."
        told = f"It said:\n\n{said}\n\n" if said else "A hook may have refused without a word. "
        super().__init__(f"{self.headline} {told}{self.safe}", _advice(slug, said))


def plan_commit(workspace: Workspace, slug: str, environ: Mapping[str, str]) -> CommitPlan:
    """What committing this policy would commit. UsageError says what stands in the way, and what to do."""
    from policytui.store.gitwrite import LET_GO, changed, ignored, signs

    opened = workspace.open(slug)
    found = _repository(workspace)
    _not_busy(found, workspace, slug)
    left = find(opened.policy)
    if left:
        raise UsageError(
            f"{opened.path} holds {len(left)} undecided merge conflict{'s' if len(left) > 1 else ''}. "
            "Nothing was committed.",
            f"Decide them: policytui resolve {slug}",
        )
    wrong = [problem for problem in workspace.verify(slug) if problem.severity is Severity.ERROR]
    if wrong:
        raise UsageError(
            f"The history of “{slug}” does not verify, so nothing was committed: {wrong[0].message}", wrong[0].hint
        )
    folder = workspace.root / slug
    file = found.relative(folder / "policy.toml")
    history = found.relative(folder) + "/history"
    paths = (file, history) if (folder / "history").is_dir() and opened.revisions else (file,)
    states = changed(found.top, paths, environ)
    kept = [path for path, state in states.items() if state == LET_GO]
    if kept:
        raise UsageError(
            f"{kept[0]} is there, and git is told to let go of it (git rm --cached). Nothing was committed.",
            f"Let git keep it: git reset -q -- {shlex.quote(found.relative(folder))}",
        )
    gone = [path for path, state in states.items() if "D" in state]
    if gone:
        raise UsageError(
            f"{gone[0]} was removed since the last commit; a revision is kept for good. Nothing was committed.",
            f"Bring it back: git checkout HEAD -- {gone[0]}",
        )
    files = tuple(path for path in states if _ours(path, file, history))
    unseen = [path for path in ignored(found.top, paths, environ) if _ours(path, file, history)]
    if unseen:
        hint = f"See: git check-ignore -v {shlex.quote(unseen[0])}"
        raise UsageError(f"git is told to ignore {unseen[0]}. Nothing was committed.", hint)
    names = {PurePosixPath(path).name for path in files}
    revisions = tuple(one for one in opened.revisions if one.name in names)
    return CommitPlan(
        slug,
        found.top,
        paths,
        files,
        revisions,
        message(slug, revisions),
        not opened.held,
        frozenset(path for path in files if states[path] in ("??", "A ", " A", "AM")),
        found.branch(),
        signs(found.top, environ),
    )


def commit(
    plan: CommitPlan,
    text: str,
    environ: Mapping[str, str],
    *,
    terminal: bool = False,
    stop: threading.Event | None = None,
) -> Committed:
    """Commit what was planned under a message. CommitRefusedError with everything git said, when it says no.

    `terminal` gives git and its hooks the terminal; what they said is then not in the answer. `stop`, once set, ends
    them: then nothing was committed, unless the commit had been made already.
    """
    from policytui.store import gitwrite
    from policytui.store.git import ask

    done = gitwrite.commit(plan.top, plan.files, text, environ, terminal=terminal, stop=stop)
    said = _COLOUR.sub("", done.text).strip()
    if done.code != 0:
        raise CommitRefusedError(plan.slug, done.code, said)
    # HEAD may be another's commit by now; the newest one of these files is ours.
    hashed = ask(["rev-list", "-1", "HEAD", "--", *plan.paths], plan.top).out.decode("ascii", "replace").strip()
    above = ask(["rev-parse", "--show-superproject-working-tree"], plan.top).out.decode("utf-8", "replace").strip()
    return Committed(hashed, said, above)


def in_git(workspace: Workspace) -> bool:
    """Whether there is a repository to commit to. (One that git does not read is none here.)"""
    from policytui.store.repository import repository

    try:
        return repository(workspace.root) is not None
    except RefusedError:
        return False


def uncommitted(workspace: Workspace, slugs: Iterable[str]) -> dict[str, int]:
    """Of how many files of these policies the checked-out commit does not hold what is on disk; none is left out.
    Empty outside git. A person's clean filters are not run: what they would change counts as changed.
    """
    from policytui.store.repository import repository
    from policytui.store.revisions import NAME
    from policytui.workspace.git_history import same_bytes

    found = repository(workspace.root)
    if found is None:
        return {}
    folder = found.relative(workspace.root)
    head = found.commit("HEAD")
    known = found.files(head, folder) if head else {}
    result = {}
    for slug in slugs:
        here = f"{folder}/{slug}" if folder else slug
        history = workspace.root / slug / "history"
        names = [path.name for path in history.iterdir()] if history.is_dir() else []
        many = sum(1 for name in names if NAME.fullmatch(name) and f"{here}/history/{name}" not in known)
        if not same_bytes(workspace, slug, known.get(f"{here}/policy.toml")):
            many += 1
        if many:
            result[slug] = many
    return result


def message(slug: str, revisions: tuple[Revision, ...]) -> str:
    """A commit message out of the revisions that are in it, oldest first."""
    if not revisions:
        return f"{slug}: edit by hand\n"
    newest = revisions[-1]
    first = f"{slug}: {one_line(newest.summary) or newest.rev}"
    lines = [first if len(first) <= SUBJECT else first[: SUBJECT - 1].rstrip() + "…", ""]
    for one in revisions:
        date = f", last updated {one.last_updated}" if one.last_updated else ""
        lines.append(f"{one.rev} {one.hash[:8]} ({one.change}{date}): {one_line(one.summary)}")
        if one.change is not one.proposed and one.why:
            lines.append(f"    proposed {one.proposed}; why not: {one_line(one.why)}")
    return "\n".join(lines) + "\n"


def _repository(workspace: Workspace) -> Repository:
    from policytui.store.repository import repository

    found = repository(workspace.root)
    if found is None:
        raise UsageError(
            f"{workspace.root} is in no git working tree, so there is nothing to commit to. Your saves are on disk.",
            "Begin one: git init",
        )
    return found


def _not_busy(found: Repository, workspace: Workspace, slug: str) -> None:
    for name, what, finish in _BUSY:
        if (found.git_dir / name).exists():
            folder = found.relative(workspace.root / slug)
            raise UsageError(
                f"{what} going on, and in the middle of it no single files are committed. Nothing was committed.",
                f"Resolve and save the policy, then: git add {folder} && {finish}",
            )


def _ours(path: str, file: str, history: str) -> bool:
    """A file of the policy: not a temporary one, and nothing strange that lies beside the revisions."""
    from policytui.store.revisions import NAME

    return path == file or (path.startswith(f"{history}/") and bool(NAME.fullmatch(PurePosixPath(path).name)))


def _advice(slug: str, said: str) -> str:
    if "nothing to commit" in said:  # what a conflict came to is what the last commit holds
        return f"git has this text already. If it still calls the file unmerged: git add the folder of “{slug}”."
    if "Please tell me who you are" in said or "empty ident" in said:
        return 'Tell git who you are: git config --global user.name "…" and user.email "…"'
    if "gpg" in said or "sign" in said:
        return "Is the signing key unlocked? Try: git commit, in this terminal."
    if ".lock'" in said:
        return "Another git is at work, or one died: if none is, remove the lock file it names."
    return "Mend what it complains of and commit again."

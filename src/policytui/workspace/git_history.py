"""Revisions and commits as one line of time: which revision is in which commit, and what came before the first one.

Rules that hold here:

- Only reading plumbing is used (`store.repository`): no helper of the repository is run.
- A commit that brought a revision is told with it; a commit that changed the policy file and brought none (a hand
  edit, the time before policytui) stands as a moment of its own. Renames of the folder are followed, and so is the way
  back to the Markdown that a policy was made of: where git sees the likeness, or where the import recorded its file.
- Newest first. With a limit, only as much of git's log is read as that many moments need.
- git takes long to say which commit brought a file of a folder of thousands. So `newest_moments` asks it about the one
  file of the policy, and knows a revision's commit by the text it holds: what a list shows first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge as by_time
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from policytui.core.values import Policy, Revision
from policytui.errors import PolicytuiError, UsageError

if TYPE_CHECKING:
    from policytui.store.repository import Commit, Repository
    from policytui.workspace.workspace import Workspace


RENAMES = 20
"""How many names of a policy's folder are followed back."""
LONGEST = 4096
"""Characters of a path (PATH_MAX of Linux); a revision may record anything."""
TEXTS = (".md", ".markdown", ".txt")
"""Files that a policy may have been made from."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: a revision, a commit, or a revision with the commit that brought it.

    `committed` says whether a revision is in the commit that is checked out. `spec` names the text of the moment
    on the command line; it is empty when the file was removed.
    """

    when: datetime
    revision: Revision | None
    commit: Commit | None
    committed: bool
    spec: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments, newest first. `in_git` is False outside a repository (or before git has the policy); `changed`
    says that the file is not what the checked-out commit holds.
    """

    moments: tuple[Moment, ...]
    in_git: bool
    changed: bool


def git_history(workspace: Workspace, slug: str, limit: int | None = None) -> Timeline:
    """The line of time of one policy; of the newest `limit` moments, if that is given."""
    from policytui.store.repository import repository

    revisions = workspace.history(slug)
    found = repository(workspace.root / slug)
    head = found.commit("HEAD") if found else None
    if found is None or head is None:
        return _alone_line(slug, revisions, limit)
    folder = found.relative(workspace.root / slug)
    source = revisions[-1].extra.get("source", "") if revisions else ""
    commits = list(_commits(found, head, folder, limit, source))
    files = found.files(head, folder)
    brought = _brought(commits, {revision.name for revision in revisions})
    return _line(workspace, slug, folder, files, revisions, commits, brought, limit)


def newest_moments(workspace: Workspace, slug: str, limit: int) -> Timeline:
    """The newest `limit` moments, quickly however long the history is. Of several revisions in one commit only the last
    is known to be in it (the others are `committed`, and their commit is None); renames are not followed.
    """
    from policytui.store.repository import repository
    from policytui.store.revisions import content_hash

    revisions = workspace.history(slug, limit)
    found = repository(workspace.root / slug)
    head = found.commit("HEAD") if found else None
    if found is None or head is None:
        return _alone_line(slug, revisions, limit)
    folder = found.relative(workspace.root / slug)
    file = f"{folder}/policy.toml"
    commits = list(found.log(file, limit=limit, start=head))
    saved = (f"{folder}/history/{revision.name}" for revision in revisions)
    blobs = found.named([f"{head}:{path}" for path in (file, *saved)] + [f"{one.hash}:{file}" for one in commits])
    texts = found.contents(blobs[name] for one in commits if (name := f"{one.hash}:{file}") in blobs)
    held = {revision.content: revision.name for revision in reversed(revisions)}
    brought: dict[str, Commit] = {}
    for commit in commits:
        blob = blobs.get(f"{commit.hash}:{file}", "")
        saved_as = held.get(content_hash(texts[blob])) if blob in texts else None
        if saved_as is not None:  # the oldest counts: a later one, such as a revert, came back to the text
            brought[saved_as] = commit
    told = {commit.hash for commit in brought.values()}
    others = [commit for commit in commits if commit.hash not in told]
    files = {name.partition(":")[2]: blob for name, blob in blobs.items() if name.startswith(head)}
    return _line(workspace, slug, folder, files, revisions, others, brought, limit)


def _alone_line(slug: str, revisions: list[Revision], limit: int | None) -> Timeline:
    alone = (Moment(one.saved_at, one, None, False, f"{slug}@{one.rev}") for one in revisions)
    return Timeline(tuple(islice(alone, limit)), False, True)


def _line(
    workspace: Workspace,
    slug: str,
    folder: str,
    files: Mapping[str, str],
    revisions: list[Revision],
    commits: list[Commit],
    brought: Mapping[str, Commit],
    limit: int | None,
) -> Timeline:
    """Revisions with what brought them, between the commits that brought none. `files` are what HEAD holds."""
    known = {PurePosixPath(path).name for path in files}
    saved = (
        Moment(one.saved_at, one, brought.get(one.name), one.name in known, f"{slug}@{one.rev}") for one in revisions
    )
    others = (Moment(commit.when, None, commit, True, spec) for commit, spec in _alone(commits, brought))
    moments = by_time(saved, sorted(others, key=_when, reverse=True), key=_when, reverse=True)
    changed = not same_bytes(workspace, slug, files.get(f"{folder}/policy.toml"))
    return Timeline(tuple(islice(moments, limit)), True, changed)


def policy_at(workspace: Workspace, slug: str, moment: Moment) -> Policy:
    """The policy as it was at a moment; an empty one where its file was removed."""
    if moment.revision is not None:
        return workspace.policy_at(slug, moment.revision)
    ref, _, path = moment.spec.partition(":")
    return _policy(workspace, slug, ref, path) if path else Policy("")


def policy_before(workspace: Workspace, slug: str, moment: Moment, older: Moment | None) -> Policy:
    """The policy that a moment changed: of a revision its parent's, of a commit what its first parent holds. Where that
    is not known (before a rename, before the first revision), that of the `older` moment; else an empty one.
    """
    if moment.revision is not None:
        known = {one.hash: one for one in workspace.history(slug)} if moment.revision.parents else {}
        parent = next((known[one] for one in moment.revision.parents if one in known), None)
        if parent is not None:
            return workspace.policy_at(slug, parent)
    elif moment.commit is not None and moment.commit.parents and moment.spec:
        try:
            return _policy(workspace, slug, moment.commit.parents[0], moment.spec.partition(":")[2])
        except UsageError:
            pass
    return policy_at(workspace, slug, older) if older is not None else Policy("")


def _policy(workspace: Workspace, slug: str, ref: str, path: str) -> Policy:
    from policytui.store.git import blob
    from policytui.store.repository import repository
    from policytui.workspace.specs import named_bytes

    found = repository(workspace.root / slug)
    return named_bytes(blob(ref, path, found.top if found else None), path).policy


def path_in_git(workspace: Workspace, file: Path) -> str:
    """How git names a file, from the top of the repository that the policies are in; "" where it is in no such one."""
    from policytui.store.repository import repository

    try:
        found = repository(workspace.root)
        return found.relative(file) if found else ""
    except PolicytuiError:
        return ""


def holding(workspace: Workspace, commit: str) -> tuple[list[str], list[str]]:
    """The tags and the branches that contain a commit (a hash), oldest first."""
    from policytui.store.repository import repository

    found = repository(workspace.root)
    return found.holding(commit) if found else ([], [])


def _when(moment: Moment) -> datetime:
    return moment.when


def _commits(found: Repository, head: str, folder: str, limit: int | None, source: str) -> Iterator[Commit]:
    """The commits that touched the policy's folder, then those under the names it had before, then those of the text
    that it was made of: the one that git sees, else the one that the import recorded (`source`).
    """
    start, count = head, 0
    for _ in range(RENAMES):
        file = f"{folder}/policy.toml"
        first = None
        for commit in found.log(folder, limit=limit, start=start):
            count += 1
            first = commit if ("A", file) in commit.paths else first
            yield commit
        if limit is not None and count >= limit:
            return
        made = next(found.log(file, limit=1, start=first.hash, follow=True), None) if first else None
        renamed = any(status == "R" for status, _ in made.paths) if made else False
        path = made.source if made else ""
        if made is None or not made.parents or not (renamed and path.endswith("/policy.toml")):
            # A copy of another policy's file is no past of this one; the text that was imported is.
            path = path if path.endswith(TEXTS) else source
            if path.endswith(TEXTS) and len(path) < LONGEST and "\0" not in path:
                yield from _text_commits(found, head if first is None else first.hash, path, limit, made=first)
            return
        folder, start = path.removesuffix("/policy.toml"), made.parents[0]


def _text_commits(found: Repository, start: str, path: str, limit: int | None, made: Commit | None) -> Iterator[Commit]:
    """The commits of a text file up to the one that made a policy of it, renames followed; none that took it away."""
    for commit in found.log(path, limit=limit, start=start, follow=True):
        if (made is None or commit.hash != made.hash) and all(status != "D" for status, _ in commit.paths):
            yield commit


def _brought(commits: list[Commit], names: set[str]) -> dict[str, Commit]:
    """Which commit first brought a revision, by the name of its file."""
    result = {}
    for commit in commits:
        for status, path in commit.paths:
            if status == "A" and (name := PurePosixPath(path).name) in names:
                result[name] = commit
    return result


def _alone(commits: list[Commit], brought: Mapping[str, Commit]) -> Iterator[tuple[Commit, str]]:
    """The commits that changed the policy's file and brought no revision, with the name of their text. A merge that
    brought some to this branch is told with those.
    """
    for commit in commits:
        touched = {path: status for status, path in commit.paths}
        added = (brought.get(PurePosixPath(path).name) for path, status in touched.items() if status == "A")
        if any(one is not None and (one.hash == commit.hash or len(commit.parents) > 1) for one in added):
            continue
        for path, status in touched.items():
            if PurePosixPath(path).parent.name != "history" and path.endswith((".toml", *TEXTS)):
                yield commit, "" if status == "D" else f"{commit.hash[:12]}:{path}"
                break


def same_bytes(workspace: Workspace, slug: str, blob: str | None) -> bool:
    """Whether the policy's file has the bytes of a blob; line ends that git turned round do not count."""
    from policytui.store.files import read

    if blob is None:
        return False
    try:
        data = read(workspace.root / slug / "policy.toml").data
    except OSError:
        return False
    return blob in (_blob(data, blob), _blob(data.replace(b"\r\n", b"\n"), blob))


def _blob(data: bytes, like: str) -> str:
    """The hash git gives to these bytes, in a repository whose hashes are as long as `like`."""
    algorithm = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

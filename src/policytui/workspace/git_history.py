"""Revisions and commits as one line of time: which revision is in which commit, and what came before the first one.

Rules that hold here:

- Only reading plumbing is used (`store.repository`): no helper of the repository is run.
- A commit that brought a revision is told with it; a commit that changed the policy file and brought none (a hand
  edit, the time before policytui) stands as a moment of its own. Renames of the folder are followed.
- Newest first. With a limit, only as much of git's log is read as that many moments need.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge as by_time
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from policytui.core.values import Revision

if TYPE_CHECKING:
    from policytui.store.repository import Commit, Repository
    from policytui.workspace.workspace import Workspace


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
        alone = (Moment(one.saved_at, one, None, False, f"{slug}@{one.rev}") for one in revisions)
        return Timeline(tuple(islice(alone, limit)), False, True)
    folder = found.relative(workspace.root / slug)
    files = found.files(head, folder)
    commits = list(_commits(found, head, folder, limit))
    brought = _brought(commits, folder)
    names = {revision.name for revision in revisions}
    known = {PurePosixPath(path).name for path in files}
    saved = (
        Moment(one.saved_at, one, brought.get(one.name), one.name in known, f"{slug}@{one.rev}") for one in revisions
    )
    others = (
        Moment(commit.when, None, commit, True, spec)
        for commit, spec in _alone(commits, names)
    )  # fmt: skip
    moments = by_time(saved, sorted(others, key=_when, reverse=True), key=_when, reverse=True)
    return Timeline(
        tuple(islice(moments, limit)), True, not same_bytes(workspace, slug, files.get(f"{folder}/policy.toml"))
    )


def _when(moment: Moment) -> datetime:
    return moment.when


def _commits(found: Repository, head: str, folder: str, limit: int | None) -> Iterator[Commit]:
    """The commits that touched the folder, then those that touched the file under the names it had before."""
    file = f"{folder}/policy.toml"
    count = 0
    first = None
    for commit in found.log(folder, limit=limit, start=head):
        count += 1
        if ("A", file) in commit.paths:
            first = commit
        yield commit
    if first is None or (limit is not None and count >= limit):
        return
    left = None if limit is None else limit - count + 1
    before = islice(found.log(file, limit=left, start=first.hash, follow=True), 0, None)
    for number, commit in enumerate(before):
        if number:
            yield commit
        if any(status == "C" for status, _ in commit.paths):
            return  # made as a copy: what it was copied from is another policy's past


def _brought(commits: list[Commit], folder: str) -> dict[str, Commit]:
    """Which commit first brought a revision, by the name of its file."""
    result = {}
    for commit in commits:
        for status, path in commit.paths:
            if status == "A" and path.startswith(f"{folder}/history/"):
                result[PurePosixPath(path).name] = commit
    return result


def _alone(commits: list[Commit], names: set[str]) -> Iterator[tuple[Commit, str]]:
    """The commits that changed the policy's file and brought none of its revisions, with the name of their text."""
    for commit in commits:
        touched = dict((path, status) for status, path in commit.paths)  # noqa: C402 - turned round
        if any(status == "A" and PurePosixPath(path).name in names for path, status in touched.items()):
            continue
        for path, status in touched.items():
            if PurePosixPath(path).parent.name != "history" and path.endswith((".toml", ".md", ".txt")):
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

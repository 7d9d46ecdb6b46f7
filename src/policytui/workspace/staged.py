"""What the next commit would hold, or lose: a text without its revision, and revisions that are removed or edited.

`git commit -a` takes a saved file that changed, and not the new revision beside it; `git rm` and an editor take
revisions away that are kept for good.
"""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from policytui.core.values import Problem
from policytui.errors import PolicytuiError, RefusedError

if TYPE_CHECKING:
    from policytui.store.repository import Repository
    from policytui.workspace.branches import Tree
    from policytui.workspace.workspace import Workspace


def staged_problems(workspace: Workspace) -> list[Problem]:
    """What is wrong with what is staged: policies whose revisions of the last commit the next one removes or edits
    (`history-removed`, `history-edited`, `policy-removed`), and those it changes to a text of no revision in it
    (`no-revision`). None where git reads nothing.

    A history that moves with its folder is kept; an edit that gives a damaged revision its own bytes back is none.
    """
    from policytui.store.repository import repository
    from policytui.workspace.branches import Tree

    problems: list[Problem] = []
    with contextlib.suppress(PolicytuiError):
        found = repository(workspace.root)
        if found is None:
            return []
        folder = found.relative(workspace.root)
        head = found.commit("HEAD")
        before = Tree.of(head or "", found.files(head, folder) if head else {}, folder)
        after = Tree.of("", found.staged(folder), folder)
        problems += _without_history(workspace, found, before, after)
        problems += _without_revision(workspace, found, before, after)
    return problems


def _without_revision(workspace: Workspace, found: Repository, before: Tree, after: Tree) -> Iterator[Problem]:
    from policytui.store.revisions import content_hash

    changed = {slug: blob for slug in workspace.slugs() if (blob := after.blob(slug)) and blob != before.blob(slug)}
    texts = found.blobs(changed.values())
    for slug, blob in changed.items():
        wanted = content_hash(texts[blob]) if blob in texts else None
        staged = after.history(slug)
        holding = (one.name for one in workspace.history(slug) if one.content == wanted)
        if wanted and not any(f"history/{name}" in staged for name in holding):
            folder = after.folder_of(slug)
            yield Problem(
                "no-revision",
                "What is staged is a text that no staged revision holds.",
                f"Stage its history too: git add {folder}/history; or commit all of it: policytui commit {slug}",
                path=str(workspace.root / slug / "policy.toml"),
                slug=slug,
            )


def _without_history(workspace: Workspace, found: Repository, before: Tree, after: Tree) -> Iterator[Problem]:
    for slug in before.files:
        then, place = before.history(slug), _place(before, after, slug)
        now = after.history(place)
        gone = [path for path in then if path not in now]
        edited = _edited(
            found, {path: (then[path], now[path]) for path in then if now.get(path, then[path]) != then[path]}
        )
        folder = shlex.quote(before.folder_of(slug))
        if gone and place not in after.files:
            yield Problem(
                "policy-removed",
                f"The next commit removes “{slug}” with its history: nobody could say any more what was in force.",
                f"Bring it back: git checkout HEAD -- {folder}; or remove it all the same: git commit --no-verify",
                path=str(workspace.root / slug / "policy.toml"),
                slug=slug,
            )
        elif gone or edited:
            path = (gone or edited)[0]
            what = "removes" if gone else "edits"
            more = f", and {len(gone) + len(edited) - 1} more" if len(gone) + len(edited) > 1 else ""
            yield Problem(
                f"history-{'removed' if gone else 'edited'}",
                f"The next commit {what} the revision {PurePosixPath(path).name}{more}; it is kept for good.",
                f"Bring it back: git checkout HEAD -- {folder}/history",
                path=str(workspace.root / place / path),
                slug=place,
            )


def _place(before: Tree, after: Tree, slug: str) -> str:
    """The slug that a policy has in the next commit: another one where its history moved with its folder."""
    if slug in after.files:
        return slug
    names = before.history(slug).keys()
    fresh = (other for other in after.files if other not in before.files)
    return next((other for other in fresh if after.history(other).keys() & names), slug)


def _edited(found: Repository, pairs: Mapping[str, tuple[str, str]]) -> list[str]:
    """The paths of revisions with other bytes, but for damaged ones that get their own back."""
    from policytui.store.revisions import own_hash

    def whole(blob: str) -> bool:
        hashes = own_hash(texts.get(blob, b""))
        return hashes is not None and hashes[0] == hashes[1]

    try:
        texts = found.blobs(blob for pair in pairs.values() for blob in pair)
    except RefusedError:  # a partial clone lacks one of them
        texts = {}
    return [path for path, (then, now) in pairs.items() if whole(then) or not whole(now)]

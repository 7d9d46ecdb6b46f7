"""What the next commit would hold: a policy whose text is staged, and the revision of that text is not.

`git commit -a` does so after every save: it takes the file that changed, and not the new one beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytui.core.values import Problem
from policytui.errors import PolicytuiError

if TYPE_CHECKING:
    from policytui.workspace.workspace import Workspace


def without_revision(workspace: Workspace) -> list[Problem]:
    """The policies that the next commit changes to a text of no revision in it. None where git reads nothing."""
    try:
        return list(_without_revision(workspace))
    except PolicytuiError:
        return []


def _without_revision(workspace: Workspace) -> Iterator[Problem]:
    from policytui.store.repository import repository
    from policytui.store.revisions import content_hash

    found = repository(workspace.root)
    if found is None:
        return
    folder = found.relative(workspace.root)
    head = found.commit("HEAD")
    before = found.files(head, folder) if head else {}
    staged = found.staged(folder)
    start = f"{folder}/" if folder else ""
    paths = {slug: f"{start}{slug}/policy.toml" for slug in workspace.slugs()}
    changed = {
        slug: staged.get(path, "") for slug, path in paths.items() if staged.get(path, "") != before.get(path, "")
    }
    texts = found.blobs(blob for blob in changed.values() if blob)
    for slug, blob in changed.items():
        wanted = content_hash(texts[blob]) if blob in texts else None
        holding = (one.name for one in workspace.history(slug) if one.content == wanted)
        if wanted and not any(f"{start}{slug}/history/{name}" in staged for name in holding):
            yield Problem(
                "no-revision",
                "What is staged is a text that no staged revision holds.",
                f"Stage its history too: git add {start}{slug}/history; or commit all of it: policytui commit {slug}",
                path=str(workspace.root / slug / "policy.toml"),
                slug=slug,
            )

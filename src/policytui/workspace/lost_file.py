"""A policy whose file is gone while its history is there: the file comes back as its newest revision holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policytui.core.values import Revision
    from policytui.workspace.workspace import Workspace


def bring_back(workspace: Workspace, slug: str) -> Revision | None:
    """Write the lost file of a policy, byte for byte as it was saved last. The revision that it came from; None when
    the file is there, or there is no history. ContentError when the newest revision is damaged.
    """
    from policytui.store.shelf import Shelf

    shelf = Shelf(workspace.root)
    shelf.finish(slug)
    lost = any(problem.rule == "missing" for problem in shelf.load(slug).loaded.problems)
    newest = next(iter(workspace.history(slug)), None) if lost else None
    if newest is not None:
        shelf.bring_back(slug, newest.name)
    return newest

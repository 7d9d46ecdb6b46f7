"""Reviewed marks of one reviewer, for one policy: outside the repository, or in it when the person asks for that."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.core.redline import Hunk, Redline, SectionChange
from policytui.core.slugs import slugify

if TYPE_CHECKING:
    from policytui.workspace.workspace import Workspace

IN_REPOSITORY = ".reviews"
"""The folder of marks below a root whose reviewers share them. It exists when somebody made it: that is the request."""


class Marks:
    """The marks of a reviewer. `slug` is empty for comparisons of files, which share one set."""

    def __init__(self, workspace: Workspace, state: Path, slug: str = "") -> None:
        shared = workspace.root / IN_REPOSITORY
        if shared.is_dir():
            self.path = shared / slugify(workspace.author) / f"{slug or 'files'}.txt"
        else:
            root = hashlib.sha256(str(workspace.root.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
            self.path = state / "reviewed" / root / f"{slug or 'files'}.txt"

    def load(self) -> frozenset[str]:
        """Every mark. RefusedError when the file cannot be read."""
        from policytui.store.marks import read

        return read(self.path)

    def set(self, marks: frozenset[str], reviewed: bool) -> frozenset[str]:
        """Put marks or take them off; gives those that now stand. RefusedError when the disk refuses."""
        from policytui.store.marks import change

        return change(self.path, add=marks) if reviewed else change(self.path, remove=marks)


def marks_of(redline: Redline) -> list[str]:
    """A mark for each change, in the order of `redline.changes()`. Of several that say the same each has its own."""
    from policytui.store.marks import key

    found = [mark_of(section, hunk) for section, hunk in redline.changes()]
    seen: Counter[str] = Counter()
    for at, mark in enumerate(found):
        if seen[mark]:
            found[at] = key(mark, str(seen[mark]))
        seen[mark] += 1
    return found


def mark_of(section: SectionChange, hunk: Hunk) -> str:
    """The mark of a changed hunk: by what it says, not where it stands. Of a place that alone says too little (fifty
    sections may go from level 1 to level 2): it is the section's. Another kind, depth or sort of list is said too.
    """
    from policytui.store.marks import key

    if hunk.is_place:
        return key(f"{section.title}: {hunk.before}", f"{section.title}: {hunk.after}")
    old = _form(
        hunk.old_kind or hunk.kind,
        hunk.depth if hunk.old_depth is None else hunk.old_depth,
        hunk.marker if hunk.old_marker is None else hunk.old_marker,
    )
    new = _form(hunk.kind, hunk.depth, hunk.marker)
    return key(hunk.before, hunk.after) if old == new else key(f"{hunk.before}\n{old}", f"{hunk.after}\n{new}")


def _form(kind: str, depth: int, marker: str) -> str:
    """What a block looks like, whatever its number: a mark is not lost when an item comes in above."""
    return f"{kind} {depth} {marker.strip('0123456789')}"

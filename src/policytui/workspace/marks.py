"""Reviewed marks of one reviewer, for one policy: outside the repository, or in it when the person asks for that."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.core.redline import Hunk, SectionChange
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


def mark_of(section: SectionChange, hunk: Hunk) -> str:
    """The mark of a changed hunk: by what it says, not where it stands. Of a place that alone says too little (fifty
    sections may go from level 1 to level 2): it is the section's.
    """
    from policytui.store.marks import key

    if hunk.is_place:
        return key(f"{section.title}: {hunk.before}", f"{section.title}: {hunk.after}")
    return key(hunk.before, hunk.after)

"""Unsaved drafts: journals of those being edited; those of sessions that ended, found, kept as a file, or put aside.

Rules that hold here: a draft is offered while it says something that its file does not say; nothing is thrown away, a
draft that is given up is put aside for 30 days.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.core.slugs import valid_slug
from policytui.core.values import Policy
from policytui.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from policytui.store.journal import Found, Living
    from policytui.store.journal import Journal as Journal
    from policytui.workspace.values import Opened
    from policytui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft that a session left behind. `stale` says that the file has changed since it was opened."""

    slug: str
    policy: Policy
    written: datetime
    author: str
    stale: bool
    name: str
    """What `recover` calls it."""
    found: Found
    base: Policy | None = None
    """The text that was opened, for a merge; None when nobody knows it any more."""

    @property
    def is_import(self) -> bool:
        """Whether it is an import that was being put right, and `slug` says of which file."""
        return not valid_slug(self.slug)


class Drafts:
    """The unsaved drafts of one person, in `folder`, for the policies of one workspace."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder
        self._session = os.urandom(8).hex()

    def journal(self, opened: Opened) -> Journal:
        """A journal for a draft of an opened policy; nothing is written before something changes."""
        from policytui.store.journal import Journal

        workspace = self.workspace
        return Journal(
            self.folder, workspace.root, opened.slug, opened.digest, workspace.author, opened.policy, self._session
        )

    def left(self, slug: str = "") -> list[LeftDraft]:
        """The drafts left behind here, newest first; of one policy, if it is named. Old discarded ones are removed."""
        from policytui.store.journal import find, purge

        purge(self.folder)
        drafts = []
        for found in find(self.folder, self.workspace.root):
            if slug and found.slug != slug:
                continue
            stale = valid_slug(found.slug) and self.workspace.digest(found.slug) != found.digest
            name = found.path.stem.rpartition("-")[2]
            draft = LeftDraft(found.slug, found.policy, found.written, found.author, stale, name, found, found.base)
            if self._says_nothing(draft):
                self.discard(draft)
            else:
                drafts.append(draft)
        return drafts

    def _says_nothing(self, draft: LeftDraft) -> bool:
        """Whether nothing of a draft is missing in its file: the session ended between the save and the end."""
        if draft.base is None:
            return False
        if draft.policy == draft.base:
            return True
        if not draft.stale:
            return False
        from policytui.core.merge import merge

        theirs = self.workspace.standing(draft.slug)
        return theirs is not None and merge(draft.base, draft.policy, theirs).policy == theirs

    def living(self, slug: str) -> list[Living]:
        """The other sessions that have an unsaved draft of a policy now, longest first."""
        from policytui.store.journal import living

        return living(self.folder, self.workspace.root, slug, self._session)

    def named(self, name: str) -> LeftDraft:
        """The draft of that name. UsageError when there is none."""
        for draft in self.left():
            if draft.name == name:
                return draft
        raise UsageError(f"There is no draft “{name}” to recover.", "See policytui recover.")

    def save_as(self, draft: LeftDraft, path: Path) -> None:
        """Write a draft to a new file and put its journal aside."""
        from policytui.store.codec import fresh

        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(fresh(draft.policy))
        except FileExistsError:
            raise UsageError(f"{path} exists already and was not touched.", "Name another file.") from None
        except OSError as error:
            raise RefusedError(f"{path} could not be written: {error.strerror}. The draft is kept.") from None
        self.discard(draft)

    def discard(self, draft: LeftDraft) -> Path:
        """Put a draft aside; it is kept for 30 days in the place given back. RefusedError when the disk refuses.

        One that another session has taken meanwhile is there already.
        """
        from policytui.store.journal import put_aside

        path = draft.found.path
        try:
            return put_aside(path)
        except FileNotFoundError:
            return path.parent / "discarded" / path.name
        except OSError as error:
            raise RefusedError(f"The draft could not be put aside: {error.strerror}. It stays where it is.") from None

    def put_aside(self, journal: Journal) -> None:
        """Close a journal of one's own, and put it aside for 30 days: its draft was given up."""
        from policytui.store.journal import put_aside

        journal.close()
        with contextlib.suppress(OSError):
            put_aside(journal.path)

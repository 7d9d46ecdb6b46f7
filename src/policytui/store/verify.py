"""Proof that the history is what was saved: names, hashes, parents, and nothing that does not belong.

Rules that hold here:

- Every byte of every revision file is under its hash, the hash under its name and its children's `parents`: any
  byte changed anywhere is found.
- Verifying reads; it never mends. A damaged file is brought back from git or a backup by a person.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policytui.core.values import Problem, Revision, Severity
from policytui.errors import ContentError, RefusedError, UsageError
from policytui.store import codec, revisions
from policytui.store.files import names_in, refused
from policytui.store.reading import shown
from policytui.store.stamps import HISTORY_NAME

if TYPE_CHECKING:
    from policytui.store.shelf import Shelf

_BACK = "Bring the file back from git or a backup; policytui never rewrites a revision."


def verify(shelf: Shelf, slug: str) -> list[Problem]:
    """What is wrong with the history of `slug`, by file name; empty when everything is as it was saved."""
    try:
        shelf.history(slug)  # refuses one that leads out of the root
        folder = shelf.path(slug).parent / HISTORY_NAME  # told as the root is named, like the policy itself
        names = names_in(folder) if folder.is_dir() else []
    except (RefusedError, UsageError) as error:
        rule = "outside" if isinstance(error, RefusedError) else "bad-slug"
        return [Problem(rule, error.message, error.hint, slug=slug, path=str(shelf.root / slug))]
    except OSError as error:
        told = refused(error, f"The history of {slug} cannot be read", "Nothing was changed.")
        return [Problem("unreadable", told.message, told.hint, slug=slug, path=str(folder))]
    checker = _Checker(slug, folder)
    for name in names:
        checker.file(name)
    checker.parents()
    return checker.problems


class _Checker:
    def __init__(self, slug: str, folder: Path) -> None:
        self.slug = slug
        self.folder = folder
        self.problems: list[Problem] = []
        self.good: dict[str, Revision] = {}
        self.lines: dict[str, int] = {}
        self.readable: set[str] = set()

    def note(self, rule: str, name: str, message: str, hint: str = _BACK, *, line: int = 1,
             severity: Severity = Severity.ERROR) -> None:  # fmt: skip
        path = str(self.folder / name)
        self.problems.append(Problem(rule, message, hint, severity, path, line, 1, self.slug))

    def file(self, name: str) -> None:
        path = self.folder / name
        if not revisions.NAME.fullmatch(name):
            if name.startswith(".") and name.endswith(".tmp"):
                hint = "Open the policy once: policytui completes the save or clears it away."
                self.note("interrupted", name, "A save was interrupted and left a temporary file.", hint,
                          severity=Severity.WARNING)  # fmt: skip
            else:
                hint = "Move it elsewhere, or give it back the name it was saved under."
                self.note("stray-file", name, f"{shown(name)} is not the name of a revision file.", hint)
            return
        if path.is_symlink() or not path.is_file():
            self.note("stray-file", name, f"{shown(name)} is not a regular file.")
            return
        try:
            data = path.read_bytes()
        except OSError as error:
            told = refused(error, f"{shown(name)} cannot be read", "It was left as it is.")
            self.note("unreadable", name, told.message, told.hint)
            return
        self.content(name, data)

    def content(self, name: str, data: bytes) -> None:
        last = max(1, data.count(b"\n"))
        hashes = revisions.own_hash(data)
        text = revisions.text_of(data)
        if hashes is None or text is None:
            self.note("no-tail", name, "The file does not end as a revision does: it was cut or added to.", line=last)
            return
        claimed, own = hashes
        if claimed != own:
            self.note("tampered", name, "The file was changed after it was saved: its hash does not fit its bytes.",
                      line=last)  # fmt: skip
            return
        line = text.count(b"\n") + 2
        revision = revisions.read_tail(data[len(text) :], name)
        if revision is None:
            self.note("no-tail", name, "The [revision] part cannot be read.", line=line)
            return
        if name != f"{revision.saved_at:%Y-%m-%dT%H%M%SZ}-{own[:8]}.toml":
            right = f"{revision.saved_at:%Y-%m-%dT%H%M%SZ}-{own[:8]}.toml"
            self.note("wrong-name", name, "The name does not fit the time and hash inside.", f"Rename it to {right}.")
        if own in self.good:
            self.note("duplicate", name, f"The file is a copy of {self.good[own].name}.", "Remove the copy.")
        if revision.content != revisions.content_hash(text):
            self.note("wrong-content", name, "The content hash does not fit the policy text.", line=line)
        if revision.content not in self.readable:  # many revisions may hold one text
            self.policy(name, text)
        self.readable.add(revision.content)
        self.good.setdefault(own, revision)
        self.lines[own] = line

    def policy(self, name: str, text: bytes) -> None:
        try:
            codec.loaded_policy(codec.decode(text, name))
        except ContentError as error:
            self.note("broken-policy", name, f"The policy in it cannot be read: {error.message}", error.hint)

    def parents(self) -> None:
        """Each parent must be there; more than one beginning means that something between was lost."""
        for own, revision in self.good.items():
            for parent in revision.parents:
                if parent not in self.good:
                    self.note(
                        "missing-parent",
                        revision.name,
                        f"The revision it was made from ({shown(parent[:8])}) is missing or damaged.",
                        "Bring that file back from git or a backup.",
                        line=self.lines[own] + 2,
                    )

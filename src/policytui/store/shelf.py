"""The shelf: every policy below one folder, its file and its history, read and saved safely.

Rules that hold here:

- A save is: lock, look at the file, new text beside it, revision linked to its own name, policy renamed into
  place; each made durable before the next needs it. So `policy.toml` is the whole old or the whole new text, and
  the new one never stands without its revision.
- A crash in between leaves a temporary file that `finish` completes (its revision is there and the file is still
  what it replaces) or clears away.
- A revision file is created exclusively and never rewritten or deleted.
- Slugs and names are checked before they become paths; symlinks are followed only inside the root.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from policytui.core.slugs import valid_slug
from policytui.core.values import Problem, Revision
from policytui.errors import ContentError, RefusedError, StaleError, UsageError
from policytui.store import codec, revisions, stamps
from policytui.store.codec import Loaded
from policytui.store.files import Files, RealFiles, lock, names_in, read, refused, target
from policytui.store.stamps import HISTORY_NAME, POLICY_NAME
from policytui.store.tails import tail

_SLUG_HINT = "A slug is 1 to 64 lower-case letters, digits and hyphens, beginning with a letter or a digit."


@dataclass(frozen=True, slots=True)
class Stored:
    """A policy file as it stood when it was read. `digest` is the SHA-256 of its bytes, empty when there are none."""

    slug: str
    path: Path
    loaded: Loaded
    digest: str = ""
    mtime: float = 0.0


class Shelf:
    """The policies below `root`. `files` are the six calls that write."""

    def __init__(self, root: Path, files: Files | None = None) -> None:
        self.root = root
        self.files: Files = files or RealFiles()

    # -- reading ------------------------------------------------------------------------------------------------

    def slugs(self) -> list[str]:
        """The names of all policy folders, legal or not, in order. RefusedError when the root cannot be read."""
        try:
            return stamps.slugs(str(self.root))
        except FileNotFoundError:
            return []
        except NotADirectoryError:
            raise UsageError(
                f"{self.root} is a file, not a folder of policies.", "Name the folder with --root or POLICYTUI_ROOT."
            ) from None
        except OSError as error:
            raise refused(error, f"The folder {self.root} cannot be read", "Nothing was changed.") from error

    def path(self, slug: str) -> Path:
        """Where the policy file of `slug` stands or would stand. UsageError when the slug is not legal."""
        if not valid_slug(slug):
            raise UsageError(f"{_shown(slug)} is not a legal slug.", _SLUG_HINT)
        return self.root / slug / POLICY_NAME

    def load(self, slug: str) -> Stored:
        """The policy file as it stands. Whatever is wrong with it is a problem in `loaded`, not an exception."""
        where = self.root / slug / POLICY_NAME
        try:
            path = self.path(slug)
            found = read(target(path, self.root))
        except UsageError:
            # The slug may be a path trick: it is not followed.
            return _broken(slug, where, "bad-slug", f"The folder name {_shown(slug)} is not a legal slug.", _SLUG_HINT)
        except RefusedError as error:
            return _broken(slug, where, "outside", error.message, error.hint)
        except FileNotFoundError:
            hint = "Bring it back from git, or with  policytui restore  from its history."
            return _broken(slug, where, "missing", f"There is no {POLICY_NAME} in {self.root / slug}.", hint)
        except OSError as error:
            told = refused(error, f"{where} cannot be read", "It was left as it is.")
            return _broken(slug, where, "unreadable", told.message, told.hint)
        loaded = codec.decode(found.data, str(path))
        named = tuple(replace(problem, slug=slug) for problem in loaded.problems)
        loaded = Loaded(loaded.policy, loaded.text, named)
        return Stored(slug, path, loaded, revisions.digest(found.data), found.status.st_mtime)

    def digest(self, slug: str) -> str:
        """The SHA-256 of the file's bytes now; empty when it cannot be read: what tells that it changed on disk."""
        try:
            return revisions.digest(read(target(self.path(slug), self.root)).data)
        except (OSError, UsageError, RefusedError):
            return ""

    def names(self, slug: str) -> list[str]:
        """The names of the revision files, by time."""
        try:
            return [name for name in names_in(self.history(slug)) if revisions.NAME.fullmatch(name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise refused(error, f"The history of {slug} cannot be read", "Nothing was changed.") from error

    def history(self, slug: str) -> Path:
        """The folder of the revision files. RefusedError when a symlink leads it out of the root."""
        return target(self.path(slug).parent / HISTORY_NAME, self.root)

    def revisions(self, slug: str) -> list[Revision]:
        """Every revision that can be read, oldest first and numbered. Only the ends of the files are read."""
        folder = str(self.history(slug))
        found = (tail(f"{folder}{os.sep}{name}", name, number)
                 for number, name in enumerate(self.names(slug), 1))  # fmt: skip
        unique: dict[str, Revision] = {}
        for revision in found:
            if revision is not None:
                unique.setdefault(revision.hash, revision)
        return revisions.ordered(unique.values())

    def recent(self, slug: str, limit: int) -> list[Revision]:
        """The newest `limit` revisions by the time in their names, oldest first. They are numbered by their place among
        the files: files that cannot be read, or are the same revision twice, count here.
        """
        names = self.names(slug)
        folder, first = str(self.history(slug)), max(0, len(names) - limit)
        found = (tail(f"{folder}{os.sep}{name}", name, 0) for name in names[first:])
        listed = revisions.ordered(revision for revision in found if revision is not None)
        return [replace(revision, number=len(names) - len(listed) + revision.number) for revision in listed]

    def newest(self, slug: str) -> Revision | None:
        """The newest revision by time, from one file's end; None without a history."""
        names = self.names(slug)
        folder = str(self.history(slug))
        for number in range(len(names), 0, -1):
            revision = tail(f"{folder}{os.sep}{names[number - 1]}", names[number - 1], number)
            if revision is not None:
                return revision
        return None

    def revision_text(self, slug: str, name: str) -> bytes:
        """The policy's bytes as that revision saved them. ContentError when the file is damaged."""
        return revisions.decode(self.revision_bytes(slug, name), name)[1]

    def revision_bytes(self, slug: str, name: str) -> bytes:
        """The whole revision file. UsageError when there is none of that name."""
        path = self.history(slug) / name
        if not revisions.NAME.fullmatch(name):
            raise UsageError(f"{_shown(name)} is not the name of a revision.", "See  policytui log .")
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise UsageError(f"{slug} has no revision {name}.", "See  policytui log .") from None
        except OSError as error:
            raise refused(error, f"{path} cannot be read", "Nothing was changed.") from error

    def verify(self, slug: str) -> list[Problem]:
        """Whether every revision file is what was saved: see `store.verify`."""
        from policytui.store.verify import verify

        return verify(self, slug)

    # -- writing ------------------------------------------------------------------------------------------------

    def save(self, slug: str, text: str, draft: Revision, expect: str | None) -> Revision:
        """Write a revision and the policy; give the revision as written, numbered last.

        `expect` is the digest of the file that was opened, None when there must be no file. `draft` says who, when
        and what kind; its hashes, name and number are filled in here, its parents too when it names none (the
        heads of the history). StaleError when the file is no longer what was opened; ContentError when the text
        is not a readable policy; RefusedError when the system refuses. After any of these the policy file is whole.
        """
        from policytui.store import literals, saving

        path = self.path(slug)
        data = literals.encoded(text)
        codec.loaded_policy(codec.decode(data, str(path)))
        real = target(path, self.root)
        with self._folders(path) as history, lock(real.parent):
            saving.finish(self.files, real, history)
            now = saving.bytes_of(real)
            current = None if now is None else revisions.digest(now)
            if current != expect:
                if now == data and (done := self._already(slug, draft, data, expect)):
                    return done
                raise _stale(slug, expect, current)
            if not draft.parents:
                self._first_of_all(slug)
                draft = replace(draft, parents=tuple(head.hash for head in revisions.heads(self.revisions(slug))))
            whole, revision = revisions.encode(text, replace(draft, replaces=current or ""))
            if len(whole) > revisions.LARGEST:
                raise ContentError("The summary or why is too long to be saved. Nothing was written.", "Shorten it.")
            saving.write(self.files, slug, real, history, data, whole, revision)
        if expect is None:
            self._put_schema()
        return replace(revision, number=len(self.names(slug)))

    def create(self, slug: str, text: str) -> None:
        """Write a policy file that has no revision yet. StaleError when there is a policy of that slug already."""
        from policytui.store import literals, saving

        path = self.path(slug)
        data = literals.encoded(text)
        codec.loaded_policy(codec.decode(data, str(path)))
        with self._folders(path) as history, lock(path.parent):
            if os.path.lexists(path) or self.names(slug):
                raise _stale(slug, None, "")
            self._first_of_all(slug)
            saving.create(self.files, slug, target(path, self.root), history, data)
        self._put_schema()

    def bring_back(self, slug: str, name: str) -> None:
        """Write the policy file, which is gone, with the bytes that the revision of that name saved. StaleError when
        there is a file; ContentError when the revision is damaged.
        """
        from policytui.store import saving

        path = self.path(slug)
        whole = self.revision_bytes(slug, name)
        hashes = revisions.own_hash(whole)
        if hashes is None or hashes[0] != hashes[1]:
            hint = "Bring that revision, or the policy file itself, back from git or a backup."
            raise ContentError(f"{name} was changed after it was saved. Nothing was written.", hint)
        data = revisions.decode(whole, name)[1]
        with lock(path.parent):
            if os.path.lexists(path):
                raise _stale(slug, None, "")
            saving.create(self.files, slug, target(path, self.root), self.history(slug), data)

    def finish(self, slug: str) -> str:
        """Complete or clear an interrupted save: "completed", "cleared", or "" when there was nothing to do.

        A reader without the right to write leaves everything as it is.
        """
        from policytui.store import saving

        path = self.path(slug)
        try:
            real = target(path, self.root)
            history = self.history(slug)
            if not saving.leftovers(real, history):
                return ""
            with lock(real.parent):
                return saving.finish(self.files, real, history)
        except (OSError, RefusedError):
            return ""

    def _first_of_all(self, slug: str) -> None:
        """UsageError where no revision is on disk and git has some: theirs is the history that goes on."""
        from policytui.store.kept import only_in_git

        if not self.names(slug) and (told := only_in_git(self.root / slug)):
            raise UsageError(f"{told[0]}; a save would begin a second history. Nothing was written.", told[1])

    def _already(self, slug: str, draft: Revision, data: bytes, expect: str | None) -> Revision | None:
        """The revision of this very save, when an interrupted try of it has just been completed."""
        mine = (draft.author, draft.change, draft.summary, revisions.content_hash(data), expect or "")
        for revision in reversed(self.revisions(slug)):
            its = (revision.author, revision.change, revision.summary, revision.content, revision.replaces)
            if its == mine:
                return revision
        return None

    @contextlib.contextmanager
    def _folders(self, path: Path) -> Iterator[Path]:
        """The history folder, made if need be; a folder made for a save that failed is taken away again."""
        made: list[Path] = []
        history = target(path.parent / HISTORY_NAME, self.root)
        try:
            for folder in (*reversed(path.parent.parents), path.parent, history):
                if not folder.is_dir():
                    folder.mkdir()
                    made.append(folder)
                    self.files.sync_folder(folder.parent)
        except OSError as error:
            _remove(made)
            told = refused(
                error, f"The folder for {path.parent.name} cannot be made in {self.root}", "Nothing was written."
            )
            raise told from error
        try:
            yield history
        except BaseException:
            _remove(made)
            raise

    def _put_schema(self) -> None:
        """Put the schema where the first line of a new policy says it is; no schema is no failure."""
        path = self.root / codec.SCHEMA_NAME
        if os.path.lexists(path):
            return
        from policytui.schema import schema_text

        temporary = self.root / f".{codec.SCHEMA_NAME}.{os.getpid()}.tmp"
        with contextlib.suppress(OSError):
            self.files.sync(self.files.create(temporary, schema_text().encode(), None))
            self.files.replace(temporary, path)
            self.files.sync_folder(self.root)


def _remove(made: list[Path]) -> None:
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _broken(slug: str, path: Path, rule: str, message: str, hint: str) -> Stored:
    problem = Problem(rule, message, hint, path=str(path), line=1, column=1, slug=slug)
    return Stored(slug, path, Loaded(None, "", (problem,)))


def _stale(slug: str, expect: str | None, current: str | None) -> StaleError:
    if expect is None:
        return StaleError(f"There is a policy {slug} already. Nothing was written.", "Choose another slug, or open it.")
    what = "was removed" if current is None else "changed"
    return StaleError(
        f"The file of {slug} {what} on disk since it was opened. Nothing was written and any draft is kept.",
        "Look at what differs, then save again on top of it.",
    )


def _shown(text: str) -> str:
    from policytui.store.reading import shown

    return shown(text)

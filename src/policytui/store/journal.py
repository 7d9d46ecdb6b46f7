"""Journals of unsaved drafts: what survives a crash, a closed laptop, a dropped line.

Rules that hold here:

- A journal belongs to one session and one policy; it is locked while its session lives. The kernel frees the lock of
  a killed process, so a journal that can be locked belongs to nobody and is offered for recovery.
- It lies outside the repository, in a folder only its owner can read (0700, files 0600).
- One record is one `O_APPEND` write; `sync` makes it durable. A journal that has grown large, or whose last record the
  disk cut short, is written anew beside the old one, which goes only when the new one is whole.
- It holds the text that was opened, too, so that a draft of a file that changed since can be merged.
- Nothing is thrown away at once: a discarded draft is kept for 30 days.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policytui.core.values import Policy
from policytui.errors import RefusedError
from policytui.store.records import base_of, joined, replay, said_of, step

KEPT = 30 * 24 * 3600.0
"""Seconds that a discarded draft is kept."""
COMPACT_AT = 4_000_000
"""Bytes after which a journal is written anew, if that makes it smaller."""


@dataclass(frozen=True, slots=True)
class Found:
    """A draft of a session that ended without saving it."""

    path: Path
    slug: str
    root: str
    digest: str
    """Digest of the file as it was opened: says whether it has changed since."""
    author: str
    written: datetime
    policy: Policy
    base: Policy | None = None
    """The text that was opened; None when the journal does not hold it."""
    said: tuple[str, str] = ("", "")
    """Summary and why as they were typed for its save."""


@dataclass(frozen=True, slots=True)
class Living:
    """A session that is editing a policy now."""

    author: str
    since: datetime


class Journal:
    """The journal of one open draft. Every method is quick but `sync`, which waits for the disk."""

    def __init__(
        self, folder: Path, root: Path, slug: str, digest: str, author: str, policy: Policy, session: str = ""
    ) -> None:
        self._base = self._last = policy
        self._said = ("", "")
        self._header: dict[str, Any] = {
            "journal": 1, "root": str(root.absolute()), "slug": slug, "digest": digest, "author": author,
            "started": datetime.now(UTC).isoformat(timespec="seconds"), "session": session,
        }  # fmt: skip
        self._folder = folder
        self._prefix = _key(root, slug)
        self._name = self._fresh_name()
        self._file = -1
        self._size = 0
        self._dirty = False
        self._torn = False
        """Whether the disk may have taken half a record: what is appended behind it would not be read."""

    @property
    def path(self) -> Path:
        """Where it lies (or will, once something was written)."""
        return self._folder / self._name

    def write(self, policy: Policy, said: tuple[str, str] = ("", "")) -> None:
        """Record the draft, and summary and why as typed for its save; nothing when all is as recorded.

        RefusedError when the disk refuses.
        """
        edit = step(self._last, policy)
        records = [*([edit] if edit else []), *([said_of(said)] if said != self._said else [])]
        if not records and not self._torn:
            return
        try:
            if self._file < 0 or self._torn:
                self._begin(self._whole(policy, said))
            else:
                self._torn = True
                self._append(joined(records))
                self._torn = False
                with contextlib.suppress(OSError):
                    self._compact(policy, said)
        except OSError as error:
            raise RefusedError(
                f"The draft could not be journalled in {self._folder}: {error.strerror}. It is still on the screen.",
                "Save it, or make room on the disk.",
            ) from None
        self._last, self._said = policy, said
        self._dirty = True

    def sync(self) -> None:
        """Make what was written durable."""
        if self._file >= 0 and self._dirty:
            self._dirty = False
            with contextlib.suppress(OSError):
                os.fsync(self._file)

    def drop(self) -> None:
        """Remove the journal: its draft is saved or given up. Later writes begin a new one."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(self._file)
            self._file = -1
            self._size = 0
            self._torn = False
            self._last, self._said = self._base, ("", "")

    def close(self) -> None:
        """Let go of the journal and leave it where it is, to be offered next time."""
        if self._file >= 0:
            self.sync()
            os.close(self._file)
            self._file = -1

    def _whole(self, policy: Policy, said: tuple[str, str]) -> bytes:
        """The shortest journal that leads to the policy."""
        edit = step(self._base, policy)
        return joined([self._header, base_of(self._base), *([edit] if edit else []), said_of(said)])

    def _begin(self, data: bytes) -> None:
        """A new file with this in it; the one before, if there is one, goes when the new one is whole."""
        old, old_name, old_size = self._file, self._name, self._size
        _private(self._folder)
        if old >= 0:
            self._name = self._fresh_name()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        try:
            self._file = os.open(self.path, flags, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            self._size = 0
            self._append(data)
            if old >= 0:
                os.fsync(self._file)
        except OSError:
            if self._file not in (old, -1):
                os.close(self._file)
                self.path.unlink(missing_ok=True)
            self._file, self._name, self._size = old, old_name, old_size
            raise
        self._torn = False
        if old >= 0:
            with contextlib.suppress(OSError):
                (self._folder / old_name).unlink()
            os.close(old)

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self._size += len(data)

    def _compact(self, policy: Policy, said: tuple[str, str]) -> None:
        if self._size > COMPACT_AT:
            data = self._whole(policy, said)
            if len(data) * 2 <= self._size:
                self._begin(data)

    def _fresh_name(self) -> str:
        return f"{self._prefix}-{os.urandom(6).hex()}.journal"


def _key(root: Path, slug: str) -> str:
    return hashlib.sha256(f"{root.absolute()}\0{slug}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def find(folder: Path, root: Path | None = None) -> list[Found]:
    """The drafts that no living session holds, newest first; of `root` only, if one is given. Journals that hold
    nothing whole are left where they are and not listed.
    """
    found = []
    for path in sorted(folder.glob("*.journal")) if folder.is_dir() else []:
        try:
            if _alive(path):
                continue
            data = path.read_bytes()
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            continue
        read = replay(data)
        header = {name: str(read.header.get(name, "")) for name in ("slug", "root", "digest", "author")}
        if read.policy is None or (root is not None and header["root"] != str(root.absolute())):
            continue
        found.append(Found(path, **header, written=written, policy=read.policy, base=read.base, said=read.said))
    return sorted(found, key=lambda one: one.written, reverse=True)


def living(folder: Path, root: Path, slug: str, besides: str) -> list[Living]:
    """The sessions that have an unsaved draft of a policy now, longest first; `besides` is one's own."""
    sessions = []
    for path in folder.glob(f"{_key(root, slug)}-*.journal") if folder.is_dir() else []:
        with contextlib.suppress(OSError, ValueError):
            if not _alive(path):
                continue
            with path.open("rb") as file:
                header = replay(file.readline(100_000)).header
            if "started" in header and header.get("session") != besides:
                since = datetime.fromisoformat(str(header["started"]))
                sessions.append(Living(str(header.get("author", "")), since))
    return sorted(sessions, key=lambda one: one.since)


def _alive(path: Path) -> bool:
    """Whether a session holds the journal's lock. (A shared lock: two who ask do not take each other for a session.)"""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(file, fcntl.LOCK_UN)
    return False


def put_aside(path: Path) -> Path:
    """Put a journal aside, where it is kept for 30 days; gives its new place. OSError when it is not there."""
    kept = path.parent / "discarded"
    _private(kept)
    target = kept / path.name
    os.utime(path)
    path.replace(target)
    return target


def purge(folder: Path, now: float | None = None) -> int:
    """Remove discarded drafts older than 30 days; gives how many."""
    kept = folder / "discarded"
    count = 0
    for path in kept.glob("*.journal") if kept.is_dir() else []:
        with contextlib.suppress(OSError):
            if (time.time() if now is None else now) - path.stat().st_mtime > KEPT:
                path.unlink()
                count += 1
    return count

"""Journals of unsaved drafts: what survives a crash, a closed laptop, a dropped line.

Rules that hold here:

- A journal belongs to one session and one policy; it is locked while its session lives. The kernel frees the lock of
  a killed process, so a journal that can be locked belongs to nobody and is offered for recovery.
- It lies outside the repository, in a folder only its owner can read (0700, files 0600).
- One record is one `O_APPEND` write; `sync` makes it durable. A journal that has grown large is written anew.
- Nothing is thrown away at once: a discarded draft is kept for 30 days.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policytui.core.values import Policy
from policytui.errors import RefusedError
from policytui.store.records import encode, joined, replay, step, whole

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


class Journal:
    """The journal of one open draft. Every method is quick but `sync`, which waits for the disk."""

    def __init__(self, folder: Path, root: Path, slug: str, digest: str, author: str, policy: Policy) -> None:
        self._last = policy
        self._header: dict[str, Any] = {
            "journal": 1, "root": str(root.absolute()), "slug": slug, "digest": digest, "author": author,
        }  # fmt: skip
        self._folder = folder
        self._name = f"{_key(root, slug)}-{secrets.token_hex(6)}.journal"
        self._file = -1
        self._size = 0
        self._dirty = False

    @property
    def path(self) -> Path:
        """Where it lies (or will, once something was written)."""
        return self._folder / self._name

    def write(self, policy: Policy) -> None:
        """Record the draft as it is now; nothing when it is as recorded. RefusedError when the disk refuses."""
        record = step(self._last, policy)
        if record is None:
            return
        try:
            if self._file < 0:
                self._open()
                self._append(joined([self._header, whole(policy)]))
            else:
                self._append(encode(record))
                if self._size > COMPACT_AT:
                    self._compact(policy)
        except OSError as error:
            raise RefusedError(
                f"The draft could not be journalled in {self._folder}: {error.strerror}. It is still on the screen.",
                "Save it, or make room on the disk.",
            ) from None
        self._last = policy
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

    def rebase(self, digest: str, policy: Policy) -> None:
        """The draft is saved: go on from `policy` as the file of that digest holds it."""
        self.drop()
        self._header["digest"] = digest
        self._last = policy

    def close(self) -> None:
        """Let go of the journal and leave it where it is, to be offered next time."""
        if self._file >= 0:
            self.sync()
            os.close(self._file)
            self._file = -1

    def _open(self) -> None:
        _private(self._folder)
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def _append(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self._size += len(data)

    def _compact(self, policy: Policy) -> None:
        data = joined([self._header, whole(policy)])
        if len(data) * 2 > self._size:
            return
        old, old_path = self._file, self.path
        self._name = f"{self._name.partition('-')[0]}-{secrets.token_hex(6)}.journal"
        self._size = 0
        self._open()
        self._append(data)
        os.fsync(self._file)
        old_path.unlink(missing_ok=True)
        os.close(old)


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
        found.append(Found(path, **header, written=written, policy=read.policy))
    return sorted(found, key=lambda one: one.written, reverse=True)


def _alive(path: Path) -> bool:
    """Whether a session holds the journal's lock."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(file, fcntl.LOCK_UN)
    return False


def discard(found: Found) -> Path:
    """Put a draft aside, where it is kept for 30 days; gives its new place."""
    kept = found.path.parent / "discarded"
    _private(kept)
    target = kept / found.path.name
    os.utime(found.path)
    found.path.replace(target)
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

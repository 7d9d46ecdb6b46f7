"""The one place that writes: six calls to the system, a lock held for milliseconds, and errors as sentences.

Rules that hold here:

- A file is written beside its place, whole, made durable, then linked or renamed into place, and the folder made
  durable: so a reader, and a crash, see the whole old or the whole new bytes.
- A failed fsync is never tried again: what it failed on may be gone from the system's memory already.
- An existing file keeps its mode, and its owner where the system permits.
- Everything that writes takes `Files`, so that a test can count, fail and stop each of the six calls.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, Protocol

from policytui.core.values import SIZE_CAP
from policytui.errors import RefusedError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

LOCK_TIMEOUT = 5.0
"""Seconds to wait for another save, which takes milliseconds."""
_STALE_LOCK = 30.0
"""Seconds after which a lock file left by a dead process is taken over (only where there is no flock)."""

_WHY = {
    errno.ENOSPC: ("the disk is full", "Free some space, then save again."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, then save again."),
    errno.EACCES: ("you have no right to write there", "Check the rights of the folder with  ls -ld ."),
    errno.EPERM: ("the system does not permit it", "Check the rights of the folder with  ls -ld ."),
    errno.EROFS: ("the disk is read-only", "Copy the policies to a place you can write, or mount it for writing."),
    errno.EIO: ("the disk reported an error", "Copy your text elsewhere, and check the disk before you go on."),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "Use a shorter name for the folder."),
    errno.EMFILE: ("too many files are open", "Close other programs, then try again."),
}


class Files(Protocol):
    """The six calls of a durable save."""

    def create(self, path: Path, data: bytes, like: os.stat_result | None) -> int:
        """Create `path`, which must not exist, write all of `data`, give an open handle for `sync`.

        `like` is the file whose mode and owner it takes; None means the person's own defaults.
        """

    def sync(self, handle: int) -> None:
        """Make what was written durable and close the handle, whatever happens. Tried once."""

    def link(self, source: Path, target: Path) -> None:
        """Give `source` the second name `target`. FileExistsError when the name is taken."""

    def replace(self, source: Path, target: Path) -> None:
        """Move `source` over `target` in one step."""

    def unlink(self, path: Path) -> None:
        """Remove a temporary file."""

    def sync_folder(self, folder: Path) -> None:
        """Make the names in `folder` durable. Tried once."""


class RealFiles:
    """The six calls as the system makes them."""

    def create(self, path: Path, data: bytes, like: os.stat_result | None) -> int:
        """See `Files`."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(path, flags, 0o666 if like is None else 0o600)
        try:
            rest = memoryview(data)
            while rest:
                written = os.write(handle, rest)
                rest = rest[written:]
            if like is not None:
                _dress(handle, like)
        except BaseException:
            os.close(handle)
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return handle

    def sync(self, handle: int) -> None:
        """See `Files`."""
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def link(self, source: Path, target: Path) -> None:
        """See `Files`."""
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
                raise
            # A disk without hard links: the lock is held and the name carries a hash, so a look first is enough.
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "exists", str(target)) from None
            source.rename(target)

    def replace(self, source: Path, target: Path) -> None:
        """See `Files`."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """See `Files`."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """See `Files`."""
        if os.name == "nt":  # a folder cannot be opened there; the system writes names in order
            return
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that has no such thing
                raise
        finally:
            os.close(handle)


def _dress(handle: int, like: os.stat_result) -> None:
    """Give a new file the owner and mode of another; the owner as far as the system permits."""
    if not hasattr(os, "fchown"):
        return
    now = os.fstat(handle)
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(handle, like.st_uid, like.st_gid)
        except OSError:
            with contextlib.suppress(OSError):
                os.fchown(handle, -1, like.st_gid)
    os.fchmod(handle, stat.S_IMODE(like.st_mode))


class Read(NamedTuple):
    """A file's bytes (at most one more than the size cap) and its status at that moment."""

    data: bytes
    status: os.stat_result


def read(path: Path) -> Read:
    """Read a regular file, at most one byte more than the size cap. OSError as the system gives it.

    A pipe or a device in its place is refused, not waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is not a regular file", str(path))
        parts, size = [], 0
        while size <= SIZE_CAP and (part := os.read(handle, SIZE_CAP + 1 - size)):
            parts.append(part)
            size += len(part)
        return Read(b"".join(parts), status)
    finally:
        os.close(handle)


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted. OSError as the system gives it."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries)


def target(path: Path, root: Path) -> Path:
    """Where writing to `path` really goes, its symlinks followed. RefusedError when that leaves `root`."""
    try:
        real, top = path.resolve(), root.resolve()
        if real.is_symlink():  # a ring of symlinks, of which Python 3.13 and later say nothing
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    except (OSError, RuntimeError) as error:
        raise RefusedError(
            f"{path} is a symlink that leads nowhere. Nothing was written.", "Mend or remove the symlink."
        ) from error
    if not real.is_relative_to(top):
        raise RefusedError(
            f"{path} leads out of the policies folder through a symlink, and policytui does not follow it. "
            "Nothing was read or written there.",
            "Move the file into the policies folder, or open the folder it really stands in with --root.",
        )
    return real


def refused(error: OSError, act: str, safe: str) -> RefusedError:
    """An error of the system as a sentence: what could not be done, why, what is still safe, what to do."""
    known = _WHY.get(error.errno or 0)
    why, hint = known or (error.strerror or str(error), "Mend the cause, then try again.")
    return RefusedError(f"{act}: {why}. {safe}", hint)


@contextlib.contextmanager
def lock(folder: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold the only right to write in `folder`. The system frees it when the process dies.

    The lock is on the folder's own descriptor, so that no lock file is left anywhere; where there is no flock a
    lock file stands in. RefusedError when it is not free within `timeout` seconds, or cannot be had at all.
    """
    if fcntl is None:
        with _lock_file(folder, timeout):
            yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise refused(error, f"{folder} cannot be locked for writing", "Nothing was written.") from error
    try:
        deadline = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise _busy(folder, timeout) from None
                time.sleep(0.002)
            except OSError as error:
                raise refused(error, f"{folder} cannot be locked for writing", "Nothing was written.") from error
        yield
    finally:
        os.close(handle)


def _busy(folder: Path, timeout: float) -> RefusedError:
    return RefusedError(
        f"Another program has held the lock on {folder} for more than {timeout:g} seconds. Nothing was written.",
        "Close the other policytui (or find it with  lsof ), then try again; any draft is kept.",
    )


@contextlib.contextmanager
def _lock_file(folder: Path, timeout: float) -> Iterator[None]:
    """A lock for systems without flock: a file created exclusively, taken over when its owner is long gone."""
    path = folder / ".policytui.lock"
    deadline = time.monotonic() + timeout
    while True:
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _STALE_LOCK:
                    path.unlink()
                    continue
            if time.monotonic() >= deadline:
                raise _busy(folder, timeout) from None
            time.sleep(0.01)
        except OSError as error:
            raise refused(error, f"{folder} cannot be locked for writing", "Nothing was written.") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()

"""The lines of the library, remembered between runs, so that a list need not read every policy again.

Rules that hold here:

- A line is given only while the stamp of its policy (`store.stamps`) is what it was when the policy was read, and is
  kept only when nothing can have been written since with the same stamp. So a line is never out of date.
- Only what nothing is wrong with is kept: problems are always found anew.
- A file in the person's own cache folder, their own to read; damaged, of another version or another folder it counts
  for nothing. It may be deleted at any time, and a cache that cannot be written is no failure.
- Only `os` and the like are imported: see `cli.quick`.
"""

from __future__ import annotations

import os
import sys
import time
from codecs import unicode_escape_decode, unicode_escape_encode
from zlib import crc32

from policytui import __version__
from policytui.store.stamps import SETTLED, slugs, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    Line = tuple[str, str, str, str, str, str]
    """What the library says of a policy: title, organization, last updated and effective (ISO 8601, empty for none),
    number of revisions, state."""

KEPT = 40
"""Folders of policies that are remembered; the one that was written longest ago goes."""
_LARGEST = 1 << 26
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120


class Remembered:
    """The lines of the policies below `root`, kept in `folder`. An empty `folder` remembers nothing."""

    def __init__(self, folder: str, root: str) -> None:
        self.root = root
        self._folder = folder
        self._place = os.path.abspath(root)  # noqa: PTH100
        self._known: dict[str, tuple[str, Line]] = _read(self._path, self._head()) if folder else {}
        self._used: dict[str, tuple[str, Line]] = {}

    def line(self, slug: str) -> Line | None:
        """The line of a policy; None when it must be read."""
        known = self._known.get(slug)
        if known is None or stamp(self.root, slug)[0] != known[0]:
            return None
        self._used[slug] = known
        return known[1]

    def begin(self, slug: str) -> tuple[str, int, int]:
        """To be called before a policy is read; `keep` wants what it gives."""
        return (*stamp(self.root, slug), time.time_ns()) if self._folder else ("", 0, 0)

    def keep(self, slug: str, begun: tuple[str, int, int], line: Line) -> None:
        """Remember what was read, if it is sure to be what the stamp tells of."""
        text, newest, now = begun
        if text and newest + SETTLED < now and stamp(self.root, slug)[0] == text:
            self._used[slug] = (text, line)

    def write(self) -> None:
        """Write what was used or kept. Whatever the system says against it, nothing is lost."""
        if self._folder and self._used != self._known:
            _write(self._path, self._head(), self._used)
            self._known = dict(self._used)

    @property
    def _path(self) -> str:
        return f"{self._folder}/entries-{crc32(os.fsencode(self._place)):08x}"

    def _head(self) -> str:
        """What a file must begin with: it was written by this program, about this folder."""
        return f"{program('core', 'store', 'workspace')}\t{escaped(self._place)}"


def all_lines(folder: str, root: str) -> list[tuple[str, Line]]:
    """The slug and line of every policy below `root`, by slug; empty when there is none, or one must be read."""
    try:
        found = slugs(root)
    except OSError:
        return []
    remembered = Remembered(folder, root)
    lines = []
    for slug in found:
        line = remembered.line(slug)
        if line is None:
            return []
        lines.append((slug, line))
    return lines


def program(*folders: str) -> str:
    """Which program this is: its version, and when its folders changed (a checkout changes without a new version)."""
    parts = [__version__, f"{sys.hexversion:x}"]
    for name in folders:
        try:
            parts.append(f"{os.stat(f'{_PACKAGE}/{name}').st_mtime_ns:x}")  # noqa: PTH116
        except OSError:
            parts.append("-")
    return "\t".join(parts)


def own_bytes(path: str) -> bytes | None:
    """The bytes of a file that is the person's own and nobody else's to write; None for any other."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        if status.st_uid != os.geteuid() or status.st_mode & 0o170022 != 0o100000 or status.st_size > _LARGEST:
            return None
        return os.read(handle, _LARGEST)
    except OSError:
        return None
    finally:
        os.close(handle)


def put(path: str, data: bytes) -> None:
    """Write a file of the cache whole, its owner's only; the oldest of its kind go. OSError is no failure."""
    folder, name = path.rsplit("/", 1)
    temporary = f"{folder}/.{name}.{os.getpid()}"
    try:
        os.makedirs(folder, 0o700, exist_ok=True)  # noqa: PTH103
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            whole = os.write(handle, data) == len(data)
        finally:
            os.close(handle)
        if not whole:
            raise OSError
        fresh = not os.path.lexists(path)
        os.replace(temporary, path)  # noqa: PTH105
        if fresh:
            _clear(folder, name.split("-")[0])
    except OSError:
        from contextlib import suppress

        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108


def _clear(folder: str, kind: str) -> None:
    """Remove the oldest files of a kind, and what an interrupted run left."""
    with os.scandir(folder) as entries:
        found = sorted(
            (entry.stat(follow_symlinks=False).st_mtime_ns, entry.path)
            for entry in entries
            if entry.name.lstrip(".").startswith(f"{kind}-")
        )
    for _, path in found[:-KEPT]:
        os.unlink(path)  # noqa: PTH108


def escaped(text: str) -> str:
    """The text as one line of ASCII without tabs."""
    return unicode_escape_encode(text)[0].decode("ascii")


def _read(path: str, head: str) -> dict[str, tuple[str, Line]]:
    """What a file holds; nothing unless it begins with `head` and is whole."""
    data = own_bytes(path)
    if data is None:
        return {}
    check, _, rest = data.partition(b"\n")
    if check != b"%08x" % crc32(rest):
        return {}
    try:
        first, *lines = rest.decode("ascii").split("\n")
        if first != head:
            return {}
        known = {}
        for line in lines:
            slug, told, *fields = line.split("\t")
            title, organization, updated, effective, revisions, state = map(plain, fields)
            known[plain(slug)] = (told, (title, organization, updated, effective, revisions, state))
    except ValueError:
        return {}
    return known


def plain(text: str) -> str:
    """The text that `escaped` gave. ValueError when it did not."""
    return unicode_escape_decode(text)[0] if "\\" in text else text


def _write(path: str, head: str, lines: dict[str, tuple[str, Line]]) -> None:
    rows = [head]
    rows += ["\t".join((escaped(slug), told, *map(escaped, line))) for slug, (told, line) in lines.items()]
    rest = "\n".join(rows).encode("ascii")
    put(path, b"%08x\n%s" % (crc32(rest), rest))

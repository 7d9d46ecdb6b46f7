"""What a power cut may leave of a save: calls recorded, then every state enumerated in memory.

The model is a weak POSIX file system: a name made, moved or removed may or may not be on disk until its folder is
made durable; bytes written may be there in part until their file is.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from policytui.store.files import RealFiles

State = dict[str, bytes]
"""Relative path → bytes."""


class Recorder(RealFiles):
    """Makes the six calls for real below `root` and notes them. `deaf` leaves out the notes of what makes durable."""

    def __init__(self, root: Path, deaf: frozenset[str] = frozenset()) -> None:
        self.root = root.resolve()
        self.deaf = deaf
        self.calls: list[tuple[str, str, str, bytes]] = []
        self.inodes: dict[int, str] = {}

    def _name(self, path: Path) -> str:
        return str(path.resolve().relative_to(self.root))

    def _note(self, call: str, first: str, second: str = "", data: bytes = b"") -> None:
        if call not in self.deaf:
            self.calls.append((call, first, second, data))

    def create(self, path: Path, data: bytes, like: os.stat_result | None) -> int:
        handle = super().create(path, data, like)
        inode = f"inode {len(self.calls)}"
        self.inodes[handle] = inode
        self._note("create", self._name(path), inode)
        self._note("write", inode, "", data)
        return handle

    def sync(self, handle: int) -> None:
        super().sync(handle)
        self._note("sync", self.inodes.pop(handle))

    def link(self, source: Path, target: Path) -> None:
        super().link(source, target)
        self._note("link", self._name(source), str(target.relative_to(self.root)))

    def replace(self, source: Path, target: Path) -> None:
        name = self._name(source)
        super().replace(source, target)
        self._note("replace", name, self._name(target))

    def unlink(self, path: Path) -> None:
        name = self._name(path)
        super().unlink(path)
        self._note("unlink", name)

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._note("sync_folder", self._name(folder))


def states(initial: State, calls: list[tuple[str, str, str, bytes]]) -> Iterator[tuple[int, State]]:
    """Every state that a power cut after the first n calls may leave, with that n."""
    inode_of = _inodes(calls)
    for count in range(len(calls) + 1):
        done = calls[:count]
        names = [n for n, call in enumerate(done) if call[0] in ("create", "link", "replace", "unlink")]
        writes = [n for n, call in enumerate(done) if call[0] == "write"]
        hard: set[int] = set()
        for n, call in enumerate(done):
            if call[0] == "sync_folder":
                hard |= {name for name in names if name < n and _folder(done[name]) == call[1]}
            elif call[0] == "sync":
                hard |= {write for write in writes if write < n and done[write][1] == call[1]}
        loose = [name for name in names if name not in hard]
        partial = [write for write in writes if write not in hard]
        for kept in itertools.product((False, True), repeat=len(loose)):
            there = hard | {name for name, keep in zip(loose, kept, strict=True) if keep}
            for shares in itertools.product((0.0, 0.5, 1.0), repeat=len(partial)):
                share = dict(zip(partial, shares, strict=True))
                data = {done[n][1]: done[n][3][: int(len(done[n][3]) * share.get(n, 1.0))] for n in writes}
                yield count, _state(initial, done, there, data, inode_of)


def _folder(call: tuple[str, str, str, bytes]) -> str:
    changed = call[2] if call[0] in ("link", "replace") else call[1]
    return str(Path(changed).parent)


def _inodes(calls: list[tuple[str, str, str, bytes]]) -> dict[int, str]:
    """For each link and replace, the inode it gives a new name to."""
    now: dict[str, str] = {}
    result: dict[int, str] = {}
    for n, (call, first, second, _) in enumerate(calls):
        if call == "create":
            now[first] = second
        elif call in ("link", "replace"):
            result[n] = now[second] = now[first]
    return result


def _state(
    initial: State,
    done: list[tuple[str, str, str, bytes]],
    there: set[int],
    data: State,
    inode_of: dict[int, str],
) -> State:
    state = dict(initial)
    names: dict[str, str] = {}
    for n, (call, first, second, _) in enumerate(done):
        if n not in there:
            continue
        if call == "create":
            names[first] = second
        elif call == "unlink":
            names.pop(first, None)
            state.pop(first, None)
        elif call in ("link", "replace"):
            if call == "replace":
                names.pop(first, None)
            names[second] = inode_of[n]
    return state | {name: data.get(inode, b"") for name, inode in names.items()}

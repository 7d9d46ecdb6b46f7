"""A program in a real pty: what it writes, when, and how it ends. Queries of the program are answered as xterm does."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

ROWS, COLUMNS = 40, 120
_REPLIES = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>1;10;0c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),
    (re.compile(rb"\x1b\]1([01]);\?(?:\x07|\x1b\\)"), b"\x1b]1\\1;rgb:1111/1111/1111\x1b\\\\"),
)
_CONTROL = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])|\r|\n"
)


class MissingError(Exception):
    """A program did not show what it was waited for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a key brought: seconds until it was to be seen and until the last byte, and how many bytes."""

    echo: float
    last: float
    size: int


class Terminal:
    """A program running in a pty of 120 x 40."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str]) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.began = time.perf_counter()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            try:
                _size(0)
                os.execvpe(words[0], list(words), dict(environ))
            finally:
                os._exit(127)
        _size(self.handle)
        self._tail = b""
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def pump(self, timeout: float) -> bytes:
        """What the program writes next; nothing when it is silent for `timeout` seconds or has ended."""
        if self._over or not select.select([self.handle], [], [], max(timeout, 0))[0]:
            return b""
        try:
            data = os.read(self.handle, 65536)
        except OSError:  # Linux says so when the last program has left the pty
            data = b""
        if not data:
            self._over = True
            return b""
        self.chunks.append((time.perf_counter(), data))
        window = self._tail + data
        for query, reply in _REPLIES:
            for match in query.finditer(window):
                if match.end() > len(self._tail):
                    os.write(self.handle, match.expand(reply))
        self._tail = window[-16:]
        return data

    def settle(self, quiet: float = 0.3, limit: float = 30) -> None:
        """Wait until it has been silent for `quiet` seconds."""
        until = time.perf_counter() + limit
        while self.pump(quiet) and time.perf_counter() < until:
            pass

    def seen(self, text: str, limit: float = 30, since: float | None = None) -> float:
        """Seconds from `since` (its start when not given) until it had written `text`, controls between left out."""
        begin = self.began if since is None else since
        wanted, shown = text.encode(), b""
        position = 0
        until = time.perf_counter() + limit
        while True:
            while position < len(self.chunks):
                at, data = self.chunks[position]
                position += 1
                if at < begin:
                    continue
                shown += data
                if wanted in _CONTROL.sub(b"", shown):
                    return at - begin
            if not self.pump(until - time.perf_counter()):
                raise MissingError(f"“{text}” was not shown")

    def send(self, keys: bytes) -> None:
        """Type, and wait for nothing."""
        os.write(self.handle, keys)

    def press(self, keys: bytes, quiet: float = 0.15, limit: float = 10) -> Answer:
        """Send keys, and wait until the program is silent again. What it wrote before by itself is not counted."""
        while self.pump(0):
            pass
        already = len(self.chunks)
        begin = time.perf_counter()
        os.write(self.handle, keys)
        if self.pump(limit):
            self.settle(quiet, limit)
        new = self.chunks[already:]
        if not new:
            return Answer(limit, limit, 0)
        shown = (at for at, data in new if keys in _CONTROL.sub(b"", data))
        return Answer(next(shown, new[0][0]) - begin, new[-1][0] - begin, sum(len(data) for _, data in new))

    def leave(self, keys: bytes, limit: float = 10) -> float:
        """Send the keys that end the program; seconds until it has ended."""
        begin = time.perf_counter()
        os.write(self.handle, keys)
        while time.perf_counter() - begin < limit:
            self.pump(0.001)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                self.pid = 0
                return time.perf_counter() - begin
        raise MissingError("the program did not end")

    def memory(self) -> int:
        """Resident memory of the program in bytes; 0 where the system does not say (it is read from /proc)."""
        try:
            with open(f"/proc/{self.pid}/status", encoding="ascii") as status:  # noqa: PTH123
                return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
        except (OSError, StopIteration):
            return 0

    def end(self) -> None:
        """End it, whatever it does."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self.pid:
                break
            os.kill(self.pid, number)
            until = time.perf_counter() + 1
            while self.pid and time.perf_counter() < until:
                self.pump(0.01)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    self.pid = 0
        with contextlib.suppress(OSError):
            os.close(self.handle)


def _size(handle: int) -> None:
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

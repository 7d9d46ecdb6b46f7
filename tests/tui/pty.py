"""The program in a pseudo-terminal: every byte it sends, every way it ends."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import pyte

LEFT = b"\x1b[?1049l"
SHOWN = b"\x1b[?25h"
NO_MOUSE = b"\x1b[?1000l"
NO_PASTE = b"\x1b[?2004l"
RESTORED = (LEFT, SHOWN, NO_MOUSE, NO_PASTE)
"""What a terminal must have been told before the end."""

_OWN_TERMINAL = "import fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)"
"""First in the child: the terminal is its controlling one, so that hanging up is told as SIGHUP. (In a `preexec_fn` it
would run between fork and exec of a process with threads, where it may stand still, and its parent with it.)
"""
_STRANGE = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]")


class Session:
    """`policytui` with its own state folder, in a terminal of 100×30, as a shell's foreground job would be.

    `code` replaces the command by a piece of Python that may change the program before it runs `main()`.
    """

    def __init__(self, *words: str, root: Path, state: Path, code: str = "", environ: Mapping[str, str] | None = None):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        command = f"{_OWN_TERMINAL}\n{code}\nimport sys\nfrom policytui.cli.main import main\nsys.exit(main())"
        self.child = subprocess.Popen(
            [sys.executable, "-c", command, "--root", str(root), *words],
            stdin=slave, stdout=slave, stderr=slave,
            env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(state), "POLICYTUI_AUTHOR": "Ada",
                 **(environ or {})},
            start_new_session=True,
        )  # fmt: skip
        self.seen = b""

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.master, keys)

    def signal(self, number: int) -> None:
        """Send a signal to the program alone."""
        self.child.send_signal(number)

    def read(self, seconds: float = 0.0) -> None:
        """Take what the program sent."""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            if not data:
                return
            self.seen += data
            seconds = 0.0

    def until(self, wanted: bytes, seconds: float = 20) -> None:
        """Read until these bytes have come."""
        end = time.monotonic() + seconds
        while wanted not in self.seen:
            assert self.child.poll() is None, self.seen[-2000:]
            assert time.monotonic() < end, self.seen[-2000:]
            self.read(0.05)

    def ended(self, seconds: float = 20) -> int:
        """Read until the program has ended; its exit code."""
        end = time.monotonic() + seconds
        while self.child.poll() is None:
            assert time.monotonic() < end, "it did not end"
            self.read(0.02)
        self.read(0.05)
        return self.child.returncode

    def hang_up(self) -> None:
        """Close the terminal: what a dropped line does."""
        os.close(self.slave)
        os.close(self.master)
        self.slave = self.master = -1

    def attributes_are_back(self) -> bool:
        """Whether the terminal's own settings (echo, lines…) are as before."""
        now = termios.tcgetattr(self.slave)
        return _flags(now) == _flags(self.before)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *error: object) -> None:
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGCONT)
            self.child.kill()
        self.child.wait()
        for handle in (self.master, self.slave):
            if handle >= 0:
                os.close(handle)


class Emulated(Session):
    """A session whose bytes go to a terminal emulator."""

    def __enter__(self) -> Self:
        return self

    def cells(self, begin: int = 0) -> list[str]:
        """What a terminal shows that was sent everything from a byte on."""
        known = -1
        while known < len(self.seen):
            known = len(self.seen)
            self.read(2.2)  # a note stays two seconds
        screen = self._emulated(begin)
        return [repr([screen.buffer[y][x] for x in range(100)]) for y in range(30)]

    def _emulated(self, begin: int) -> pyte.Screen:
        screen = pyte.Screen(100, 30)
        pyte.ByteStream(screen).feed(b"\x1b[?7l" + _STRANGE.sub(b"", self.seen[begin:]))
        return screen

    def text(self) -> str:
        """What the terminal shows, as lines."""
        return "\n".join(self._emulated(0).display)

    def same_when_redrawn(self) -> None:
        """What was sent bit by bit shows what a whole frame shows."""
        shown, begin = self.cells(), len(self.seen)
        self.send(b"\x0c")
        assert shown == self.cells(begin)
        assert len(self.seen) - begin > 3000


def _flags(attributes: list[Any]) -> list[Any]:
    return attributes[:4]

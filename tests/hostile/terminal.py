"""The program in a real terminal (a pty): keys in, every byte out, and what in those bytes is not the program's own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

import pyte

from tests.hostile.payloads import RAW

_BYTE = r"(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5])"
_LOOK = rf"(?:\d|[1-4]\d|9[0-7]|10[0-7]|[345]8;5;{_BYTE}|[345]8;2;{_BYTE};{_BYTE};{_BYTE})"
OWN = re.compile(
    rf"\x1b\[(?:(?:{_LOOK}(?:;{_LOOK})*)?m"  # colours and attributes
    r"|(?:\d{1,3};\d{1,3})?H|2J"  # to a cell of the screen, home, clear
    r"|(?:\d{1,2};\d{1,2})?r|\d{1,2}[LM]"  # rows that scroll: which, and by how many
    r"|\?(?:25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2031|2048|7)[hl]"  # modes
    r"|\?20(?:26|48)\$p|>(?:1|25)u|<u)"  # questions, and the keyboard's mode
    r"|\x1b\]22;default\x07"  # the pointer's shape
)
"""Every sequence that Textual itself sends, as narrow as can be: a parameter of 777 is not among them."""
QUIET = 0.08
"""Seconds without a byte after which the screen is taken to be drawn."""


class Terminal:
    """One run of the program in a pty of its own. `before` is Python that runs first, in its process."""

    def __init__(self, *words: str, size: tuple[int, int] = (120, 40), before: str = "", folder: Path) -> None:
        self.raw = b""
        self.code: int | None = None
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        program = f"{before}\nimport sys\nfrom policytui.cli.main import run\nrun()"
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("COLUMNS", "LINES"))}
        environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(columns), "LINES": str(rows)}
        self.process, self.handle = pty.fork()
        if not self.process:
            try:
                os.chdir(folder)
                os.execve(sys.executable, [sys.executable, "-c", program, *words], environ)
            finally:
                os._exit(127)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait(self, for_text: str = "", seconds: float = 8.0, patience: float = 0.0) -> str:
        """Read until the terminal is quiet and shows a text (or, with `!` before it, does not); gives what it shows.
        With `patience`, that many seconds for something to come at all.
        """
        begun, had = time.monotonic(), len(self.raw)
        end = begun + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self.handle], [], [], QUIET)
            if ready:
                try:
                    data = os.read(self.handle, 65536)
                except OSError:  # the program has ended
                    break
                if not data:
                    break
                self.raw += data
                with contextlib.suppress(Exception):  # pyte does not know everything that a payload may hold
                    self._stream.feed(data)
            elif self._shows(for_text) and (len(self.raw) > had or time.monotonic() > begun + patience):
                return self.text
        assert self._shows(for_text), f"“{for_text}” is not what is on the screen:\n{self.text}"
        return self.text

    def _shows(self, text: str) -> bool:
        return text[1:] not in self.text if text.startswith("!") else text in self.text

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def send(self, keys: str, for_text: str = "") -> str:
        """Press keys, and wait as above."""
        os.write(self.handle, keys.encode())
        return self.wait(for_text, patience=0.5)

    def finish(self, seconds: float = 60.0) -> int:
        """Read until a command that asks for nothing has ended. Gives the exit code."""
        end = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it has ended
            while select.select([self.handle], [], [], max(0.0, end - time.monotonic()))[0]:
                if not (data := os.read(self.handle, 65536)):
                    break
                self.raw += data
            else:
                os.kill(self.process, signal.SIGKILL)
        _, status = os.waitpid(self.process, 0)
        os.close(self.handle)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def end(self) -> int:
        """Leave: ctrl+q, and not kindly when that is not enough. Gives the exit code."""
        status = None
        for keys in ("\x1b", "\x11", "d") * 4:
            with contextlib.suppress(OSError):
                os.write(self.handle, keys.encode())
            with contextlib.suppress(AssertionError):
                self.wait(seconds=1.0, patience=0.4)
            process, ended = os.waitpid(self.process, os.WNOHANG)
            if process:
                status = ended
                break
        if status is None:
            os.kill(self.process, signal.SIGKILL)
            _, status = os.waitpid(self.process, 0)
        os.close(self.handle)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code

    @property
    def hits(self) -> list[str]:
        """What was sent and is neither plain text nor a sequence of the program's own."""
        text = OWN.sub("", self.raw.decode("utf-8", "surrogateescape")).replace("\r\n", "\n")
        return [repr(text[max(0, found.start() - 30) : found.end() + 30]) for found in RAW.finditer(text)]

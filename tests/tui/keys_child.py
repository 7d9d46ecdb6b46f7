"""A small Textual program in a terminal, with one of our drivers: it says which keys it got."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

_PROGRAM = """
import sys, time
from textual.app import App
from {module} import {driver}

def say(*words):
    print(*words, file=open(sys.argv[1], "a"), flush=True)

class Keys(App):
    def get_driver_class(self):
        return {driver}

    def on_ready(self):
        say("READY")

    def on_paste(self, event):
        say(ascii(event.text))

    def on_key(self, event):
        say(event.key)
        driver = self._driver
        if event.key == "s":
            driver.suspend_application_mode()
            driver.resume_application_mode()
        elif event.key == "w":
            begin = time.monotonic()
            for number in range(20):
                driver.write(f"<{{number}}>" + "é" * 5000)
            say("quick" if time.monotonic() - begin < 0.3 else "waited")
        elif event.key == "x":
            self.exit(return_code=7)

app = Keys()
app.run()
app._driver.disable_input()  # twice is no harm
sys.exit(app.return_code)
"""


class KeysChild:
    """The program. `s` hands the terminal over and takes it back, `w` writes 200 kB, `x` ends it with exit code 7."""

    def __init__(self, driver: type, folder: Path) -> None:
        self._said = folder / "keys"
        self._said.touch()
        self._told = ["READY"]
        self._handle, inner = pty.openpty()
        code = _PROGRAM.format(module=driver.__module__, driver=driver.__name__)
        environ = {**os.environ, "TERM": "xterm-256color"}
        self.program = subprocess.Popen(
            [sys.executable, "-c", code, str(self._said)], stdin=inner, stdout=inner, stderr=inner, env=environ
        )
        os.close(inner)
        self.seen = b""

    def read(self, seconds: float) -> None:
        """Take what it sent; it is in `seen`."""
        with contextlib.suppress(OSError):  # it has ended
            while select.select([self._handle], [], [], seconds)[0]:
                self.seen += os.read(self._handle, 65536)

    def press(self, keys: bytes, *told: str, reading: bool = True) -> None:
        """Send bytes, and wait until it says these keys more; AssertionError after 20 seconds."""
        os.write(self._handle, keys)
        self._told += told
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if reading:
                self.read(0.02)
            if self._said.read_text("utf-8").split() == self._told:
                return
            time.sleep(0.01)
        raise AssertionError(self._said.read_text("utf-8"))

    def ended(self) -> int:
        """Its exit code; AssertionError when it has not ended in ten seconds."""
        until = time.monotonic() + 10
        while self.program.poll() is None:
            assert time.monotonic() < until, "it did not end"
            self.read(0.02)
        return self.program.returncode

    def __enter__(self) -> Self:
        self.press(b"")
        return self

    def __exit__(self, *error: object) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self._handle)

"""The driver in a real pty: keys arrive whole, and leaving does not wait."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = """
import sys
from textual.app import App
from policytui.tui.driver import QuickDriver

class Keys(App):
    def get_driver_class(self):
        return QuickDriver

    def on_ready(self):
        self.title = "ready"
        print("READY", file=open(sys.argv[1], "a"), flush=True)

    def on_key(self, event):
        print(event.key, file=open(sys.argv[1], "a"), flush=True)
        if event.key == "s":
            driver = self._driver
            driver.suspend_application_mode()
            driver.resume_application_mode()
        if event.key == "x":
            self.exit(return_code=7)

app = Keys()
app.run()
app._driver.disable_input()  # twice is no harm
sys.exit(app.return_code)
"""


def test_keys_arrive_and_the_end_comes_at_once(tmp_path: Path) -> None:
    said = tmp_path / "keys"
    said.touch()
    handle, inner = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color"}
    words = [sys.executable, "-c", PROGRAM, str(said)]
    program = subprocess.Popen(words, stdin=inner, stdout=inner, stderr=inner, env=environ)
    os.close(inner)

    def wait_for(*names: str) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if select.select([handle], [], [], 0.02)[0]:
                os.read(handle, 65536)
            if said.read_text("utf-8").split() == ["READY", *names]:
                return
        raise AssertionError(said.read_text("utf-8"))

    try:
        wait_for()
        os.write(handle, b"a\xc3")
        time.sleep(0.05)
        os.write(handle, b"\xa9")  # the rest of an é
        wait_for("a", "é")
        os.write(handle, b"\x1b")
        wait_for("a", "é", "escape")
        os.write(handle, b"s")
        wait_for("a", "é", "escape", "s")
        time.sleep(0.2)
        os.write(handle, b"\x1b[A")
        wait_for("a", "é", "escape", "s", "up")
        os.write(handle, b"x")
        while program.poll() is None:
            if select.select([handle], [], [], 0.02)[0]:
                try:
                    os.read(handle, 65536)
                except OSError:
                    break
        assert program.wait(10) == 7
    finally:
        program.kill()
        os.close(handle)

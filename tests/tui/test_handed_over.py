"""The terminal handed to another program and back, and a great deal pasted at once: nothing leaks, nothing stays."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import policy
from tests.tui.pty import RESTORED, Emulated

EDITOR = """
import os, sys, termios, tty
tty.setcbreak(0)
sys.stdout.write("\\x1b[2J\\x1b[3;3HEDITING")
sys.stdout.flush()
typed = b""
while len(typed) < 5:
    typed += os.read(0, 5)
path = sys.argv[1]
with open(path, "a") as file:
    file.write("appended " + typed.decode().upper())
"""
F4, F11, CTRL_Y, CTRL_Z = b"\x1bOS", b"\x1b[23~", b"\x19", b"\x1a"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One policy."""
    folder = tmp_path / "policies"
    Workspace(folder, author="Ada").save_import("lantern", policy(), summary="First")
    return folder


def test_ctrl_c_in_the_editor_is_the_editors(root: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import signal, sys, time\nsignal.signal(signal.SIGINT, lambda *_: None)\nprint('EDITING', flush=True)\n"
        "time.sleep(1)\nopen(sys.argv[1], 'a').write('appended')\n",
        "utf-8",
    )
    environ = {"EDITOR": f"{sys.executable} {script}", "VISUAL": ""}
    with Emulated("lantern", root=root, state=tmp_path / "state", environ=environ) as session:
        session.until(b"lamp orders")
        session.send(F4)
        session.until(b"EDITING")
        session.send(b"\x03")
        session.until(b"appended")
        session.read(0.5)
        session.send(b"still typed ")
        session.until(b"still typed")


def test_the_editor_and_back(root: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(EDITOR, "utf-8")
    environ = {"EDITOR": f"{sys.executable} {script}", "VISUAL": ""}
    with Emulated("lantern", root=root, state=tmp_path / "state", environ=environ) as session:
        session.until(b"lamp orders")
        session.cells()
        session.send(F4)
        session.until(b"EDITING")
        assert all(part in session.seen for part in RESTORED)
        session.send(b"qwert")
        session.until(b"appended")
        session.same_when_redrawn()
        shown = session.text()
        assert "appended QWERT" in shown
        assert "qwert" not in shown
        assert "EDITING" not in shown
        session.send(b"still typed ")
        session.until(b"still typed")


def test_the_shell_and_back(root: Path, tmp_path: Path) -> None:
    with Emulated("lantern", root=root, state=tmp_path / "state") as session:
        session.until(b"lamp orders")
        session.send(b"before ")
        session.cells()
        begin = len(session.seen)
        session.send(F11)
        end = time.monotonic() + 10
        while os.waitpid(session.child.pid, os.WNOHANG | os.WUNTRACED)[0] == 0:
            assert time.monotonic() < end
            session.read(0.02)
        session.read(0.05)
        assert all(part in session.seen[begin:] for part in RESTORED)
        assert session.attributes_are_back()
        session.seen += b"\x1b[2J\x1b[H$ fg\r\n"  # what the shell leaves on the screen
        session.signal(signal.SIGCONT)
        session.until(b"\x1b[?1049h")
        session.same_when_redrawn()
        assert "before We keep" in session.text()
        session.send(b"after ")
        session.until(b"after")


def columns(session: Emulated) -> list[str]:
    """Outline and editor; the preview has followed the cursor."""
    return [line[:64] for line in session.text().splitlines()]


def test_a_great_paste_is_one_edit(root: Path, tmp_path: Path) -> None:
    pasted = "Pasted words, and a “quote”.\r\n" * 3000
    with Emulated("lantern", root=root, state=tmp_path / "state") as session:
        session.until(b"lamp orders")
        session.cells()
        before, begin = columns(session), len(session.seen)
        paste = b"\x1b[200~" + pasted.encode() + b"\x1b[201~"
        sender = threading.Thread(target=session.send, args=(paste,), daemon=True)
        sender.start()
        end = time.monotonic() + 20
        while sender.is_alive():
            assert time.monotonic() < end, "it does not read what is pasted"
            session.read(0.01)
        session.cells()
        assert "Pasted words" in session.text()
        assert len(session.seen) - begin < 20_000  # a few frames, not one for each line
        session.send(CTRL_Z)
        session.cells()
        assert columns(session) == before
        session.send(CTRL_Y)
        session.cells()
        session.child.kill()
        session.child.wait()
    drafts = Drafts(Workspace(root, author="Ada"), tmp_path / "state" / "policytui" / "drafts")
    (left,) = drafts.left()
    assert left.policy.sections[0].body.startswith(pasted.replace("\r", ""))

"""The program as a process: where it refuses, how it ends. And what it does with a person's settings."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from textual.filter import Monochrome, NoColor

from policytui.config import Settings
from policytui.errors import UsageError
from policytui.tui import app as program
from policytui.tui.app import PolicytuiApp, Start
from policytui.workspace import Workspace
from tests.tui.fake import FakeWorkspace

CODE = """
import sys
from pathlib import Path
from policytui.tui.app import PolicytuiApp, run
from policytui.workspace import Workspace

def crash(self):
    hidden = "what " + "somebody typed"
    raise ZeroDivisionError("on purpose")

PolicytuiApp.action_theme = crash
sys.exit(run(Workspace(Path(sys.argv[1]), author="Ada")))
"""


class Terminal:
    """A child in a pseudo-terminal of 80×24, and every byte that it sent."""

    def __init__(self, root: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.child = subprocess.Popen(
            [sys.executable, "-c", CODE, str(root)], stdin=slave, stdout=slave, stderr=slave, env=environ,
            start_new_session=True, close_fds=True,
        )  # fmt: skip
        os.close(slave)
        self.seen = b""

    def until(self, wanted: bytes, seconds: float = 20) -> None:
        """Read until these bytes have come."""
        end = time.monotonic() + seconds
        while wanted not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            self._read(0.1)

    def ended(self, seconds: float = 20) -> int:
        """Read until the child has ended; its exit code."""
        end = time.monotonic() + seconds
        while self.child.poll() is None:
            assert time.monotonic() < end, "it did not end"
            self._read(0.05)
        self._read(0.2)
        os.close(self.master)
        return self.child.returncode

    def _read(self, seconds: float) -> None:
        if select.select([self.master], [], [], seconds)[0]:
            try:
                self.seen += os.read(self.master, 65536)
            except OSError:
                time.sleep(0.02)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *error: object) -> None:
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()


LEFT = b"\x1b[?1049l"
"""Back to the ordinary screen: the terminal is as it was."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_restored(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.until(b"No policies yet")
        terminal.child.send_signal(number)
        assert terminal.ended() == 128 + number
        assert LEFT in terminal.seen
        assert b"Traceback" not in terminal.seen


def test_quitting_gives_0(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.until(b"No policies yet")
        os.write(terminal.master, b"\x11")
        assert terminal.ended() == 0
        assert LEFT in terminal.seen


def test_a_crash_gives_another_code_and_no_values_of_variables(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.until(b"No policies yet")
        os.write(terminal.master, b"\x1b[24~")
        assert terminal.ended() == 70
        assert b"on purpose" not in terminal.seen
        assert b"ZeroDivisionError" in terminal.seen
        assert b"what somebody typed" not in terminal.seen
        assert LEFT in terminal.seen


def test_without_a_terminal_it_names_the_commands(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        program.run(Workspace(tmp_path))
    assert "policytui diff" in error.value.hint or "`diff`" in error.value.hint
    assert "not a terminal" in error.value.message


async def test_wrong_settings_are_told_and_the_program_starts(tmp_path: Path) -> None:
    settings = Settings(
        keymap={"edit.save": "ctrl+a", "edit.find": "f13"}, path="/c.toml", places={"edit.save": (3, 1)}
    )
    start = Start(theme="no-such-theme", settings=settings)
    app = PolicytuiApp(Workspace(tmp_path), start)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        messages = " ".join(str(note.message) for note in app._notifications)
        assert "no-such-theme" in messages
        assert "/c.toml:3:1: “ctrl+a”" in messages
        assert app._keymap == {"edit.find": "f13"}, "what is right is used all the same"


async def test_no_colour_is_the_terminals_own_and_never_black_on_black(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = PolicytuiApp(Workspace(tmp_path), Start(theme="ink"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        background = app.screen.styles.background
        for strip in app.screen._compositor.render_strips():
            segments = list(strip)
            for line_filter in app.get_line_filters():
                segments = line_filter.apply(segments, background)
            for segment in segments:
                assert segment.style is None or segment.style.color is None or segment.style.color.is_default
                assert segment.style is None or segment.style.bgcolor is None or segment.style.bgcolor.is_default


async def test_a_persons_own_key_is_used(tmp_path: Path) -> None:
    app = PolicytuiApp(Workspace(tmp_path), Start(theme="ink", settings=Settings(keymap={"library.new": "f9"})))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        assert type(app.screen).__name__ == "AskDialog"


HOSTILE = '''format = 1

[policy]
title = "Lamp\\u001b]52;c;QUFB\\u0007 \\u202e[@click=app.quit]notice[/x]"

[[section]]
id = "one"
level = 1
title = "\\u001b[2Jone\\u200b"
body = """
\\u001b]52;c;QUFB\\u0007 text \\u009b31m [link](https://example.org/\\u202e)
"""
'''


def test_no_escape_of_a_policy_reaches_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "lamp"
    folder.mkdir()
    (folder / "policy.toml").write_text(HOSTILE)
    with Terminal(tmp_path) as terminal:
        terminal.until(b"unsaved")
        os.write(terminal.master, b"\r")
        terminal.until(b"Section 1 of 1")
        for keys in (b"\x07", b"\x1b", b"\x0f", b"\x1b", b"\x14"):
            os.write(terminal.master, keys)
            time.sleep(0.4)
            terminal._read(0.2)
        os.write(terminal.master, b"\x11")
        assert terminal.ended() == 0
        for raw in (b"\x1b]52", b"\x1b[2Jone", "\u202e".encode(), "\u200b".encode(), "\u009b".encode()):
            assert raw not in terminal.seen


async def test_what_was_said_may_run_out_while_it_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = PolicytuiApp(FakeWorkspace(tmp_path), Start(theme="ink"))
    async with app.run_test() as pilot:
        app.notify("said", timeout=1000)
        await pilot.pause()
        times = iter([time.time()])
        monkeypatch.setattr("textual.notifications.time", lambda: next(times, time.time() + 10_000))
        app._refresh_notifications()
        assert not len(app._notifications)


async def test_an_empty_no_color_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    app = PolicytuiApp(Workspace(tmp_path), Start(theme="ink"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.theme == "ink"
        assert not any(isinstance(one, Monochrome | NoColor) for one in app.get_line_filters())

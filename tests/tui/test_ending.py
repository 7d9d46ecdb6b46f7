"""Every way the program ends: drafts in their journals, the terminal as it was, the right exit code, nothing told."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.tui.ending import Ending, terminal_gone
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON, policy
from tests.tui.pty import RESTORED, Session

CRASH = """
from policytui.tui.app import PolicytuiApp
def crash(self):
    hidden = "what somebody typed"
    raise ZeroDivisionError(hidden)
PolicytuiApp.action_theme = crash
"""
CRASHED_WORKER = """
from policytui.tui.app import PolicytuiApp
async def crash():
    raise ZeroDivisionError("what somebody typed")
PolicytuiApp.action_theme = lambda self: self.run_worker(crash())
"""
HUNG = """
import time
from policytui.tui import ending
from policytui.tui.app import PolicytuiApp
ending.CUT_OFF = 0.5
PolicytuiApp.exit = lambda self, **named: time.sleep(60)
"""
F12 = b"\x1b[24~"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "policies"
    Workspace(root, author="Ada", clock=FixedClock(NOON)).save_import("lantern", policy(), summary="First version")
    return root


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def left(root: Path, state: Path) -> list[str]:
    """What the drafts left behind begin with."""
    drafts = Drafts(Workspace(root, author="Ada"), state / "policytui" / "drafts").left()
    return [one.policy.sections[0].body[:8] for one in drafts]


def typed(session: Session) -> None:
    """Open, type something, see it on the screen."""
    session.until(b"lamp orders")
    session.send(b"zxcvbnm ")
    session.until(b"draft")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal(root: Path, state: Path, number: signal.Signals) -> None:
    with Session("lantern", root=root, state=state) as session:
        typed(session)
        session.signal(number)
        assert session.ended() == 128 + number
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()
        assert b"Traceback" not in session.seen
    assert left(root, state) == ["zxcvbnm "]


def test_a_signal_before_anything_is_shown(root: Path, state: Path) -> None:
    with Session(root=root, state=state) as session:
        session.until(b"\x1b[?1049h")
        session.signal(signal.SIGTERM)
        assert session.ended() == 128 + signal.SIGTERM
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()


def test_a_dropped_line(root: Path, state: Path) -> None:
    with Session("lantern", root=root, state=state) as session:
        typed(session)
        session.hang_up()
        assert session.child.wait(10) == 128 + signal.SIGHUP
    assert left(root, state) == ["zxcvbnm "]


def test_a_dropped_line_that_nobody_tells(root: Path, state: Path) -> None:
    ignored = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    ignored += "import policytui.tui.ending as ending\nending.SIGNALS = ()\n"
    with Session("lantern", root=root, state=state, code=ignored) as session:
        typed(session)
        session.hang_up()
        assert session.child.wait(10) == 128 + signal.SIGHUP
    assert left(root, state) == ["zxcvbnm "]


@pytest.mark.parametrize("code", [CRASH, CRASHED_WORKER], ids=["act", "worker"])
def test_a_crash_tells_nothing_of_what_was_typed(root: Path, state: Path, code: str) -> None:
    with Session("lantern", root=root, state=state, code=code) as session:
        typed(session)
        session.seen = b""
        session.send(F12)
        assert session.ended() == 70
        said = session.seen.split(b"\x1b[?1049l")[-1]
        assert b"ZeroDivisionError" in said
        assert b"Your draft is kept" in said
        assert b"somebody typed" not in session.seen
        assert b"Traceback" not in session.seen
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()
    (report,) = (state / "policytui" / "crashes").glob("*.txt")
    assert "ZeroDivisionError" in report.read_text()
    assert "zxcvbnm" not in report.read_text()
    assert "somebody" not in report.read_text()
    assert left(root, state) == ["zxcvbnm "]


def test_an_end_that_hangs_is_cut_off(root: Path, state: Path) -> None:
    with Session("lantern", root=root, state=state, code=HUNG) as session:
        typed(session)
        session.signal(signal.SIGTERM)
        assert session.ended() == 128 + signal.SIGTERM
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()
    assert left(root, state) == ["zxcvbnm "]


def test_suspended_and_back(root: Path, state: Path) -> None:
    with Session("lantern", root=root, state=state) as session:
        typed(session)
        session.seen = b""
        session.signal(signal.SIGTSTP)
        end = time.monotonic() + 10
        while os.waitpid(session.child.pid, os.WNOHANG | os.WUNTRACED)[0] == 0:
            assert time.monotonic() < end
            session.read(0.02)
        session.read(0.05)
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()
        session.seen = b""
        session.signal(signal.SIGCONT)
        session.until(b"zxcvbnm")
        session.send(b"\x11")
        session.until(b"Unsaved draft")
        session.send(b"k")
        assert session.ended() == 0
    assert left(root, state) == ["zxcvbnm "]


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_show_it(root: Path, state: Path, term: str) -> None:
    with Session("lantern", root=root, state=state, environ={"TERM": term}) as session:
        assert session.ended() == 2
        assert b"policytui list" in session.seen
        assert b"\x1b[?1049h" not in session.seen


def test_the_terminal_is_gone_when_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdin__", None)
    monkeypatch.setattr("policytui.tui.ending._stdin", lambda: 987_654)
    assert terminal_gone()
    assert Ending.crash is None

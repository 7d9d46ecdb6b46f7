"""A hostile policy in a real terminal: not one of its controls arrives there, in any screen or command."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON, policy
from tests.tui.pty import Session

PAYLOADS = [
    "\x1b]52;c;aGk=\x07", "\x1b[31;44mred", "\x1b]8;;http://x.example\x1b\\", "\x1b]0;title\x07", "\x1bPq#0\x1b\\",
    "\u009b31m", "\u009d52;c;aGk=\u009c", "\u202eevil\u202c", "\u2066\u2069", "a\u200bb", "\ufeff", "\x7f",
    "\x08\x0b\x0c", "tag\U000e0041\U000e007f", "[/x] [@click=app.quit]end[/]", "\u2028\u2029",
]  # fmt: skip
FORBIDDEN = [
    b"\x1b]52", b"\x1b[31;44m", b"\x1b]8;;http://x.example", b"\x1b]0;title", b"\x1bPq#0", "\u009b".encode(),
    "\u009d".encode(), "\u202e".encode(), "\u202c".encode(), "\u2066".encode(), "\u200b".encode(), "\ufeff".encode(),
    b"\x7f", b"\x0b", b"\x0c", "\U000e0041".encode(), "\u2028".encode(),
]  # fmt: skip


HOSTILE = " ".join(PAYLOADS)
COMMANDS = [
    "list", "list --json", "show lantern", "show lantern --format text", "show lantern --format html",
    "show lantern --format toml", "show lantern --format json", "log lantern", "log lantern --json", "diff lantern",
    "diff lantern --format split", "diff lantern --format unified", "diff lantern --format html",
    "diff lantern --format json", "judge lantern@r1 lantern", "judge lantern@r1 lantern --json", "check",
    "check --json", "check --format github", "verify", "recover", "recover --json",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Policies, revisions, an author and a draft left behind, all hostile."""
    one = policy()
    body = f"Here: {HOSTILE}\n\n- {HOSTILE}\n"
    section = replace(one.sections[0], title=HOSTILE, summary=HOSTILE, body=body)
    one = replace(one, title=HOSTILE, organization=HOSTILE, sections=(section, *one.sections[1:]))
    workspace = Workspace(tmp_path / "policies", author=HOSTILE, clock=FixedClock(NOON))
    opened = workspace.save_import("lantern", one, summary=HOSTILE)
    journal = Drafts(workspace, tmp_path / "state" / "policytui" / "drafts").journal(opened)
    journal.write(replace(one, preamble=HOSTILE))
    journal.close()
    opened.path.write_text(opened.path.read_text().replace("months", "years"))
    return tmp_path


def test_nothing_of_it_reaches_the_terminal(folder: Path) -> None:
    with Session(root=folder / "policies", state=folder / "state") as session:
        session.until(b"Drafts left behind")
        session.send(b"\r")  # the review of the draft
        session.until(b"Review")
        session.read(0.2)
        session.send(b"\x1b")
        time.sleep(0.4)  # else it is the beginning of another key
        session.send(b"r")  # merged, because the file changed since
        session.until(b"takes it")
        session.read(0.2)
        session.send(b"a")  # recovered: the editor
        session.until(b"Here:")
        session.read(0.2)
        session.send(b"\x12")  # the history
        session.until(b"History")
        session.read(0.2)
        assert [what for what in FORBIDDEN if what in session.seen] == []


@pytest.mark.slow
@pytest.mark.parametrize("words", COMMANDS)
def test_nor_through_any_command(folder: Path, words: str) -> None:
    with Session(*words.split(), root=folder / "policies", state=folder / "state") as session:
        assert session.ended() in (0, 1)
        session.read(0.1)
        assert session.seen
        assert [what for what in FORBIDDEN if what in session.seen] == []

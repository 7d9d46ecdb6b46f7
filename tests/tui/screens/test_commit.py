"""Commit from the screens: exactly the policy's files, refusals shown whole, the terminal handed over, git stopped."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual.widgets import TextArea

from policytui.clock import FixedClock
from policytui.tui.app import Start
from policytui.tui.screens.commit import CommitDialog, RefusedDialog
from policytui.tui.screens.rows import Rows
from tests.gitbox import Box
from tests.tui.fake import policy
from tests.tui.pty import Session
from tests.tui.running import Run, Running

INK = Start(theme="ink")


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock) -> Box:
    """`lantern` is committed once, and has a second revision that is not."""
    made = Box.new(tmp_path / "repository", clock)
    made.put("lantern", policy())
    made.commit_all("Begin")
    made.change("lantern", "18 months", "24 months", "Longer")
    return made


def head(box: Box) -> str:
    return box.git("log", "-1", "--format=%s").strip()


def said(app: Running) -> str:
    """What the notifications say."""
    return " ".join(one.message for one in app.app._notifications)


async def test_it_lists_what_is_committed_and_commits_nothing_else(run: Run, box: Box) -> None:
    (box.top / "other.txt").write_text("staged\n")
    box.git("add", "other.txt")
    name = box.workspace.history("lantern")[0].name
    async with run(box.workspace, INK, (80, 24)) as app:
        assert "+2" in app.text
        assert "2 files are not committed." in app.text
        await app.press("c")
        assert "To main: 2 files, 1 revision and nothing else." in app.text
        assert [row.cells for row in app.screen.query_one(Rows).rows] == [
            (("changed", "dim"), ("policies/lantern/policy.toml", "")),
            (("new", "dim"), (f"policies/lantern/history/{name}", "")),
        ]
        assert app.screen.message.startswith("lantern: Longer\n\nr2 ")
        await app.press("end", *"er")
        await app.press("ctrl+s")
        assert app.top == "LibraryScreen"
        assert f"Committed lantern as {box.git('rev-parse', 'HEAD')[:12]} with 1 revision." in said(app)
        assert "not committed" not in app.text
        await app.press("c")
        assert app.top == "LibraryScreen"
    assert head(box) == "lantern: Longerer"
    assert len(box.git("show", "--name-only", "--format=", "HEAD").split()) == 2
    assert box.staged() == {"other.txt"}


async def test_a_refusal_is_shown_whole_then_mended_and_tried_again(run: Run, box: Box) -> None:
    said = "".join(f"echo line {n};" for n in range(60))
    script = f"printf '\\033[31mred\\033[0m \\033]52;c;aGF0\\007 [/x]\\n'; {said} echo the end >&2; exit 1"
    hook = box.hook("pre-commit", script)
    async with run(box.workspace, INK, (80, 24)) as app:
        await app.press("c")
        await app.press("end", "!", "ctrl+s")
        assert isinstance(app.screen, RefusedDialog)
        assert "the end" in app.text
        assert "Everything saved is on disk as before" in app.text
        assert "Mend what it complains of" in app.text
        await app.press("home")
        assert "red ␛]52;c;aGF0␇ [/x]" in app.text
        assert "line 3" in app.text
        assert box.staged() == set()
        hook.unlink()
        await app.press("r")
        assert app.top == "LibraryScreen"
    assert head(box) == "lantern: Longer!"


async def test_back_from_a_refusal_the_message_is_kept(run: Run, box: Box) -> None:
    box.hook("pre-commit", "exit 1")
    async with run(box.workspace, INK) as app:
        await app.press("c", "end", "!", "ctrl+s")
        assert "A hook may have refused" not in app.text
        assert "Nothing more was said here." in app.text
        await app.press("enter")
        assert isinstance(app.screen, CommitDialog)
        assert app.screen.message.startswith("lantern: Longer!")
        app.screen.query_one(TextArea).text = "  \n"
        await app.press("ctrl+s")
        assert "A commit needs a message." in app.text
        await app.press("escape")
        assert app.top == "LibraryScreen"
    assert head(box) == "Begin"


async def test_what_changed_since_it_was_listed_is_shown_before_it_is_committed(run: Run, box: Box) -> None:
    async with run(box.workspace, INK) as app:
        await app.press("c")
        box.change("lantern", "24 months", "30 months", "Longer still")
        await app.press("ctrl+s")
        assert "Look again." in app.text
        assert "3 files, 2 revisions" in app.text
        await app.press("ctrl+s")
    assert len(box.git("show", "--name-only", "--format=", "HEAD").split()) == 3


async def test_escape_stops_a_hook_and_the_index_is_as_it_was(run: Run, box: Box, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    box.hook("pre-commit", f"trap '' TERM; touch {mark}; while true; do sleep 0.05; done")
    index = box.git("ls-files", "-s")
    async with run(box.workspace, INK) as app:
        await app.press("c")
        await app.pilot.press("ctrl+s")
        end = time.monotonic() + 10
        while not mark.exists():
            assert time.monotonic() < end
            await app.pilot.pause(0.02)
        assert "git and its hooks are at work" in app.text
        await app.press("escape")
        assert "git was stopped; nothing was committed." in app.text
        assert isinstance(app.screen, CommitDialog)
        assert box.git("ls-files", "-s") == index
        assert not (box.top / ".git" / "index.lock").exists()
        box.hook("pre-commit", "exit 0")
        await app.press("ctrl+s")
        assert app.top == "LibraryScreen"
    assert head(box) == "lantern: Longer"


async def test_a_save_offers_it_and_a_draft_is_said_to_stay_out(run: Run, box: Box) -> None:
    async with run(box.workspace, Start("lantern", theme="ink")) as app:
        await app.press("x", "ctrl+s")
        await app.press("ctrl+s")
        assert "F6 commits it." in said(app)
        await app.press("y", "f6")
        assert isinstance(app.screen, CommitDialog)
        assert "The draft is not saved" in app.text
        assert "3 files, 2 revisions" in app.text
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
    assert head(box).startswith("lantern: ")
    assert "lantern/policy.toml" not in box.git("status", "--short")


async def test_outside_git_there_is_no_offer_and_the_key_says_what_to_do(run: Run, box: Box, tmp_path: Path) -> None:
    out = Box(tmp_path / "out", box.clock)
    out.put("lantern", policy())
    async with run(out.workspace, Start("lantern", theme="ink")) as app:
        await app.press("x", "ctrl+s")
        await app.press("ctrl+s")
        assert "Saved as r2" in said(app)
        assert "F6" not in said(app)
        await app.press("f6")
        assert app.top == "ChoiceDialog"
        assert "git init" in app.text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("detached", "HEAD is detached."),
        ("merge", "A merge is going on"),
        ("rebase", "A rebase is going on"),
        ("unborn", "To trunk: 2 files, 1 revision"),
        ("signed", "Your commits are signed"),
    ],
)
async def test_states_of_a_repository_are_said(state: str, said: str, run: Run, box: Box, tmp_path: Path) -> None:
    here = box
    if state == "detached":
        box.git("checkout", "-q", "--detach")
    elif state == "signed":
        box.git("config", "commit.gpgsign", "true")
    elif state == "unborn":
        here = Box(tmp_path / "fresh", box.clock)
        here.top.mkdir()
        here.git("init", "-q", "-b", "trunk")
        here.put("lantern", policy())
    else:
        (box.top / "x").write_text("main\n")
        box.git("add", "x")
        box.git("commit", "-qm", "x")
        box.git("checkout", "-q", "-b", "side", "HEAD^")
        (box.top / "x").write_text("side\n")
        box.git("add", "x")
        box.git("commit", "-qm", "y")
        box.git("stash", "-q", "-u", "--", "policies")
        assert not box.ok(state, "main")
        box.change("lantern", "18 months", "24 months", "Longer")
    async with run(here.workspace, INK) as app:
        await app.press("c")
        for _ in range(100):  # what git is asked before the dialog takes a while
            if app.top != "LibraryScreen":
                break
            await app.pilot.pause(0.02)
        await app.settle()
        assert said in " ".join(app.text.split())


SIGNER = """#!/bin/sh
# As gpg: asks for a passphrase at the terminal, signs what comes in.
printf 'Passphrase: ' > /dev/tty || exit 2
read answer < /dev/tty
[ "$answer" = sesame ] || { echo "gpg: signing failed: Bad passphrase" >&2; exit 2; }
cat > /dev/null
echo "[GNUPG:] SIG_CREATED D" >&2
printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'
"""


@pytest.fixture
def session(box: Box, tmp_path: Path) -> Session:
    """The library in a real terminal."""
    return Session(root=box.root, state=tmp_path / "state")


def until(box: Box, subject: str) -> None:
    end = time.monotonic() + 10
    while head(box) != subject:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_key_that_asks_gets_the_terminal_and_the_screen_comes_back(
    box: Box, session: Session, tmp_path: Path
) -> None:
    signer = tmp_path / "signer"
    signer.write_text(SIGNER)
    signer.chmod(0o755)
    box.git("config", "commit.gpgsign", "true")
    box.git("config", "gpg.program", str(signer))
    with session as here:
        here.until(b"not committed")
        here.send(b"c")
        here.until(b"Your commits are signed")
        here.send(b"\x13")
        here.until(b"Passphrase: ")
        assert b"\x1b[?1049l" in here.seen
        here.send(b"wrong\r")
        here.until(b"Enter goes back")
        assert b"failed to sign" in here.seen
        here.send(b"\r")
        here.until(b"Again")
        here.seen = b""
        here.send(b"t")
        here.until(b"Passphrase: ")
        here.send(b"sesame\r")
        here.until(b"Committed")
        here.send(b"\x11")
        assert here.ended() == 0
    assert "gpgsig" in box.git("cat-file", "commit", "HEAD")


def test_a_hook_that_asks_is_refused_without_the_terminal_and_heard_with_it(box: Box, session: Session) -> None:
    box.hook("pre-commit", 'exec < /dev/tty > /dev/tty || exit 3; printf "Sure? "; read answer; [ "$answer" = yes ]')
    with session as here:
        here.until(b"not committed")
        here.send(b"c")
        here.until(b"Message")
        here.send(b"\x13")
        here.until(b"did not commit")
        here.send(b"t")
        here.until(b"Sure? ")
        here.send(b"\x03")  # ctrl+c is for the hook: policytui stays
        here.until(b"Enter goes back")
        here.send(b"\r")
        here.seen = b""
        here.read(0.3)
        here.send(b"t")
        here.until(b"Sure? ")
        here.send(b"yes\r")
        here.until(b"Committed")
        here.send(b"\x11")
        assert here.ended() == 0
    assert head(box) == "lantern: Longer"


def test_quitting_while_a_hook_runs_ends_the_hook(box: Box, session: Session, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    box.hook("pre-commit", f"echo $$ > {mark}; sleep 60")
    with session as here:
        here.until(b"not committed")
        here.send(b"c")
        here.until(b"Message")
        here.send(b"\x13")
        here.until(b"at work")
        end = time.monotonic() + 10
        while not mark.exists() or not mark.read_text():
            assert time.monotonic() < end
            time.sleep(0.02)
        here.child.terminate()
        assert here.ended(6) == 128 + 15
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", mark.read_text().strip()], capture_output=True, text=True, check=False
    )
    assert state.stdout.strip()[:1] in ("", "Z")  # gone, or waiting for somebody to look
    assert head(box) == "Begin"
    assert not (box.top / ".git" / "index.lock").exists()


async def test_the_message_can_be_edited_outside(
    run: Run, box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('Mine\\n')")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    async with run(box.workspace, INK) as app:
        await app.press("c")
        with monkeypatch.context() as patched:
            from contextlib import nullcontext

            patched.setattr(type(app.app), "suspend", lambda _: nullcontext())
            await app.press("f4")
        assert app.screen.message.rstrip() == "Mine"
        await app.press("ctrl+s")
    assert head(box) == "Mine"

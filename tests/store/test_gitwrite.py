"""git acting: commits of named files only, and settings of one clone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.errors import RefusedError
from policytui.store import gitwrite
from tests.gitbox import Box


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock) -> Box:
    return Box.new(tmp_path / "repository", clock)


def test_only_the_named_paths_are_committed(box: Box) -> None:
    for name in ("one", "two", "three", "*"):
        (box.top / name).write_text(f"{name}\n")
    box.git("add", "two")
    assert gitwrite.commit(box.top, ["one", "*"], "Message\n\n# kept\n", box.environ).code == 0
    assert set(box.git("ls-tree", "--name-only", "HEAD").split()) == {"one", "*"}
    assert box.git("log", "-1", "--format=%B").strip() == "Message\n\n# kept"
    assert box.staged() == {"two"}
    assert gitwrite.untracked(box.top, ["three"], box.environ) == ["three"]


def test_a_refused_commit_is_taken_back(box: Box) -> None:
    (box.top / "one").write_text("one\n")
    box.hook("pre-commit", "echo no; exit 7")
    done = gitwrite.commit(box.top, ["one"], "Message", box.environ)
    assert (done.code, done.text) == (1, "no\n")
    assert box.git("ls-files") == ""
    assert (box.top / "one").exists()


def test_a_hook_reads_its_own_paths_as_ever(box: Box) -> None:
    """`GIT_LITERAL_PATHSPECS` in its environment would let a guard of `*.toml` see nothing."""
    for name in ("one.toml", "[x].toml"):
        (box.top / name).write_text("one\n")
    box.hook("pre-commit", "git diff --cached --name-only -- '*.toml'; exit 1")
    assert gitwrite.commit(box.top, ["one.toml", "[x].toml"], "Message", box.environ).text == "[x].toml\none.toml\n"
    literal = {**box.environ, "GIT_LITERAL_PATHSPECS": "1"}
    assert gitwrite.commit(box.top, ["[x].toml"], "Message", literal).code == 1
    box.hook("pre-commit", "exit 0")
    assert gitwrite.commit(box.top, ["[x].toml"], "Message", literal).code == 0
    assert box.git("ls-files").split() == ["[x].toml"]


def test_a_message_is_utf_8_whatever_a_setting_says_of_messages(box: Box) -> None:
    (box.top / "one").write_text("one\n")
    box.git("config", "i18n.commitEncoding", "ISO-8859-1")
    assert gitwrite.commit(box.top, ["one"], "Größe „x“", box.environ).code == 0
    assert "Größe „x“" in box.git("cat-file", "commit", "HEAD")
    assert "encoding" not in box.git("cat-file", "commit", "HEAD")


def test_ctrl_c_in_a_hook_leaves_the_index_as_it_was(box: Box) -> None:
    """All that the terminal started hears it at once: git, the hook, and we. (What is started behind the scenes may be
    told to ignore it.)
    """
    (box.top / "one").write_text("one\n")
    started = box.top.parent / "started"
    box.hook("pre-commit", f"touch {started}; sleep 60")
    call = f"gitwrite.commit(Path({str(box.top)!r}), ['one'], 'Message', os.environ)"
    hears = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"import os, signal; from pathlib import Path; from policytui.store import gitwrite; {hears}; {call}"
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stderr=subprocess.PIPE)
    while not started.exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    assert b"KeyboardInterrupt" in process.communicate(timeout=20)[1]
    assert box.git("ls-files") == ""
    assert not list((box.top / ".git").glob("*.lock"))


def test_the_index_is_put_back_when_another_git_has_it_for_a_moment(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = box.top / ".git" / "index.lock"

    def refused(*_: object, **__: object) -> gitwrite.Done:
        lock.touch()
        threading.Timer(0.3, lock.unlink).start()
        return gitwrite.Done(128, "fatal: Unable to create '.git/index.lock': File exists.")

    monkeypatch.setattr(gitwrite, "_commit", refused)
    (box.top / "one").write_text("one\n")
    assert gitwrite.commit(box.top, ["one"], "Message", box.environ).code == 128
    assert box.git("ls-files") == ""


def test_a_commit_that_is_stopped_leaves_nothing_of_itself(box: Box) -> None:
    assert _stopped_in(box, "pre-commit").code != 0
    assert box.git("ls-files") == ""
    assert not list((box.top / ".git").glob("*.lock"))


def test_one_that_is_stopped_behind_the_commit_is_done(box: Box) -> None:
    assert _stopped_in(box, "post-commit").code == 0
    assert box.git("status", "--short") == ""


def _stopped_in(box: Box, hook: str) -> gitwrite.Done:
    """A commit that is stopped once one of its hooks runs."""
    started, stop = box.top.parent / "started", threading.Event()

    def stop_then() -> None:
        end = time.monotonic() + 10
        while not started.exists() and time.monotonic() < end:
            time.sleep(0.01)
        stop.set()

    (box.top / "one").write_text("one\n")
    box.hook(hook, f"touch {started}; sleep 60")
    stopper = threading.Thread(target=stop_then)
    stopper.start()
    done = gitwrite.commit(box.top, ["one"], "Message", box.environ, stop=stop)
    stopper.join()
    return done


def test_one_that_may_be_stopped_has_no_terminal_by_any_name(box: Box) -> None:
    (box.top / "one").write_text("one\n")
    box.hook("pre-commit", 'echo "tty: $GPG_TTY"; (: < /dev/tty) 2> /dev/null && echo open; exit 1')
    environ = {**box.environ, "GPG_TTY": "/dev/pts/1"}
    assert gitwrite.commit(box.top, ["one"], "Message", environ, stop=threading.Event()).text == "tty: \n"
    assert gitwrite.commit(box.top, ["one"], "Message", environ).text.startswith("tty: /dev/pts/1\n")


def test_what_is_changed(box: Box) -> None:
    (box.top / "ä b").write_text("one\n")
    assert gitwrite.changed(box.top, ["ä b"], box.environ) == {"ä b": "??"}
    (box.top / ".gitignore").write_text("x\n")
    (box.top / "x").mkdir()
    (box.top / "x" / "y").write_text("one\n")
    assert gitwrite.ignored(box.top, ["x", "ä b"], box.environ) == ["x/y"]


def test_settings_of_the_clone(box: Box) -> None:
    assert not gitwrite.signs(box.top, box.environ)
    box.git("config", "commit.gpgsign", "1")
    assert gitwrite.signs(box.top, box.environ)
    before = (box.top / ".git" / "config").read_text()
    assert gitwrite.setting(box.top, "a.b.c", box.environ) is None
    gitwrite.put_setting(box.top, "a.b.c", "x $1 %O", box.environ)
    assert gitwrite.setting(box.top, "a.b.c", box.environ) == "x $1 %O"
    gitwrite.put_setting(box.top, "a.b.c", None, box.environ)
    gitwrite.put_setting(box.top, "a.b.c", None, box.environ)
    gitwrite.drop_section(box.top, "a.b", box.environ)
    assert (box.top / ".git" / "config").read_text() == before
    with pytest.raises(RefusedError):
        gitwrite.put_setting(box.top, "no key", "x", box.environ)


def test_hooks_may_be_elsewhere(box: Box) -> None:
    assert gitwrite.hooks_folder(box.top, box.environ) == box.top / ".git" / "hooks"
    box.git("config", "core.hooksPath", "../hooks")
    assert gitwrite.hooks_folder(box.top, box.environ) == box.top.parent / "hooks"


def test_no_git_is_said(box: Box) -> None:
    with pytest.raises(RefusedError, match="not installed"):
        gitwrite.act(["status"], box.top, {"PATH": str(box.top)})

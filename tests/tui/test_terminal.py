"""What the environment and the terminal say; and that no answer of a terminal is ever a key."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from policytui.tui import terminal
from policytui.tui.terminal import Answers, is_dark, plain_terminal, said_dark
from tests.tui.pty import Session

DARK, LIGHT = "\x1b]11;rgb:1212/1616/1d1d\x1b\\", "\x1b]11;rgb:ffff/ffff/eeee\x07"
WHO = "\x1b[?64;1;2;22c"


@pytest.mark.parametrize(
    ("environ", "plain"),
    [({"TERM": "linux"}, True), ({"TERM": "xterm-256color"}, False),
     ({"TERM": "xterm", "COLORTERM": "truecolor"}, False),
     ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True)],
)  # fmt: skip
def test_a_terminal_of_few_colours_is_known(environ: dict[str, str], plain: bool) -> None:
    assert plain_terminal(environ) is plain


@pytest.mark.parametrize(
    ("value", "dark"),
    [("15;0", True), ("0;15", False), ("0;default;15", False), ("7;8", True), ("0;7", False), ("", None),
     ("0;default", None)],
)  # fmt: skip
def test_what_the_environment_says_of_the_background(value: str, dark: bool | None) -> None:
    assert said_dark({"COLORFGBG": value}) is dark


@pytest.mark.parametrize(
    ("colour", "dark"),
    [("rgb:1212/1616/1d1d", True), ("rgb:ff/ff/f0", False), ("rgb:0/0/0", True), ("rgba:ffff/ffff/ffff/8000", None),
     ("rgb:fdfd/f6f6/e3e3", False), ("rgb:0000/2b2b/3636", True), ("white", None), ("", None)],
)  # fmt: skip
def test_light_and_dark(colour: str, dark: bool | None) -> None:
    assert is_dark(colour) is dark


@pytest.mark.parametrize("cut", range(len("a" + DARK + "b" + WHO + "c")))
def test_answers_are_taken_out_wherever_they_are_torn(cut: int) -> None:
    text = "a" + DARK + "b" + WHO + "c"
    answers = Answers()
    assert answers.ask()
    assert not answers.ask(), "once is enough"
    assert answers.feed(text[:cut]) + answers.feed(text[cut:]) == "abc"
    assert answers.dark is True


def test_keys_pass_untouched_and_escape_only_waits_for_an_answer() -> None:
    answers = Answers()
    for keys in ("\x1b", "\x1b[A", "\x1bOP", "\x1b]", "\x1b[?2026;2$y", "x\x1b[200~a\x1bb\x1b[201~", "é"):
        assert answers.feed(keys) == keys
    answers.ask()
    assert answers.feed("\x1b") == ""
    assert answers.late() == "\x1b", "nothing followed: it was the key"
    assert answers.late() == ""
    answers.feed(WHO)
    assert answers.feed("\x1b") == "\x1b", "every answer is here: nothing is waited for"


def test_an_answer_that_comes_late_is_swallowed_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("policytui.tui.terminal.time.monotonic", lambda: now[0])
    answers = Answers()
    answers.ask()
    now[0] = 60
    assert answers.feed("x" + LIGHT + "y") == "xy"
    assert answers.dark is None
    assert answers.feed("z" + LIGHT[:9]) == "z"
    assert answers.late() == ""
    now[0] = 90
    assert answers.late() == "", "the half of an answer is no key either"


def test_leaving_waits_for_answers_on_their_way_and_not_for_long() -> None:
    answers = Answers()
    begun = time.monotonic()
    answers.wait()
    assert time.monotonic() - begun < 0.05, "nothing was asked"
    answers.ask()
    answers.wait()
    assert 0.2 < time.monotonic() - begun < 2
    answers.feed(WHO)
    begun = time.monotonic()
    answers.wait()
    assert time.monotonic() - begun < 0.05


def test_a_light_terminal_gets_a_light_theme_and_no_keys(tmp_path: Path) -> None:
    environ = {"COLORTERM": "truecolor", "POLICYTUI_THEME": "", "COLORFGBG": ""}
    with Session(root=tmp_path / "policies", state=tmp_path / "state", environ=environ) as session:
        session.until(terminal.QUESTION.encode())
        session.until(b"No policies yet")
        assert b"48;2;251;249;244" not in session.seen
        session.send(LIGHT.encode() + WHO.encode())
        session.until(b"48;2;251;249;244")  # paper
        session.seen = b""
        session.send(b"n")
        session.until(b"New policy")
        session.send(DARK.encode() + b"\xe9\xff" + b"lamp")
        session.until(b"lamp")
        assert b"rgb" not in session.seen, "an answer was taken for keys"


@pytest.mark.parametrize("term", ["linux", "xterm"])
def test_a_terminal_of_sixteen_colours_is_not_asked(tmp_path: Path, term: str) -> None:
    environ = {"TERM": term, "COLORTERM": "", "POLICYTUI_THEME": ""}
    with Session(root=tmp_path / "policies", state=tmp_path / "state", environ=environ) as session:
        session.until(b"No policies yet")
        assert b"\x1b]11" not in session.seen


def test_the_mouse_is_left_alone_when_asked_and_switched_while_it_runs(tmp_path: Path) -> None:
    words = ("open", "--no-mouse")
    with Session(*words, root=tmp_path / "policies", state=tmp_path / "state") as session:
        session.until(b"No policies yet")
        assert b"\x1b[?1000h" not in session.seen
        session.send(b"\x1b[21~")
        session.until(b"\x1b[?1000h")
        session.send(b"\x1b[21~")
        session.until(b"\x1b[?1000l")
        session.send(b"\x11")
        assert session.ended() == 0


def test_in_ascii_nothing_else_reaches_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "lamp"
    folder.mkdir(parents=True)
    (folder / "policy.toml").write_text(
        'format = 1\n[policy]\ntitle = "Lamp’s “policy” – café"\n[[section]]\nid = "one"\nlevel = 1\n'
        'title = "Öl"\nbody = """\n• one…\n漢字 ✓\n"""\n',
        encoding="utf-8",
    )
    environ = {"LC_ALL": "POSIX", "LANG": "", "LC_CTYPE": "", "NO_COLOR": "1"}
    with Session(root=folder.parent, state=tmp_path / "state", environ=environ) as session:
        session.until(b"unsaved")
        assert b'Lamp\'s "policy" - caf' in session.seen
        session.send(b"\r")
        session.until(b"Section 1 of 1")
        for keys in (b"\x1b[15~", b"\x07", b"\x1b", b"\x0f", b"\x1b", b"\x14", b"\x1b[24~", b"\x1b", b"\x1b[11~"):
            session.send(keys)
            time.sleep(0.25)
            session.read(0.2)
        assert session.seen.isascii(), bytes(set(session.seen) - set(range(128)))


@pytest.mark.parametrize("more", [{"TERM": "xterm-256color", "COLORTERM": "truecolor"}, {"TERM": "linux"}])
@pytest.mark.parametrize("theme", ["", "ink"])
def test_without_colours_no_colour_is_sent(tmp_path: Path, more: dict[str, str], theme: str) -> None:
    environ = {"NO_COLOR": "1", "POLICYTUI_THEME": theme, **more}
    with Session(root=tmp_path / "policies", state=tmp_path / "state", environ=environ) as session:
        session.until(b"No policies yet")
        session.send(b"n")
        session.until(b"New policy")
        session.read(0.3)
        codes = {code for sent in re.findall(rb"\x1b\[([0-9;]*)m", session.seen) for code in sent.split(b";")}
        assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"9", b"39", b"49"}
        assert b"7" in codes, "the cursor is seen"


def test_the_cursor_of_a_field_is_seen_in_sixteen_colours(tmp_path: Path) -> None:
    environ = {"TERM": "linux", "COLORTERM": "", "POLICYTUI_THEME": "", "NO_COLOR": ""}
    with Session(root=tmp_path / "policies", state=tmp_path / "state", environ=environ) as session:
        session.until(b"No policies yet")
        session.seen = b""
        session.send(b"n")
        session.until(b"New policy")
        session.read(0.3)
        reversed_cells = [
            codes for codes in re.findall(rb"\x1b\[([0-9;]*)m", session.seen) if b"7" in codes.split(b";")
        ]
        assert reversed_cells
        for codes in reversed_cells:
            # Black on white, reversed, would be white on a black screen: no cursor at all.
            assert not {b"30", b"47"} <= set(codes.split(b";"))


def test_without_colours_the_chosen_command_is_underlined(tmp_path: Path) -> None:
    environ = {"NO_COLOR": "1", "POLICYTUI_THEME": ""}
    with Session(root=tmp_path / "policies", state=tmp_path / "state", environ=environ) as session:
        session.until(b"No policies yet")
        session.send(b"\x10")
        session.until(b"earch for")
        session.until(b"Reload")
        session.seen = b""
        for _ in range(100):
            session.send(b"\x1b[B")
            session.read(0.2)
            if re.search(rb"\x1b\[(?:\d+;)*4(?:;\d+)*m[^\x1b]*\(", session.seen):
                break
        else:
            raise AssertionError(session.seen)
        session.read(0.5)
        session.seen = b""
        time.sleep(1.2)
        session.read(0.1)
        assert session.seen == b"", "nothing blinks"

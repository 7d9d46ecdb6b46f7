"""The picture of the library that stands before Textual is loaded: when it is true, harmless, gone without a trace."""

from __future__ import annotations

import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pyte
import pytest

from policytui.clock import FixedClock
from policytui.tui import opening
from policytui.workspace import Workspace
from policytui.workspace.remembered import all_lines
from tests.tui.fake import NOON, policy
from tests.tui.pty import RESTORED, Emulated, Session

WAITING = "import time, policytui.cli.main as m\nm._do = lambda words: time.sleep(60)\n"
"""The program after the picture, as if Textual took a minute to load."""
FAILING = "import policytui.cli.main as m\nm._do = lambda words: 1 / 0\n"
REFUSED = """
import policytui.cli.main as m
from policytui.errors import UsageError
def refuse(words):
    raise UsageError("It cannot be.", "Do something else.")
m._do = refuse
"""
ALTERNATE = b"\x1b[?1049h"
MOUSE = b"\x1b[?1000h"
"""The first thing that Textual says to a terminal after that."""
AT_ONCE = "import policytui.workspace.remembered as r\nr.SETTLED = 0\n"
"""Remember what was written just now."""


def made(root: Path) -> Path:
    workspace = Workspace(root, author="Ada", clock=FixedClock(NOON))
    for slug, title in (("lantern", "Lantern – Privacy 語"), ("terms", "Terms of Use"), ("zebra", "Zebra\u202e")):
        workspace.save_import(slug, policy(title), summary="First version")
    return root


def opened_and_left(root: Path, folder: Path) -> Path:
    """The file of the picture of a library that was opened and left."""
    time.sleep(0.02)
    with Session(root=root, state=folder / "state", code=AT_ONCE) as session:
        session.until(b"Terms of Use")
        until = time.monotonic() + 20
        while not (found := list((folder / "cache" / "policytui").glob("picture-*"))):
            assert time.monotonic() < until
            session.read(0.05)
        session.send(b"\x11")
        assert session.ended() == 0
    (path,) = found
    return path


def settle_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library that was seen before; nothing but its copies is changed."""
    folder = tmp_path_factory.mktemp("opening")
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle_in(folder, monkeypatch)
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TZ", "UTC")
        opened_and_left(made(folder / "policies"), folder)
    return folder


@pytest.fixture
def root(once: Path) -> Path:
    return once / "policies"


@pytest.fixture
def state(once: Path) -> Path:
    return once / "state"


@pytest.fixture
def seen_before(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the picture, in a cache of the test's own."""
    settle_in(once, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "copy"))
    shutil.copytree(once / "cache", tmp_path / "copy")
    (path,) = (tmp_path / "copy" / "policytui").glob("picture-*")
    return path


class Emulator:
    """What a terminal of 100×30 shows."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(100, 30)
        self.stream = pyte.ByteStream(self.screen)

    def cells(self, data: bytes) -> list[list[object]]:
        self.stream.feed(re.sub(rb"\x1b\[[<>=][\d;]*u", b"", data))
        return [[self.screen.buffer[y][x] for x in range(100)] for y in range(30)]


def test_the_picture_is_what_textual_then_shows_cell_by_cell(seen_before: Path, root: Path, state: Path) -> None:
    with Session(root=root, state=state) as session:
        session.until(MOUSE)
        early, _, rest = session.seen.partition(MOUSE)
        assert b"Terms of Use" in early
        until = time.monotonic() + 3
        while time.monotonic() < until:
            session.read(0.1)
        rest = session.seen[len(early) :]
        session.send(b"\x11")
        assert session.ended() == 0
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()
    emulator = Emulator()
    first = emulator.cells(early)
    assert emulator.cells(rest) == first
    assert ALTERNATE not in rest, "the screen was wiped"
    assert b"Terms" not in rest
    assert len(rest) < 400, rest


def test_what_is_typed_before_the_screens_are_up_is_answered_once(seen_before: Path, root: Path, state: Path) -> None:
    with Emulated(root=root, state=state) as session:
        session.until(b"Terms of Use")
        assert MOUSE not in session.seen
        session.send(b"n")
        session.until(b"name of its folder")
        session.send(b"Quick")
        end = time.monotonic() + 20
        while not ("Quick" in session.text() and "quick" in session.text()):
            assert time.monotonic() < end, session.text()
            session.read(0.1)
        session.send(b"\x1b")
        session.read(0.4)
        session.send(b"\x11")
        assert session.ended() == 0
        assert session.attributes_are_back()


def test_what_is_typed_is_not_echoed(seen_before: Path, root: Path, state: Path) -> None:
    with Session(root=root, state=state, code=WAITING) as session:
        session.until(b"Terms of Use")
        shown = 0
        while shown < len(session.seen):  # a terminal takes the picture in pieces
            shown = len(session.seen)
            session.read(1)
        session.send(b"hello\r\x13\x11\x1a\x1c")
        session.read(0.3)
        assert len(session.seen) == shown
        assert session.child.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, "ctrl+c"], ids=str)
def test_an_early_end_puts_the_terminal_back(seen_before: Path, root: Path, state: Path, number: object) -> None:
    with Session(root=root, state=state, code=WAITING) as session:
        session.until(b"Terms of Use")
        session.read(0.1)
        if isinstance(number, signal.Signals):
            session.signal(number)
            code = 128 + number
        else:
            session.send(b"\x03")
            code = 130
        assert session.ended() == code
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()


def test_a_line_that_drops_early_is_no_endless_wait(seen_before: Path, root: Path, state: Path) -> None:
    with Session(root=root, state=state, code=WAITING) as session:
        session.until(b"Terms of Use")
        session.hang_up()
        assert session.child.wait(10) == 128 + signal.SIGHUP


@pytest.mark.parametrize(("code", "said"), [(FAILING, b"ZeroDivisionError"), (REFUSED, b"It cannot be.")])
def test_a_failure_puts_the_terminal_back_before_it_is_told(
    seen_before: Path, root: Path, state: Path, code: str, said: bytes
) -> None:
    with Session(root=root, state=state, code=code) as session:
        assert session.ended() in (1, 2)
        assert b"Terms of Use" in session.seen
        assert said in session.seen.rpartition(b"\x1b[?1049l")[2]
        assert all(part in session.seen for part in RESTORED)
        assert session.attributes_are_back()


def no_picture(root: Path, state: Path) -> None:
    """Nothing is painted before Textual is there."""
    with Session(root=root, state=state) as session:
        session.until(MOUSE)
        assert session.seen.partition(MOUSE)[0].endswith(ALTERNATE)
        assert b"Terms" not in session.seen.partition(MOUSE)[0]
        session.until(b"Effective")
        session.send(b"\x11")
        assert session.ended() == 0


def test_a_changed_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle_in(tmp_path, monkeypatch)
    root = made(tmp_path / "policies")
    opened_and_left(root, tmp_path)
    path = root / "terms" / "policy.toml"
    path.write_text(path.read_text().replace("Terms of Use", "Terms of Bed"))
    no_picture(root, tmp_path / "state")


def test_a_damaged_picture(seen_before: Path, root: Path, state: Path) -> None:
    data = seen_before.read_bytes()
    assert b"Terms of Use" in data
    seen_before.write_bytes(data.replace(b"Terms of Use", b"Terms of Bed"))
    no_picture(root, state)


def test_no_cache_no_picture(seen_before: Path, root: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYTUI_NO_CACHE", "1")
    no_picture(root, state)


def test_hidden_characters_are_not_in_the_picture(seen_before: Path, root: Path, state: Path) -> None:
    data = seen_before.read_bytes()
    assert b"\\x07" not in data.split(b"\n", 2)[2]
    assert b"\\u202e" not in data.split(b"\n", 2)[2]
    assert seen_before.stat().st_mode & 0o777 == 0o600


# --- without a terminal -----------------------------------------------------------------------------------


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    for name in ("cache/policytui", "state/policytui", "config/policytui/themes", "policies"):
        (tmp_path / name).mkdir(parents=True)
    folders = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("cache", "state", "config")}
    return {**folders, "HOME": str(tmp_path), "TERM": "xterm"}


LINES = [("terms", ("Terms", "", "2024-05-19", "", "1", "clean"))]
SIZE = (10, 2)
PICTURE = [[("1;38;2;1;2;3", "Terms"), ("", " 語  ")], [("", " " * 10)]]


def made_of(folder: Path, environ: dict[str, str]) -> str:
    return opening.circumstances(str(folder / "policies"), environ, SIZE, LINES)


CHANGES: dict[str, Callable[[Path, dict[str, str]], object]] = {
    "theme": lambda folder, environ: environ.update(POLICYTUI_THEME="paper"),
    "colour": lambda folder, environ: environ.update(NO_COLOR="1"),
    "terminal": lambda folder, environ: environ.update(TERM="linux"),
    "settings": lambda folder, environ: (folder / "config/policytui/config.toml").write_text("theme = 'paper'"),
    "own theme": lambda folder, environ: (folder / "config/policytui/themes/a.toml").write_text(""),
    "read only": lambda folder, environ: (folder / "policies").rename(folder / "elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_it_is_made_of_counts(
    tmp_path: Path, environ: dict[str, str], change: Callable[[Path, dict[str, str]], object]
) -> None:
    before = made_of(tmp_path, environ)
    assert before
    assert made_of(tmp_path, environ) == before
    change(tmp_path, environ)
    assert made_of(tmp_path, environ) != before


def test_the_lines_the_size_and_the_day_count(
    tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = made_of(tmp_path, environ)
    other = [("terms", ("Terms", "", "2024-05-20", "", "1", "clean"))]
    assert opening.circumstances(str(tmp_path / "policies"), environ, SIZE, other) != before
    assert opening.circumstances(str(tmp_path / "policies"), environ, (11, 2), LINES) != before
    assert opening.circumstances(str(tmp_path / "policies"), environ, SIZE, []) == ""
    tomorrow = time.localtime(time.time() + 86_400)
    monkeypatch.setattr("time.localtime", lambda: tomorrow)
    assert made_of(tmp_path, environ) != before


def test_a_draft_that_waits_is_another_first_screen(tmp_path: Path, environ: dict[str, str]) -> None:
    drafts = tmp_path / "state" / "policytui" / "drafts"
    (drafts / "discarded").mkdir(parents=True)
    (drafts / "discarded" / "old.journal").write_text("")
    assert made_of(tmp_path, environ)
    (drafts / "one.journal").write_text("")
    assert made_of(tmp_path, environ) == ""


def test_a_picture_comes_back(tmp_path: Path, environ: dict[str, str]) -> None:
    opening.keep(str(tmp_path / "policies"), environ, made_of(tmp_path, environ), SIZE, PICTURE)
    path = opening._path(str(tmp_path / "policies"), environ, SIZE)
    assert opening._load(path, made_of(tmp_path, environ), SIZE) == PICTURE
    assert opening._load(path, "other", SIZE) is None
    assert opening._load(path, made_of(tmp_path, environ), (10, 3)) is None


@pytest.mark.parametrize(
    "run",
    [
        ("0m\x1b]52;c;aGk=\x07", "x"),
        ("", "\x1b[2J"),
        ("", "a\nb"),
        ("", "\u202e"),
        ("", "\x9b2J"),
        ("1m", "x"),
        ("²", "x"),
    ],
)
def test_nothing_in_a_picture_acts(tmp_path: Path, environ: dict[str, str], run: tuple[str, str]) -> None:
    opening.keep(str(tmp_path / "policies"), environ, "this", SIZE, [[run], [("", " ")]])
    assert opening._load(opening._path(str(tmp_path / "policies"), environ, SIZE), "this", SIZE) is None


def test_what_is_written_shows_the_picture() -> None:
    emulator = Emulator()
    cells = emulator.cells(opening.text_of(PICTURE).encode())
    assert "".join(cell.data for cell in cells[0][:9]) == "Terms 語 "  # type: ignore[attr-defined]
    assert cells[0][0].bold  # type: ignore[attr-defined]
    assert not cells[0][6].bold  # type: ignore[attr-defined]


def test_without_a_terminal_nothing_is_painted(tmp_path: Path, environ: dict[str, str]) -> None:
    assert not opening.paint(str(tmp_path / "policies"), environ)
    assert opening.attributes() is None
    opening.close()


def test_the_library_of_the_fixture_is_remembered_whole(seen_before: Path, root: Path) -> None:
    assert [slug for slug, _ in all_lines(str(seen_before.parent), str(root))] == ["lantern", "terms", "zebra"]

"""In a real terminal, on policies whose every text is hostile: no screen sends a byte that is not the program's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.store.revisions import NAME
from tests.hostile.payloads import EVERYTHING, PAYLOADS
from tests.hostile.shelves import repository, slug
from tests.hostile.terminal import OWN, Terminal
from tests.hostile.test_command_line import set_up

ESCAPE, ENTER, DOWN, END, HOME, F1, F5, F12 = (
    "\x1b",
    "\r",
    "\x1b[B",
    "\x1b[F",
    "\x1b[H",
    "\x1bOP",
    "\x1b[15~",
    "\x1b[24~",
)
Walk = list[tuple[str, str]]
"""Keys, and what must then be on the screen."""

LIBRARY: Walk = [
    (ESCAPE, "!say what becomes"), *[(DOWN, "Library")] * 3, (ENTER, "did not work"), (ESCAPE, "!did not work"),
]  # fmt: skip
EDIT: Walk = [
    (END, "Library"), (ENTER, "p00  ›"), (DOWN, "p00"), ("\x07", "Go to section"), ("kee", "kee"),
    (ESCAPE, "!Go to section"), ("\x06", "Esc Close"), ("more", "more"),
    (ENTER, "Esc Close"), (ESCAPE, "!Esc Close"), ("\x0f", "─ Section"),
    (ESCAPE, "!─ Section"), ("\x10", "Search"), ("save", "Save as"), (ESCAPE, "!Save as"), (F1, "─ Help"),
    (ESCAPE, "!─ Help"), (F12, "─ Theme"), (ESCAPE, "!─ Theme"), ("typed ", "p00"), ("\x13", "Verdict"),
    (ESCAPE, "!Verdict"),
]  # fmt: skip
REVIEW: Walk = [
    ("\x14", "›  Review"), ("n", "Review"), ("v", "Review"), ("p", "Review"), ("++", "Review"), (F5, "Review"),
    ("y", "─ Summary"), (ESCAPE, "!─ Summary"), (ESCAPE, "!›  Review"), ("\x12", "3 revisions"), (DOWN, "History"),
    (ENTER, "›  Review"), ("v", "Review"), ("}", "Review"), (ESCAPE, "›  History"), (ESCAPE, "!›  History"),
]  # fmt: skip
SAVE: Walk = [
    ("\x13", "Verdict"), ("\x13", "!Verdict"), ("\x12", "4 revisions"), (END, "r1 ·"), ("R", "Verdict"),
    (ESCAPE, "!Verdict"), (ESCAPE, "!›  History"), (ESCAPE, "›  Library"),
]  # fmt: skip
IMPORT: Walk = [
    ("i", "─ Import"), ("in.md", "in.md"), (ENTER, "›  Import"), (DOWN, "Import"), (F5, "Import"), ("d", "─ Title"),
    (ESCAPE, "!─ Title"), ("e", "─ Retitle"), (ESCAPE, "!─ Retitle"), (ESCAPE, "›  Library"),
]  # fmt: skip
GIT: Walk = [
    (ESCAPE, "!say what becomes"), (END, "not committed"), ("b", "─ Review a branch"), (ENTER, "policy changed"),
    (ENTER, "›  Review"), ("w", "Review"), ("c", "─ Compare"), (ESCAPE, "!─ Compare"), (ESCAPE, "!›  Review"),
    ("y", "─ Summary for"), (ESCAPE, "!─ Summary for"),
    (ESCAPE, "›  Library"), ("h", " commits"), (DOWN, "History"), (DOWN, "In tag-"), (ENTER, "›  Review"),
    (ESCAPE, "›  History"), ("C", "─ Commit"), ("\x13", "did not commit"), (HOME, "did not commit"),
    ("r", "did not commit"), (ESCAPE, "!did not commit"), (ESCAPE, "!─ Commit"), (ESCAPE, "›  Library"),
]  # fmt: skip
QUICK: Walk = [
    (ESCAPE, "!say what becomes"), (END, "Library"), (ENTER, "p00  ›"),
    ("\x12", "3 revisions"), (ENTER, "›  Review"), ("v", "Review"),
]  # fmt: skip


def walked(
    walk: Walk, payload: str, folder: Path, monkeypatch: pytest.MonkeyPatch, before: str = "", git: bool = False
) -> Terminal:
    """The program after a walk on policies of one payload; with `git` in a repository of it."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POLICYTUI_NOW", "2024-06-10T12:00:00+00:00")
    monkeypatch.setenv("POLICYTUI_AUTHOR", f"Mallory {payload}".replace("\x00", ""))
    monkeypatch.setenv("POLICYTUI_THEME", f"no {payload}".replace("\x00", ""))
    set_up({"one": payload})
    if git:
        for path in Path("policies", slug(0), "history").iterdir():
            if not NAME.fullmatch(path.name):  # with it, nothing is committed
                path.unlink()
        repository(Path(), payload)
        monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
        monkeypatch.setenv("GIT_COMMITTER_NAME", "Ada")
        monkeypatch.setenv("EMAIL", "ada@x.example")
    terminal = Terminal(folder=folder, before=before)
    try:
        terminal.wait("say what becomes")
        for keys, text in walk:
            terminal.send(keys, text)
    finally:
        code = terminal.end()
    assert code == 0
    return terminal


def test_the_screens_send_nothing_raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walked(QUICK, EVERYTHING, tmp_path, monkeypatch).hits == []


def test_the_screens_of_git_send_nothing_raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walked(GIT, EVERYTHING, tmp_path, monkeypatch, git=True).hits == []


OFF = """
import re
import policytui.core.visible
policytui.core.visible.HIDDEN = re.compile("(?!)")
"""


@pytest.mark.slow
def test_without_the_filter_the_search_finds_what_gets_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(Without a terminal, in every run: `tests/tui/test_hostile.py`.)"""
    monkeypatch.chdir(tmp_path)
    set_up({"one": PAYLOADS["zero width"] + PAYLOADS["isolates"]})
    terminal = Terminal(folder=tmp_path, before=OFF)
    terminal.wait("say what becomes")
    terminal.send(ESCAPE, "!say what becomes")
    terminal.end()
    assert terminal.hits


@pytest.mark.parametrize("name", ["osc 52 bel", "csi", "csi colour", "c1 csi", "osc title", "osc 8", "dcs", "apc"])
def test_no_control_sequence_is_taken_for_the_programs_own(name: str) -> None:
    assert OWN.sub("", PAYLOADS[name]) in (PAYLOADS[name], PAYLOADS[name].replace("\x1b\\", ""))
    assert OWN.search(PAYLOADS[name]) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PAYLOADS, "everything"])
def test_every_screen_with_each_payload(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = PAYLOADS.get(name, EVERYTHING)
    terminal = walked([*LIBRARY, *EDIT, *REVIEW, *SAVE, *IMPORT], payload, tmp_path, monkeypatch)
    assert terminal.hits == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PAYLOADS, "everything"])
def test_the_screens_of_git_with_each_payload(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walked(GIT, PAYLOADS.get(name, EVERYTHING), tmp_path, monkeypatch, git=True).hits == []


UNSEEN = "import policytui.core.visible as gate\ngate.visible = gate.one_line = lambda text: text"


@pytest.mark.slow
def test_the_filter_holds_alone_when_nothing_is_made_visible_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert walked([*LIBRARY, *EDIT, *REVIEW], EVERYTHING, tmp_path, monkeypatch, UNSEEN).hits == []


def test_a_coloured_diff_sends_nothing_raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    set_up({"everything": EVERYTHING})
    words = ("diff", slug(0), "--context", "all", "--format")
    split = f"from policytui.cli.main import main\nmain({[*words, 'split']})"
    found = []
    for off in ("", OFF):
        terminal = Terminal(*words, "inline", folder=tmp_path, before=f"{off}\n{split}")
        terminal.finish()
        assert b"\x1b[" in terminal.raw
        found.append(terminal.hits)
    assert found[0] == []
    assert found[1], "with the filter off the search must find something"

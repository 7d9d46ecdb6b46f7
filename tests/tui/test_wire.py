"""Keys and frames without a thread between: the same text, the same screen, in the same order."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from policytui.core.values import Section
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.widgets.editor import BodyEditor
from policytui.tui.wire import WireDriver
from policytui.workspace import Workspace
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.keys_child import KeysChild
from tests.tui.pty import Emulated
from tests.tui.running import Running


def test_a_full_terminal_is_not_waited_for_and_gets_everything_in_order(tmp_path: Path) -> None:
    with KeysChild(WireDriver, tmp_path) as child:
        child.read(0.2)
        child.seen = b""
        child.press(b"w", "w", "quick", reading=False)
        while child.seen.count("é".encode()) < 20 * 5000:
            before = len(child.seen)
            child.read(2)
            assert len(child.seen) > before
        assert [int(number) for number in re.findall(rb"<(\d+)>", child.seen)] == list(range(20))
        child.press(b"x", "x")
        assert child.ended() == 7


@asynccontextmanager
async def editing(root: Path, size: tuple[int, int]) -> AsyncIterator[Running]:
    """The editor of a policy of five sections, with the cursor in a body."""
    app = PolicytuiApp(FakeWorkspace(root, {"lantern": policy(sections=5)}), Start("lantern", theme="ink"))
    async with app.run_test(size=size) as pilot:
        one = Running(app, pilot)
        await one.settle()
        one.screen.query_one(BodyEditor).focus()
        await one.settle()
        yield one


TYPED = ["a", "b", " ", "Z", "语", "é", "-", "9", "backspace", "delete", "left", "right", "up", "down", "enter"]


def key(name: str) -> events.Key:
    """The key as the parser makes it."""
    return events.Key("space", " ") if name == " " else events.Key(name, name if len(name) == 1 else None)


def strips(app: Running) -> list[str]:
    """Every row of the screen with its styles, as it is shown now."""
    return [repr(strip.simplify()) for strip in app.screen._compositor.render_strips()]


async def test_a_key_taken_at_once_does_what_it_does_on_textuals_way(tmp_path: Path) -> None:
    dice = random.Random(3)
    keys = [dice.choice(TYPED) for _ in range(20)]
    results = []
    for at_once in (True, False):
        async with editing(tmp_path, (90, 20)) as app:
            taken = 0
            for name in keys:
                if at_once and app.app.take_at_once(key(name)):
                    taken += 1
                else:
                    await app.pilot.press("space" if name == " " else name)
                await app.pilot.pause()
            assert taken > 12 or not at_once
            await app.settle()
            await app.pilot.pause(0.5)
            shown = strips(app)
            app.screen.refresh(layout=True)
            await app.pilot.pause()
            results.append((app.screen.draft.policy, app.screen.place(), shown))
            assert shown == strips(app)
    assert results[0] == results[1]


@pytest.mark.parametrize("seed", range(4))
async def test_keys_that_come_together_are_done_in_their_order(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    choice = ["a", " ", "-", "backspace", "backspace", "delete", "left", "shift+left", "shift+right", "enter", "end"]
    keys = [*"pq rs", "shift+left", "shift+left", "backspace", "backspace", *"16"]
    keys += [dice.choice(choice) for _ in range(24)]
    results = []
    for together in (True, False):
        async with editing(tmp_path, (90, 20)) as app:
            for name in keys:
                if together:
                    app.app.take_in_turn(key(name))
                else:
                    await app.pilot.press("space" if name == " " else name)
            await app.settle()
            await app.pilot.pause(0.3)
            results.append((app.screen.draft.policy, app.screen.place()))
    assert results[0] == results[1]


async def test_what_is_typed_behind_an_undo_is_not_undone_with_it(tmp_path: Path) -> None:
    async with editing(tmp_path, (90, 20)) as app:
        before = app.screen.query_one(BodyEditor).text
        for name in ["a", "b", "ctrl+z", "c", "d", " ", "e", "ctrl+z", "ctrl+y", "ctrl+z", "f"]:
            app.app.take_in_turn(key(name))
        await app.settle()
        await app.pilot.pause(0.3)
        assert app.screen.query_one(BodyEditor).text == "cd f" + before
        assert app.screen.draft.policy.sections[0].body == "cd f" + before


async def test_no_key_overtakes_another_or_reaches_what_is_covered(tmp_path: Path) -> None:
    async with editing(tmp_path, (120, 36)) as app:
        editor = app.screen.query_one(BodyEditor)
        app.screen.query_one("#title").focus()
        await app.settle()
        assert not app.app.take_at_once(key("a"))
        editor.focus()
        await app.settle()
        before = editor.text
        app.app.post_message(key("b"))
        assert not app.app.take_at_once(key("c"))
        await app.settle()
        assert editor.text == "b" + before
        assert app.app.take_at_once(key("c"))
        assert not app.app.take_at_once(key("d"))  # what it changed is still being told
        await app.settle()
        assert app.app.take_at_once(events.Key("d", "d, e"))  # characters that came together
        await app.settle()
        assert not app.app.take_at_once(events.Key("ctrl+s", None))
        editor.read_only = True
        assert not app.app.take_at_once(key("f"))
        editor.read_only = False
        app.app.action_help()
        await app.settle()
        assert not app.app.take_at_once(key("g"))
        assert editor.text == "bcd, e" + before


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One policy of wide and of long lines."""
    folder = tmp_path / "policies"
    body = "Some words — “quoted”, 語彙 and *more* words, and again more of them.\n\n" * 20 + "word " * 800 + "\n"
    made = replace(policy(sections=3), preamble="Storage\n", sections=(Section("storage", "Keeping", 1, "", body),))
    Workspace(folder, author="Ada").save_import("lantern", made, summary="First")
    return folder


PIECES = [
    b"typed", b" words", "語".encode(), "e\u0301".encode(), b"\r", b"\x7f\x7f", b"\x1b[3~", b"\x1b[A", b"\x1b[B",
    b"\x1b[D", b"\x1b[200~\ta\tb\x1b[201~", b"\x1b[6~", b"\x1b[5~", b"\x1b[1;2B", b"\x1b[1;2C", b"\x1a", b"\x1b[F",
    b"x" * 70, b"\x1b[200~pasted\r\ntext\r\n\r\n# Head\x1b[201~",
]  # fmt: skip
"""Keys of every kind, a paste among them."""


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_a_session_leaves_the_screen_that_a_whole_frame_makes(root: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with Emulated("lantern", root=root, state=tmp_path / "state") as session:
        session.until(b"Storage")
        session.read(0.7)
        for _ in range(40):
            session.send(dice.choice(PIECES))
            session.read(dice.choice([0, 0.002, 0.03]))
        session.same_when_redrawn()

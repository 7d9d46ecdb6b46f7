"""The conflicts of a merge on the screen: each decided by a key or by hand, nothing decided silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policytui.core.conflicts import Conflict, marked
from policytui.core.merge import merge
from policytui.core.values import Policy
from policytui.tui.screens.resolve import ConflictScreen, Names
from policytui.tui.widgets.editor import BodyEditor
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run, Running


def with_body(one: Policy, at: int, body: str) -> Policy:
    return one.with_section(replace(one.sections[at], body=body))


BASE = policy()
MINE = with_body(with_body(BASE, 0, "Mine here.\n"), 1, "Mine there.\n")
THEIRS = with_body(with_body(BASE, 0, "Theirs here.\n"), 1, "Theirs there.\n")
BOTH = merge(BASE, MINE, THEIRS).policy


async def ask(app: Running, one: Policy = BOTH) -> tuple[ConflictScreen, list[Policy]]:
    told: list[Policy] = []
    screen = ConflictScreen(one, Names("mine", "theirs", "base"), told.append)
    await app.app.push_screen(screen)
    await app.settle()
    return screen, told


@pytest.mark.parametrize(
    ("keys", "bodies"),
    [
        ("mt", ("Mine here.\n", "Theirs there.\n")),
        ("nmt", ("Theirs here.\n", "Mine there.\n")),
        ("bo", ("Mine here.\n\nTheirs here.\n", BASE.sections[1].body)),
    ],
)
async def test_each_is_decided_by_a_key(run: Run, root: Path, keys: str, bodies: tuple[str, str]) -> None:
    async with run(FakeWorkspace(root)) as app:
        screen, _ = await ask(app)
        assert "1 of 2" in app.text
        for text in ("Mine here.", "Theirs here.", "18 months", "2 to decide", "not decided"):
            assert text in app.text
        await app.press(*keys)
        assert screen.result is not None
        assert tuple(section.body for section in screen.result.sections[:2]) == bodies
        assert app.top == "LibraryScreen"


async def test_what_is_decided_so_far_is_told_and_the_rest_stays(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        screen, told = await ask(app)
        await app.press("m", "escape")
        assert screen.result is None
        assert told == [BOTH.with_section(replace(BOTH.sections[0], body="Mine here.\n"))]


async def test_by_hand_begins_with_both_and_is_taken_as_typed(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        screen, told = await ask(app)
        await app.press("e")
        result = screen.query_one("#result", BodyEditor)
        assert result.text == "Mine here.\n\nTheirs here.\n"
        assert screen.answers.left == 2
        await app.type("So be it.")
        assert told[-1].sections[0].body == "Mine here.\n\nTheirs here.\nSo be it.\n"
        assert "your own text" in app.text
        await app.press("ctrl+s")
        assert (screen.at, screen.answers.left) == (1, 1)
        await app.press("e", "ctrl+s")
        assert screen.result is not None
        assert screen.result.sections[1].body == "Mine there.\n\nTheirs there.\n"


async def test_by_hand_and_away_again_decides_nothing(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        screen, told = await ask(app)
        await app.press("e", "escape")
        assert (screen.answers.left, told, screen.query_one("#result", BodyEditor).text) == (2, [], "")
        assert app.top == "ConflictScreen"


async def test_what_a_field_cannot_hold_is_said(run: Run, root: Path) -> None:
    level = Conflict(BASE.sections[0].id, "level", "1", "2", "3")
    one = with_body(BASE, 0, marked(level) + "\n" + BASE.sections[0].body)
    async with run(FakeWorkspace(root)) as app:
        screen, told = await ask(app, one)
        await app.press("b")
        assert "only in a text" in app.text
        await app.press("e")
        await app.type("9")
        assert "from 1 to 6" in app.text
        assert (screen.answers.left, told) == (1, [])
        await app.press("ctrl+s")
        assert app.top == "ConflictScreen"
        await app.press("backspace", "backspace")
        await app.type("4")
        await app.press("ctrl+s")
        assert screen.result is not None
        assert screen.result.sections[0].level == 4


async def test_a_section_is_kept_or_removed_and_not_written(run: Run, root: Path) -> None:
    gone = replace(BASE, sections=BASE.sections[1:])
    async with run(FakeWorkspace(root)) as app:
        screen, _ = await ask(app, merge(BASE, with_body(BASE, 0, "Changed.\n"), gone).policy)
        assert "kept or removed" in app.text
        await app.press("e")
        assert "kept or removed, and nothing else" in app.text
        await app.press("t")
        assert screen.result is not None
        assert screen.result.sections == gone.sections


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 50)])
async def test_all_four_texts_are_seen_at_every_size(run: Run, root: Path, size: tuple[int, int]) -> None:
    async with run(FakeWorkspace(root), size=size) as app:
        screen, _ = await ask(app)
        for text in ("m  mine", "o  base", "t  theirs", "What will stand there", "Mine here.", "Theirs here."):
            assert text in app.text
        assert ("How long we keep it" in app.text) is (size[0] > 140)
        await app.press("n", "m")
        await app.press("p")
        assert "✓ taken" in app.text
        assert "Taken: mine" in app.text
        assert screen.at == 1


async def test_the_list_goes_to_a_conflict(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root), size=(160, 50)) as app:
        screen, _ = await ask(app)
        screen.query_one("#list").focus()
        await app.press("down")
        assert screen.at == 1
        assert "Theirs there." in app.text


async def test_hostile_text_in_a_conflict_is_shown_harmless(run: Run, root: Path) -> None:
    hostile = "[@click=app.quit]x[/y] \x1b]52;c;AAAA\x07 \u202e\n"
    async with run(FakeWorkspace(root)) as app:
        await ask(app, merge(BASE, with_body(BASE, 0, hostile), THEIRS).policy)
        assert "[@click=app.quit]x[/y]" in app.text
        assert "\x1b" not in app.text
        assert "\u202e" not in app.text

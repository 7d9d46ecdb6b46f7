"""Putting two texts together: each conflict decided by a person, the result approved, notes said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policytui.core.merge import merge
from policytui.core.values import Policy
from policytui.tui.screens.merging import ConflictScreen, put_together
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run, Running


def with_body(one: Policy, at: int, body: str) -> Policy:
    return one.with_section(replace(one.sections[at], body=body))


BASE = policy()
MINE = with_body(with_body(BASE, 0, "Mine here.\n"), 1, "Mine there.\n")
THEIRS = with_body(with_body(BASE, 0, "Theirs here.\n"), 1, "Theirs there.\n")


async def ask(app: Running) -> ConflictScreen:
    screen = ConflictScreen(merge(BASE, MINE, THEIRS).policy)
    await app.app.push_screen(screen)
    await app.settle()
    return screen


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
        screen = await ask(app)
        assert "1 of 2" in app.text
        assert "Mine here." in app.text
        assert "Theirs here." in app.text
        assert "18 months" in app.text
        await app.press(*keys)
        assert screen.result is not None
        assert tuple(section.body for section in screen.result.sections[:2]) == bodies
        assert app.top == "LibraryScreen"


async def test_escape_decides_nothing(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        screen = await ask(app)
        await app.press("m", "escape")
        assert screen.result is None


async def test_a_clean_merge_asks_only_for_approval(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        theirs = with_body(BASE, 2, "Theirs.\n")
        mine = with_body(BASE, 0, "Mine.\n")
        worker = app.app.run_worker(put_together(app.app, BASE, mine, theirs), group="save")
        await app.until("nothing contradicts")
        assert app.top == "ApprovalScreen"
        await app.press("a")
        result = await worker.wait()
        assert result == with_body(theirs, 0, "Mine.\n")


async def test_hostile_text_in_a_conflict_is_shown_harmless(run: Run, root: Path) -> None:
    hostile = "[@click=app.quit]x[/y] \x1b]52;c;AAAA\x07 \u202e\n"
    async with run(FakeWorkspace(root)) as app:
        screen = ConflictScreen(merge(BASE, with_body(BASE, 0, hostile), THEIRS).policy)
        await app.app.push_screen(screen)
        await app.settle()
        assert "[@click=app.quit]x[/y]" in app.text
        assert "\x1b" not in app.text
        assert "\u202e" not in app.text

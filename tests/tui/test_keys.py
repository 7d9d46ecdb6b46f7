"""The table of keys: ids unique, no key that never arrives, no key twice in a place, a person's own keys checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.config import Settings
from policytui.core.compare import redline
from policytui.core.values import Policy, Section
from policytui.tui import keys
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.widgets.outline import Outline
from policytui.tui.widgets.redline_view import RedlineView
from tests.tui.fake import FakeWorkspace


def test_ids_are_unique_and_name_a_place() -> None:
    ids = [key.id for key in keys.KEYS]
    assert len(ids) == len(set(ids))
    assert {key.where for key in keys.KEYS} <= set(keys.WHERE)


def test_no_default_key_is_one_that_never_arrives() -> None:
    for key in keys.KEYS:
        for one in key.keys.split(","):
            assert one not in keys.RESERVED, key.id
            assert not one.startswith(("alt+", "shift+")), key.id


def test_what_the_text_area_swallows_is_used_for_undo_and_redo_only() -> None:
    swallowed = {f"ctrl+{letter}" for letter in "acdekuvwxyz"}
    used = {key.id for key in keys.of("edit", "app", "find") for one in key.keys.split(",") if one in swallowed}
    assert used == {"edit.undo", "edit.redo"}


@pytest.mark.parametrize("place", [place for place in keys.WHERE if place != "app"])
def test_no_key_is_on_two_commands_of_a_place(place: str) -> None:
    seen: dict[str, str] = {}
    for key in keys.of(place, "app"):
        for one in filter(None, key.keys.split(",")):
            assert seen.setdefault(one, key.id) == key.id


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+s", "^S"), ("f1", "F1"), ("escape", "Esc"), ("]", "]"), ("right_square_bracket", "]"), ("K", "K"),
     ("less_than_sign", "<"), ("slash", "/"), ("+", "+"), ("t,ctrl+t", "t")],
)  # fmt: skip
def test_display(key: str, shown: str) -> None:
    assert keys.display(key) == shown


def test_an_unknown_id_a_swallowed_key_and_a_clash_are_told_with_their_place() -> None:
    assert keys.usable({"edit.save": "f9"})[1][0].message.startswith("“f9” is on both edit.save and edit.discard")
    assert keys.usable({"edit.save": "ctrl+l,]"})[1][0].message.startswith(
        "“ctrl+l” is on both edit.save and app.redraw"
    )
    wrong = {
        "edit.sieve": "f7", "edit.save": "ctrl+a", "edit.find": "ctrl+t", "edit.goto": "alt+s",
        "library.open": "G", "review.list": "F5", "review.next": "nxt",
    }  # fmt: skip
    for key_id, value in wrong.items():
        used, problems = keys.usable({key_id: value, "save.verdict": "f5"}, path="/c", places={key_id: (7, 3)})
        assert used == {"save.verdict": "f5"}, key_id
        assert problems
        assert problems[0].at() == "/c:7:3"
        assert problems[0].hint


@pytest.mark.parametrize(
    ("name", "right"),
    [("f9", True), ("f25", False), ("ctrl+n", True), ("x", True), ("]", True), ("+", True), ("pageup", True),
     ("right_square_bracket", True), ("ctrl+pageup", True), ("", False), ("F5", False), ("ctrl", False),
     ("no_key", False), (" ", False)],
)  # fmt: skip
def test_what_a_key_is_called(name: str, right: bool) -> None:
    assert keys.is_key(name) is right


def test_every_key_of_the_table_is_called_as_a_person_may_call_it() -> None:
    assert all(keys.is_key(one) for key in keys.KEYS if key.keys for one in key.keys.split(","))


def test_vim_adds_its_motions_and_a_persons_own_win() -> None:
    used, problems = keys.usable({"view.half_up": "ctrl+n"}, vim=True)
    assert problems == []
    assert used["view.half_up"] == "ctrl+n"
    assert used["list.half_down"] == "ctrl+d"
    assert set(keys.VIM) <= {key.id for key in keys.KEYS}
    assert keys.usable({})[0] == {}


@pytest.mark.parametrize("place", [place for place in keys.WHERE if place != "app"])
def test_no_motion_of_vim_is_on_two_commands_of_a_place(place: str) -> None:
    seen: dict[str, str] = {}
    for key in keys.of(place, *keys.WITHIN.get(place, ()), "app"):
        for one in filter(None, keys.VIM.get(key.id, key.keys).split(",")):
            if {seen.setdefault(one, key.id).partition(".")[0], key.where} != {"list", "view"}:
                assert seen[one] == key.id


def test_the_table_loads_no_textual() -> None:
    import subprocess
    import sys

    code = "import sys, policytui.tui.keys; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_the_motions_of_vim_move_in_lists_and_in_the_review(tmp_path: Path) -> None:
    app = PolicytuiApp(FakeWorkspace(tmp_path), Start("lantern", theme="ink", settings=Settings(keys="vim")))
    async with app.run_test(size=(80, 14)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("f5")
        outline = app.screen.query_one(Outline)
        await pilot.press("G")
        assert outline.current == outline.entries[-1].id
        await pilot.press("g", "j", "j")
        assert outline.current == outline.entries[2].id
        await pilot.press("ctrl+d")
        assert outline.current == outline.entries[-1].id
        await pilot.press("ctrl+u", "k")
        assert outline.current == outline.entries[0].id
        view = RedlineView()
        await app.screen.mount(view)
        view.styles.height = 6
        lines = "".join(f"Line {n}.\n\n" for n in range(60))
        view.show(redline(Policy("P"), Policy("P", sections=(Section("a", "Alpha", 1, "", lines),))))
        view.focus()
        await pilot.pause()
        await pilot.press("j", "j", "k")
        assert view.scroll_offset.y == 1
        await pilot.press("ctrl+d")
        half = view.scroll_offset.y
        assert 1 < half < 7
        await pilot.press("G")
        assert view.scroll_offset.y == view.max_scroll_y > half
        await pilot.press("g")
        assert view.scroll_offset.y == 0

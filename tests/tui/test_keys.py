"""The table of keys: ids unique, no key that never arrives, no key twice in a place, a person's own keys checked."""

from __future__ import annotations

import pytest

from policytui.tui import keys


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
        for one in key.keys.split(","):
            assert seen.setdefault(one, key.id) == key.id


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+s", "^S"), ("f1", "F1"), ("escape", "Esc"), ("]", "]"), ("right_square_bracket", "]"), ("K", "K"),
     ("less_than_sign", "<"), ("slash", "/"), ("+", "+"), ("t,ctrl+t", "t")],
)  # fmt: skip
def test_display(key: str, shown: str) -> None:
    assert keys.display(key) == shown


def test_an_unknown_id_a_swallowed_key_and_a_clash_are_told() -> None:
    assert keys.keymap_problems({"edit.save": "f10"}) == []
    for keymap in ({"edit.sieve": "f10"}, {"edit.save": "ctrl+a"}, {"edit.save": "ctrl+t"}, {"edit.save": "alt+s"}):
        problems = keys.keymap_problems(keymap)
        assert problems, keymap
        assert problems[0].hint


def test_effective_shows_a_persons_own_keys() -> None:
    shown = {key.id: now for _, key, now in keys.effective({"edit.save": "f10"})}
    assert shown["edit.save"] == "f10"
    assert shown["edit.find"] == "ctrl+f"


def test_the_table_loads_no_textual() -> None:
    import subprocess
    import sys

    code = "import sys, policytui.tui.keys; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

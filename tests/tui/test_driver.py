"""The driver in a real pty: keys arrive whole, and leaving does not wait."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from policytui.tui.driver import QuickDriver
from policytui.tui.wire import WireDriver
from tests.tui.keys_child import KeysChild


@pytest.mark.parametrize("driver", [QuickDriver, WireDriver])
def test_keys_arrive_and_the_end_comes_at_once(driver: type, tmp_path: Path) -> None:
    with KeysChild(driver, tmp_path) as child:
        child.press(b"a\xc3", "a")
        time.sleep(0.05)
        child.press(b"\xa9", "é")  # the rest of it
        child.press(b"\x1b", "escape")
        child.press(b"s", "s")
        time.sleep(0.2)
        child.press(b"\x1b[A", "up")
        child.press(b"x", "x")
        assert child.ended() == 7


@pytest.mark.parametrize("driver", [QuickDriver, WireDriver])
def test_what_is_pasted_is_text_to_its_end(driver: type, tmp_path: Path) -> None:
    with KeysChild(driver, tmp_path) as child:
        child.press(
            b"a\x1b[200~one\x1b[31m\x07\x1b\x1b[A\x00two\x1b[201~b", "a", r"'one\x1b[31m\x07\x1b\x1b[Atwo'", "b"
        )
        child.press(b"\x1b[200~three\x1b[20")
        time.sleep(0.3)
        child.press(b"1~c\x1b[200~\xc3\xa9\x1b[201~\x1b[B", "'three'", "c", r"'\xe9'", "down")
        child.press(b"x", "x")
        assert child.ended() == 7

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

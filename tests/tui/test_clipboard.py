"""Copying inside tmux, in a real one: its buffer has the text."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from policytui.tui.clipboard import into_tmux

TEXT = "Sömé “text”\n; kill-server\n"


def test_without_tmux_nothing_is_started() -> None:
    assert into_tmux(TEXT, {"PATH": "/nowhere"}) is False


def test_a_tmux_that_is_gone_is_no_harm(tmp_path: Path) -> None:
    assert into_tmux(TEXT, {**os.environ, "TMUX": f"{tmp_path}/none,1,0"}) is False


@pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
def test_tmux_has_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = tmp_path / "s"

    def tmux(*words: str) -> str:
        return subprocess.run(["tmux", "-S", str(socket), *words], capture_output=True, text=True, check=True).stdout

    monkeypatch.delenv("TMUX", raising=False)
    tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "sleep", "60")
    try:
        monkeypatch.setenv("TMUX", f"{socket},{tmux('display-message', '-p', '#{pid}').strip()},0")
        assert into_tmux(TEXT, os.environ)
        assert tmux("show-buffer") == TEXT
    finally:
        tmux("kill-server")

"""A folder of hostile policies, and the command run on it with its bytes caught."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from policytui.cli.main import main


@dataclass(frozen=True)
class Said:
    """What a command did: exit code, and every byte it printed."""

    code: int
    out: bytes
    err: bytes


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `policytui …` in an empty folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("POLICYTUI_NOW", "2024-06-10T12:00:00+00:00")

    def command(*words: str) -> Said:
        capfdbinary.readouterr()
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        return Said(code, out, err)

    return command

"""What every test may use: a hermetic environment, a standing clock, and the shared material if there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policytui.clock import FixedClock

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as there are cores: tests of screens wait for a third of their time."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


@pytest.fixture(autouse=True)
def hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Own HOME, XDG folders and git identity; nothing of the person's own settings."""
    for name in [n for n in os.environ if n.startswith(("GIT_", "XDG_", "POLICYTUI_"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (("CONFIG", "config"), ("STATE", "state"), ("CACHE", "cache"), ("DATA", "data")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    monkeypatch.setenv("TZ", "UTC")
    for name in ("NO_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon UTC on 1 June 2024."""
    return FixedClock(datetime(2024, 6, 1, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real policies and histories beside the repository. Skips without them, fails without them in CI."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seeds").is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing, and CI must measure on it")
        pytest.skip("../shared is not beside this repository: the seeds and the corpus are not measured")
    return folder

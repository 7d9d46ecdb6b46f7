"""Where what is remembered goes, and where the settings are, told without loading anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from policytui.config import Config
from policytui.folders import cache_folder, from_home, settings_path, state_folder


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "/c/policytui"),
        ({"XDG_CACHE_HOME": "not/absolute", "HOME": "/h"}, "/h/.cache/policytui"),
        ({"HOME": "/h"}, "/h/.cache/policytui"),
        ({"HOME": ""}, ""),
        ({}, ""),
        ({"HOME": "/h", "POLICYTUI_NO_CACHE": "1"}, ""),
    ],
)
def test_the_cache(environ: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder(environ) == folder
    assert Config(environ).cache == folder


def test_the_cache_of_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder({"HOME": "/h"}) == "/h/Library/Caches/policytui"


def test_the_settings_are_where_the_config_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for environ in ({"XDG_CONFIG_HOME": "/c", "HOME": "/h"}, {"HOME": "/h"}, {"XDG_CONFIG_HOME": "c", "HOME": "/h"}):
        for name in ("XDG_CONFIG_HOME", "HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        assert settings_path(environ) == str(Config(environ).folder / "config.toml")
    assert settings_path({}) == ""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert settings_path({"HOME": "/h"}) == ""


def test_a_relative_folder_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be another one in every folder, and the drafts in it would not be found (XDG Base Directory 0.8)."""
    monkeypatch.setattr(sys, "platform", "linux")
    environ = {"XDG_STATE_HOME": "rel", "XDG_CONFIG_HOME": "./rel", "HOME": "/h"}
    assert state_folder(environ) == str(Config(environ).state) == "/h/.local/state/policytui"
    assert settings_path(environ) == "/h/.config/policytui/config.toml"


def test_nothing_is_loaded_for_it() -> None:
    code = "import sys, policytui.folders; print([n for n in ('typing', 'pathlib', 'dataclasses') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() in ("[]", "")


def test_the_home_of_somebody_who_does_not_exist_is_a_name_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/h")
    assert [from_home(path) for path in ("~/a.md", "~", "a~b")] == ["/h/a.md", "/h", "a~b"]
    assert from_home("~no-such-user/a.md") == "~no-such-user/a.md"

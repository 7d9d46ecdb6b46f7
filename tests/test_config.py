"""The environment as an input."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.config import Config, read_settings


def test_the_root_is_as_given_then_the_environments_then_the_settings(tmp_path: Path) -> None:
    folder = tmp_path / "policytui"
    folder.mkdir()
    (folder / "config.toml").write_text('root = "/srv/policies"\n')
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert Config({**environ, "POLICYTUI_ROOT": "/env"}).root("given") == Path("given")
    assert Config({**environ, "POLICYTUI_ROOT": "/env"}).root() == Path("/env")
    assert Config(environ).root() == Path("/srv/policies")
    assert Config({"XDG_CONFIG_HOME": str(tmp_path / "none")}).root() == Path("policies")


def test_the_author_is_as_configured_on_one_line() -> None:
    assert Config({"POLICYTUI_AUTHOR": "Ada\n  Lovelace"}).author == "Ada Lovelace"
    assert Config({"XDG_CONFIG_HOME": "/nowhere"}).author == ""
    assert Config({"USER": "ada"}).login == "ada"


@pytest.mark.parametrize("text", ["theme = ", "theme = 3", "colour = 'red'"])
def test_a_mistake_in_the_settings_is_a_problem_not_an_error(text: str) -> None:
    settings = read_settings(text, Path("config.toml"))
    assert settings.theme == ""
    assert len(settings.problems) == 1
    assert "config.toml" in settings.problems[0].message


def test_keys_of_ones_own_are_read() -> None:
    assert read_settings('[keymap]\n"edit.save" = "f10"\n', Path("c")).keymap == {"edit.save": "f10"}
    assert read_settings("keymap = 3", Path("c")).problems


def test_settings_that_are_not_text_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "policytui").mkdir()
    (tmp_path / "policytui" / "config.toml").write_bytes(b"\xff\xfe")
    assert Config({"XDG_CONFIG_HOME": str(tmp_path)}).settings.problems


@pytest.mark.parametrize(("environ", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_is_left_out_where_it_is_not_welcome(environ: dict[str, str], colour: bool) -> None:
    assert Config(environ).colour is colour


def test_folders_follow_the_xdg_names() -> None:
    config = Config({"XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "POLICYTUI_THEME": "paper"})
    assert (config.folder, config.state, config.theme) == (Path("/c/policytui"), Path("/s/policytui"), "paper")

"""The environment as an input."""

from __future__ import annotations

import os
import subprocess
import sys
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
    assert Config(environ).root("~no-such-user/policies") == Path("~no-such-user/policies")


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


def test_a_mistake_has_its_line_and_what_else_the_file_says_holds() -> None:
    text = 'author = "Ada"\nkeys = "emacs"\nmouse = "no"\n\n[keymap]\n  edit.save = "f9"\n"edit.find" = 3\n'
    settings = read_settings(text, Path("/c/config.toml"))
    assert (settings.author, settings.keys, settings.mouse) == ("Ada", "", None)
    assert settings.keymap == {"edit.save": "f9"}
    assert settings.places["edit.save"] == (6, 3)
    assert sorted(problem.at() for problem in settings.problems) == [
        "/c/config.toml:2:1", "/c/config.toml:3:1", "/c/config.toml:7:1",
    ]  # fmt: skip
    (broken,) = read_settings('author = "Ada"\ntheme = ink\n', Path("/c/config.toml")).problems
    assert (broken.line, broken.column) == (2, 9)
    (huge,) = read_settings("a = 1" + "0" * 5000, Path("/c/config.toml")).problems
    assert "not valid" in huge.message


def test_the_mouse_and_the_theme_are_as_the_environment_says_then_the_settings(tmp_path: Path) -> None:
    (tmp_path / "policytui").mkdir()
    (tmp_path / "policytui" / "config.toml").write_text('mouse = false\ntheme = "auto"\n')
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert Config(environ).mouse is False
    assert Config(environ).theme == ""
    assert Config({**environ, "POLICYTUI_MOUSE": "1", "POLICYTUI_THEME": "paper"}).mouse is True
    assert Config({"XDG_CONFIG_HOME": "/nowhere"}).mouse is True
    assert Config({"XDG_CONFIG_HOME": "/nowhere", "POLICYTUI_MOUSE": "off"}).mouse is False


@pytest.mark.parametrize(
    ("environ", "characters"),
    [
        ({}, "ascii"), ({"LANG": "C"}, "ascii"), ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "ascii"),
        ({"LANG": "de_DE.ISO-8859-1"}, "ascii"), ({"LANG": "en_GB.UTF-8"}, "unicode"),
        ({"LC_CTYPE": "UTF-8"}, "unicode"), ({"LANG": "en_GB.utf8", "TERM": "linux"}, "marks"),
        ({"LANG": "en_GB.UTF-8", "POLICYTUI_ASCII": "1"}, "ascii"), ({"LANG": "C", "POLICYTUI_ASCII": "0"}, "unicode"),
    ],
)  # fmt: skip
def test_what_the_terminal_can_draw(environ: dict[str, str], characters: str) -> None:
    assert Config({"XDG_CONFIG_HOME": "/nowhere", **environ}).characters == characters


@pytest.mark.parametrize(("locale", "characters"), [("", "ascii"), ("C", "ascii"), ("C.UTF-8", "unicode")])
def test_what_python_itself_sets_says_nothing_of_the_terminal(locale: str, characters: str) -> None:
    code = "from policytui.config import Config; print(Config().characters)"
    environ = {"LANG": locale, "XDG_CONFIG_HOME": "/nowhere", "PATH": os.defpath}
    said = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == characters


def test_a_pipe_in_place_of_the_settings_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "policytui").mkdir()
    os.mkfifo(tmp_path / "policytui" / "config.toml")
    (problem,) = Config({"XDG_CONFIG_HOME": str(tmp_path)}).settings.problems
    assert "config.toml cannot be read" in problem.message

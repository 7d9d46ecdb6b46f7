"""Who is asking, where things are, and what they prefer: the environment as an input.

Rules that hold here: nothing else in the program reads `os.environ`; a value asked for is computed then, not
before; a config file with a mistake in it never stops the program: the mistake is a `Problem`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from policytui.core.values import Problem, Severity
from policytui.folders import cache_folder


class Settings(NamedTuple):
    """What `config.toml` in the config folder may say. Unknown keys are problems, not errors."""

    theme: str = ""
    author: str = ""
    root: str = ""
    keymap: Mapping[str, str] = MappingProxyType({})
    """Keys of one's own: id of an action to key, under `[keymap]`."""
    problems: tuple[Problem, ...] = ()


class Config:
    """The environment of one run: as given, else that of the process."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ = dict(os.environ) if environ is None else environ

    @cached_property
    def folder(self) -> Path:
        """Where a person's settings and themes are."""
        from platformdirs import user_config_path

        xdg = self.environ.get("XDG_CONFIG_HOME")
        return Path(xdg) / "policytui" if xdg else user_config_path("policytui")

    @cached_property
    def state(self) -> Path:
        """Where drafts and reviewed marks are kept, outside every repository."""
        from platformdirs import user_state_path

        xdg = self.environ.get("XDG_STATE_HOME")
        return Path(xdg) / "policytui" if xdg else user_state_path("policytui")

    @property
    def cache(self) -> str:
        """Where lines of the library are remembered; "" for nowhere. It may be deleted at any time."""
        return cache_folder(self.environ)

    @cached_property
    def settings(self) -> Settings:
        """What `config.toml` says; defaults where it says nothing or nonsense."""
        path = self.folder / "config.toml"
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError) as error:
            return Settings(problems=(_problem(path, f"{path.name} cannot be read: {error}."),))
        return read_settings(text, path)

    def root(self, given: str | None = None) -> Path:
        """The policies folder: as given, else POLICYTUI_ROOT, else the settings', else `./policies`."""
        return Path(given or self.environ.get("POLICYTUI_ROOT") or self.settings.root or "policies").expanduser()

    @property
    def author(self) -> str:
        """Who saves, as far as the person has said so here: POLICYTUI_AUTHOR, else the settings'; else empty."""
        return " ".join((self.environ.get("POLICYTUI_AUTHOR") or self.settings.author).split())

    @property
    def login(self) -> str:
        """The login name, the last resort for who saves."""
        return self.environ.get("LOGNAME") or self.environ.get("USER") or "unknown"

    @property
    def theme(self) -> str:
        """The theme asked for: POLICYTUI_THEME, else the settings'; empty for the program's choice."""
        return self.environ.get("POLICYTUI_THEME") or self.settings.theme

    @property
    def colour(self) -> bool:
        """Whether colour is welcome (https://no-color.org)."""
        return not self.environ.get("NO_COLOR") and self.environ.get("TERM", "") != "dumb"


def read_settings(text: str, path: Path) -> Settings:
    """Settings from the text of a config file; mistakes become problems that name the file."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Settings(problems=(_problem(path, f"{path.name} is not valid TOML: {error}."),))
    known: dict[str, str] = {}
    problems = []
    keymap = data.pop("keymap", {})
    if not isinstance(keymap, dict) or not all(isinstance(value, str) for value in keymap.values()):
        problems.append(_problem(path, f"[keymap] in {path.name} must be a table of keys; it is ignored."))
        keymap = {}
    for key, value in data.items():
        if key not in ("theme", "author", "root"):
            problems.append(_problem(path, f"{path.name} has an unknown setting “{key}”; it is ignored."))
        elif not isinstance(value, str):
            problems.append(_problem(path, f"The setting “{key}” in {path.name} must be a string; it is ignored."))
        else:
            known[key] = value
    return Settings(**known, keymap=keymap, problems=tuple(problems))


def _problem(path: Path, message: str) -> Problem:
    hint = "Mend the file, or remove it to use the defaults."
    return Problem("config", message, hint, Severity.WARNING, str(path))

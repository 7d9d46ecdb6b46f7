"""Who is asking, where things are, and what they prefer: the environment as an input.

Rules that hold here: nothing else in the program reads `os.environ`; a value asked for is computed then, not
before; a config file with a mistake in it never stops the program: the mistake is a `Problem` with its line, and
whatever else the file says holds.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cached_property
from types import MappingProxyType

from policytui.core.records import NamedTuple
from policytui.core.values import Problem, Severity
from policytui.folders import cache_folder, from_home, settings_path, state_folder

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

AUTO = "auto"
"""The theme that follows the terminal's background."""
UNICODE, MARKS, ASCII = "unicode", "marks", "ascii"
"""What a terminal can draw: everything; letters, but no marks and lines beyond ASCII; ASCII alone."""

_TEXTS = ("theme", "author", "root", "keys")
_SWITCHES = ("mouse", "ascii")
_SAID = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}


class Settings(NamedTuple):
    """What `config.toml` in the config folder may say. Unknown keys are problems, not errors."""

    theme: str = ""
    author: str = ""
    root: str = ""
    keys: str = ""
    """"vim" adds its motions."""
    mouse: bool | None = None
    ascii: bool | None = None
    keymap: Mapping[str, str] = MappingProxyType({})
    """Keys of one's own: id of an action to key, under `[keymap]`."""
    problems: tuple[Problem, ...] = ()
    path: str = ""
    places: Mapping[str, tuple[int, int]] = MappingProxyType({})
    """Line and column of each setting; of a key of one's own by its id."""


class Config:
    """The environment of one run: as given, else that of the process."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self.environ = dict(os.environ) if environ is None else environ

    @cached_property
    def folder(self) -> Path:
        """Where a person's settings and themes are."""
        known = settings_path(self.environ)
        if known:
            from pathlib import Path

            return Path(known).parent
        from platformdirs import user_config_path

        return user_config_path("policytui")

    @cached_property
    def state(self) -> Path:
        """Where drafts and reviewed marks are kept, outside every repository."""
        known = state_folder(self.environ)
        if known:
            from pathlib import Path

            return Path(known)
        from platformdirs import user_state_path

        return user_state_path("policytui")

    @property
    def cache(self) -> str:
        """Where lines of the library are remembered; "" for nowhere. It may be deleted at any time."""
        return cache_folder(self.environ)

    @cached_property
    def settings(self) -> Settings:
        """What `config.toml` says; defaults where it says nothing or nonsense."""
        path = self.folder / "config.toml"
        try:
            if path.is_fifo():
                return Settings(problems=(_problem(path, f"{path.name} cannot be read: it is a pipe."),))
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return Settings()
        except (OSError, UnicodeDecodeError) as error:
            return Settings(problems=(_problem(path, f"{path.name} cannot be read: {error}."),))
        return read_settings(text, path)

    def root(self, given: str | None = None) -> Path:
        """The policies folder: as given, else POLICYTUI_ROOT, else the settings', else `./policies`."""
        from pathlib import Path

        return Path(from_home(given or self.environ.get("POLICYTUI_ROOT") or self.settings.root or "policies"))

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
        """The theme asked for: POLICYTUI_THEME, else the settings'; empty for the terminal's (`auto`)."""
        theme = self.environ.get("POLICYTUI_THEME") or self.settings.theme
        return "" if theme == AUTO else theme

    @property
    def mouse(self) -> bool:
        """Whether the program takes the mouse: POLICYTUI_MOUSE, else the settings', else yes."""
        said = self._switch("POLICYTUI_MOUSE", self.settings.mouse)
        return True if said is None else said

    @property
    def characters(self) -> str:
        """What the terminal can draw: POLICYTUI_ASCII, else the settings', else by locale and terminal.

        The first of LC_ALL, LC_CTYPE and LANG that is set says whether the terminal takes UTF-8 (POSIX 8.2). The Linux
        console takes it, but its fonts have letters and few marks.
        """
        said = self._switch("POLICYTUI_ASCII", self.settings.ascii)
        if said is not None:
            return ASCII if said else UNICODE
        names = [self.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
        # Where the locale is C, Python sets LC_CTYPE itself (PEP 538): that says nothing about the terminal.
        if sys.flags.utf8_mode and names[1] == "C.UTF-8":
            names[1] = ""
        locale = next((name for name in names if name), "C").lower()
        if "utf-8" not in locale and "utf8" not in locale:
            return ASCII
        return MARKS if self.environ.get("TERM") == "linux" else UNICODE

    def _switch(self, name: str, setting: bool | None) -> bool | None:
        return _SAID.get(self.environ.get(name, "").strip().lower(), setting)

    @property
    def colour(self) -> bool:
        """Whether colour is welcome (https://no-color.org)."""
        return not self.environ.get("NO_COLOR") and self.environ.get("TERM", "") != "dumb"


def read_settings(text: str, path: Path) -> Settings:
    """Settings from the text of a config file; mistakes become problems that name the file and the line."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        return Settings(problems=(_problem(path, f"{path.name} is not valid TOML: {error}.", (line, column)),))
    places = dict(_places(text))
    problems: list[Problem] = []

    def wrong(name: str, message: str) -> None:
        problems.append(_problem(path, f"{message} in {path.name}; it is ignored.", places.get(name, (0, 0))))

    known: dict[str, Any] = {}
    keymap = _flat(data.pop("keymap", {}))
    for name in [name for name, value in keymap.items() if not isinstance(value, str) or not value.strip()]:
        wrong(name, f"“{name}” must be given a key" if name else "[keymap] must be a table of keys")
        del keymap[name]
    for name, value in data.items():
        if name in _TEXTS:
            if not isinstance(value, str):
                wrong(name, f"The setting “{name}” must be a string")
            elif name == "keys" and value not in ("", "vim"):
                wrong(name, f'The setting “keys” can be "vim", not “{value}”,')
            else:
                known[name] = value
        elif name in _SWITCHES:
            if isinstance(value, bool):
                known[name] = value
            else:
                wrong(name, f"The setting “{name}” must be true or false")
        else:
            wrong(name, f"There is no setting “{name}”")
    return Settings(**known, keymap=keymap, problems=tuple(problems), path=str(path), places=places)


def _flat(value: Any, prefix: str = "") -> dict[str, Any]:
    """`edit.save = "f9"` without quotes is a table in a table: the same thing is meant."""
    if not isinstance(value, dict):
        return {prefix: value}
    flat: dict[str, Any] = {}
    for name, inner in value.items():
        flat |= _flat(inner, f"{prefix}.{name}" if prefix else name)
    return flat


def _places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where each setting stands, as far as a line tells it: its name (an id, in `[keymap]`), line and column from 1."""
    word = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
    sets = re.compile(rf"\s*(\[?)\s*({word}(?:\s*\.\s*{word})*)")
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if match := sets.match(line):
            name = re.sub(r"""["'\s]""", "", match[2])
            if match[1]:
                table = name
            full = name if match[1] or not table else f"{table}.{name}"
            yield full.removeprefix("keymap."), (number, match.start(2) + 1)


def _problem(path: Path, message: str, at: tuple[int, int] = (0, 0)) -> Problem:
    hint = "Mend the file, or remove it to use the defaults."
    return Problem("config", message, hint, Severity.WARNING, str(path), *at)

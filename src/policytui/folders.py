"""Where the program keeps what it can do without, and paths as people write them, told without loading anything.

Rule that holds here: only `os` and `sys` are imported, because the quickest answers (`cli.quick`) come through here.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def cache_folder(environ: Mapping[str, str]) -> str:
    """The folder of what is remembered to be quicker; "" when POLICYTUI_NO_CACHE is set, or the system has none."""
    if environ.get("POLICYTUI_NO_CACHE") or os.name != "posix":
        return ""
    below = environ.get("XDG_CACHE_HOME", "")
    if not below.startswith("/"):
        home = environ.get("HOME", "")
        if not home.startswith("/"):
            return ""
        below = f"{home}/Library/Caches" if sys.platform == "darwin" else f"{home}/.cache"
    return f"{below}/policytui"


def state_folder(environ: Mapping[str, str]) -> str:
    """The folder of drafts and reviewed marks as `config` has it; "" where it takes more to know."""
    return _below(environ, "XDG_STATE_HOME", ".local/state")


def settings_path(environ: Mapping[str, str]) -> str:
    """The path of the config file as `config` has it; "" where it takes more to know."""
    folder = _below(environ, "XDG_CONFIG_HOME", ".config")
    return f"{folder}/config.toml" if folder else ""


def from_home(path: str) -> str:
    """The path that a person wrote with `~` or `~user`. A user that does not exist stays as written, as in a shell."""
    return os.path.expanduser(path)  # noqa: PTH111 - pathlib's ends the program where there is no such user


def _below(environ: Mapping[str, str], name: str, usual: str) -> str:
    below = environ.get(name, "")
    if not os.path.isabs(below):  # noqa: PTH117 - a relative one counts for nothing (XDG Base Directory 0.8)
        below = ""
    if not below and sys.platform == "linux" and environ.get("HOME"):
        below = f"{environ['HOME']}/{usual}"
    return f"{below}/policytui" if below else ""

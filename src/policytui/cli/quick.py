"""`list` from what is remembered: the answer to the one question that scripts and prompts ask all the time.

Rules that hold here:

- It answers only when every policy is remembered and still the same (`workspace.remembered`), and then with the very
  bytes that the whole program prints. Else None: the whole program answers, and remembers.
- Nothing is loaded that takes longer than the answer: no argparse, dataclasses, pathlib, tomllib, typing.
"""

from __future__ import annotations

import os

from policytui.folders import cache_folder, settings_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEAD = ("slug", "title", "last updated", "effective", "revisions", "state")


def answer(words: Sequence[str], environ: Mapping[str, str]) -> int | None:
    """Print the list when that is what the words ask for and all of it is remembered; the exit code, or None."""
    root = _root_in(list(words))
    cache = cache_folder(environ)
    if root is None or not cache:
        return None
    root = root or environ.get("POLICYTUI_ROOT", "")
    if not root:
        settings = settings_path(environ)
        root = "" if not settings or os.path.lexists(settings) else "policies"
    if not root or root.startswith("~"):
        return None
    from policytui.workspace.remembered import all_lines

    lines = all_lines(cache, root)
    if not lines:
        return None
    from policytui.cli.output import show, table

    rows = [
        line_of(slug, title, updated, effective, revisions, state)
        for slug, (title, _, updated, effective, revisions, state) in lines
    ]
    show(table(HEAD, rows))
    return 0


def _root_in(words: list[str]) -> str | None:
    """The root that a plain `list` is given, "" for none; None for any other words."""
    match words:
        case ["list"]:
            return ""
        case ["--root", root, "list"] | ["list", "--root", root]:
            return None if root.startswith("-") else root
        case ["list", option] | [option, "list"] if option.startswith("--root="):
            return option.removeprefix("--root=")
    return None


def line_of(slug: str, title: str, last_updated: str, effective: str, revisions: str, state: str) -> tuple[str, ...]:
    """A line of the list."""
    return slug, title, last_updated or "–", effective or "–", revisions, state

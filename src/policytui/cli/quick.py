"""What need not wait for the whole program: `list` from what is remembered, the library as it was last seen, and the
words of a plain `diff`, read without the parser.

Rules that hold here:

- `list` is answered only when every policy is remembered and still the same (`workspace.remembered`), and then with
  the very bytes that the whole program prints. Else the whole program answers, and remembers.
- Words are read here only when argparse would read the same (`plain_diff`). All others are left to it.
- Nothing is loaded that takes longer than the answer: no argparse, dataclasses, pathlib, tomllib, typing.
"""

from __future__ import annotations

import os
import sys

from policytui.folders import cache_folder, settings_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

HEAD = ("slug", "title", "last updated", "effective", "revisions", "state")


def answer(words: Sequence[str], environ: Mapping[str, str]) -> int | None:
    """Print the list when that is what the words ask for and all of it is remembered; the exit code, or None.

    When they ask for the library, its last picture is painted if it is still true, and the whole program goes on.
    """
    rest = list(words)
    if rest[-1:] == ["list"] and rest[-2:-1] != ["--root"]:
        rest.pop()
    elif rest[:1] == ["list"]:
        rest.pop(0)
    root = _root_in(rest)
    cache = cache_folder(environ)
    if root is None or not cache:
        return None
    root = root or environ.get("POLICYTUI_ROOT", "")
    if not root:
        settings = settings_path(environ)
        root = "" if not settings or os.path.lexists(settings) else "policies"
    if not root or root.startswith("~"):
        return None
    if len(rest) == len(words):
        from policytui.tui import opening

        opening.paint(root, environ)
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


def opens(words: Sequence[str]) -> tuple[str, str] | None:
    """The root and the slug ("" for none given) when the words ask for the screens and nothing else; else None."""
    from policytui.cli.commands import COMMANDS
    from policytui.core.slugs import valid_slug

    rest = list(words)
    slug = rest.pop() if rest and rest[-2:-1] != ["--root"] and valid_slug(rest[-1]) else ""
    if not slug and rest and rest[:1] != ["--root"] and valid_slug(rest[0]):
        slug = rest.pop(0)
    root = _root_in(rest)
    return None if root is None or slug in COMMANDS else (root, slug)


def plain_diff(words: Sequence[str]) -> Namespace | None:
    """What the parser would make of `diff SPEC SPEC`, perhaps with a context; None for any other words."""
    match words:
        case ["diff", before, after]:
            context = "0"
        case ["diff", before, after, "--context", context] | ["diff", "--context", context, before, after]:
            pass
        case _:
            return None
    if any(not word or word[0] == "-" for word in (before, after, context)):
        return None
    from types import SimpleNamespace

    return SimpleNamespace(  # type: ignore[return-value]  # read as a Namespace is
        root=None,
        command="diff",
        does="comparing:diff",
        before=before,
        after=after,
        format="inline",
        context=context,
        width=None,
    )


def leave() -> None:
    """Put the terminal back if a picture stands on it that no screen took over."""
    opening = sys.modules.get("policytui.tui.opening")
    if opening is not None:
        opening.close()


def _root_in(words: list[str]) -> str | None:
    """The root that the words name besides the command, "" for none; None for any other words."""
    match words:
        case []:
            return ""
        case ["--root", root] if not root.startswith("-"):
            return root
        case [option] if option.startswith("--root="):
            return option.removeprefix("--root=")
    return None


def line_of(slug: str, title: str, last_updated: str, effective: str, revisions: str, state: str) -> tuple[str, ...]:
    """A line of the list."""
    return slug, title, last_updated or "–", effective or "–", revisions, state

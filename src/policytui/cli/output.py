"""What commands print: one way out for text (`show`), one for JSON, one for problems.

Rules that hold here: text goes through `core.visible`, so that nothing from a file acts on the terminal; JSON
is ASCII with escapes, so that it does not either; results go to stdout, everything said about them to stderr.
What takes time to load is loaded where it is used: a short answer does not need it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policytui.core.values import Problem
    from policytui.errors import PolicytuiError

_ENCODABLE = "backslashreplace"
WIDEST = 10_000
"""Columns that anything is laid out for at most."""


def on_terminal() -> bool:
    """Whether somebody sits before it, at a terminal that can show the screens."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def show(text: str) -> None:
    """Print text to stdout, hidden characters made visible, ending in one line feed."""
    _write(sys.stdout, _visible(text))


def show_painted(text: str) -> None:
    """Print text that carries our own colours: its content has been through `visible` already."""
    _write(sys.stdout, text)


def say(text: str) -> None:
    """Print a remark to stderr."""
    _write(sys.stderr, _visible(text))


def _visible(text: str) -> str:
    if _plain(text.replace("\n", "")):
        return text
    from policytui.core.visible import visible

    return visible(text)


def _write(stream: object, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    safe = text.encode(encoding, _ENCODABLE).decode(encoding)
    print(safe, end="" if safe.endswith("\n") else "\n", file=stream)  # type: ignore[call-overload]


def show_json(value: Mapping[str, object]) -> None:
    """Print one JSON object."""
    import json

    show(json.dumps(value, indent=1, ensure_ascii=True, default=str))


def show_error(error: PolicytuiError) -> None:
    """Print what happened, and below it what to do."""
    say(f"policytui: {error.message}")
    if error.hint:
        say(f"  {error.hint}")


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """A problem as lines for people: where, how bad, what, and what to do."""
    from policytui.core.visible import one_line

    lines = []
    for problem in problems:
        where = problem.at() or problem.slug
        lines.append(f"{where + ': ' if where else ''}{problem.severity}: {one_line(problem.message)} [{problem.rule}]")
        if problem.hint:
            lines.append(f"    {one_line(problem.hint)}")
    return lines


def problem_dict(problem: Problem) -> dict[str, object]:
    """A problem as the JSON contract has it."""
    return {
        "slug": problem.slug,
        "path": problem.path,
        "line": problem.line or None,
        "column": problem.column or None,
        "rule": problem.rule,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
    }


_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def github_lines(problems: Iterable[Problem]) -> list[str]:
    """Problems as workflow commands, which GitHub shows beside the line they are about."""
    lines = []
    for problem in problems:
        places = [
            ("file", problem.path),
            ("line", problem.line),
            ("col", problem.column),
            ("title", problem.rule),
        ]
        facts = ",".join(f"{name}={_property(str(value))}" for name, value in places if value)
        lines.append(f"::{_GITHUB[problem.severity]} {facts}::{_data(f'{problem.message} {problem.hint}'.strip())}")
    return lines


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Plain aligned columns; the last one is not padded. Widths count terminal cells roughly (one a character)."""
    cells = [list(head), *([_one_line(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = []
    for row in cells:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    if _plain(text):
        return text
    from policytui.core.visible import one_line

    return one_line(text)


def _plain(text: str) -> bool:
    """Whether a glance tells that nothing in the text is hidden (the dash stands in our own tables)."""
    bare = text.replace("–", "")
    return bare.isascii() and bare.isprintable()

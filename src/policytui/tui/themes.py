"""Themes as files: TOML in, Textual themes out.

Rules that hold here:

- A broken theme file is a `Problem` with its file and line; it never stops the program, the others load.
- Later folders win: a person's `ink.toml` replaces the house's.
- Widgets use the variables of `variable_defaults` besides Textual's own; every theme defines them all, derived
  from its main colours where the file is silent. An app returns `variable_defaults()` from
  `get_theme_variable_defaults`, so that Textual's built-in themes work too.
- Meaning is never in colour alone: the redline strikes and underlines in every theme.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from policytui.core.values import Problem, Severity

DEFAULT_DARK = "ink"
DEFAULT_LIGHT = "paper"
PLAIN = "ansi"
"""The theme for terminals of sixteen colours."""

_TEXTUAL_COLORS = (
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "success", "warning", "error",
)  # fmt: skip
_OWN_COLORS = {
    "colors": ("muted", "rule"),
    "redline": ("add", "add-background", "remove", "remove-background", "move"),
    "verdict": ("material", "material-text", "editorial", "editorial-text"),
}
_STYLES = {"none", "bold", "dim", "italic", "underline", "reverse", "strike", "not"}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_SIZE_CAP = 64_000


def variable_defaults() -> dict[str, str]:
    """Every variable the widgets use beyond Textual's own, for a theme that does not define them (dark)."""
    return _own_variables(
        {}, {"foreground": "#d8dde6", "background": "#12161d", "primary": "#9dbdf0"}, dark=True, ansi=True
    )


def theme_folders(config: Path | None = None) -> tuple[Path, ...]:
    """Where themes are looked for, the last to win: the house's (packaged, or the checkout's), `config`/themes."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "_themes"
    house = packaged if packaged.is_dir() else package.parent.parent / "themes"
    return (house,) if config is None else (house, config / "themes")


def load_themes(folders: Iterable[Path]) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    """All themes found in the folders, in order of name within each, and what is wrong with the others."""
    themes: dict[str, Theme] = {}
    problems: list[Problem] = []
    for folder in folders:
        try:
            paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            problems.append(_problem(str(folder), 0, f"The themes folder cannot be read: {error.strerror}."))
            continue
        for path in paths:
            theme, found = _load(path)
            problems.extend(found)
            if theme is not None:
                themes[theme.name] = theme
    return tuple(themes.values()), tuple(problems)


def _load(path: Path) -> tuple[Theme | None, list[Problem]]:
    where = str(path)
    try:
        if path.stat().st_size > _SIZE_CAP:
            return None, [_problem(where, 0, "This theme file is too large to be a theme.")]
        if path.is_fifo():
            return None, [_problem(where, 0, "This theme file cannot be read: it is a pipe.")]
        return read_theme(path.read_text(encoding="utf-8"), where, path.stem)
    except UnicodeDecodeError:
        return None, [_problem(where, 0, "This theme file is not UTF-8.")]
    except OSError as error:
        return None, [_problem(where, 0, f"This theme file cannot be read: {error.strerror}.")]


def read_theme(text: str, path: str = "", stem: str = "theme") -> tuple[Theme | None, list[Problem]]:
    """A theme from the text of its file. None, with an error among the problems, when it cannot be used."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 0)
        return None, [_problem(path, line, f"This theme is not valid TOML: {error}.", column=column)]
    problems: list[Problem] = []

    def wrong(key: str, message: str) -> None:
        problems.append(_problem(path, _line_of(text, key), message))

    name = data.get("name", stem)
    if not isinstance(name, str) or not _NAME.match(name):
        wrong("name", "The theme's name must be of small letters, digits and hyphens.")
    for flag in ("dark", "ansi"):
        if not isinstance(data.get(flag, False), bool):
            wrong(flag, f"`{flag}` must be true or false.")
    tables = {table: _table(data, table, wrong) for table in (*_OWN_COLORS, "textual")}
    for table, values in tables.items():
        known = {"colors": (*_TEXTUAL_COLORS, *_OWN_COLORS["colors"])}.get(table, _OWN_COLORS.get(table))
        for key, value in values.items():
            if known is not None and key not in known:
                problems.append(
                    _problem(path, _line_of(text, key), f"`{key}` is not a colour of [{table}].", Severity.WARNING)
                )
            elif not _good(value, colour_only=table != "textual"):
                wrong(key, f"`{key}` of [{table}] is not a colour: {value!r}.")
    colors = tables["colors"]
    if "primary" not in colors:
        wrong("colors", "The theme has no `primary` colour under [colors].")
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    dark = data.get("dark", True)
    own = _own_variables(tables["redline"] | tables["verdict"], colors, dark=dark, ansi=bool(data.get("ansi", False)))
    main: dict[str, Any] = {key: colors[key] for key in _TEXTUAL_COLORS if key in colors}
    return (
        Theme(
            name=name,
            dark=dark,
            ansi=data.get("ansi", False),
            variables={**own, **tables["textual"]},
            **main,
        ),
        problems,
    )


def _own_variables(values: Mapping[str, str], colors: Mapping[str, str], *, dark: bool, ansi: bool) -> dict[str, str]:
    """The house's variables: as given, else derived from the main colours."""
    foreground = colors.get("foreground", "#e0e0e0" if dark else "#202020")
    background = colors.get("background", "#121212" if dark else "#fafafa")
    blue, orange = ("#8cc2ff", "#f0a56b") if dark else ("#0d4a94", "#8f3a00")
    fallback = {
        "add": blue,
        "add-background": "#152c49" if dark else "#dbe9fa",
        "remove": orange,
        "remove-background": "#3a2416" if dark else "#fbe3d0",
        "move": "#c3b1ee" if dark else "#5b3f96",
        "material": orange,
        "material-text": "#000000" if dark else "#ffffff",
        "editorial": foreground,
        "editorial-text": background,
    }
    variables = {
        "muted": colors.get("muted", _between(foreground, background, 0.3)),
        "rule": colors.get("rule", _between(foreground, background, 0.75)),
    }
    # Textual's own style sheet names these two whenever the theme is of ANSI colours, and only then defines them.
    variables |= {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
    if not ansi:
        paper = colors.get("background", background)
        variables |= {
            "scrollbar": variables["rule"],
            "scrollbar-hover": variables["muted"],
            "scrollbar-active": colors.get("primary", variables["muted"]),
            "scrollbar-background": paper,
            "scrollbar-background-hover": paper,
            "scrollbar-background-active": paper,
            "scrollbar-corner-color": paper,
        }
    for key, value in fallback.items():
        table = "verdict" if key in _OWN_COLORS["verdict"] else "redline"
        variables[f"{table}-{key}"] = values.get(key, value)
    return variables


def _between(one: str, other: str, factor: float) -> str:
    first, second = Color.parse(one), Color.parse(other)
    if first.ansi is not None or second.ansi is not None:
        return one
    return first.blend(second, factor).hex


def _table(data: Mapping[str, Any], table: str, wrong: Any) -> dict[str, str]:
    value = data.get(table, {})
    if not isinstance(value, dict):
        wrong(table, f"`{table}` must be a table, [{table}].")
        return {}
    return value


def _good(value: object, *, colour_only: bool) -> bool:
    """Whether a value is safe to put into a style sheet: a colour, or (of [textual]) text styles."""
    if not isinstance(value, str) or not value.strip():
        return False
    if not colour_only and set(value.split()) <= _STYLES:
        return True
    try:
        Color.parse(value)
    except (ColorParseError, ValueError):
        return False
    return True


def _line_of(text: str, key: str) -> int:
    """The first line that sets `key` (or opens the table of that name), or 0."""
    pattern = re.compile(rf'\s*(?:"?{re.escape(key)}"?\s*=|\[\s*{re.escape(key)}\s*\])')
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return 0


def _problem(path: str, line: int, message: str, severity: Severity = Severity.ERROR, column: int = 0) -> Problem:
    hint = "The other themes work. Mend the file, or take it out of the folder."
    return Problem("theme", message, hint, severity, path, line, column)

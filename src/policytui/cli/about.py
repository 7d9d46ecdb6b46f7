"""Commands about the program itself: keys, themes, schema."""

from __future__ import annotations

from argparse import Namespace

from policytui.cli.context import Context
from policytui.cli.output import problem_dict, problem_lines, say, show, show_json, table
from policytui.config import ASCII, MARKS, UNICODE

_CHARACTERS = {
    UNICODE: "all",
    MARKS: "letters, and marks in ASCII (Linux console)",
    ASCII: "ASCII (no UTF-8 in LC_ALL, LC_CTYPE, LANG; or asked for)",
}


def keys(context: Context, words: Namespace) -> int:
    """`keys`: the keys of every screen as they are now, from the one table that the screens themselves use."""
    from policytui.tui.keys import KEYS, WHERE, usable

    settings = context.config.settings
    now, _ = usable(settings.keymap, settings.keys == "vim")
    rows = [(WHERE[key.where], now.get(key.id, key.keys), key.id, key.help) for key in KEYS]
    names = ("where", "keys", "id", "help")
    if words.json:
        show_json({"keys": [dict(zip(names, row, strict=True)) for row in rows]})
    else:
        show(table(names, rows))
    return 0


def themes(context: Context, words: Namespace) -> int:
    """`themes`: which there are, and where a person's own go. Exit 1 when one of them cannot be used."""
    from policytui.tui.themes import load_themes, theme_folders

    found, problems = load_themes(theme_folders(context.config.folder))
    if words.json:
        show_json({"themes": [theme.name for theme in found], "folder": str(context.config.folder / "themes")})
    else:
        for theme in found:
            show(theme.name)
        say(f"Put your own in {context.config.folder / 'themes'}.")
    for line in problem_lines(problems):
        say(line)
    return int(bool(problems))


def config(context: Context, words: Namespace) -> int:
    """`config`: folders and settings in use, and where each comes from. Exit 1 when something in them is wrong."""
    from policytui.tui.keys import usable

    config = context.config
    settings = config.settings
    keymap, wrong = usable(settings.keymap, settings.keys == "vim", settings.path, settings.places)
    problems = [*settings.problems, *wrong]
    facts = {
        "settings": str(config.folder / "config.toml"),
        "themes": str(config.folder / "themes"),
        "drafts": str(config.state / "drafts"),
        "policies": str(context.workspace.root),
        "author": context.author(),
        "theme": config.theme or "(by the terminal)",
        "mouse": "the program's" if config.mouse else "the terminal's",
        "characters": _CHARACTERS[config.characters],
        "keys": settings.keys or "(as delivered)",
        "keymap": ", ".join(f"{name} = {keymap[name]}" for name in settings.keymap if name in keymap) or "(none)",
    }
    if words.json:
        show_json({**facts, "problems": [problem_dict(problem) for problem in problems]})
    else:
        show(table(("what", "value"), list(facts.items())))
        for line in problem_lines(problems):
            say(line)
    return int(bool(problems))


def schema(context: Context, words: Namespace) -> int:
    """`schema`: the JSON Schema of policy.toml."""
    from importlib.resources import files

    show((files("policytui") / "schema" / "policy.schema.json").read_text("utf-8"))
    return 0

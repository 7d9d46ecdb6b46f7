"""Commands about the program itself: keys, themes, schema."""

from __future__ import annotations

from argparse import Namespace

from policytui.cli.context import Context
from policytui.cli.output import problem_dict, problem_lines, say, show, show_json, table


def keys(context: Context, words: Namespace) -> int:
    """`keys`: the keys of every screen, from the one table that the screens themselves use."""
    from policytui.tui.keys import KEYS, WHERE

    rows = [(WHERE[key.where], key.keys, key.id, key.help) for key in KEYS]
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
    from policytui.tui.keys import keymap_problems

    config = context.config
    settings = config.settings
    problems = [*settings.problems, *keymap_problems(settings.keymap)]
    facts = {
        "settings": str(config.folder / "config.toml"),
        "themes": str(config.folder / "themes"),
        "drafts": str(config.state / "drafts"),
        "policies": str(context.workspace.root),
        "author": context.author(),
        "theme": config.theme or "(by the terminal)",
        "keymap": ", ".join(f"{name} = {key}" for name, key in settings.keymap.items()) or "(as delivered)",
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

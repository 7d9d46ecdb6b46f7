"""The command line as argparse reads it, made of the table of commands (`cli.commands`).

Rule that holds here: only the words of the command that was asked for are built, so that a short command is not
kept waiting by the long ones. Help, and a command that does not exist, build them all.
"""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from policytui import __version__
from policytui.cli.commands import COMMANDS


class Help(argparse.HelpFormatter):
    """argparse's help. It is made for every word that is added, and its own way to find the width loads every kind
    of compression there is (through shutil).
    """

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except OSError:  # no terminal
            columns = 80
        super().__init__(prog, width=columns - 2)


class Parser(argparse.ArgumentParser):
    """argparse with our exit code and no guessing of shortened options."""

    def __init__(self, **settings: object) -> None:
        super().__init__(allow_abbrev=False, formatter_class=Help, **settings)  # type: ignore[arg-type]

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """As argparse, with what it says back of the words it was given made visible."""
        from policytui.core.visible import visible

        super().exit(status, visible(message) if message else None)


def build(only: str | None = None) -> argparse.ArgumentParser:
    """The whole command line, or with the words of one command only."""
    parser = Parser(
        prog="policytui",
        description="Write, compare and date policies. Without a command: open the screens (on SLUG, if one is given).",
        epilog="Exit codes: 0 fine, 1 findings or differences, 2 usage or bad input, 3 the system refused.",
    )
    parser.add_argument("--version", action="version", version=f"policytui {__version__}")
    parser.add_argument("--root", metavar="DIR", help="the policies folder (else POLICYTUI_ROOT, else ./policies)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name in [only] if only else COMMANDS:
        does, summary, words = COMMANDS[name]
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(does=does)
        command.add_argument("--root", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        words(command)
    return parser

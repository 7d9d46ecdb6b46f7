"""Every command of the command line has words for people and a function that exists."""

from __future__ import annotations

import argparse
from importlib import import_module

import pytest

from policytui.cli.commands import COMMANDS
from policytui.cli.parser import build


def command(name: str, only: str | None = None) -> argparse.ArgumentParser:
    (subparsers,) = [action for action in build(only)._actions if isinstance(action, argparse._SubParsersAction)]
    parser: argparse.ArgumentParser = subparsers.choices[name]
    return parser


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_described_and_its_function_is_there(name: str) -> None:
    parser = command(name)
    assert parser.description
    module, _, function = parser.get_default("does").partition(":")
    assert callable(getattr(import_module(f"policytui.cli.{module}"), function))


def test_options_are_not_guessed() -> None:
    with pytest.raises(SystemExit):
        build().parse_args(["list", "--js"])


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_one_command_is_built_as_among_all(name: str) -> None:
    assert command(name, only=name).format_help() == command(name).format_help()


def test_help_lists_every_command() -> None:
    said = build().format_help()
    assert all(name in said for name in COMMANDS)

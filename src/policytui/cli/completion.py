"""`completion SHELL`: a script that completes commands, options and policies, made from the command line itself."""

from __future__ import annotations

import argparse
from argparse import Namespace

from policytui.cli.commands import COMMANDS
from policytui.cli.context import Context
from policytui.cli.output import show
from policytui.cli.parser import build

SHELLS = ("bash", "zsh", "fish")
_GLOBAL = ("--root", "--help", "--version")
_SLUGS = "policytui list 2>/dev/null | tail -n +2 | cut -d ' ' -f 1"


def completion(context: Context, words: Namespace) -> int:
    """Print the script for a shell; `eval "$(policytui completion bash)"` puts it to use."""
    show(fish() if words.shell == "fish" else bash(zsh=words.shell == "zsh"))
    return 0


def options(name: str) -> list[tuple[str, list[str]]]:
    """The options of a command with the words each may take (none for free text)."""
    found: list[tuple[str, list[str]]] = []
    for action in _actions(name):
        choices = [str(choice) for choice in action.choices or ()]
        found += [(option, choices) for option in action.option_strings if option.startswith("--")]
    return found


def words_of(name: str) -> list[str]:
    """The words that a command takes without an option before them (`git setup`, `completion bash`)."""
    return [str(choice) for action in _actions(name) if not action.option_strings for choice in action.choices or ()]


def _actions(name: str) -> list[argparse.Action]:
    (subparsers,) = [action for action in build(name)._actions if isinstance(action, argparse._SubParsersAction)]
    actions: list[argparse.Action] = subparsers.choices[name]._actions
    return actions


def bash(zsh: bool = False) -> str:
    """For bash, and for zsh through its bash emulation."""
    lines = []
    if zsh:
        lines += [
            "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }",
            "autoload -U +X bashcompinit && bashcompinit",
        ]
    lines += [
        "_policytui() {",
        '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" words="" at=1',
        '  while [ "$at" -lt "$COMP_CWORD" ] && [ -z "$command" ]; do',
        f'    case " {" ".join(COMMANDS)} " in *" ${{COMP_WORDS[at]}} "*) command="${{COMP_WORDS[at]}}" ;; esac',
        "    at=$((at + 1))",
        "  done",
        '  case "$command $before" in',
        '    *" --root") ;;',
        f'    " "*) words="{" ".join(COMMANDS)} {" ".join(_GLOBAL)} $({_SLUGS})" ;;',
    ]
    for name in COMMANDS:
        for option, choices in options(name):
            if choices:
                lines.append(f'    "{name} {option}") words="{" ".join(choices)}" ;;')
    lines.append('    *) case "$command" in')
    for name in COMMANDS:
        known = " ".join([*words_of(name), *(option for option, _ in options(name))])
        lines.append(f'      {name}) words="{known}" ;;')
    lines += [
        "    esac",
        f'    case "$word" in -*) ;; *) words="$words $({_SLUGS})" ;; esac ;;',
        "  esac",
        '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
        "  local IFS=$'\\n'",
        '  case "$word" in -*) ;; *) COMPREPLY+=($(compgen -f -- "$word")) ;; esac',
        "}",
        "complete -o filenames -F _policytui policytui",
    ]
    return "\n".join(lines) + "\n"


def fish() -> str:
    """For fish."""
    lines = [
        f"complete -c policytui -n __fish_use_subcommand -a '{name}' -d '{_quoted(COMMANDS[name][1])}'"
        for name in COMMANDS
    ]
    lines += [f"complete -c policytui -n __fish_use_subcommand -l {option[2:]}" for option in _GLOBAL]
    lines.append(f'complete -c policytui -a "({_SLUGS})"')
    for name in COMMANDS:
        here = f"complete -c policytui -n '__fish_seen_subcommand_from {name}'"
        if words := words_of(name):
            lines.append(f"{here} -a '{' '.join(words)}'")
        for option, choices in options(name):
            known = f" -x -a '{' '.join(choices)}'" if choices else ""
            lines.append(f"{here} -l {option[2:]}{known}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")

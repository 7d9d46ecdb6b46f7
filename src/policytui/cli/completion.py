"""`completion SHELL`: a script that completes commands, options and policies, made from the command line itself."""

from __future__ import annotations

import argparse
from argparse import Namespace

from policytui.cli.context import Context
from policytui.cli.output import show
from policytui.cli.parser import COMMANDS, build

SHELLS = ("bash", "zsh", "fish")
_SLUGS = "policytui list 2>/dev/null | tail -n +2 | cut -d ' ' -f 1"


def completion(context: Context, words: Namespace) -> int:
    """Print the script for a shell; `eval "$(policytui completion bash)"` puts it to use."""
    show(fish() if words.shell == "fish" else bash(zsh=words.shell == "zsh"))
    return 0


def options(name: str) -> list[tuple[str, list[str]]]:
    """The options of a command with the words each may take (none for free text)."""
    (subparsers,) = [action for action in build(name)._actions if isinstance(action, argparse._SubParsersAction)]
    found: list[tuple[str, list[str]]] = []
    for action in subparsers.choices[name]._actions:
        choices = [str(choice) for choice in action.choices or ()]
        found += [(option, choices) for option in action.option_strings if option.startswith("--")]
    return found


def bash(zsh: bool = False) -> str:
    """For bash, and for zsh through its bash emulation."""
    lines = ["autoload -U +X bashcompinit && bashcompinit"] if zsh else []
    lines += [
        "_policytui() {",
        '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
        '  local command="${COMP_WORDS[1]}" words=""',
        '  if [ "$COMP_CWORD" -eq 1 ]; then',
        f'    words="{" ".join(COMMANDS)} --root --help --version $({_SLUGS})"',
        "  else",
        '    case "$command $before" in',
    ]
    for name in COMMANDS:
        for option, choices in options(name):
            if choices:
                lines.append(f'      "{name} {option}") words="{" ".join(choices)}" ;;')
    lines.append('      *) case "$command" in')
    for name in COMMANDS:
        known = " ".join(option for option, _ in options(name))
        lines.append(f'        {name}) words="{known}" ;;')
    lines += [
        "      esac",
        f'      case "$word" in -*) ;; *) words="$({_SLUGS})" ;; esac ;;',
        "    esac",
        "  fi",
        '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
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
    lines.append(f'complete -c policytui -a "({_SLUGS})"')
    for name in COMMANDS:
        for option, choices in options(name):
            known = f" -x -a '{' '.join(choices)}'" if choices else ""
            lines.append(f"complete -c policytui -n '__fish_seen_subcommand_from {name}' -l {option[2:]}{known}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")

"""The table of commands: what each is, its words, and the function that does it, as `module:function`.

Rule that holds here: argparse is not loaded, so that the screens open without it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

_SPEC = "SLUG[@REV], a .toml, .md or .txt file, or GITREF:PATH"
_RANGE = "a range of commits: main...feature"
_SECOND = "default: SLUG as its file stands, against its newest revision"


def _none(command: argparse.ArgumentParser) -> None:
    """A command of one word."""


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true")


def _screens(command: argparse.ArgumentParser) -> None:
    command.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal, to select with it")


def _open(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", nargs="?", metavar="SLUG")
    _screens(command)


def _review(command: argparse.ArgumentParser) -> None:
    command.add_argument("before", metavar="SPEC|RANGE", help=f"{_SPEC}; or {_RANGE}")
    command.add_argument("after", nargs="?", metavar="SPEC", help="default: the file as it stands")
    command.add_argument("--format", choices=("text", "markdown", "json", "github"), help="of a RANGE: print it")
    command.add_argument("--guard", action="store_true", help="of a RANGE: exit 1 for problems, not for differences")
    _screens(command)


def _completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", metavar="SHELL", choices=("bash", "zsh", "fish"))


def _demo(command: argparse.ArgumentParser) -> None:
    command.add_argument("--keep", metavar="DIR", help="copy the samples to DIR (new or empty) and open nothing")
    _screens(command)


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("spec", metavar="SPEC", help=_SPEC)
    command.add_argument("--format", choices=("text", "markdown", "html", "toml", "json"), default="markdown")
    command.add_argument("-o", "--output", metavar="FILE", help="write to FILE (which must not exist yet)")


def count(text: str) -> int:
    """How many, in digits. ValueError (which argparse tells) for anything else."""
    if not text.isascii() or not text.isdigit():
        raise ValueError
    return int(text)


def width(text: str) -> int:
    """How many columns, from 1 to `WIDEST`. ValueError for anything else."""
    from policytui.cli.output import WIDEST

    if not 0 < (wide := count(text)) <= WIDEST:
        raise ValueError
    return wide


def _log(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", metavar="SLUG")
    command.add_argument("--git", dest="does", action="store_const", const="git:log_git", help="with git's commits")
    command.add_argument("--limit", type=count, metavar="N", help="only the newest N")
    _json(command)


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("slugs", nargs="*", metavar="SLUG")
    formats = command.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true")
    formats.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text")


def _diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("before", metavar="SPEC|RANGE", help=f"{_SPEC}; or {_RANGE}")
    command.add_argument("after", nargs="?", metavar="SPEC", help=_SECOND)
    formats = ("inline", "split", "unified", "html", "json", "markdown")
    command.add_argument("--format", choices=formats, default="inline")
    command.add_argument("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    command.add_argument("--context", metavar="N|all", default="0", help="unchanged blocks around a change (default 0)")
    command.add_argument("--width", type=width, metavar="N", help="columns (default: the terminal's, or 80)")


def _judge(command: argparse.ArgumentParser) -> None:
    command.add_argument("before", metavar="SPEC", help=_SPEC)
    command.add_argument("after", nargs="?", metavar="SPEC", help=_SECOND)
    _json(command)


def _notice(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", metavar="SLUG")
    command.add_argument("--since", metavar="REV|DATE", help="default: the material revision before the newest one")
    command.add_argument("--format", choices=("markdown", "text", "html"), default="markdown")


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", metavar="SLUG")
    command.add_argument("--title", required=True)
    command.add_argument("--organization", default="")
    command.add_argument("--language", default="en")


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE")
    command.add_argument("--slug", required=True, metavar="S")
    command.add_argument("--format", choices=("auto", "text", "markdown"), default="auto")
    command.add_argument("--dry-run", action="store_true", help="show the outline and what was dropped; save nothing")
    _json(command)


def _save(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", metavar="SLUG")
    command.add_argument("--reviewed", action="store_true", help="record that somebody looked and changed nothing")
    _decision(command)


def _recover(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="?", metavar="DRAFT", help="default: list them")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--save-as", metavar="FILE", help="write the draft to FILE (which must not exist yet)")
    what.add_argument("--discard", action="store_true", help="put it aside; it is kept for 30 days")
    _json(command)


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("spec", metavar="SLUG@REV")
    _decision(command)


def _commit(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", metavar="SLUG")
    command.add_argument("-m", "--message", metavar="SUMMARY", help="default: made from the revisions it contains")
    command.add_argument("--dry-run", action="store_true", help="print the files and the message; commit nothing")
    command.add_argument(
        "--terminal", action="store_true", help="let git and its hooks have the terminal: they may ask"
    )


def _git(command: argparse.ArgumentParser) -> None:
    from policytui.cli.parser import Parser

    acts = command.add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)
    setup = acts.add_parser("setup", help="set up attributes, merge driver and prose diffs for this clone")
    setup.add_argument("--hooks", action="store_true", help="also run policytui git guard before commits of policies")
    remove = acts.add_parser("remove", help="take away what setup wrote, and nothing else")
    for act in (setup, remove):
        act.add_argument("--dry-run", action="store_true", help="say what would be done; change nothing")
    textconv = acts.add_parser("textconv", help="print a policy file as lines that git can compare (git calls this)")
    textconv.add_argument("file", metavar="FILE")
    guard = acts.add_parser(
        "guard", help="check, and fail only for what must not be committed (hooks and CI call this)"
    )
    guard.add_argument("--format", choices=("text", "github"), default="text")
    every = ((setup, "git:setup"), (remove, "git:remove"), (guard, "git:guard"), (textconv, "git:textconv"))
    for act, does in every:
        act.set_defaults(does=does)


def _merge_file(command: argparse.ArgumentParser) -> None:
    for name in ("base", "mine", "theirs"):
        command.add_argument(name, metavar=name.upper())
    command.add_argument("-o", "--output", metavar="FILE", help="default: MINE itself, as git wants it")
    command.add_argument("--path", metavar="PATH", help="the name to use in what is said")


def _resolve(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug", metavar="SLUG")
    command.add_argument(
        "number", nargs="?", type=int, metavar="NUMBER", help="default: the screen; in a pipe, the list"
    )
    answer = command.add_mutually_exclusive_group()
    answer.add_argument("choice", nargs="?", choices=("mine", "base", "theirs", "both"))
    answer.add_argument("--text", metavar="FILE", help="decide it by the text of FILE")
    command.add_argument("--list", action="store_true", help="list the conflicts, on a terminal too")
    command.add_argument("--save", action="store_true", help="when none is left: save the revision that joins both")
    command.add_argument("-m", "--message", metavar="SUMMARY", help="with --save; default: which revisions it joins")
    _screens(command)


def _decision(command: argparse.ArgumentParser) -> None:
    command.add_argument("-m", "--message", metavar="SUMMARY", help="default: made from the changes")
    verdict = command.add_mutually_exclusive_group()
    verdict.add_argument("--material", dest="change", action="store_const", const="material")
    verdict.add_argument("--editorial", dest="change", action="store_const", const="editorial")
    command.add_argument("--why", default="", metavar="TEXT", help="why the proposed verdict is overruled")
    command.add_argument("--effective", metavar="DATE", help="when it begins to bind")
    command.add_argument("--body-dates", action="store_true", help="move the policy's dates inside its text along")
    command.add_argument("--date", metavar="DATE", help="the last-updated date, instead of today")
    _json(command)


COMMANDS: Mapping[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "open": ("screens:open_screens", "open the screens", _open),
    "review": ("screens:review", "open the review of two policies", _review),
    "demo": ("screens:demo", "open a throwaway copy of the sample policies", _demo),
    "list": ("reading:list_policies", "list the policies", _json),
    "show": ("reading:show_command", "print a policy", _show),
    "log": ("reading:log", "list the revisions of a policy, newest first", _log),
    "check": ("reading:check", "say what is wrong with policies: content, dates, history", _check),
    "verify": ("reading:verify", "prove that no revision was changed since it was saved", _check),
    "diff": ("comparing:diff", "print the differences of two policies, word by word", _diff),
    "judge": ("comparing:judge", "say whether the differences of two policies are material, and why", _judge),
    "notice": ("comparing:notice", "print what changed, to paste into a mail or a banner", _notice),
    "new": ("writing:new", "begin a new policy", _new),
    "import": ("writing:import_file", "make a policy of a text or Markdown file", _import),
    "save": ("writing:save", "save the file as it stands as a revision", _save),
    "recover": ("recovering:recover", "list, keep or put aside drafts that a session left behind", _recover),
    "restore": ("writing:restore", "save the text of an earlier revision again, as a new one", _restore),
    "commit": ("git:commit", "commit a policy and its history, and nothing else, to git", _commit),
    "git": ("git:setup", "set up (or remove) merging by section and prose diffs in git", _git),
    "merge-file": ("git:merge_file", "merge three policy files by section and paragraph (git calls this)", _merge_file),
    "resolve": ("git:resolve", "decide what a merge left open, and join both histories", _resolve),
    "keys": ("about:keys", "list the keys of every screen", _json),
    "themes": ("about:themes", "list the themes and where yours go", _json),
    "config": ("about:config", "say which folders and settings are in use, and what is wrong with them", _json),
    "completion": ("completion:completion", "print a completion script for a shell", _completion),
    "schema": ("about:schema", "print the JSON Schema of policy.toml", _none),
}
"""Every command, as help lists them: what does it, what it is, and its words."""

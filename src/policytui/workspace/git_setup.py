"""`git setup` and `git remove`: what makes one clone, and the repository, at home with policies.

Rules that hold here:

- In the repository (to be committed): lines in the policies folder's `.gitattributes`. A revision is marked as
  generated, without a diff of its own and never converted: a pull request shows the policy's change once, and no
  line end of a revision is touched. The policy file is merged by section and compared as prose.
- In this clone only: the merge driver, the diff and the difftool that those lines name, and, when asked, a hook.
  The difftool too shows a change once, and not again as a revision.
- Everything is written between marks or under our own names: setting up twice changes nothing, and removing takes
  away what was written and nothing else.
"""

from __future__ import annotations

import re
import shlex
import shutil
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policytui.core.values import Problem, Severity
from policytui.errors import RefusedError, UsageError
from policytui.workspace.workspace import Workspace

BEGIN = "# policytui: begin (policytui git remove takes these lines out)"
END = "# policytui: end"
ATTRIBUTES = (
    "*/policy.toml merge=policytui diff=policytui",
    "*/history/*.toml linguist-generated -diff -merge -text",
)
GUARDED = frozenset(("unsaved", "no-revision", "date-disagrees", "hidden-character", "look-alike", "merge-conflict"))
"""Warnings that stop a commit, as every error does. One that comes with time alone (a review that is due) does not."""
_SHELL = re.compile(r"#! *(/usr/bin/env +)?(/\S*/)?(sh|bash|dash|ash|ksh|zsh)( +-\S+)*\s*")
"""The first line of a hook that is a shell script."""
_OURS = re.compile(rf"{re.escape(BEGIN)}\r?\n.*?{re.escape(END)}(?:\r?\n|\Z)", re.DOTALL)
"""Our lines in a file whose line ends git may have turned round."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, or (in a dry run) would be."""

    what: str
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    top: Path
    root: str
    attributes: Path
    hook: Path
    environ: Mapping[str, str]


def guarded(problem: Problem) -> bool:
    """Whether a problem stops a commit."""
    return problem.severity is Severity.ERROR or problem.rule in GUARDED


def program() -> str:
    """How git calls this program: by name where that finds this very one, else by the interpreter's full path."""
    found = shutil.which("policytui")
    own = Path(sys.executable).parent / "policytui"
    if found and own.exists() and Path(found).resolve() == own.resolve():
        return "policytui"
    return shlex.quote(str(own)) if own.exists() else f"{shlex.quote(sys.executable)} -m policytui"


def settings(called: str) -> dict[str, str]:
    """The settings of the clone, given how the program is called.

    A driver that fails leaves git with our side alone and no mark of the other's. So where the program is gone, or
    cannot read a side, git's own merge is put in the place, and the merge stops for a person.
    """
    by_lines = "git merge-file --diff3 -L ours -L base -L theirs %A %O %B"
    return {
        "merge.policytui.name": "merge policies by section and paragraph",
        "merge.policytui.driver": f"{called} merge-file %O %A %B --path=%P || {{ [ $? -gt 1 ] && {by_lines}; false; }}",
        "diff.policytui.textconv": f"{called} git textconv",
        "difftool.policytui.cmd": f'case "$MERGED" in */history/*) ;; *) {called} diff "$LOCAL" "$REMOTE" ;; esac',
    }


def setup(
    workspace: Workspace, environ: Mapping[str, str], *, hooks: bool = False, dry_run: bool = False
) -> list[Step]:
    """Set up the repository of the root and this clone of it. What was (or would be) done; empty: all was there."""
    from policytui.store.gitwrite import put_setting, setting

    place = _place(workspace, environ)
    called = program()
    hook = _hook(place, called) if hooks else ""  # what refuses must do so before anything is written
    steps = _write_block(place.attributes, ATTRIBUTES, dry_run)
    for key, value in settings(called).items():
        if setting(place.top, key, environ) != value:
            steps.append(Step("set", f"git config {key}", value))
            if not dry_run:
                put_setting(place.top, key, value, environ)
    if hooks:
        steps += _write_hook(place.hook, hook, dry_run)
    return steps


def remove(workspace: Workspace, environ: Mapping[str, str], *, dry_run: bool = False) -> list[Step]:
    """Take away what `setup` wrote. What was (or would be) done; empty: there was nothing."""
    from policytui.store.gitwrite import drop_section, put_setting, setting

    place = _place(workspace, environ)
    steps = _drop_block(place.attributes, dry_run) + _drop_block(place.hook, dry_run)
    for key in settings(""):
        if setting(place.top, key, environ) is not None:
            steps.append(Step("unset", f"git config {key}"))
            if not dry_run:
                put_setting(place.top, key, None, environ)
                drop_section(place.top, key.rpartition(".")[0], environ)
    return steps


def _place(workspace: Workspace, environ: Mapping[str, str]) -> _Place:
    from policytui.store.gitwrite import hooks_folder
    from policytui.store.repository import repository

    if not workspace.root.is_dir():
        raise UsageError(
            f"There is no folder {workspace.root} yet.", "Begin a policy first: policytui new SLUG --title T"
        )
    found = repository(workspace.root)
    if found is None:
        raise UsageError(f"{workspace.root} is in no git repository. Nothing was changed.", "Begin one: git init")
    return _Place(
        found.top,
        found.relative(workspace.root) or ".",
        workspace.root / ".gitattributes",
        hooks_folder(found.top, environ) / "pre-commit",
        environ,
    )


def _hook_lines(place: _Place, called: str) -> tuple[str, ...]:
    root = shlex.quote(place.root)
    return (
        f"if [ -d {root} ] && ! git diff --cached --quiet -- {root}; then",
        f"  {called} --root {root} git guard || exit 1",
        "fi",
    )


def _hook(place: _Place, called: str) -> str:
    """The pre-commit hook with our lines behind its first one. UsageError when it is in another language than shell."""
    text = _read(place.hook)
    first, _, rest = text.partition("\n")
    if text and not (_SHELL.fullmatch(first) or BEGIN in text):
        raise UsageError(
            f"There is a pre-commit hook already, and it is no shell script: {place.hook}. It was left as it is.",
            f"Call this from it: {called} --root {shlex.quote(place.root)} git guard",
        )
    block = _block(_hook_lines(place, called))
    if BEGIN in text:
        new = _without(text, place.hook)
        first, _, rest = new.partition("\n")
    head = first if _SHELL.fullmatch(first) else "#!/bin/sh"
    return f"{head}\n{block}{rest}"


def _write_hook(path: Path, text: str, dry_run: bool) -> list[Step]:
    if text == _read(path):
        return []
    if not dry_run:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return [Step("write", str(path), "run policytui git guard before a commit of policies")]


def _write_block(path: Path, lines: tuple[str, ...], dry_run: bool) -> list[Step]:
    text = _read(path)
    block = _block(lines)
    if block in text.replace("\r\n", "\n"):
        return []
    new = _without(text, path) if BEGIN in text else text
    if new and not new.endswith("\n"):
        new += "\n"
    if not dry_run:
        _put(path, new + block)
    return [Step("write", str(path), line) for line in lines]


def _drop_block(path: Path, dry_run: bool) -> list[Step]:
    """Take our lines out of a file; one that held nothing else is removed."""
    text = _read(path)
    if BEGIN not in text:
        return []
    new = _without(text, path)
    if not dry_run:
        if not new.strip() or _SHELL.fullmatch(new.strip()):
            path.unlink()
        else:
            _put(path, new)
    return [Step("remove our lines from", str(path))]


def _block(lines: tuple[str, ...]) -> str:
    return "".join(f"{line}\n" for line in (BEGIN, *lines, END))


def _without(text: str, path: Path) -> str:
    new, found = _OURS.subn("", text, count=1)
    if not found:
        raise UsageError(
            f"{path} holds the line that begins our part and not the one that ends it. It was left as it is.",
            f"Put “{END}” on a line of its own below our lines, and try again.",
        )
    return new


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}. Nothing was changed.") from None


def _put(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise RefusedError(f"{path} could not be written: {error.strerror}.") from None

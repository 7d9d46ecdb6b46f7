"""git, read only: no helper, hook, filter or pager of a repository is ever run.

Rules that hold here: always an argument list; names behind `--end-of-options`; stdin closed (or ours); a timeout; only
commands that run nothing the repository configures, with what could be configured switched off; nothing is
fetched, whatever a repository says is missing.
"""

from __future__ import annotations

import functools
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from policytui.core.values import SIZE_CAP
from policytui.errors import RefusedError, UsageError

TIMEOUT = 20.0
"""Seconds after which a git command is given up."""
_SAFE = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_PAGER": "cat",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_OFF = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "core.quotePath=false",
    "log.showRoot=true",
    "log.follow=false",
    "diff.relative=false",
    "i18n.logOutputEncoding=UTF-8",
)
"""What a person has set for their own reading of git, and what could run a helper."""


class Answer(NamedTuple):
    """What a git command said: exit code, output, complaints."""

    code: int
    out: bytes
    err: bytes


def command(arguments: list[str]) -> list[str]:
    """The argument list of a read-only git command."""
    return ["git", "--no-pager", *(word for setting in _OFF for word in ("-c", setting)), *arguments]


def environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a read-only git command."""
    return {**located(os.environ if environ is None else environ), **_SAFE}


def located(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which git finds, from any folder, the repository that it finds here.

    With a GIT_DIR and no GIT_WORK_TREE (so a hook is called in a linked working tree) git takes the folder that it is
    asked from for the top of the working tree, and names every path from there.
    """
    if "GIT_DIR" not in environ:
        return dict(environ)
    return {**environ, **_here(str(Path.cwd()), environ["GIT_DIR"], environ.get("GIT_WORK_TREE"))}


@functools.cache
def _here(folder: str, git_dir: str, work_tree: str | None) -> Mapping[str, str]:
    given = {"GIT_DIR": git_dir} | ({} if work_tree is None else {"GIT_WORK_TREE": work_tree})
    words = command(["rev-parse", "--show-toplevel", "--absolute-git-dir"])
    own = {**os.environ, **given, **_SAFE}
    try:
        done = subprocess.run(words, cwd=folder, env=own, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:  # whoever asks git next says that it is not there
        return {}
    lines = done.stdout.decode("utf-8", "surrogateescape").split("\n")
    return {"GIT_WORK_TREE": lines[0], "GIT_DIR": lines[1]} if done.returncode == 0 else {}


def ask(
    arguments: list[str],
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    data: bytes | None = None,
) -> Answer:
    """What a read-only git command says. RefusedError when there is no git, or it does not answer."""
    given: dict[str, object] = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
    try:
        done = subprocess.run(  # type: ignore[call-overload]
            command(arguments),
            cwd=folder,
            env=environment(environ),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            **given,
        )
    except FileNotFoundError:
        raise RefusedError("git is not installed, so no git revision can be read.", "Install git.") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RefusedError(f"git did not answer: {error}. Nothing was changed.", "Try again.") from None
    return Answer(done.returncode, done.stdout, done.stderr)


def run(arguments: list[str], folder: Path | None = None, environ: Mapping[str, str] | None = None) -> bytes | None:
    """The output of a read-only git command; None when git says no. RefusedError when there is no git."""
    done = ask(arguments, folder, environ)
    return done.out if done.code == 0 else None


def identity(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    """`Name <mail>` as git knows the person in a folder; empty when it does not, or is not there."""
    try:
        name = run(["config", "--get", "user.name"], folder, environ)
        mail = run(["config", "--get", "user.email"], folder, environ)
    except RefusedError:
        return ""
    texts = [(part or b"").decode("utf-8", "replace").strip() for part in (name, mail)]
    return f"{texts[0]} <{texts[1]}>" if all(texts) else texts[0]


def blob(ref: str, path: str, folder: Path | None = None) -> bytes:
    """The bytes of `path` at git revision `ref`. UsageError when there is no such thing, or it is too large."""
    found = run(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}:{path}"], folder)
    if found is None:
        hint = "Name it as GITREF:PATH, e.g. main:policies/x/policy.toml."
        raise UsageError(f"git knows no “{path}” at “{ref}” here.", hint)
    name = found.decode("ascii", "replace").strip()
    size = run(["cat-file", "-s", name], folder)
    if size is None:
        raise absent(f"“{ref}:{path}”")
    if int(size) > SIZE_CAP:
        raise UsageError(f"“{ref}:{path}” is larger than {SIZE_CAP // 1_000_000} MB and was not read.")
    content = run(["cat-file", "blob", name], folder)
    if content is None:
        raise UsageError(f"“{ref}:{path}” is not a file.", "Name a file, not a folder.")
    return content


def absent(what: str) -> RefusedError:
    """What is said of a text that a commit names and a partial clone does not have."""
    return RefusedError(
        f"{what} is not in this clone, which was made without all the texts; none is fetched unasked.",
        "Fetch them: git fetch --refetch --no-filter",
    )

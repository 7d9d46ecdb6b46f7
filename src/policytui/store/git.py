"""git, read only: no helper, hook, filter or pager of a repository is ever run.

Rules that hold here: always an argument list; names behind `--end-of-options`; stdin closed; a timeout; only
`rev-parse`, `cat-file` and `config --get`, which run nothing the repository configures.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from policytui.core.values import SIZE_CAP
from policytui.errors import RefusedError, UsageError

TIMEOUT = 20.0
"""Seconds after which a git command is given up."""


def run(arguments: list[str], folder: Path | None = None, environ: Mapping[str, str] | None = None) -> bytes | None:
    """The output of a read-only git command; None when git says no. RefusedError when there is no git."""
    safe = {**(os.environ if environ is None else environ), "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1", "GIT_PAGER": "cat", "LC_ALL": "C"}  # fmt: skip
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=safe, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False
        )
    except FileNotFoundError:
        raise RefusedError("git is not installed, so no git revision can be read.", "Install git.") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RefusedError(f"git did not answer: {error}. Nothing was changed.", "Try again.") from None
    return done.stdout if done.returncode == 0 else None


def identity(environ: Mapping[str, str] | None = None) -> str:
    """`Name <mail>` as git knows the person; empty when it does not, or is not there."""
    try:
        name = run(["config", "--get", "user.name"], environ=environ)
        mail = run(["config", "--get", "user.email"], environ=environ)
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
    if size is None or int(size) > SIZE_CAP:
        raise UsageError(f"“{ref}:{path}” is larger than {SIZE_CAP // 1_000_000} MB and was not read.")
    content = run(["cat-file", "blob", name], folder)
    if content is None:
        raise UsageError(f"“{ref}:{path}” is not a file.", "Name a file, not a folder.")
    return content

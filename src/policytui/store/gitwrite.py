"""git, acting: a commit of named files, and settings of one clone. The only place where git runs a person's helpers.

Rules that hold here:

- A commit is the person's own: their hooks, identity and signing, their environment. Nothing is forced or skipped.
- `commit --only` with literal paths: what else is staged stays staged and is not committed.
- New files are announced to the index (`add --intent-to-add`) so that git knows them; when the commit is refused,
  that is taken back.
- Settings are written to the clone's own `config` with `git config --local`, one key at a time.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from policytui.errors import RefusedError


class Done(NamedTuple):
    """What git said: exit code, output and complaints as one text."""

    code: int
    text: str


def act(
    words: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    *,
    message: str | None = None,
    terminal: bool = False,
) -> Done:
    """Run git as the person would, in `folder`. `message` goes to its stdin; `terminal` hands over the screen.

    RefusedError when there is no git. There is no time limit: a hook may take its time, a key may want a passphrase.
    """
    own = {**environ, "GIT_LITERAL_PATHSPECS": "0" if words[0] == "check-ignore" else "1"}  # which knows no such thing
    try:
        done = subprocess.run(
            ["git", "--no-pager", *words],
            cwd=folder,
            env=own,
            input=None if message is None else message.encode("utf-8", "surrogateescape"),
            stdin=subprocess.DEVNULL if message is None else None,
            stdout=None if terminal else subprocess.PIPE,
            stderr=None if terminal else subprocess.STDOUT,
            check=False,
        )
    except FileNotFoundError:
        raise RefusedError("git is not installed. Nothing was committed.", "Install git.") from None
    except OSError as error:
        raise RefusedError(f"git could not be started: {error}. Nothing was committed.") from None
    return Done(done.returncode, (done.stdout or b"").decode("utf-8", "replace"))


def commit(
    top: Path, paths: Sequence[str], message: str, environ: Mapping[str, str], *, terminal: bool = False
) -> Done:
    """Commit exactly `paths` (files and folders as git names them, from `top`). Exit code 0 means that it is done."""
    fresh = untracked(top, paths, environ)
    if fresh:
        told = _listed(top, ["add", "--intent-to-add"], fresh, environ)
        if told.code != 0:
            return told
    done = act(["commit", "-F", "-", "--only", "--", *paths], top, environ, message=message, terminal=terminal)
    if done.code != 0 and fresh:
        _listed(top, ["rm", "--cached", "--quiet", "--force", "--ignore-unmatch"], fresh, environ)
    return done


def _listed(top: Path, words: Sequence[str], paths: Sequence[str], environ: Mapping[str, str]) -> Done:
    """A command over many paths, which go to its stdin."""
    listed = "\0".join(paths)
    return act([*words, "--pathspec-from-file=-", "--pathspec-file-nul"], top, environ, message=listed)


def untracked(top: Path, paths: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """The files below some paths that git does not know yet and does not ignore."""
    done = _plain(["ls-files", "-z", "--others", "--exclude-standard", "--", *paths], top, environ)
    return [path for path in done.split("\0") if path]


def changed(top: Path, paths: Sequence[str], environ: Mapping[str, str]) -> dict[str, str]:
    """What is not committed below some paths: path to git's two status letters."""
    done = _plain(
        ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *paths], top, environ
    )
    return {entry[3:]: entry[:2] for entry in done.split("\0") if len(entry) > 3}


def ignored(top: Path, path: str, environ: Mapping[str, str]) -> bool:
    """Whether git is told to ignore a path."""
    return act(["check-ignore", "--quiet", "--", path], top, environ).code == 0


def _plain(words: Sequence[str], top: Path, environ: Mapping[str, str]) -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=top,
        env={**environ, "GIT_LITERAL_PATHSPECS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise RefusedError(f"git refused: {done.stderr.decode('utf-8', 'replace').strip()}. Nothing was committed.")
    return done.stdout.decode("utf-8", "surrogateescape")


def setting(top: Path, key: str, environ: Mapping[str, str]) -> str | None:
    """A setting of this clone's own config; None when it has none."""
    done = act(["config", "--local", "--get", key], top, environ)
    return done.text.removesuffix("\n") if done.code == 0 else None


def put_setting(top: Path, key: str, value: str | None, environ: Mapping[str, str]) -> None:
    """Write a setting of this clone, or take it away (None). RefusedError when git refuses."""
    words = ["config", "--local", "--unset-all", key] if value is None else ["config", "--local", key, value]
    done = act(words, top, environ)
    if done.code not in (0, 5):  # 5: there was none to take away
        raise RefusedError(f"git refused to set {key}: {done.text.strip()}. Nothing else was changed.")


def drop_section(top: Path, name: str, environ: Mapping[str, str]) -> None:
    """Take away the header of a config section that is empty now."""
    done = act(["config", "--local", "--get-regexp", "^" + name.replace(".", r"\.") + r"\."], top, environ)
    if done.code != 0:
        act(["config", "--local", "--remove-section", name], top, environ)


def hooks_folder(top: Path, environ: Mapping[str, str]) -> Path:
    """Where this clone's hooks are (`core.hooksPath` is heeded)."""
    done = act(["rev-parse", "--git-path", "hooks"], top, environ)
    if done.code != 0:
        raise RefusedError(f"git does not say where its hooks are: {done.text.strip()}")
    return Path(os.path.normpath(top / done.text.removesuffix("\n")))

"""git, acting: a commit of named files, and settings of one clone. The only place where git runs a person's helpers.

Rules that hold here:

- A commit is the person's own: their hooks, identity and signing, their environment. Nothing is forced or skipped.
- `commit --only` with literal paths: what else is staged stays staged and is not committed. That they are literal is
  said of each of them and not in the environment, which a hook would read its own paths by.
- New files are announced to the index (`add --intent-to-add`) so that git knows them; when the commit is refused,
  that is taken back.
- A commit that may be stopped runs in a session of its own: nothing it starts can draw on the terminal or read keys
  from it. One that needs the terminal is given all of it.
- Settings are written to the clone's own `config` with `git config --local`, one key at a time.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from policytui.errors import RefusedError
from policytui.store.git import located

_PATIENCE = 3.0
"""Seconds that git has to end by itself, and to take its locks away, before it is killed; and that one that holds the
index is waited for."""

LET_GO = "D?"
"""The state of a file that is on disk and in the last commit, and not in the index: git names it twice."""


class Done(NamedTuple):
    """What git said: exit code, output and complaints as one text."""

    code: int
    text: str


def act(words: Sequence[str], folder: Path, environ: Mapping[str, str], *, message: str | None = None) -> Done:
    """Run git as the person would, in `folder`. `message` goes to its stdin.

    RefusedError when there is no git. There is no time limit: a hook may take its time, a key may want a passphrase.
    """
    process = _start(words, folder, environ, stdin=subprocess.DEVNULL if message is None else subprocess.PIPE)
    said, _ = process.communicate(None if message is None else _bytes(message))
    return Done(process.returncode, said.decode("utf-8", "replace"))


def _start(
    words: Sequence[str],
    folder: Path,
    environ: Mapping[str, str],
    *,
    stdin: int | None,
    out: int | None = subprocess.PIPE,
    own_session: bool = False,
) -> subprocess.Popen[bytes]:
    own = located(environ)
    if "GIT_LITERAL_PATHSPECS" in own or "commit" not in words:
        own["GIT_LITERAL_PATHSPECS"] = "1"
    try:
        return subprocess.Popen(
            ["git", "--no-pager", *words],
            cwd=folder,
            env=own,
            stdin=stdin,
            stdout=out,
            stderr=out and subprocess.STDOUT,
            start_new_session=own_session,
        )
    except FileNotFoundError:
        raise RefusedError("git is not installed. Nothing was committed.", "Install git.") from None
    except OSError as error:
        raise RefusedError(f"git could not be started: {error}. Nothing was committed.") from None


def _bytes(message: str) -> bytes:
    return message.encode("utf-8", "surrogateescape")


def commit(
    top: Path,
    paths: Sequence[str],
    message: str,
    environ: Mapping[str, str],
    *,
    terminal: bool = False,
    stop: threading.Event | None = None,
) -> Done:
    """Commit exactly `paths` (files and folders as git names them, from `top`). Exit code 0 means that it is done.

    `terminal` gives git and all it starts the terminal: nothing is caught then. `stop`, once set, ends them.
    """
    fresh = untracked(top, paths, environ)
    if fresh:
        told = _listed(top, ["add", "--intent-to-add"], fresh, environ)
        if told.code != 0:
            return told
    before = _head(top, environ)
    try:
        done = _commit(top, paths, message, environ, terminal=terminal, stop=stop)
    except KeyboardInterrupt:
        if fresh and _head(top, environ) == before:
            _forget(top, fresh, environ)
        raise
    if done.code != 0 and stop is not None and stop.is_set() and _head(top, environ) != before:
        return Done(0, done.text)  # it was stopped too late: a hook that runs after the commit was ended
    if done.code != 0 and fresh:
        _forget(top, fresh, environ)
    return done


def _forget(top: Path, paths: Sequence[str], environ: Mapping[str, str]) -> None:
    """Take files that were announced to the index out of it. Another git may hold it: that is waited for."""
    end = time.monotonic() + _PATIENCE
    while _listed(top, ["rm", "--cached", "--quiet", "--force", "--ignore-unmatch"], paths, environ).code != 0:
        if time.monotonic() > end:
            return
        time.sleep(0.05)


def _commit(
    top: Path,
    paths: Sequence[str],
    message: str,
    environ: Mapping[str, str],
    *,
    terminal: bool,
    stop: threading.Event | None,
) -> Done:
    """`git commit` itself. The message is in a file, so that stdin can be the terminal."""
    literal = "" if "GIT_LITERAL_PATHSPECS" in environ else ":(literal)"
    with tempfile.TemporaryDirectory(prefix="policytui-") as scratch:
        file = Path(scratch, "message")
        file.write_bytes(_bytes(message))
        words = [*_as_utf8(top, environ), "commit", "--quiet", "-F", str(file), "--only"]
        words += ["--", *(f"{literal}{path}" for path in paths)]
        apart = stop is not None and not terminal
        if apart:  # a passphrase asked for by name of the terminal would be drawn over the screen
            environ = {name: value for name, value in environ.items() if name != "GPG_TTY"}
        stdin, out = (None, None) if terminal else (subprocess.DEVNULL, subprocess.PIPE)
        process = _start(words, top, environ, stdin=stdin, out=out, own_session=apart)
        try:
            return Done(process.wait(), "") if terminal else _watched(process, stop or threading.Event())
        except KeyboardInterrupt:  # the terminal has told git as well, which takes its locks away
            process.wait()
            raise


def _as_utf8(top: Path, environ: Mapping[str, str]) -> list[str]:
    """What makes git write down that a message is UTF-8, where a setting says that it is in another encoding."""
    other = act(["config", "--get", "i18n.commitEncoding"], top, environ).text.strip()
    return ["-c", "i18n.commitEncoding=UTF-8"] if other else []


def _watched(process: subprocess.Popen[bytes], stop: threading.Event) -> Done:
    """Wait for git, and end it with all it started when it is to stop. git takes its own locks away when it is told to
    end; what is left after that (a hook that will not hear) is killed.
    """
    while True:
        try:
            said, _ = process.communicate(timeout=0.05)
            return Done(process.returncode, said.decode("utf-8", "replace"))
        except subprocess.TimeoutExpired as waiting:
            if not stop.is_set():
                continue
            said = waiting.output or b""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        return Done(process.returncode or 1, said.decode("utf-8", "replace"))


def _head(top: Path, environ: Mapping[str, str]) -> str:
    return act(["rev-parse", "--quiet", "--verify", "HEAD"], top, environ).text


def _listed(top: Path, words: Sequence[str], paths: Sequence[str], environ: Mapping[str, str]) -> Done:
    """A command over many paths, which go to its stdin."""
    listed = "\0".join(paths)
    return act([*words, "--pathspec-from-file=-", "--pathspec-file-nul"], top, environ, message=listed)


def untracked(top: Path, paths: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """The files below some paths that git does not know yet and does not ignore."""
    done = _plain(["ls-files", "-z", "--others", "--exclude-standard", "--", *paths], top, environ)
    return [path for path in done.split("\0") if path]


def changed(top: Path, paths: Sequence[str], environ: Mapping[str, str]) -> dict[str, str]:
    """What is not committed below some paths: path to git's two status letters, or `LET_GO`."""
    done = _plain(
        ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *paths], top, environ
    )
    found: dict[str, str] = {}
    for entry in done.split("\0"):
        if len(entry) > 3:
            found[entry[3:]] = LET_GO if entry[3:] in found else entry[:2]
    return found


def ignored(top: Path, paths: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """The files below some paths that git does not know, and is told to ignore."""
    done = _plain(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *paths], top, environ)
    return [path for path in done.split("\0") if path]


def _plain(words: Sequence[str], top: Path, environ: Mapping[str, str]) -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=top,
        env={**located(environ), "GIT_LITERAL_PATHSPECS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise RefusedError(f"git refused: {done.stderr.decode('utf-8', 'replace').strip()}. Nothing was committed.")
    return done.stdout.decode("utf-8", "surrogateescape")


def signs(top: Path, environ: Mapping[str, str]) -> bool:
    """Whether commits are signed here: then a key may want its passphrase."""
    return act(["config", "--type=bool", "--get", "commit.gpgsign"], top, environ).text.strip() == "true"


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

"""`$EDITOR` and back: a text in a private temporary file, the terminal handed over, the text read again.

What was written there and cannot be taken over stays where it is, and it is said where: it may be an hour's work.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from textual.app import SuspendNotSupported

from policytui.core.visible import one_line
from policytui.errors import RefusedError, UsageError
from policytui.tui.screens.base import Host


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The person's editor as arguments. UsageError when there is none."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError:
        raise UsageError(
            "$EDITOR cannot be read: a quote in it is not closed.", "Set it to a command, such as vim."
        ) from None
    if not command:
        raise UsageError("No editor is set: $VISUAL and $EDITOR are empty.", "Set one in the shell: export EDITOR=vim")
    return command


def edit_outside(app: Host, text: str, name: str) -> str:
    """The text as the editor left it. RefusedError when the editor failed: the text is then as it was, and what the
    editor wrote, if it did, is where the error says.
    """
    import shutil
    import tempfile

    command = editor_command(os.environ)
    try:
        folder = Path(tempfile.mkdtemp(prefix="policytui-"))
    except OSError as error:
        raise _no_file(error) from None
    path = folder / f"{name}.md"
    try:
        after = _edited(app, command, path, text)
    except RefusedError as error:
        if list(folder.iterdir()) in ([], [path]) and _as_it_was(path, text):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        raise RefusedError(error.message, f"What the editor wrote is kept in {one_line(str(folder))}.") from None
    shutil.rmtree(folder, ignore_errors=True)
    # An editor ends a file with a line end of its own; a text without one gets none for that.
    return after.removesuffix("\n") if after.endswith("\n") and not text.endswith("\n") else after


def _edited(app: Host, command: list[str], path: Path, text: str) -> str:
    import subprocess

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _no_file(error) from None
    try:
        with app.handed_over():
            code = subprocess.call([*command, str(path)])
    except SuspendNotSupported:
        raise RefusedError("This terminal cannot be handed to another program. Nothing was changed.") from None
    except OSError as error:
        raise RefusedError(
            f"{command[0]} cannot be started: {error.strerror}. Nothing was changed.", "Set $EDITOR to another one."
        ) from None
    if code:
        raise RefusedError(f"{command[0]} ended with code {code}. The text was left as it was.")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RefusedError("The editor left no readable UTF-8 text. The text was left as it was.") from None


def _no_file(error: OSError) -> RefusedError:
    return RefusedError(
        f"The file for the editor could not be written: {error.strerror}. Nothing was changed.",
        "Make room on the disk, or set TMPDIR to another folder.",
    )


def _as_it_was(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return True

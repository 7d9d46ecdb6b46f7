"""`$EDITOR` and back: a text in a private temporary file, the terminal handed over, the text read again."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

from policytui.errors import RefusedError, UsageError


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


def edit_outside(app: App[int], text: str, name: str) -> str:
    """The text as the editor left it. RefusedError when the editor failed: the text is then as it was."""
    import subprocess
    import tempfile

    command = editor_command(os.environ)
    with tempfile.TemporaryDirectory(prefix="policytui-") as folder:
        path = Path(folder) / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
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
            after = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise RefusedError("The editor left no readable UTF-8 text. The text was left as it was.") from None
    # An editor ends a file with a line end of its own; a text without one gets none for that.
    return after.removesuffix("\n") if after.endswith("\n") and not text.endswith("\n") else after

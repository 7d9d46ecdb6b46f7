"""Reviewed marks: which changes a reviewer has looked at, kept by what the change says.

Rules that hold here:

- A mark is a hash of what a change says before and after, white space folded: re-wrapping, a new place or a later
  unrelated revision does not lose it, and any change of a word does.
- A file of marks is one hash a line, sorted: two reviewers' files, or two branches', merge by joining lines.
- It is written whole and replaced in one step; a file that cannot be read counts as empty and is not overwritten.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path

from policytui.errors import RefusedError
from policytui.store.files import lock

_LINE = re.compile(r"[0-9a-f]{32}")


def key(before: str, after: str) -> str:
    """The mark of a change."""
    folded = "\0".join(" ".join(side.split()) for side in (before, after))
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read(path: Path) -> frozenset[str]:
    """The marks in a file; none when there is no file. RefusedError when it cannot be read."""
    try:
        text = path.read_text("ascii", "replace")
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise RefusedError(
            f"The reviewed marks in {path} cannot be read: {error.strerror}. They were left as they are.",
            "Mend the rights of the file, or move it away.",
        ) from None
    return frozenset(line for line in text.split() if _LINE.fullmatch(line))


def change(path: Path, add: frozenset[str] = frozenset(), remove: frozenset[str] = frozenset()) -> frozenset[str]:
    """Add and remove marks; gives those that now stand. Other sessions' marks are kept."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with lock(path.parent):
            marks = (read(path) | add) - remove
            temporary.write_text("".join(f"{mark}\n" for mark in sorted(marks)), "ascii")
            temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise RefusedError(
            f"The reviewed mark could not be kept in {path}: {error.strerror}. It holds until you leave.",
            "Make room on the disk, or mend the rights of the folder.",
        ) from None
    return marks

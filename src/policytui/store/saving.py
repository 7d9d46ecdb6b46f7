"""One save, call by call, and what becomes of one that was interrupted.

Rules that hold here, all under the lock of the policy's folder:

- New text beside its place → its name durable → revision beside its place → revision linked to its own name → that
  name durable → new text renamed into place → that name durable. Each step needs the one before it to be on disk.
- So a revision on disk means that its text is on disk too, and `finish` can always tell what to do: complete the
  save when the policy file is still the one the revision replaces, clear away otherwise.
- A save that fails before its revision has a name leaves nothing; one that fails later is completed on the next open.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from policytui.core.values import Revision
from policytui.store import revisions
from policytui.store.files import Files, names_in, read, refused

_TEMPORARY = re.compile(r"\..+\.([0-9a-f]{8})\.tmp")


def write(files: Files, slug: str, real: Path, history: Path, data: bytes, whole: bytes, revision: Revision) -> None:
    """Write `data` over the policy file `real`, with its revision `whole`. RefusedError when the system refuses:
    the policy file is then whole, old or new, and the sentence says which.
    """
    temporary = real.parent / f".{real.name}.{revision.hash[:8]}.tmp"
    revision_temporary = history / f".{revision.name}.tmp"
    like = real.stat() if real.exists() else None
    try:
        files.sync(files.create(temporary, data, like))
        # The revision must never be on disk without the text it belongs to.
        files.sync_folder(real.parent)
        files.sync(files.create(revision_temporary, whole, like))
        _link(files, revision_temporary, history / revision.name, whole)
    except BaseException as error:
        # A link may take effect and still report an error (a lost answer of a network disk).
        linked = os.path.lexists(history / revision.name)
        for path in (revision_temporary, *(() if linked else (temporary,))):
            with contextlib.suppress(OSError):
                files.unlink(path)
        if not isinstance(error, OSError):
            raise
        safe = _half_way(real) if linked else f"{real.name} is unchanged and any draft is kept."
        raise refused(error, f"{slug} was not saved", safe) from error
    safe = _half_way(real)
    try:
        files.sync_folder(history)
        files.replace(temporary, real)
        safe = f"{real.name} is whole and holds the new text, but the disk did not confirm it."
        files.sync_folder(real.parent)
    except OSError as error:
        raise refused(error, f"The save of {slug} was not confirmed", safe) from error
    with contextlib.suppress(OSError):
        files.unlink(revision_temporary)


def create(files: Files, slug: str, real: Path, history: Path, data: bytes) -> None:
    """Write a policy file that does not exist yet. RefusedError when the system refuses: then there is none."""
    temporary = real.parent / f".{real.name}.new.tmp"
    try:
        for leftover in leftovers(real, history):
            files.unlink(leftover)
        files.sync(files.create(temporary, data, None))
        files.replace(temporary, real)
        files.sync_folder(real.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            files.unlink(temporary)
        if isinstance(error, OSError):
            raise refused(error, f"{slug} was not begun", "Nothing else was touched.") from error
        raise


def _half_way(real: Path) -> str:
    return (
        f"The revision is written and {real.name} is still the whole old text; "
        "policytui completes the save when it opens the policy again."
    )


def _link(files: Files, source: Path, name: Path, whole: bytes) -> None:
    try:
        files.link(source, name)
    except FileExistsError:
        # The same bytes under the same hash are the same revision, saved by a try that was interrupted.
        if name.read_bytes() != whole:
            raise


def finish(files: Files, real: Path, history: Path) -> str:
    """Complete or clear what interrupted saves left: "completed", "cleared", or "" for nothing to do."""
    result = ""
    for temporary in leftovers(real, history):
        if temporary.parent == real.parent and _complete(files, temporary, real, history):
            result = "completed"
        else:
            files.unlink(temporary)
            result = result or "cleared"
    return result


def _complete(files: Files, temporary: Path, real: Path, history: Path) -> bool:
    """Rename the new text into place if its revision is whole and the file is still what it replaces."""
    found = _TEMPORARY.fullmatch(temporary.name)
    if found is None:
        return False
    data = temporary.read_bytes()
    now = bytes_of(real)
    for path in history.glob(f"*-{found[1]}.toml"):
        whole = path.read_bytes()
        hashes = revisions.own_hash(whole)
        if hashes is None or hashes[0] != hashes[1]:
            continue
        revision, text = revisions.decode(whole, path.name)
        if text == data and revision.replaces == ("" if now is None else revisions.digest(now)):
            files.sync_folder(history)
            files.replace(temporary, real)
            files.sync_folder(real.parent)
            return True
    return False


def leftovers(real: Path, history: Path) -> list[Path]:
    """The temporary files of interrupted saves, that of the policy first."""
    found = []
    for folder, start in ((real.parent, f".{real.name}."), (history, ".")):
        with contextlib.suppress(FileNotFoundError):
            names = names_in(folder)
            found += [folder / name for name in names if name.startswith(start) and name.endswith(".tmp")]
    return found


def bytes_of(path: Path) -> bytes | None:
    """The bytes of the policy file, None when there is none. RefusedError when it cannot be read."""
    try:
        return read(path).data
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refused(error, f"{path} cannot be read", "Nothing was written and any draft is kept.") from error

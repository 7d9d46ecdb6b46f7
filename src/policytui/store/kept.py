"""A history that git has and the disk does not: a sparse checkout leaves it out, or somebody took it away.

A save where no revision is on disk would begin a second history beside it. Whether there is a repository is looked for
without git first, so that nothing is started where there is none.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path, PurePosixPath

from policytui.errors import PolicytuiError
from policytui.store.revisions import NAME
from policytui.store.stamps import HISTORY_NAME


def only_in_git(folder: Path) -> tuple[str, str] | None:
    """What is said (a sentence without an end, a hint) of a policy's folder without revisions whose history the
    checked-out commit has; None when it has none, or git reads nothing here.
    """
    from policytui.store.git import ask
    from policytui.store.repository import repository

    real = folder.resolve()
    if "GIT_DIR" not in os.environ and not any((one / ".git").exists() for one in (real, *real.parents)):
        return None
    try:
        found = repository(folder)
        head = found.commit("HEAD") if found else None
        if found is None or head is None:
            return None
        history = found.relative(folder / HISTORY_NAME)
        count = sum(1 for path in found.files(head, history) if NAME.fullmatch(PurePosixPath(path).name))
        sparse = ask(["config", "--type=bool", "--get", "core.sparseCheckout"], found.top).out.strip() == b"true"
    except PolicytuiError:
        return None
    if not count:
        return None
    how = "sparse-checkout add" if sparse else "checkout HEAD --"
    many, are = ("a revision", "is") if count == 1 else (f"{count} revisions", "are")
    return (
        f"git has {many} of “{folder.name}” that {are} not on disk",
        f"Bring the history back: git {how} {shlex.quote(history)}",
    )

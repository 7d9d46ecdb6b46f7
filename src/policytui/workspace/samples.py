"""The sample policies that come with the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import policytui
from policytui.errors import RefusedError, UsageError


def samples_folder() -> Path:
    """Where the samples are: inside the installed package, or at the top of a checkout."""
    package = Path(policytui.__file__).parent
    for folder in (package / "_samples", package.parent.parent / "policies"):
        if folder.is_dir():
            return folder
    raise RefusedError("This copy of policytui comes without its samples.", "Install it again.")


def copy_samples(target: Path) -> None:
    """Copy the samples to a new or empty folder. UsageError when something is there already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not empty; nothing was copied.", "Name a new or empty folder.")
    try:
        shutil.copytree(samples_folder(), target, dirs_exist_ok=True)
    except OSError as error:
        raise RefusedError(f"The samples could not be copied to {target}: {error}.") from None

"""Who a person is, as git knows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def git_identity(environ: Mapping[str, str], root: Path) -> str:
    """`Name <mail>` of git's configuration where the policies are; empty when there is none, or no git."""
    from policytui.store.git import identity

    return identity(environ, next((folder for folder in (root, *root.parents) if folder.is_dir()), None))

"""Who a person is, as git knows them."""

from __future__ import annotations

from collections.abc import Mapping


def git_identity(environ: Mapping[str, str]) -> str:
    """`Name <mail>` of git's configuration; empty when there is none, or no git."""
    from policytui.store.git import identity

    return identity(environ)

"""Marks of a review: which changes somebody has looked at, kept by what the change says.

Rules that hold here: a mark belongs to the words before and after, not to a place or a revision: re-wrapping, moving or
a later unrelated save does not lose it; the marks live in a set that something else may keep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from policytui.core.redline import Hunk, Redline, SectionChange


def key(section: SectionChange, hunk: Hunk) -> str:
    """The name of a mark: a hash of the section's id and the words before and after."""
    parts = (section.id, hunk.kind, " ".join(hunk.before.split()), " ".join(hunk.after.split()))
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def keys_of(redline: Redline) -> list[str]:
    """A key for each change, in the order of `redline.changes()`."""
    return [key(section, hunk) for section, hunk in redline.changes()]


def reviewed(keys: Iterable[str], marks: set[str]) -> list[int]:
    """Which changes (from 0) are marked."""
    return [position for position, one in enumerate(keys) if one in marks]

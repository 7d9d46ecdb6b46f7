"""A line of the library: what is said of a policy without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from policytui.core.values import Problem


class State(StrEnum):
    """The state of a policy in the library."""

    CLEAN = "clean"
    """The file holds what the newest revision holds."""
    UNSAVED = "unsaved"
    """The file holds text that no revision holds (a hand edit, a merge)."""
    BROKEN = "broken"
    """The file cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the library."""

    slug: str
    title: str
    last_updated: date | None
    effective: date | None
    revisions: int
    state: State
    problems: tuple[Problem, ...] = ()
    organization: str = ""

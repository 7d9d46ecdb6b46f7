"""A line of the library: what is said of a policy without opening it."""

from __future__ import annotations

from enum import StrEnum

from policytui.core.records import dataclass

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from datetime import date

    from policytui.core.values import Problem
    from policytui.workspace.remembered import Line


class State(StrEnum):
    """The state of a policy in the library."""

    CLEAN = "clean"
    """The file holds what the newest revision holds."""
    UNSAVED = "unsaved"
    """The file holds text that no revision holds (a hand edit, a merge)."""
    BROKEN = "broken"
    """The file cannot be read."""
    UNREAD = "unread"
    """Nobody has looked yet: only on a screen, while a large library is read."""


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

    @classmethod
    def of(cls, slug: str, line: Line) -> Entry:
        """The entry that a remembered line tells."""
        title, organization, updated, effective, revisions, state = line
        from datetime import date

        first, second = (date.fromisoformat(day) if day else None for day in (updated, effective))
        return cls(slug, title, first, second, int(revisions), State(state), organization=organization)

    def line(self) -> Line | None:
        """What is remembered of it; None when there is something wrong with it, which is always found anew."""
        if self.problems or self.state in (State.BROKEN, State.UNREAD):
            return None
        updated, effective = (day.isoformat() if day else "" for day in (self.last_updated, self.effective))
        return self.title, self.organization, updated, effective, str(self.revisions), self.state.value

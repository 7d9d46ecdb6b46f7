"""What the workspace gives: an opened policy, a proposal, what a save did. (A line of the library: `entry`.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.core.values import Policy, Problem, Revision

if TYPE_CHECKING:
    from policytui.core.bodydates import BodyDate
    from policytui.core.judgement import Judgement
    from policytui.core.redline import Redline


@dataclass(frozen=True, slots=True)
class Opened:
    """A policy opened for editing. `policy` is the file as it stands; `saved` the newest revision's policy, None
    when there is none: what a draft's changes are judged against. `digest` says which bytes were opened.
    """

    slug: str
    path: Path
    policy: Policy
    saved: Policy | None
    digest: str
    revisions: tuple[Revision, ...]
    problems: tuple[Problem, ...] = ()
    held: bool = False
    """Whether the newest revision holds the very text of the file: what is not published too, such as comments."""

    @property
    def heads(self) -> tuple[str, ...]:
        """The hashes of the ends of the history, which the next revision follows: two after a merge of branches."""
        from policytui.store.revisions import heads

        return tuple(revision.hash for revision in heads(self.revisions))


@dataclass(frozen=True, slots=True)
class Joining:
    """What a save means that joins several ends of a history (`workspace.merging`)."""

    judgement: Judgement
    last_updated: date | None
    """What the text says before it is decided: no day before those of its sides."""
    day: date
    """The day of the text when it is material as proposed."""
    summary: str
    why: str
    """Why it is dated by its sides; empty when it is dated today."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a save would do: shown by the save dialog before anything is decided."""

    redline: Redline
    judgement: Judgement
    summary: str
    dates_if_material: tuple[date | None, date | None]
    """(last_updated, effective) if the decision is material."""
    dates_if_editorial: tuple[date | None, date | None]
    problems: tuple[Problem, ...] = ()
    body_dates: tuple[BodyDate, ...] = ()
    """The policy's own dates inside its text that a material save leaves behind unless the decision moves them."""
    joining: Joining | None = None
    """Set where the history has several ends, which this save joins."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. `opened` is the policy as it now stands, to go on editing."""

    revision: Revision
    opened: Opened

"""The verdict on a redline as data: proposed by the rules (`core.judge`), decided by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policytui.core.values import Change


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one change is what it is. `section` is an id of the redline; `why` is a sentence for people."""

    section: str
    change: Change
    rule: str
    before: str
    after: str
    why: str
    hunk: int = -1
    """Position in the section's `hunks`; -1 for a change of the section itself (moved, level)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The proposed verdict: the worst reason decides."""

    change: Change
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the author decided at a save.

    `change` None means "as proposed". Lowering a proposed material change to editorial needs a `why`.
    `last_updated` None means "by the rule" (today for a material change, unmoved for an editorial one).
    `effective` None means "leave it". `body_dates` moves the policy's own dates written again inside its text
    along with it (`core.bodydates`), so that the text does not contradict the date line.
    """

    summary: str
    change: Change | None = None
    why: str = ""
    last_updated: date | None = None
    effective: date | None = None
    body_dates: bool = False

"""The policy's own dates written again inside its text: found, so that they can be offered to move along.

Rules that hold here:

- Only a date that speaks of the policy itself is found ("effective October 5, 2020", "this policy was last updated
  on …"): a date of something else is none of our business.
- Nothing is changed unseen: a finding says where, what stands there and what would stand there, in the same style.
- A date that cannot be read for sure (01/02/2024) is found too, with no replacement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from policytui.core.dates import FoundDate, find_dates, format_date
from policytui.core.redline import PREAMBLE_ID
from policytui.core.values import Dates, Policy

_REACH = 60
"""Characters before a date in which the word that makes it the policy's own must stand."""
_UPDATED = re.compile(
    r"\b(?:last|most recently|latest)\s+(?:updated?|modified|revised|revision|changed?|amended)\b"
    r"|\b(?:updated|revised|modified|amended)\s+(?:on|as of)\b"
    r"|\b(?:version|revision)\s+(?:of|dated|date)\b|\bdate of (?:the )?last (?:update|revision|change)\b",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(
    r"\beffective\b|\b(?:in|into)\s+(?:force|effect)\b|\btakes?\s+effect\b|\bapplies\s+(?:from|as of)\b"
    r"|\bbinding\s+(?:from|as of)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:addendum|agreement between|law|act|regulation|directive|shield|framework|statute|contract|order"
    r"|subscription|certificate)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?;](?:\s|\Z)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class BodyDate:
    """A date of the policy inside its text. `field` is "summary" or "body"; `start` and `end` count characters in it.

    `about` is "last_updated" or "effective"; `written` what stands there; `offer` what should, "" when it
    agrees already or cannot be read; `doubt` says why it cannot.
    """

    section: str
    field: str
    start: int
    end: int
    about: str
    written: str
    offer: str
    doubt: str = ""


def body_dates(policy: Policy) -> tuple[BodyDate, ...]:
    """Every date of the policy written again in its preamble, summaries and bodies, in reading order."""
    return tuple(
        found for section, field, text in _texts(policy) for found in _in_text(section, field, text, policy.dates)
    )


def stale_dates(policy: Policy) -> tuple[BodyDate, ...]:
    """Those of `body_dates` that no longer agree with the policy's dates, or cannot be read."""
    return tuple(found for found in body_dates(policy) if found.offer or found.doubt)


def with_dates_moved(policy: Policy, found: tuple[BodyDate, ...]) -> Policy:
    """The policy with each finding that has an offer replaced by it: for when a person took the offer."""
    for item in sorted(found, key=lambda one: -one.start):
        if not item.offer:
            continue
        if item.section == PREAMBLE_ID:
            policy = replace(policy, preamble=_put(policy.preamble, item))
        elif (section := policy.section(item.section)) is not None:
            text = _put(getattr(section, item.field), item)
            policy = policy.with_section(replace(section, **{item.field: text}))  # type: ignore[arg-type]
    return policy


def _texts(policy: Policy) -> Iterator[tuple[str, str, str]]:
    yield PREAMBLE_ID, "body", policy.preamble
    for section in policy.sections:
        yield section.id, "summary", section.summary
        yield section.id, "body", section.body


def _in_text(section: str, field: str, text: str, dates: Dates) -> Iterator[BodyDate]:
    for found in find_dates(text):
        about = _about(text, found)
        if about:
            own = dates.effective if about == "effective" else dates.last_updated
            offer = _offer(found, own)
            doubt = "" if found.parsed else f"“{found.text}” can be read in more than one way, or is no day."
            yield BodyDate(section, field, found.start, found.end, about, found.text, offer, doubt)


def _about(text: str, found: FoundDate) -> str:
    """Which of the policy's dates a date in its text is, "" when it is none."""
    lead = text[max(0, found.start - _REACH) : found.start]
    lead = lead[max((stop.end() for stop in _STOP.finditer(lead)), default=0) :]
    if _OTHER.search(lead):
        return ""
    effective, updated = _last(_EFFECTIVE, lead), _last(_UPDATED, lead)
    if effective < 0 and updated < 0:
        return ""
    return "effective" if effective > updated else "last_updated"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _offer(found: FoundDate, own: date | None) -> str:
    if found.parsed is None or own is None or found.parsed.date == own:
        return ""
    return format_date(own, found.parsed.style)


def _put(text: str, item: BodyDate) -> str:
    if text[item.start : item.end] != item.written:
        return text
    return text[: item.start] + item.offer + text[item.end :]

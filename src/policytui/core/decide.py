"""From a verdict to dates: what a save proposes, what was decided, what is wrong with the dates.

Rules that hold here:

- **Law**: an editorial save never moves `last_updated`; a material one always does, to today. Several material saves
  in a day are one date.
- A date never goes backwards unless somebody says so: a policy dated ahead of today keeps that date (and has a
  problem) until it is named in the decision.
- `effective` is proposed (`notice_days` after the last update) and never moved without being asked.
- Calling a material change editorial needs a why. Calling an editorial one material does not.
- "Reviewed, unchanged" moves `reviewed` and nothing else.
- Today is given, in the policy's own time zone: nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from policytui.core.judgement import Decision, Judgement
from policytui.core.values import Change, Dates, Policy, Problem, Severity
from policytui.errors import UsageError

REVIEW_MONTHS = 12
"""A look older than this is too old (California wants one a year)."""


def proposed_dates(dates: Dates, change: Change, today: date) -> Dates:
    """The dates that a save would propose: as they are, or moved when the change is material.

    With `notice_days`, a material change proposes `effective` that many days after the new date (never earlier than
    an effective day already announced). Only `decided` moves it, when the author says so.
    """
    if change is not Change.MATERIAL:
        return dates
    day = max(today, dates.last_updated or today)
    effective = dates.effective
    if dates.notice_days is not None:
        proposed = day + timedelta(days=dates.notice_days)
        effective = max(proposed, effective) if effective else proposed
    return replace(dates, last_updated=day, effective=effective)


def decided_change(judgement: Judgement, decision: Decision) -> Change:
    """What the change is, once decided. Raises UsageError when it is lowered with no why, or called no change."""
    if decision.change is None:
        return judgement.change
    if decision.change is Change.NONE and judgement.change is not Change.NONE:
        raise UsageError(
            "A change cannot be called no change; nothing was saved.", "Call it editorial (with a why) or material."
        )
    if decision.change.rank < judgement.change.rank and not decision.why.strip():
        raise UsageError(
            "The rules call this change material; calling it editorial needs a why. Nothing was saved.",
            "Say why it changes nothing for readers: --editorial --why TEXT.",
        )
    return decision.change


def decided(
    policy_before: Policy | None, policy_after: Policy, judgement: Judgement, decision: Decision, today: date
) -> Policy:
    """The policy to be saved: `policy_after` with its dates moved as decided.

    `policy_before` is the newest saved one, None for a first save: then a date the text came with (an import) stays.
    Raises UsageError when the decision breaks a rule at the head of this module; the message says which.
    """
    change = decided_change(judgement, decision)
    dates = policy_after.dates
    old = policy_before.dates.last_updated if policy_before else None
    day = _first_day(dates, decision, today) if policy_before is None else _day(old, dates, change, decision, today)
    effective = decision.effective or dates.effective
    if day == dates.last_updated and effective == dates.effective:
        return policy_after
    return policy_after.with_dates(last_updated=day, effective=effective)


def reviewed(policy: Policy, today: date) -> Policy:
    """The policy marked as looked at today and left unchanged. Raises UsageError when a later look is recorded."""
    if policy.dates.reviewed and policy.dates.reviewed > today:
        raise UsageError(
            f"The policy was reviewed on {policy.dates.reviewed.isoformat()}, which is after today; nothing was saved.",
            "Mend `reviewed` in the file, or check the clock and the time zone.",
        )
    return policy.with_dates(reviewed=today)


def date_problems(dates: Dates, today: date, before: Dates | None = None) -> list[Problem]:
    """What is wrong with the dates on a given day. `before` are those of the newest revision: with them, an effective
    day that was set anew and lies in the past is a problem too.
    """
    found: list[Problem] = []
    updated, effective, looked = dates.last_updated, dates.effective, dates.reviewed
    if updated and updated > today:
        found.append(
            Problem(
                "date-in-future",
                f"The policy says it was last updated on {updated.isoformat()}, which is still to come.",
                "Set last_updated to the day of the newest material change.",
            )
        )
    if effective and updated and effective < updated:
        found.append(
            Problem(
                "effective-before-updated",
                f"The policy binds from {effective.isoformat()}, before its last update on {updated.isoformat()}.",
                "Give a new effective day, or leave it out when each change binds at once.",
                Severity.WARNING,
            )
        )
    elif effective and before is not None and effective != before.effective and effective < today:
        found.append(
            Problem(
                "effective-in-past",
                f"The policy is to begin to bind on {effective.isoformat()}, which has passed.",
                "Give a day from today on: nobody can be told in time of one that has passed.",
                Severity.WARNING,
            )
        )
    elif effective and updated and dates.notice_days and effective < updated + timedelta(days=dates.notice_days):
        found.append(
            Problem(
                "notice-short",
                f"The policy promises {dates.notice_days} days of notice and gives {(effective - updated).days}.",
                f"Set effective to {(updated + timedelta(days=dates.notice_days)).isoformat()} or later.",
                Severity.WARNING,
            )
        )
    if looked and looked > today:
        found.append(
            Problem(
                "review-in-future",
                f"The policy says it was reviewed on {looked.isoformat()}, which is still to come.",
                "Set reviewed to the day somebody looked.",
                Severity.WARNING,
            )
        )
    last_look = max((day for day in (updated, looked) if day and day <= today), default=None)
    if last_look and last_look < months_before(today, REVIEW_MONTHS):
        found.append(
            Problem(
                "review-due",
                f"Nobody has looked at the policy since {last_look.isoformat()}, over {REVIEW_MONTHS} months ago.",
                "Read it; then save what changed, or record that nothing did: policytui save SLUG --reviewed.",
                Severity.WARNING,
            )
        )
    return found


def months_before(day: date, months: int) -> date:
    """The same day some months earlier (the last of the month when that month is shorter)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for cut in range(4):
        try:
            return date(year, month + 1, day.day - cut)
        except ValueError:
            continue
    raise ValueError(day)  # pragma: no cover - every month has 28 days


def _first_day(dates: Dates, decision: Decision, today: date) -> date:
    return decision.last_updated or dates.last_updated or today


def _day(old: date | None, dates: Dates, change: Change, decision: Decision, today: date) -> date | None:
    """The day of the last update after this save."""
    named, typed = decision.last_updated, dates.last_updated
    if change is not Change.MATERIAL:
        if named is not None and old is not None and named != old:
            raise UsageError(
                f"Only a material change moves the date ({old.isoformat()}); nothing was saved.",
                "Call the change material, or leave the date.",
            )
        if named is None and typed != old and old is not None:
            raise UsageError(
                f"The date was changed by hand, from {old.isoformat()} to {typed.isoformat() if typed else 'none'}, "
                "but no material change goes with it. Nothing was saved.",
                f"Set last_updated back to {old.isoformat()}, or call the change material.",
            )
        return named or old or typed
    if named is not None:
        if named == old and named < today and not decision.why.strip():
            raise UsageError(
                f"A material change that keeps the date of {named.isoformat()} goes unannounced. Nothing was saved.",
                "Leave the date to be set to today, or say why it stays: --why TEXT.",
            )
        return named
    if old is not None and typed is not None and typed < old:
        raise UsageError(
            f"The date was set back by hand, from {old.isoformat()} to {typed.isoformat()}. Nothing was saved.",
            f"Set last_updated back to {old.isoformat()}, or name the day: --date {typed.isoformat()}.",
        )
    return max(day for day in (today, old, typed) if day is not None)

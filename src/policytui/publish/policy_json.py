"""A policy out as JSON: the contract of `show --format json`."""

from __future__ import annotations

from datetime import date

from policytui.core.values import Policy


def to_json(policy: Policy) -> dict[str, object]:
    """The policy as plain values; dates as ISO 8601, None where there is none."""
    dates = policy.dates
    return {
        "title": policy.title,
        "organization": policy.organization,
        "language": policy.language,
        "dates": {
            "label": dates.label,
            "style": dates.style,
            "last_updated": _iso(dates.last_updated),
            "effective": _iso(dates.effective),
            "reviewed": _iso(dates.reviewed),
            "notice_days": dates.notice_days,
            "timezone": dates.timezone,
        },
        "variables": dict(policy.variables),
        "preamble": policy.preamble,
        "sections": [
            {
                "id": section.id,
                "level": section.level,
                "title": section.title,
                "summary": section.summary,
                "body": section.body,
            }
            for section in policy.sections
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

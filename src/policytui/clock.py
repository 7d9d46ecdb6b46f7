"""Time as an input: whoever needs to know what time it is takes a `Clock`."""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo
    from typing import Protocol
else:
    Protocol = object


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        from datetime import UTC, datetime

        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests and samples."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment


def today(clock: Clock, timezone: str = "") -> date:
    """The day it is in `timezone` (an IANA name; empty or unknown means the machine's own zone)."""
    zone: tzinfo | None = None
    if timezone:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone = None
    return clock.now().astimezone(zone).date()

"""Dates as a policy prints them: written in four styles, read from a few known forms.

Rules that hold here:

- Nothing is guessed. `01/02/2024` has two readings and gives None; `May 2024` has no day and gives None.
- A weekday that does not fit its date is read all the same, with the doubt said.
- Month and day names are English and written out here: a foreign locale must not change a policy.
- No clock: "today" is always given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policytui.core.patterns import lazy

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_LEAD = rf"(?:(?P<w>{_WEEKDAY})\b\.?,?\s+)?"
_ISO = lazy(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_LONG = lazy(rf"{_LEAD}(?P<m>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d>{_DAY})(?:\s*,\s*|\s+)(?P<y>\d{{4}})", re.IGNORECASE)
_DAY_FIRST = lazy(
    rf"{_LEAD}(?:the\s+)?(?P<d>{_DAY})\s+(?:day\s+)?(?:of\s+)?(?P<m>{_MONTH})\b\.?,?\s+(?P<y>\d{{4}})",
    re.IGNORECASE,
)
_FORMS = (_ISO, _LONG, _DAY_FIRST)
_ANY = lazy(
    r"(?<![\w-])(?:"
    + "|".join(re.sub(r"\?P<\w>", "?:", form.pattern) for form in _FORMS)
    + r"|\d{1,2}([/.])\d{1,2}\1\d{2,4})(?!\w|-\d)",
    re.IGNORECASE,
)
_LABEL = lazy(
    r"(?:this|our|the|these)?\s*[\w ]{0,60}?"
    r"\b(?:last\s+(?:updated?|modified|revised|revision|changed?|reviewed|amended|edited|update)"
    r"|updated?|revised|revision|modified|amended|effective(?:\s+(?:date|from|as\s+of))?|posted|published|version|date"
    r"|in\s+(?:force|effect)|valid)\b(?:\s+(?:date|on|as\s+of|from|since|is|was))*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date that was read: the day, the style that prints it so, what is doubtful (a sentence or "")."""

    date: date
    style: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date standing in running text: where, as written, and what it says (None: not for sure)."""

    start: int
    end: int
    text: str
    parsed: ParsedDate | None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A printed date line: `Last updated: May 19, 2024`.

    `label` is as printed, without colon and emphasis ("" for a lone date); `style` is a `DATE_STYLES` name or
    "" when the date cannot be read; then `date` is None and `doubt` says why. `text` is the date as written.
    """

    label: str
    style: str
    date: date | None
    text: str
    doubt: str = ""

    @property
    def is_effective(self) -> bool:
        """Whether the label speaks of the day the policy begins to bind, not of its last change."""
        words = self.label.lower()
        return ("effective" in words or "force" in words or "effect" in words) and "updated" not in words


def format_date(day: date, style: str) -> str:
    """`day` as `style` prints it (see `DATE_STYLES`; an unknown style prints as "long")."""
    month = MONTHS[day.month - 1]
    if style == "iso":
        return day.isoformat()
    if style == "day-first":
        return f"{day.day} {month} {day.year}"
    if style == "weekday":
        return f"{WEEKDAYS[day.weekday()][:3]} {month[:3]} {day.day} {day.year}"
    return f"{month} {day.day}, {day.year}"


def parse_date(text: str) -> ParsedDate | None:
    """The date that `text` is, or None when it is none of the known forms or has two readings.

    Known: `2024-05-19` · `May 19, 2024` · `May 19th 2024` · `19 May 2024` · `the 1st of May 2024` ·
    `Sun May 19 2024`; months may be cut (`Sept.`), case does not count.
    """
    bare = text.strip().strip("*_`").strip().rstrip(".").strip()
    for form in _FORMS:
        match = form.fullmatch(bare)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["m"]) if parts["m"].isdigit() else _month(parts["m"])
        try:
            day = date(int(parts["y"]), month, int(re.sub(r"\D", "", parts["d"])))
        except ValueError:
            return None
        weekday = parts.get("w")
        style = "weekday" if weekday else {id(_ISO): "iso", id(_DAY_FIRST): "day-first"}.get(id(form), "long")
        return ParsedDate(day, style, _weekday_doubt(day, weekday))
    return None


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date written in `text`, in order; those with two readings too, with `parsed` None."""
    return tuple(FoundDate(match.start(), match.end(), match[0], parse_date(match[0])) for match in _ANY.finditer(text))


def find_date_line(line: str) -> DateLine | None:
    """What a line says when all it says is a date with its label (or a lone date), else None.

    `*Last updated: May 19, 2024*` gives label "Last updated", style "long". `Last updated: 01/02/2024` gives
    date None and the doubt; so does a day that does not exist. Markdown marks around it do not count.
    """
    if len(line) > 200:
        return None
    bare = re.sub(r"(?<!\w)[*_`]+|[*_`]+(?!\w)", "", line.strip().lstrip("#>-•* \t")).strip().strip("()[]").strip()
    found = find_dates(bare)
    if len(found) != 1:
        return None
    written = found[0]
    if bare[written.end :].strip(" .)]"):
        return None
    label = bare[: written.start].strip().rstrip(":-–—,").strip()
    if label and not (_LABEL.fullmatch(label) and len(label.split()) <= 9):
        return None
    if written.parsed is not None:
        return DateLine(label, written.parsed.style, written.parsed.date, written.text, written.parsed.doubt)
    doubt = f"“{written.text}” can be read in more than one way, or is no day of the calendar."
    return DateLine(label, "", None, written.text, doubt)


def _month(name: str) -> int:
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def _weekday_doubt(day: date, weekday: str | None) -> str:
    if not weekday or WEEKDAYS[day.weekday()].lower().startswith(weekday[:3].lower()):
        return ""
    return f"{day.isoformat()} is a {WEEKDAYS[day.weekday()]}, not what the weekday “{weekday}” says."

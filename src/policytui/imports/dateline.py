"""The date lines of a text, taken into fields.

Rules that hold here: a line is taken out of the text only when all it says went into a field; what cannot be
read for sure stays where it is, and a problem says so.
"""

from __future__ import annotations

import re

from policytui.core.patterns import lazy
from policytui.core.records import replace
from policytui.core.values import Dates, Problem, Severity

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from policytui.core.dates import DateLine


_TELLING = lazy(r"updat|modif|revis|chang|amend|edit|effect|force|valid", re.IGNORECASE)


class Front:
    """What was found around the text."""

    def __init__(self) -> None:
        self.title = ""
        self.organization = ""
        self.dates = Dates()
        self.found = False
        self.problems: list[Problem] = []
        self.dropped: list[str] = []


def take_date(front: Front, text: str, line: int, path: str, *, lone: bool, telling: bool = False) -> bool:
    """Put a date line into the dates of `front`. False leaves the line in the text.

    Where many lines are looked at, those that say what their day is come first (`telling`): the day of `Published: …`
    or of a lone date is that of the last update only where no line tells of one.
    """
    from policytui.core.dates import find_date_line, format_date
    from policytui.imports.phrases import key

    parts = [part for part in re.split(r"\s*[|·•]\s*|\s{3,}", text) if part.strip()]
    found = [find_date_line(part) for part in parts]
    if not found or any(each is None or not (each.label or lone) for each in found):
        return False
    read = [each for each in found if each is not None]
    if telling and not any(_TELLING.search(each.label) for each in read):
        return False
    doubtful = next((each for each in read if each.date is None), None)
    if doubtful is not None:
        problem = Problem(
            "import-date",
            f"The date line “{text}” was left in the text: {doubtful.doubt}",
            "Set last_updated by hand, then take the line out.",
            Severity.WARNING,
            path,
            line,
        )
        if problem not in front.problems:  # a line may be looked at twice
            front.problems.append(problem)
        return False
    before = front.dates
    if not all(_put(front, each) for each in read):
        front.dates = before
        return False
    for each in read:
        assert each.date is not None
        if each.doubt:
            message = f"The date line says “{each.text}”, but {each.doubt}"
            front.problems.append(
                Problem("import-date", message, "Set the date by hand.", Severity.WARNING, path, line)
            )
        if key(each.text) != key(format_date(each.date, each.style)):
            printed = format_date(each.date, each.style)
            front.problems.append(
                Problem(
                    "import-date",
                    f"The date “{each.text}” will be printed as “{printed}”.",
                    "",
                    Severity.NOTE,
                    path,
                    line,
                )
            )
            front.dropped.append(each.text)
    front.found = True
    return True


def completes(label: str, text: str) -> bool:
    """Whether `text` is a date alone and `label`, the line above it, says what happened on that day."""
    from policytui.core.dates import find_date_line

    lone = find_date_line(text)
    if lone is None or lone.label:
        return False
    both = find_date_line(f"{label} {text}")
    return both is not None and both.label != ""


def _put(front: Front, line: DateLine) -> bool:
    """The first date is when it was last updated; beside one, an effective date keeps its own place.

    False when there is no field left for it.
    """
    dates = front.dates
    if dates.last_updated is None:
        front.dates = replace(dates, label=line.label or dates.label, style=line.style, last_updated=line.date)
    elif line.is_effective and dates.effective is None and not _was_effective(dates.label):
        front.dates = replace(dates, effective=line.date)
    elif dates.effective is None and _was_effective(dates.label) and not line.is_effective:
        label = line.label or Dates().label
        front.dates = replace(
            dates, label=label, style=line.style, last_updated=line.date, effective=dates.last_updated
        )
    else:
        return False
    return True


def _was_effective(label: str) -> bool:
    words = label.lower()
    return ("effective" in words or "force" in words) and "updated" not in words

"""The changes of a redline as places to stop at: which section each is in, what the verdict says of it.

Rules that hold here: changes are numbered from 0, in the order of `redline.changes()`; the verdict on a change is its
own, else that on its section as a whole.
"""

from __future__ import annotations

from collections import defaultdict

from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import Hunk, Redline, SectionChange
from policytui.core.values import Change


class Stops:
    """The places, in reading order; without a redline there are none."""

    def __init__(self, redline: Redline | None = None, judgement: Judgement | None = None) -> None:
        self._sections = redline.sections if redline else ()
        self._places = [
            (number, at)
            for number, section in enumerate(self._sections)
            for at, hunk in enumerate(section.hunks)
            if not hunk.same
        ]
        self._first: dict[str, int] = {}
        """The first change of each section, by its place among the hunks."""
        for number, at in self._places:
            self._first.setdefault(self._sections[number].id, at)
        reasons: dict[tuple[str, int], list[Reason]] = defaultdict(list)
        verdicts: dict[str, Change] = defaultdict(lambda: Change.NONE)
        for reason in judgement.reasons if judgement else ():
            reasons[reason.section, reason.hunk].append(reason)
            verdicts[reason.section] |= reason.change
        self._reasons, self._verdicts = dict(reasons), dict(verdicts)

    def __len__(self) -> int:
        return len(self._places)

    def change(self, n: int) -> tuple[SectionChange, Hunk] | None:
        """The section and the hunk of change `n`; None when there is no such change."""
        if not 0 <= n < len(self._places):
            return None
        number, at = self._places[n]
        return self._sections[number], self._sections[number].hunks[at]

    def section_of(self, n: int) -> int:
        """The place of its section among the redline's sections; -1 when there is no such change."""
        return self._places[n][0] if 0 <= n < len(self._places) else -1

    def next_section(self, n: int) -> int | None:
        """The first change of the next section that has one."""
        here = self.section_of(n)
        return next((m for m in range(n + 1, len(self)) if self.section_of(m) != here), None)

    def previous_section(self, n: int) -> int | None:
        """The first change of the section before that has one."""
        here = self.section_of(n)
        before = next((m for m in range(n - 1, -1, -1) if self.section_of(m) != here), None)
        if before is None:
            return None
        there = self.section_of(before)
        return next(m for m in range(before + 1) if self.section_of(m) == there)

    def reason(self, n: int) -> Reason | None:
        """The reason that covers change `n`: its own, else that of its section."""
        if not 0 <= n < len(self._places):
            return None
        number, at = self._places[n]
        section = self._sections[number].id
        found = self._reasons.get((section, at)) or self._reasons.get((section, -1))
        return found[0] if found else None

    def verdict_on(self, section: SectionChange) -> Change:
        """The verdict on a section and all that is in it."""
        return self._verdicts.get(section.id, Change.NONE)

    def reasons(self, section: SectionChange, at: int) -> list[Reason]:
        """What is said below hunk `at` of a section. What is said of the section as a whole stands below its first
        change: where it went, or its title.
        """
        found = list(self._reasons.get((section.id, at), ()))
        return [*self._reasons.get((section.id, -1), ()), *found] if at == self._first.get(section.id) else found

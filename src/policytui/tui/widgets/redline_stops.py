"""The changes of a redline as places to stop at: which section each is in, what the verdict says of it.

Rules that hold here: changes are numbered from 0, in the order of `redline.changes()`; the verdict on a change is its
own, else that on its section as a whole.
"""

from __future__ import annotations

from collections import defaultdict

from policytui.core.judge import reason_for
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
        reasons: dict[tuple[str, int], list[Reason]] = defaultdict(list)
        for reason in judgement.reasons if judgement else ():
            reasons[reason.section, reason.hunk].append(reason)
        self._reasons = dict(reasons)
        self._judgement = judgement

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
        if self._judgement is None or not 0 <= n < len(self._places):
            return None
        number, at = self._places[n]
        return reason_for(self._judgement, self._sections[number].id, at)

    def verdict_on(self, section: SectionChange) -> Change:
        """The verdict on a section and all that is in it."""
        verdict = Change.NONE
        for (name, _), reasons in self._reasons.items():
            if name == section.id:
                for reason in reasons:
                    verdict |= reason.change
        return verdict

    def reasons(self, section: SectionChange, at: int) -> list[Reason]:
        """What is said below hunk `at` of a section. What is said of the section as a whole stands below its first
        change: where it went, or its title.
        """
        found = list(self._reasons.get((section.id, at), ()))
        first = next((n for n, hunk in enumerate(section.hunks) if not hunk.same), -1)
        return [*self._reasons.get((section.id, -1), ()), *found] if at == first else found

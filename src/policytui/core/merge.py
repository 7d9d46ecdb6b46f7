"""Two drafts of one policy put together over the text that both began from: by section, field and paragraph.

Rules that hold here:

- The result is a valid policy, always. What the sides disagree on is a conflict, with both texts in place
  (`core.conflicts`); a body keeps both between marks, any other field holds mine and is marked at the top of its text.
- Nothing that a side wrote is lost: it is in the result, or in a conflict.
- Sections are matched as a redline matches them; moves, renames, levels and edits of one section do not meet.
- A section that one side took away and the other changed stays, with the question.
- Dates need nobody: the later one counts; when both sides moved the date, it is `today` if that is given.
- What was decided by such a rule, where a person might have decided otherwise, is said in `notes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from policytui.core.align import likeness
from policytui.core.carry import carry
from policytui.core.conflicts import BODY, GONE, KEPT, Conflict, marked, variable_field
from policytui.core.matching import matched
from policytui.core.merge_order import merged_order
from policytui.core.merge_text import merge_text
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.slugs import unique_id
from policytui.core.values import Dates, HouseRules, Policy, Section

T = TypeVar("T")
Key = tuple[str, int]
"""A section: ("b", position in the base), or ("m" or "t", position on the side that added it)."""
STRANGE = 0.3
"""Likeness below which two added sections of one id and different titles are two sections."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge gives. `policy` holds every one of `conflicts` between marks; `notes` are sentences."""

    policy: Policy
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nobody has to decide anything."""
        return not self.conflicts


def merge(base: Policy, mine: Policy, theirs: Policy, *, today: date | None = None) -> Merged:
    """`mine` and `theirs` put together; `base` is what both began from (an empty policy when there is none).

    `today` is the date of a text that both sides had changed materially (both moved `last_updated`); without it
    the later of their dates stands.
    """
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    return _Merger(base, mine, theirs, today).run()


class _Merger:
    def __init__(self, base: Policy, mine: Policy, theirs: Policy, today: date | None) -> None:
        self.in_mine = dict(matched(base.sections, mine.sections))
        self.in_theirs = dict(matched(base.sections, theirs.sections))
        self.base, self.mine, self.theirs = carry(base, mine, theirs, self.in_mine, self.in_theirs)
        self.today = today
        self.conflicts: list[Conflict] = []
        self.notes: list[str] = []
        self.heads: list[str] = []
        """Marked conflicts about fields of the section at work, or of the policy: they go above its text."""

    def run(self) -> Merged:
        base, mine, theirs = self.base, self.mine, self.theirs
        title, organization, language = (
            self._field(POLICY_ID, name, getattr(base, name), getattr(mine, name), getattr(theirs, name))
            for name in ("title", "organization", "language")
        )
        dates = self._dates(base.dates, mine.dates, theirs.dates)
        variables = self._variables()
        preamble = self._text(PREAMBLE_ID, base.preamble, mine.preamble, theirs.preamble)
        policy = Policy(title, organization, language, preamble, dates, variables, self._sections(), self._rules())
        return Merged(policy, tuple(self.conflicts), tuple(self.notes))

    # -- fields --------------------------------------------------------------------------------------------------

    def _field(self, section: str, name: str, base: T, mine: T, theirs: T) -> T:
        """The side that changed it; when both did, mine, and a conflict."""
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        self._conflict(section, name, *("" if value is None else str(value) for value in (base, mine, theirs)))
        return mine

    def _conflict(self, section: str, name: str, base: str, mine: str, theirs: str) -> None:
        conflict = Conflict(section, name, base, mine, theirs)
        self.conflicts.append(conflict)
        self.heads.append(marked(conflict))

    def _text(self, section: str, base: str, mine: str, theirs: str) -> str:
        """A body or preamble, with the conflicts about other fields above it."""

        def mark(old: str, left: str, right: str) -> str:
            conflict = Conflict(section, BODY, old, left, right)
            self.conflicts.append(conflict)
            return marked(conflict)

        text = merge_text(base, mine, theirs, mark)
        heads, self.heads = self.heads, []
        return "".join(f"{head}\n" for head in heads) + text

    def _dates(self, base: Dates, mine: Dates, theirs: Dates) -> Dates:
        def settled(name: str) -> date | None:
            days: list[date | None] = [getattr(dates, name) for dates in (base, mine, theirs)]
            old, left, right = days
            if right in (old, left):
                return left
            if left == old:
                return right
            later = max((day for day in (left, right) if day), default=None)
            if name == "effective":
                self.notes.append(f"Both sides set a day from which the policy binds; the later one stands: {later}.")
            return later

        updated = settled("last_updated")
        both = base.last_updated not in (mine.last_updated, theirs.last_updated)
        if both and self.today is not None and updated is not None:
            updated = max(updated, self.today)
            self.notes.append(f"Both sides moved the date; of the text with both changes it is {updated}.")
        return replace(
            mine,
            last_updated=updated,
            effective=settled("effective"),
            reviewed=settled("reviewed"),
            label=self._field(POLICY_ID, "dates.label", base.label, mine.label, theirs.label),
            style=self._field(POLICY_ID, "dates.style", base.style, mine.style, theirs.style),
            timezone=self._field(POLICY_ID, "dates.timezone", base.timezone, mine.timezone, theirs.timezone),
            notice_days=self._field(
                POLICY_ID, "dates.notice_days", base.notice_days, mine.notice_days, theirs.notice_days
            ),
        )

    def _variables(self) -> tuple[tuple[str, str], ...]:
        base, mine, theirs = (dict(policy.variables) for policy in (self.base, self.mine, self.theirs))
        values: dict[str, str] = {}
        for name in dict.fromkeys((*mine, *theirs, *base)):
            old, left, right = (side.get(name) for side in (base, mine, theirs))
            if right in (old, left):
                chosen = left
            elif left == old:
                chosen = right
            else:
                said = (GONE if value is None else value for value in (old, left, right))
                self._conflict(POLICY_ID, variable_field(name), *said)
                chosen = right if left is None else left
            if chosen is not None:
                values[name] = chosen
        order, _ = merged_order(list(base), list(mine), list(theirs), values.__contains__, lambda _: 0)
        return tuple((name, values[name]) for name in order)

    def _rules(self) -> HouseRules:
        rules = [policy.house_rules for policy in (self.base, self.mine, self.theirs)]
        lists = {}
        for name in ("terms", "words", "sections"):
            old, left, right = (getattr(side, name) for side in rules)
            gone = {item for item in old if item not in left or item not in right}
            both = tuple(dict.fromkeys(item for item in (*left, *right) if item not in gone))
            lists[name] = left if right in (old, left) else right if left == old else both
        return HouseRules(**lists)

    # -- sections ------------------------------------------------------------------------------------------------

    def _sections(self) -> tuple[Section, ...]:
        mine, theirs = self._keys()
        at_mine = {key: self.mine.sections[place] for place, key in enumerate(mine)}
        at_theirs = {key: self.theirs.sections[place] for place, key in enumerate(theirs)}
        base: list[Key] = [("b", place) for place in range(len(self.base.sections))]
        made: dict[Key, Section] = {}
        marks: dict[Key, list[Conflict]] = {}
        for key in dict.fromkeys((*base, *mine, *theirs)):
            old = self.base.sections[key[1]] if key[0] == "b" else None
            before = len(self.conflicts)
            section = self._section(old, at_mine.get(key), at_theirs.get(key))
            marks[key] = self.conflicts[before:]
            if section is not None:
                made[key] = section
            del self.conflicts[before:]
        order, clash = merged_order(base, mine, theirs, made.__contains__, lambda key: made[key].level)
        for key in order:
            self.conflicts += marks[key]
            if key in clash:
                self.notes.append(f"Both sides moved the section “{made[key].title}”; it stands where mine has it.")
        return self._unique([made[key] for key in order])

    def _keys(self) -> tuple[list[Key], list[Key]]:
        """The sections of each side by what they are: one key for one section, whoever has it."""
        mine: list[Key] = [("m", place) for place in range(len(self.mine.sections))]
        theirs: list[Key] = [("t", place) for place in range(len(self.theirs.sections))]
        for i, j in self.in_mine.items():
            mine[j] = ("b", i)
        for i, j in self.in_theirs.items():
            theirs[j] = ("b", i)
        new_mine = [place for place, key in enumerate(mine) if key[0] == "m"]
        new_theirs = [place for place, key in enumerate(theirs) if key[0] == "t"]
        found = matched(
            [self.mine.sections[place] for place in new_mine], [self.theirs.sections[place] for place in new_theirs]
        )
        for i, j in found:
            if _same_section(self.mine.sections[new_mine[i]], self.theirs.sections[new_theirs[j]]):
                theirs[new_theirs[j]] = ("m", new_mine[i])
        return mine, theirs

    def _section(self, base: Section | None, mine: Section | None, theirs: Section | None) -> Section | None:
        """One section of the result; None when it was taken away."""
        if base is None and (mine is None or theirs is None):
            return mine or theirs
        if mine is None or theirs is None:
            left = mine or theirs
            if left is None or base is None or _says(left) == _says(base):
                return None
            said = (KEPT, GONE, KEPT) if mine is None else (KEPT, KEPT, GONE)
            self._conflict(left.id, "section", *said)
            return replace(left, body=self._text(left.id, left.body, left.body, left.body))
        old = base or Section(mine.id, "", 0)
        section_id = mine.id if theirs.id in (old.id, mine.id) else theirs.id if mine.id == old.id else mine.id
        title = self._field(section_id, "title", old.title, mine.title, theirs.title)
        level = self._field(section_id, "level", old.level, mine.level, theirs.level)
        summary = self._field(section_id, "summary", old.summary, mine.summary, theirs.summary)
        return Section(section_id, title, level, summary, self._text(section_id, old.body, mine.body, theirs.body))

    def _unique(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """The sections with ids of their own: of two that share one, the later gets another."""
        ids = {section.id for section in sections}
        taken: set[str] = set()
        result = []
        for section in sections:
            if section.id in taken:
                fresh = unique_id(section.title or section.id, ids | taken)
                self.notes.append(
                    f"Two sections have the id “{section.id}”; that of “{section.title}” is now “{fresh}”."
                )
                section = replace(section, id=fresh)
            taken.add(section.id)
            result.append(section)
        return tuple(result)


def _says(section: Section) -> tuple[str, str, str]:
    return section.title, section.summary, section.body


def _same_section(mine: Section, theirs: Section) -> bool:
    """Whether two sections that both sides added are one: ids made from common words clash by chance."""
    if mine.title.casefold() == theirs.title.casefold() or not (mine.body.strip() and theirs.body.strip()):
        return True
    return likeness(mine.body, theirs.body) >= STRANGE

"""What is being edited: one value, with one undo for text and structure alike.

Rules that hold here:

- A `Draft` is frozen; every act gives a new one. Equality of `policy` and `base`, not a flag, says whether it
  is modified.
- One step of undo is one act: a run of typing within a word, a paste, a section moved.
- Acts on a section's structure take its subsections along (the deeper sections that follow it).
- `@policy` and `@preamble` stand for what belongs to no section.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.slugs import unique_id
from policytui.core.values import MAX_LEVEL, Policy, Section
from policytui.errors import UsageError

SECTION_FIELDS = ("title", "summary", "body")
POLICY_FIELDS = ("title", "organization", "language")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor stands: a section (or `@policy`, `@preamble`), a field of it, line and column from 0."""

    section: str = ""
    field: str = "body"
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A state one can go back (or forward) to, and where the cursor stood before the act that is taken back."""

    policy: Policy
    place: Place
    label: str
    next: Step | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy being edited. `base` is what was opened; `place` where the last act happened."""

    base: Policy
    policy: Policy
    place: Place = Place()
    past: Step | None = field(default=None, compare=False, repr=False)
    future: Step | None = field(default=None, compare=False, repr=False)
    typing: bool = field(default=False, compare=False, repr=False)
    """Whether the last act was typing that the next key may join."""

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """A fresh draft of a policy as opened."""
        first = policy.sections[0].id if policy.sections else PREAMBLE_ID
        return cls(policy, policy, Place(first))

    @property
    def modified(self) -> bool:
        """Whether anything differs from what was opened."""
        return self.policy != self.base

    def rebased(self, base: Policy) -> Draft:
        """The same draft measured against another base: after a save, or when the file changed on disk.

        The dates that a save decides are carried into every step of undo: going back in the text never brings
        an old date back.
        """
        dates = {"last_updated": base.dates.last_updated, "effective": base.dates.effective}

        def carried(step: Step | None) -> Step | None:
            steps = []
            while step is not None:
                steps.append(step)
                step = step.next
            chain: Step | None = None
            for one in reversed(steps):
                chain = replace(one, policy=one.policy.with_dates(**dates), next=chain)
            return chain

        policy = self.policy.with_dates(**dates)
        return Draft(base, policy, self.place, carried(self.past), carried(self.future), False)

    # --- acts ---------------------------------------------------------------------------------------------

    def with_policy(self, policy: Policy, label: str, place: Place | None = None) -> Draft:
        """The draft after an act that gave `policy`. Giving an equal policy changes nothing but the place."""
        place = place or self.place
        if policy == self.policy:
            return replace(self, place=place)
        past = Step(self.policy, self.place, label, self.past)
        return Draft(self.base, policy, place, past, None, False)

    def with_text(
        self, section: str, name: str, text: str, place: Place | None = None, before: Place | None = None
    ) -> Draft:
        """The draft after `name` ("title", "summary", "body"; of `@policy` also "organization", "language") of a
        section became `text`. Neighbouring single keys within a word join into one step of undo. `before` is where
        the cursor stood, where that is not the place of the act before.
        """
        place = place or Place(section, name)
        old = self.text(section, name)
        if old == text:
            return replace(self, place=place)
        policy = self._put(section, name, text)
        grown = len(text) - len(old)
        joins = (
            self.typing
            and self.past is not None
            and abs(grown) == 1
            and (place.section, place.field, place.line) == (self.place.section, self.place.field, self.place.line)
            and place.column - self.place.column == grown
            and not (grown == 1 and self._starts_word(text, place))
        )
        if joins:
            return Draft(self.base, policy, place, self.past, None, True)
        past = Step(self.policy, before or self.place, "typing", self.past)
        return Draft(self.base, policy, place, past, None, abs(grown) == 1)

    def text(self, section: str, name: str) -> str:
        """The text of a field. UsageError when there is no such section or field."""
        if section == PREAMBLE_ID and name == "body":
            return self.policy.preamble
        if section == POLICY_ID and name in POLICY_FIELDS:
            return str(getattr(self.policy, name))
        found = self.policy.section(section)
        if found is None or name not in SECTION_FIELDS:
            raise UsageError(f"There is no {name} of a section “{section}” in this draft. Nothing was changed.")
        return str(getattr(found, name))

    def add(self, after: str, title: str = "New section") -> Draft:
        """A new empty section behind `after` and its subsections, on the same level (at the top for `@…`)."""
        sections = self.policy.sections
        if after in (POLICY_ID, PREAMBLE_ID):
            position, level = 0, 1
        else:
            start, position = self._block(after)
            level = sections[start].level
        new = Section(self._fresh_id(title), title, level)
        return self._act((*sections[:position], new, *sections[position:]), "add section", new.id, "title")

    def remove(self, section: str) -> Draft:
        """The draft without a section. Its subsections stay: nothing is taken along unseen."""
        position = self._index(section)
        rest = (*self.policy.sections[:position], *self.policy.sections[position + 1 :])
        neighbour = rest[min(position, len(rest) - 1)].id if rest else PREAMBLE_ID
        return self._act(rest, "remove section", neighbour)

    def duplicate(self, section: str) -> Draft:
        """A copy of a section, with an id of its own, right behind it and its subsections."""
        start, stop = self._block(section)
        sections = self.policy.sections
        copy = replace(sections[start], id=self._fresh_id(sections[start].title))
        return self._act((*sections[:stop], copy, *sections[stop:]), "duplicate section", copy.id)

    def rename(self, section: str, title: str) -> Draft:
        """The section under a new title; its id stays."""
        changed = replace(self.policy.sections[self._index(section)], title=title)
        return self.with_policy(self.policy.with_section(changed), "rename section", Place(section, "title"))

    def move(self, section: str, by: int) -> Draft:
        """A section with its subsections one place up (-1) or down (+1), past its whole neighbour."""
        start, stop = self._block(section)
        sections = self.policy.sections
        block, rest = sections[start:stop], (*sections[:start], *sections[stop:])
        if by < 0:
            if start == 0:
                return self
            level = block[0].level
            target = start - 1
            while target > 0 and rest[target].level > level:
                target -= 1
        else:
            if stop == len(sections):
                return self
            target = start + 1
            while target < len(rest) and rest[target].level > rest[start].level:
                target += 1
        return self._act((*rest[:target], *block, *rest[target:]), "move section", section)

    def promote(self, section: str) -> Draft:
        """A section and its subsections one level up (towards 1)."""
        return self._relevel(section, -1, "promote section")

    def demote(self, section: str) -> Draft:
        """A section and its subsections one level down."""
        return self._relevel(section, +1, "demote section")

    def split(self, section: str, line: int, column: int, title: str = "") -> Draft:
        """Cut a section in two at a place of its body; the rest becomes a section behind it.

        Without a `title`, the first line of the rest becomes it when it is short and stands alone.
        """
        position = self._index(section)
        whole = self.policy.sections[position]
        lines = whole.body.split("\n")
        if not 0 <= line < len(lines):
            raise UsageError("The section cannot be split there: it has no such line. Nothing was changed.")
        head = "\n".join([*lines[:line], lines[line][:column]]).rstrip("\n")
        rest = "\n".join([lines[line][column:], *lines[line + 1 :]]).lstrip("\n")
        if not title:
            first, _, below = rest.partition("\n")
            heading = first.lstrip("#").strip().strip("*").strip()
            if heading and len(heading) <= 80 and (first.startswith("#") or not below or below.startswith("\n")):
                title, rest = heading, below.lstrip("\n")
            else:
                title = "New section"
        new = Section(self._fresh_id(title), title, whole.level, "", rest)
        first_half = replace(whole, body=head + "\n" if head else "")
        sections = self.policy.sections
        return self._act(
            (*sections[:position], first_half, new, *sections[position + 1 :]),
            "split section",
            new.id,
            "title",
        )

    def merge(self, section: str) -> Draft:
        """Join a section to the one before it: its title and summary become paragraphs, so that no word is lost."""
        position = self._index(section)
        sections = self.policy.sections
        if position == 0:
            raise UsageError("The first section has nothing before it to merge with. Nothing was changed.")
        before, own = sections[position - 1], sections[position]
        parts = [
            before.body.rstrip("\n"),
            f"**{own.title}**" if own.title else "",
            own.summary,
            own.body.strip("\n"),
        ]
        joined = replace(before, body="\n\n".join(part for part in parts if part) + "\n")
        return self._act((*sections[: position - 1], joined, *sections[position + 1 :]), "merge section", before.id)

    # --- undo ---------------------------------------------------------------------------------------------

    def undo(self) -> Draft:
        """One act back; the draft itself when there is none."""
        if self.past is None:
            return self
        step = self.past
        future = Step(self.policy, self.place, step.label, self.future)
        return Draft(self.base, step.policy, step.place, step.next, future)

    def redo(self) -> Draft:
        """One act forward again; the draft itself when there is none."""
        if self.future is None:
            return self
        step = self.future
        past = Step(self.policy, self.place, step.label, self.past)
        return Draft(self.base, step.policy, step.place, past, step.next)

    # --- within -------------------------------------------------------------------------------------------

    def _index(self, section: str) -> int:
        try:
            return self.policy.index(section)
        except KeyError:
            raise UsageError(f"There is no section “{section}” in this draft. Nothing was changed.") from None

    def _block(self, section: str) -> tuple[int, int]:
        """Start and stop of a section with its subsections."""
        start = self._index(section)
        sections = self.policy.sections
        stop = start + 1
        while stop < len(sections) and sections[stop].level > sections[start].level:
            stop += 1
        return start, stop

    def _fresh_id(self, title: str) -> str:
        taken = {section.id for section in (*self.policy.sections, *self.base.sections)}
        return unique_id(title or "section", taken)

    def _act(self, sections: Iterable[Section], label: str, section: str, name: str = "body") -> Draft:
        return self.with_policy(replace(self.policy, sections=tuple(sections)), label, Place(section, name))

    def _relevel(self, section: str, by: int, label: str) -> Draft:
        start, stop = self._block(section)
        sections = self.policy.sections
        block = sections[start:stop]
        if any(not 1 <= one.level + by <= MAX_LEVEL for one in block):
            return self
        moved = tuple(replace(one, level=one.level + by) for one in block)
        return self._act((*sections[:start], *moved, *sections[stop:]), label, section)

    def _put(self, section: str, name: str, text: str) -> Policy:
        if section == PREAMBLE_ID:
            return replace(self.policy, preamble=text)
        if section == POLICY_ID:
            return replace(self.policy, **{name: text})  # type: ignore[arg-type]
        own = self.policy.sections[self._index(section)]
        return self.policy.with_section(replace(own, **{name: text}))  # type: ignore[arg-type]

    def _starts_word(self, text: str, place: Place) -> bool:
        """Whether the key just typed is the first letter after a space: undo goes back word by word."""
        line = text.split("\n", place.line + 1)[place.line] if place.line else text.partition("\n")[0]
        end = place.column
        return 2 <= end <= len(line) and not line[end - 1].isspace() and line[end - 2].isspace()

"""The values everything else is about: a policy, its revisions, and what may be wrong with it.

Rules that hold here: every value is frozen and compares by content; text is normalised (LF line ends, no
BOM); nothing reads a clock, a file or an environment. Words are those of `docs/glossary.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from policytui.core.records import dataclass, replace

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

MAX_LEVEL = 6
SIZE_CAP = 2_000_000
"""The largest policy file, in bytes, that is opened (the largest of 680 live policies has 948 kB)."""


class Change(StrEnum):
    """Whether a change matters: the verdict on a hunk, a section, a save."""

    NONE = "none"
    EDITORIAL = "editorial"
    MATERIAL = "material"

    @property
    def rank(self) -> int:
        """0 for none, 1 for editorial, 2 for material: the worst hunk decides."""
        return ("none", "editorial", "material").index(self.value)

    def __or__(self, other: Change) -> Change:
        """The worse of the two."""
        return self if self.rank >= other.rank else other


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `id` is stable and survives a new title; `level` is 1 to 6; `body` is Markdown."""

    id: str
    title: str
    level: int = 1
    summary: str = ""
    body: str = ""


DATE_STYLES = ("long", "iso", "day-first", "weekday")
"""long: May 19, 2024 · iso: 2024-05-19 · day-first: 19 May 2024 · weekday: Sun May 19 2024."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a policy and how they are printed.

    `last_updated` is the day of the newest material revision; `effective` is when the policy begins to bind and
    is never moved without being asked; `reviewed` is the last day somebody looked and changed nothing;
    `notice_days` proposes effective = last_updated + n.
    """

    label: str = "Last updated"
    style: str = "long"
    last_updated: date | None = None
    effective: date | None = None
    reviewed: date | None = None
    notice_days: int | None = None
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class HouseRules:
    """`[materiality]` of a policy or of `.policytui.toml`: what the house adds to the rules."""

    terms: tuple[str, ...] = ()
    """Always material when added, removed or changed: product names, vendors."""
    words: tuple[str, ...] = ()
    """Words that are spelled right: additions to the spelling list."""
    sections: tuple[str, ...] = ()
    """Ids (or lower-case title fragments) of sections whose every change is material."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy as it stands. `preamble` is the text before the first section."""

    title: str
    organization: str = ""
    language: str = "en"
    preamble: str = ""
    dates: Dates = Dates()
    variables: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    house_rules: HouseRules = HouseRules()

    def section(self, section_id: str) -> Section | None:
        """The section with that id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)

    def index(self, section_id: str) -> int:
        """The position of the section with that id. Raises KeyError when there is none."""
        for position, section in enumerate(self.sections):
            if section.id == section_id:
                return position
        raise KeyError(section_id)

    def with_section(self, section: Section) -> Self:
        """The same policy with the section of that id replaced. Raises KeyError when there is none."""
        position = self.index(section.id)
        return replace(self, sections=(*self.sections[:position], section, *self.sections[position + 1 :]))

    def with_dates(self, **dates: object) -> Self:
        """The same policy with some of its dates replaced, by name."""
        return replace(self, dates=replace(self.dates, **dates))  # type: ignore[arg-type]


class Severity(StrEnum):
    """How bad a problem is: an error keeps the policy from being used, a warning should be mended."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with content, and how to mend it. `line` and `column` count from 1; 0 means unknown."""

    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    path: str = ""
    line: int = 0
    column: int = 0
    slug: str = ""

    def at(self) -> str:
        """`path:line:column` as far as they are known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a revision says of itself; the policy as saved is read separately.

    `hash` is the SHA-256 of the revision file up to its own hash line, in hex; `parents` are such hashes.
    `change` is what was decided, `proposed` what the rules said, `why` why a person overruled them. `number`
    is the position in the list (1 is the oldest): only how a list numbers it.
    """

    hash: str
    saved_at: datetime
    author: str = ""
    parents: tuple[str, ...] = ()
    change: Change = Change.MATERIAL
    proposed: Change = Change.MATERIAL
    why: str = ""
    summary: str = ""
    content: str = ""
    """SHA-256 of the policy text as saved, line ends normalised."""
    replaces: str = ""
    """SHA-256 of the bytes of `policy.toml` that this save replaced; empty for a first save."""
    last_updated: date | None = None
    number: int = 0
    name: str = ""
    """The file name, without a folder."""
    extra: Mapping[str, str] = MappingProxyType({})

    @property
    def rev(self) -> str:
        """`r3`: how lists number it."""
        return f"r{self.number}"

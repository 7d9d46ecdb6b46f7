"""What an import finds: a policy as a value, and what was dropped or guessed on the way."""

from __future__ import annotations

from policytui.core.records import dataclass
from policytui.core.values import Policy, Problem


@dataclass(frozen=True, slots=True)
class RunIn:
    """A heading kept as bold text at the head of a paragraph (`**Name:** text…`), listed in the outline only."""

    section: int
    """Position of the section it stands in; -1 for the preamble."""
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Imported:
    """A policy read from another format. `problems` lists what was dropped, guessed or is in doubt."""

    policy: Policy
    run_ins: tuple[RunIn, ...] = ()
    problems: tuple[Problem, ...] = ()
    label_found: bool = False
    """Whether the source printed a date line."""
    dropped: tuple[str, ...] = ()
    """Every piece of the source that the policy does not hold (heading numbers, a contents list…), as it stood."""

"""Conflicts of a merge as they stand in a policy: both texts in place, marked, in a file that stays valid.

Rules that hold here:

- A conflict is a run of lines in a body (or the preamble), marked as git and every editor marks one:

      <<<<<<< mine
      …
      ||||||| base
      …
      =======
      …
      >>>>>>> theirs

  So tools that know git's marks know these, and a conflict that plain git left inside a body is found too.
- A conflict about something else than text (a title, a level, a variable, a date's label) stands at the top of the
  body of its section, or of the preamble, and names what it is about: `<<<<<<< mine: title`. The field itself
  holds mine until somebody decides.
- The marks are longer than any run of their characters in the texts, so that reading them back is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import DATE_STYLES, MAX_LEVEL, Policy, Section

Choice = Literal["mine", "base", "theirs", "both"]
CHOICES: tuple[Choice, ...] = ("mine", "base", "theirs", "both")
BODY = "body"
GONE = "(removed)"
"""What stands for a section or a variable that one side took away."""
KEPT = "(kept)"
"""What stands for a section that one side changed, where the other took it away."""

_MARK = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})(?: (.*))?\n?\Z")
_STRAY = re.compile(r"^(?:<{7,}|>{7,})(?: .*)?$", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_RUNS = re.compile(r"^[<>|=]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers to one question. `section` is an id, `@policy` or `@preamble`; `field` is "body", "title",
    "summary", "level", "section" (removed or kept), or one of the policy's own ("dates.label", "variables.x"…).
    """

    section: str
    field: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict as it stands in a policy: characters `start` to `end` of the body (or preamble) of `place`."""

    conflict: Conflict
    place: str
    start: int
    end: int


def marked(conflict: Conflict) -> str:
    """A conflict as lines, ending in a line end."""
    sides = [_lines(text, conflict.field) for text in (conflict.mine, conflict.base, conflict.theirs)]
    longest = max((len(run) for side in sides for run in _RUNS.findall(side)), default=0)
    size = max(7, longest + 1)
    about = "" if conflict.field == BODY else f": {conflict.field}"
    mine, base, theirs = sides
    return (
        f"{'<' * size} mine{about}\n{mine}{'|' * size} base\n{base}{'=' * size}\n{theirs}{'>' * size} theirs{about}\n"
    )


def variable_field(name: str) -> str:
    """What a conflict about a variable calls it: on one line, whatever its name is."""
    return "variables." + name.replace("\\", "\\\\").replace("\n", "\\n")


def _lines(text: str, field: str) -> str:
    if field == BODY:
        return text if not text or text.endswith("\n") else text + "\n"
    return text + "\n"


def find(policy: Policy) -> tuple[Found, ...]:
    """Every conflict that stands in a policy, in reading order."""
    return tuple(found for place, text in _texts(policy) for found in _in_text(place, text))


def stray(policy: Policy) -> Iterator[tuple[str, int]]:
    """Marks that belong to no whole conflict: the place and the character."""
    for place, text in _texts(policy):
        inside = [(found.start, found.end) for found in _in_text(place, text)]
        for match in _STRAY.finditer(text):
            if not any(start <= match.start() < end for start, end in inside):
                yield place, match.start()


def _texts(policy: Policy) -> Iterator[tuple[str, str]]:
    yield PREAMBLE_ID, policy.preamble
    for section in policy.sections:
        yield section.id, section.body


def _in_text(place: str, text: str) -> Iterator[Found]:
    """Whole conflicts, in order. Marks shorter than the opening one are text of a side."""
    if "<<<<<<<" not in text:
        return
    lines = _LINE.findall(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    number = 0
    while number < len(lines):
        after, about, sides = _from(lines, number) if lines[number].startswith("<<<<<<<") else (0, "", [])
        if after:
            yield Found(_conflict(place, about, sides), place, starts[number], starts[after])
        number = after or number + 1


def _from(lines: list[str], first: int) -> tuple[int, str, list[str]]:
    """The conflict that opens in line `first`: the line after it (0 when it is none), its label, mine, base, theirs."""
    opened = _MARK.match(lines[first])
    if opened is None:
        return 0, "", []
    size, part = len(opened[1]), 0
    sides: tuple[list[str], list[str], list[str]] = ([], [], [])
    for number in range(first + 1, len(lines)):
        mark = _MARK.match(lines[number])
        kind = mark[1][0] if mark and len(mark[1]) == size else ""
        if mark and mark[1][0] == "<" and len(mark[1]) >= size:
            break
        if kind == "|" and part == 0:
            part = 1
        elif kind == "=" and part < 2:
            part = 2
        elif kind == ">" and part == 2:
            return number + 1, opened[2] or "", ["".join(side) for side in sides]
        else:
            sides[part].append(lines[number])
    return 0, "", []


def _conflict(place: str, about: str, sides: list[str]) -> Conflict:
    mine, base, theirs = sides
    if not about.startswith("mine: "):
        return Conflict(place, BODY, base, mine, theirs)
    section = POLICY_ID if place == PREAMBLE_ID else place
    mine, base, theirs = (side.removesuffix("\n") for side in (mine, base, theirs))
    return Conflict(section, about.removeprefix("mine: "), base, mine, theirs)


def resolved(policy: Policy, found: Found, choice: Choice, text: str | None = None) -> Policy:
    """The policy with one conflict decided: by a side, by both texts (mine first), or by a text of one's own.

    "both" is for text only: elsewhere it is mine. `found` must come from `find` of this very policy.
    """
    conflict = found.conflict
    chosen = text if text is not None else _chosen(conflict, choice)
    body = policy.preamble if found.place == PREAMBLE_ID else policy.sections[policy.index(found.place)].body
    before, after = body[: found.start], body[found.end :]
    if conflict.field == BODY:
        if chosen and after and not chosen.endswith("\n"):
            chosen += "\n"
        if not chosen and (not before or before.endswith("\n\n")):
            after = after.removeprefix("\n")
        return _with_body(policy, found.place, before + chosen + after)
    policy = _with_body(policy, found.place, before + after.removeprefix("\n"))
    return _with_field(policy, conflict, chosen)


def _chosen(conflict: Conflict, choice: Choice) -> str:
    if choice == "both":
        if conflict.field != BODY or not conflict.mine or not conflict.theirs:
            return conflict.mine or conflict.theirs
        loose = "\n" in conflict.mine.rstrip("\n") or not conflict.mine.lstrip().startswith(("-", "*", "+", "|"))
        return conflict.mine.rstrip("\n") + ("\n\n" if loose else "\n") + conflict.theirs
    return {"mine": conflict.mine, "base": conflict.base, "theirs": conflict.theirs}[choice]


def _with_body(policy: Policy, place: str, text: str) -> Policy:
    if place == PREAMBLE_ID:
        return replace(policy, preamble=text)
    return policy.with_section(replace(policy.sections[policy.index(place)], body=text))


def _with_field(policy: Policy, conflict: Conflict, value: str) -> Policy:
    """The policy with a field that is no text decided; a value that would be illegal leaves mine in place."""
    if conflict.section not in (POLICY_ID, PREAMBLE_ID):
        section = policy.sections[policy.index(conflict.section)]
        if conflict.field == "section":
            if value != GONE:
                return policy
            return replace(policy, sections=tuple(one for one in policy.sections if one is not section))
        return policy.with_section(_section_with(section, conflict.field, value))
    group, _, name = conflict.field.partition(".")
    if group == "variables":
        name = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], name)
        if value == GONE:
            return replace(policy, variables=tuple(pair for pair in policy.variables if pair[0] != name))
        pairs = dict(policy.variables)
        pairs[name] = value
        return replace(policy, variables=tuple(pairs.items()))
    if group == "dates":
        return _dated(policy, name, value)
    if group in ("title", "organization", "language") and (value.strip() or group != "title"):
        return replace(policy, **{group: value})  # type: ignore[arg-type]
    return policy


def _section_with(section: Section, field: str, value: str) -> Section:
    if field == "level":
        return replace(section, level=int(value)) if value in map(str, range(1, MAX_LEVEL + 1)) else section
    return replace(section, **{field: value}) if field in ("title", "summary") else section  # type: ignore[arg-type]


def _dated(policy: Policy, name: str, value: str) -> Policy:
    if name == "notice_days":
        if not value:
            return policy.with_dates(notice_days=None)
        return policy.with_dates(notice_days=int(value)) if value.isdecimal() else policy
    if name == "style" and value not in DATE_STYLES:
        return policy
    return policy.with_dates(**{name: value}) if name in ("label", "style", "timezone") else policy

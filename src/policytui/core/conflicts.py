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
- An answer that a field cannot hold is refused with a sentence, never replaced by another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import DATE_STYLES, MAX_LEVEL, Policy
from policytui.errors import UsageError

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
class Own:
    """An answer of one's own: the text that stands in the place of both."""

    text: str


Answer = Choice | Own


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


def sides_of(text: str) -> tuple[str | None, str, str] | None:
    """A whole file that git left its marks in, as each side has it: base (None where git was not told to mark it),
    mine, theirs. None for a text without a whole conflict.
    """
    windows = text.count("\r\n")
    if windows == text.count("\n"):
        text = text.replace("\r\n", "\n")
    else:
        windows = 0
    lines = _LINE.findall(text)
    sides: tuple[list[str], list[str], list[str]] = ([], [], [])
    number, met, based = 0, False, True
    while number < len(lines):
        after, about, parts = _from(lines, number) if lines[number].startswith("<<<<<<<") else (0, "", [])
        if after and about.partition(":")[0] != "mine":  # a conflict in our own form is text of a body to git
            met = True
            based = based and any(line.startswith("|||||||") for line in lines[number:after])
            said = (parts[1], parts[0], parts[2])
        else:
            after = after or number + 1
            said = ("".join(lines[number:after]),) * 3
        for side, part in zip(sides, said, strict=True):
            side.append(part)
        number = after
    if not met:
        return None
    base, mine, theirs = ("".join(side).replace("\n", "\r\n" if windows else "\n") for side in sides)
    return base if based else None, mine, theirs


def answered(conflict: Conflict, answer: Answer) -> str:
    """The text that an answer puts in the place of a conflict. UsageError when its field cannot hold that."""
    if isinstance(answer, Own):
        text = answer.text
        if conflict.field == BODY and _STRAY.search(text):
            raise UsageError("The text still holds the mark of a conflict. Nothing was decided.")
    elif answer == "both":
        if conflict.field != BODY:
            raise UsageError("Both can stand only in a text, not in a title, a level or a date. Nothing was decided.")
        return _both(conflict)
    else:
        text = {"mine": conflict.mine, "base": conflict.base, "theirs": conflict.theirs}[answer]
    wrong = _wrong(conflict, text)
    if wrong:
        raise UsageError(f"{wrong} Nothing was decided.")
    return text


def _both(conflict: Conflict) -> str:
    if not conflict.mine or not conflict.theirs:
        return conflict.mine or conflict.theirs
    loose = "\n" in conflict.mine.rstrip("\n") or not conflict.mine.lstrip().startswith(("-", "*", "+", "|"))
    return conflict.mine.rstrip("\n") + ("\n\n" if loose else "\n") + conflict.theirs


def _wrong(conflict: Conflict, text: str) -> str:
    """Why a field cannot hold a text, as a sentence; empty when it can."""
    name = conflict.field.removeprefix("dates.")
    if "\n" in text and name in ("title", "organization", "language", "label", "timezone"):
        return "It is one line."
    if name == "section" and text not in (GONE, KEPT):
        return "A section is kept or removed, and nothing else."
    if name == "level" and text not in map(str, range(1, MAX_LEVEL + 1)):
        return f"A level is a number from 1 to {MAX_LEVEL}."
    if name == "style" and text not in DATE_STYLES:
        return f"A date's style is one of {', '.join(DATE_STYLES)}."
    if name == "notice_days" and text and not text.isdecimal():
        return "The days of notice are a number, or nothing."
    if name == "title" and conflict.section == POLICY_ID and not text.strip():
        return "A policy has a title."
    return ""


def resolved(policy: Policy, found: Found, answer: Answer) -> Policy:
    """The policy with one conflict decided: by a side, by both texts (mine first), or by a text of one's own.

    `found` must come from `find` of this very policy. UsageError for an answer that its field cannot hold.
    """
    conflict = found.conflict
    chosen = answered(conflict, answer)
    body = policy.preamble if found.place == PREAMBLE_ID else policy.sections[policy.index(found.place)].body
    before, after = body[: found.start], body[found.end :]
    if conflict.field == BODY:
        if chosen and not chosen.endswith("\n"):
            chosen += "\n"
        if not chosen and (not before or before.endswith("\n\n")):
            after = after.removeprefix("\n")
        return _with_body(policy, found.place, before + chosen + after)
    policy = _with_body(policy, found.place, before + after.removeprefix("\n"))
    return _with_field(policy, conflict, chosen)


def _with_body(policy: Policy, place: str, text: str) -> Policy:
    if place == PREAMBLE_ID:
        return replace(policy, preamble=text)
    return policy.with_section(replace(policy.sections[policy.index(place)], body=text))


def _with_field(policy: Policy, conflict: Conflict, value: str) -> Policy:
    """The policy with a field that is no text decided, by a value that it can hold."""
    name = conflict.field
    if conflict.section not in (POLICY_ID, PREAMBLE_ID):
        section = policy.sections[policy.index(conflict.section)]
        if name == "section":
            if value == KEPT:
                return policy
            return replace(policy, sections=tuple(one for one in policy.sections if one is not section))
        if name == "level":
            return policy.with_section(replace(section, level=int(value)))
        return policy.with_section(replace(section, **{name: value}) if name in ("title", "summary") else section)  # type: ignore[arg-type]
    group, _, name = name.partition(".")
    if group == "variables":
        name = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], name)
        if value == GONE:
            return replace(policy, variables=tuple(pair for pair in policy.variables if pair[0] != name))
        return replace(policy, variables=tuple({**dict(policy.variables), name: value}.items()))
    if group == "dates" and name in ("label", "style", "timezone"):
        return policy.with_dates(**{name: value})
    if group == "dates" and name == "notice_days":
        return policy.with_dates(notice_days=int(value) if value else None)
    return replace(policy, **{group: value}) if group in ("title", "organization", "language") else policy  # type: ignore[arg-type]

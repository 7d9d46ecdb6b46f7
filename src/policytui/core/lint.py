"""What a careful reader would point out in a policy's text: found without judging what it says.

Rules that hold here: a finding names the section and field it is in and the character (from 0), so that whoever
holds the file can say line and column; every finding says how to mend it; texts are those of the file, not as
published, because that is where they are mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policytui.core.conflicts import find, stray
from policytui.core.published import VARIABLE, blanked
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.slugs import slugify
from policytui.core.values import Policy, Severity
from policytui.core.visible import find_hidden, find_lookalikes

_LINK = re.compile(r"\]\(#([^)\s]+)[^)]*\)")
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s")
_MAYBE_DATE = re.compile(r"[,\s]\d{4}(?!\w)|\d{4}-\d{1,2}-\d|\d[/.]\d{1,2}[/.]\d\d")
"""What every form of a date that `core.dates` finds has in it."""
_MARKDOWN = ("summary", "body")
"""The fields that are Markdown; all others are plain text."""
_ITEM = re.compile(r"^( {0,3})(\d{1,3})[.)] ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `section` may be `@policy` or `@preamble`; `index` is the character in the field."""

    rule: str
    severity: Severity
    message: str
    hint: str
    section: str
    field: str
    index: int = 0


def lint(policy: Policy) -> list[Finding]:
    """Everything there is to point out, in reading order."""
    rules = (_conflicts, _hidden, _empty, _ids, _variables, _links, _numbering, _dates)
    found = [finding for rule in rules for finding in rule(policy)]
    order = {name: position for position, (name, _, _) in enumerate(_texts(policy))}
    return sorted(found, key=lambda finding: (order.get(finding.section, -1), finding.index))


def _texts(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Every text with the section and field it is in."""
    yield POLICY_ID, "title", policy.title
    yield POLICY_ID, "organization", policy.organization
    yield POLICY_ID, "label", policy.dates.label
    yield PREAMBLE_ID, "body", policy.preamble
    for name, value in policy.variables:
        yield POLICY_ID, f"variables.{name}", value
    for section in policy.sections:
        yield section.id, "title", section.title
        yield section.id, "summary", section.summary
        yield section.id, "body", section.body


def _conflicts(policy: Policy) -> Iterator[Finding]:
    places = [(one.place, one.start, f" about the {one.conflict.field}") for one in find(policy)]
    places += [(place, at, ": a mark without its other half") for place, at in stray(policy)]
    for place, at, what in places:
        said = f"A merge left a conflict{what}; both texts would be published."
        yield Finding("merge-conflict", Severity.ERROR, said, "Decide it: policytui resolve SLUG", place, "body", at)


def _hidden(policy: Policy) -> Iterator[Finding]:
    for section, name, text in _texts(policy):
        for found in find_hidden(text):
            yield Finding(
                "hidden-character",
                Severity.WARNING,
                f"The {name.split('.')[0]} holds a hidden character, {found.name}.",
                "Remove it: readers cannot see it, and it can change what they see.",
                section,
                name,
                found.index,
            )
        for found in find_lookalikes(text):
            yield Finding(
                "look-alike",
                Severity.WARNING,
                f"A word in the {name.split('.')[0]} mixes alphabets: it holds {found.name}.",
                "Type the word again in one alphabet.",
                section,
                name,
                found.index,
            )


def _empty(policy: Policy) -> Iterator[Finding]:
    if not policy.sections:
        yield Finding("no-sections", Severity.NOTE, "The policy has no sections yet.", "Add one.", POLICY_ID, "title")
    for position, section in enumerate(policy.sections):
        if not section.title.strip():
            yield Finding(
                "no-title",
                Severity.WARNING,
                f"Section “{section.id}” has no title.",
                "Give it one.",
                section.id,
                "title",
            )
        following = policy.sections[position + 1 : position + 2]
        has_children = bool(following) and following[0].level > section.level
        if not (section.body.strip() or section.summary.strip() or has_children):
            yield Finding(
                "empty-section",
                Severity.WARNING,
                f"Section “{section.title or section.id}” has no text.",
                "Write it, or remove the section.",
                section.id,
                "title",
            )


def _ids(policy: Policy) -> Iterator[Finding]:
    """Ids that two sections seem to have exchanged, or one to have taken from another: a slip of copying by hand."""
    by_id = {section.id: section for section in policy.sections}
    for section in policy.sections:
        own = slugify(section.title)
        other = by_id.get(own)
        if other is not None and other is not section and slugify(other.title) != own:
            yield Finding(
                "id-in-doubt",
                Severity.WARNING,
                f"Section “{section.title}” has the id “{section.id}”, while “{other.title}” has the id “{own}”.",
                "An id stays with its section for good: if the two were exchanged by hand, exchange them back.",
                section.id,
                "title",
            )


def _variables(policy: Policy) -> Iterator[Finding]:
    known = {name for name, _ in policy.variables}
    for section, name, text in _texts(policy):
        if "{{" not in text:
            continue
        for match in VARIABLE.finditer(blanked(text) if name in _MARKDOWN else text):
            if match[1] not in known:
                yield Finding(
                    "undefined-variable",
                    Severity.WARNING,
                    f"“{match[1]}” is used as a variable and not defined: readers will see {{{{ {match[1]} }}}}.",
                    "Define it under [variables], or correct its name.",
                    section,
                    name,
                    match.start(),
                )


def _links(policy: Policy) -> Iterator[Finding]:
    anchors = {section.id for section in policy.sections} | {slugify(section.title) for section in policy.sections}
    for section, name, text in _texts(policy):
        if "](#" not in text:
            continue
        for match in _LINK.finditer(blanked(text, code=True)):
            if match[1].lower() not in anchors:
                yield Finding(
                    "dead-link",
                    Severity.WARNING,
                    f"The link to #{match[1]} leads nowhere: no section has that id or title.",
                    "Name a section's id, e.g. (#" + (policy.sections[0].id if policy.sections else "contact") + ").",
                    section,
                    name,
                    match.start(),
                )


def _dates(policy: Policy) -> Iterator[Finding]:
    if not any(_MAYBE_DATE.search(text) for _, _, text in _texts(policy)):
        return  # and the many forms of a date need not be made ready
    from policytui.core.bodydates import stale_dates

    for found in stale_dates(policy):
        what = "effective date" if found.about == "effective" else "date of the last update"
        said = (
            found.doubt or f"The text gives “{found.written}” as its {what}, which is not what the policy's dates say."
        )
        hint = f"Write “{found.offer}”, or save with --body-dates." if found.offer else "Write it as May 19, 2024."
        yield Finding("stale-date", Severity.WARNING, said, hint, found.section, found.field, found.start)


def _numbering(policy: Policy) -> Iterator[Finding]:
    last: dict[int, int] = {}
    for section in policy.sections:
        for level in [deeper for deeper in last if deeper > section.level]:
            del last[level]
        match = _NUMBERED.match(section.title)
        if not match:
            last.pop(section.level, None)
            continue
        number, before = int(match[1]), last.get(section.level)
        if before is not None and number != before + 1:
            yield _gap(before, number, section.id, "title", 0)
        last[section.level] = number
    for name, field, text in _texts(policy):
        if field == "body":
            yield from _items(name, text)


def _items(section: str, text: str) -> Iterator[Finding]:
    """Gaps in numbered lists. `1.` begins a new list; `1. 1. 1.` is Markdown's own way of numbering."""
    before: int | None = None
    for match in _ITEM.finditer(blanked(text, code=True)):
        number = int(match[2])
        if before is not None and number not in (1, before, before + 1):
            yield _gap(before, number, section, "body", match.start())
        before = number


def _gap(before: int, number: int, section: str, field: str, index: int) -> Finding:
    return Finding(
        "numbering-gap",
        Severity.WARNING,
        f"The numbering goes from {before} to {number}.",
        "Number on, or say what is missing.",
        section,
        field,
        index,
    )

"""One line that says what changed: the prefill of a save's summary, made from the redline and its verdict.

Rules that hold here: material changes by section title, editorial ones only when there are no others; a short swap
is shown as `30 days → 60 days`; plain text on one line, hidden characters made visible; never over `LONGEST`.
"""

from __future__ import annotations

from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import POLICY_ID, PREAMBLE_ID, Hunk, Redline, SectionChange, Status
from policytui.core.tokens import LITTLE
from policytui.core.values import Change
from policytui.core.visible import one_line

LONGEST = 120
"""Characters: what a list or a subject line shows without cutting."""
SHORT_SWAP = 28
"""Characters: a longer before or after is not shown as a swap."""
_MARKS = " *_`"
_NAMES = {POLICY_ID: "Title and dates", PREAMBLE_ID: "Introduction"}
_EDITORIAL = {
    "spelling": "misspellings mended",
    "formatting": "formatting",
    "paragraphs": "formatting",
    "levels": "heading sizes",
    "link-moved": "links",
    "link-gained": "links",
    "order": "order",
    "capitals": "capitals",
    "punctuation": "punctuation",
}


def summarise(redline: Redline, judgement: Judgement) -> str:
    """One line such as `Retention: 30 days → 60 days; new section Cookies`, "" when nothing changed."""
    if judgement.change is Change.NONE:
        return ""
    if judgement.change is Change.EDITORIAL:
        kinds = dict.fromkeys(_EDITORIAL.get(reason.rule, "wording of the same words") for reason in judgement.reasons)
        return _cut(["Editorial: " + ", ".join(kinds)])
    parts: list[str] = []
    for section in redline.sections:
        reasons = [r for r in judgement.reasons if r.section == section.id and r.change is Change.MATERIAL]
        if reasons:
            parts.append(_section(section, reasons))
    return _cut(parts)


def section_name(section: SectionChange) -> str:
    """What a section is called in a sentence, on one line."""
    return one_line(_NAMES.get(section.id) or section.title or section.id)


def swap(hunk: Hunk) -> str:
    """The one short swap in a block, `30 days → 60 days`, or "" when it changed in more or longer ways.

    The word that follows is added to a bare number, so that the reader sees a number of what.
    """
    removed = [text.strip(_MARKS) for op, text in hunk.spans if op == "remove"]
    added = [text.strip(_MARKS) for op, text in hunk.spans if op == "add"]
    if len(removed) != 1 or len(added) != 1 or not removed[0] or not added[0]:
        return ""
    left, right = removed[0], added[0]
    if left.isdigit() and right.isdigit():
        what = _what_follows(hunk)
        left, right = left + what, right + what
    if max(len(left), len(right)) > SHORT_SWAP:
        return ""
    return f"{one_line(left)} → {one_line(right)}"


def _section(section: SectionChange, reasons: list[Reason]) -> str:
    name = section_name(section)
    if section.status is Status.ADDED:
        return f"new section {name}"
    if section.status is Status.REMOVED:
        return f"section {name} removed"
    swaps = [swap(section.hunks[reason.hunk]) for reason in reasons if 0 <= reason.hunk < len(section.hunks)]
    if len(reasons) == 1 and swaps and swaps[0]:
        return f"{name}: {swaps[0]}"
    words = {"added": "added to", "removed": "shortened", "moved": "moved", "nesting": "moved"}
    said = list(dict.fromkeys(words.get(reason.rule, "reworded") for reason in reasons))
    shown = next((text for text in swaps if text), "")
    count = f"{len(reasons)} changes" if len(reasons) > 1 else said[0]
    return f"{name}: {shown} and {len(reasons) - 1} more" if shown else f"{name}: {count}"


def _cut(parts: list[str]) -> str:
    """The parts joined, as many as fit, and how many more there are."""
    line = ""
    for index, part in enumerate(parts):
        longer = f"{line}; {part}" if line else part
        more = len(parts) - index - 1
        if len(longer) + (len(f"; and {more} more") if more else 0) > LONGEST:
            left = len(parts) - index
            return f"{line}; and {left} more sections" if line else part[: LONGEST - 1].rstrip() + "…"
        line = longer
    return line[:1].upper() + line[1:]


def _what_follows(hunk: Hunk) -> str:
    """A space and the word behind the change; "" when that is none that says what is counted."""
    last = max(at for at, (op, _) in enumerate(hunk.spans) if op != "keep")
    behind = hunk.spans[last + 1][1] if last + 1 < len(hunk.spans) else ""
    if hunk.spans[last - 1][0] == "keep" or behind[:1] not in (" ", "\n", "*"):
        return ""
    word = next(iter(behind.replace("*", " ").split()), "").strip(".,;:()")
    return f" {word}" if word.isalpha() and len(word) <= 12 and word not in LITTLE else ""

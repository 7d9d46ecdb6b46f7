"""What can be done to a section, as functions on a draft; and how changes are told in few words."""

from __future__ import annotations

from policytui.core.draft import Draft, Place
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Change, Policy
from policytui.errors import UsageError
from policytui.tui import keys
from policytui.tui.screens.chrome import Piece
from policytui.tui.screens.dialogs import Choice, ChoiceDialog
from policytui.tui.widgets.outline import ADDED, CHANGED
from policytui.workspace import Proposal

NOTHING = {
    "up": "The section is the first already.",
    "down": "The section is the last already.",
    "promote": "The section is on the highest level already.",
    "demote": "The section, or one below it, is on the lowest level already.",
}
"""Why an act changed nothing."""


def perform(act: str, draft: Draft, section: str, place: Place) -> Draft:
    """The draft after an act on a section. UsageError where it cannot be."""
    if act == "add":
        return draft.add(section)
    if section in (POLICY_ID, PREAMBLE_ID):
        raise UsageError("This is not a section. Nothing was changed.", "Go to a section first: ctrl+g.")
    if act == "split":
        if place.field != "body":
            raise UsageError(
                "A section is cut at the cursor in its text, and the cursor is not there. Nothing was changed.",
                "Put the cursor where the new section begins, then ctrl+o and s.",
            )
        return draft.split(section, place.line, place.column)
    if act in ("up", "down"):
        return draft.move(section, -1 if act == "up" else 1)
    acts = {
        "remove": draft.remove,
        "duplicate": draft.duplicate,
        "promote": draft.promote,
        "demote": draft.demote,
        "merge": draft.merge,
    }
    return acts[act](section)


def menu(policy: Policy, section: str) -> ChoiceDialog:
    """The acts to choose from, for a section."""
    found = policy.section(section)
    title = found.title if found else "the policy"
    choices = [
        Choice(keys.display(key.keys), key.label, key.action.split("'")[1], key.help)
        for key in keys.of("section")
        if found is not None or key.id == "section.add"
    ]
    return ChoiceDialog(f"Section: {title}"[:60], "", choices)


def changed(before: Policy, after: Policy) -> dict[str, str]:
    """A mark for every section that differs from how it was, by its id."""
    marks = {}
    old = {section.id: section for section in before.sections}
    for section in after.sections:
        known = old.get(section.id)
        if known is None:
            marks[section.id] = ADDED
        elif known is not section and known != section:
            marks[section.id] = CHANGED
    if before.preamble != after.preamble:
        marks[PREAMBLE_ID] = CHANGED
    if (before.title, before.organization, before.language, before.dates) != (
        after.title,
        after.organization,
        after.language,
        after.dates,
    ):
        marks[POLICY_ID] = CHANGED
    return marks


def size(policy: Policy) -> int:
    """About how many characters a policy has."""
    return len(policy.preamble) + sum(len(section.body) for section in policy.sections)


def verdict_pieces(proposal: Proposal) -> tuple[Piece, ...]:
    """`would be material: a number changed (18 → 16)`."""
    judgement = proposal.judgement
    if judgement.change is Change.NONE:
        return (("nothing that is published changed", "dim"),)
    reason = next((one for one in judgement.reasons if one.change is judgement.change), None)
    why = f"  {reason.why}" if reason else ""
    return (("would be ", "dim"), (judgement.change.value, f"plain-{judgement.change.value}"), (why, "dim"))

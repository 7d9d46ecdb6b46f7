"""Leaving with drafts that are not saved: save, discard, stay. Asked only when something would be lost."""

from __future__ import annotations

from policytui.tui.screens.base import Host
from policytui.tui.screens.dialogs import Choice, ChoiceDialog


def ask_to_leave(host: Host) -> None:
    """Ask, then do what was answered."""
    slugs = sorted(host.drafts)
    names = ", ".join(slugs[:4]) + (f" and {len(slugs) - 4} more" if len(slugs) > 4 else "")
    one = len(slugs) == 1
    dialog = ChoiceDialog(
        "Unsaved draft" if one else "Unsaved drafts",
        f"{names}: {'a draft is' if one else 'drafts are'} not saved as a revision yet.",
        [
            Choice("s", "Save", "save", "see what changed, then save it"),
            Choice("d", "Discard", "discard", "lose what was typed, and leave"),
            Choice("escape", "Stay", "stay", "go on editing"),
        ],
    )

    def answered(answer: str | None) -> None:
        if answer == "discard":
            host.drafts.clear()
            host.exit(0)
        elif answer == "save":
            host.open_policy(slugs[0], then_save=True)

    host.push_screen(dialog, answered)

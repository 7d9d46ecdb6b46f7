"""Leaving with drafts that are not saved: save them, keep them for next time, discard them, stay."""

from __future__ import annotations

import asyncio

from policytui.errors import RefusedError
from policytui.tui.screens.base import Host
from policytui.tui.screens.dialogs import Choice, ChoiceDialog


def ask_to_leave(host: Host) -> None:
    """Ask, then do what was answered."""
    slugs = sorted(host.drafts)
    names = ", ".join(slugs[:4]) + (f" and {len(slugs) - 4} more" if len(slugs) > 4 else "")
    one = len(slugs) == 1
    choices = [Choice("s", "Save", "save", "see what changed, then save it")]
    if host.keeper.drafts is not None:
        choices.append(Choice("k", "Keep", "keep", "leave now; it is offered next time"))
    lost = "it is kept aside for 30 days" if host.keeper.takes else "lose what was typed, and leave"
    choices += [Choice("d", "Discard", "discard", lost), Choice("escape", "Stay", "stay", "go on editing")]
    dialog = ChoiceDialog(
        "Unsaved draft" if one else "Unsaved drafts",
        f"{names}: {'a draft is' if one else 'drafts are'} not saved as a revision yet.",
        choices,
    )

    async def keep() -> None:
        # Off the loop: a disk that hangs is not waited for with a dead screen.
        if await asyncio.to_thread(host.keeper.flush):
            host.exit(0)
            return
        error = RefusedError(
            f"The {'draft' if one else 'drafts'} could not be kept: the disk does not take {'it' if one else 'them'}. "
            "Nothing is lost: you are still in policytui.",
            "Save, or make room on the disk and leave again.",
        )
        host.show_error(error)

    def answered(answer: str | None) -> None:
        if answer == "discard":
            for slug in slugs:
                host.keeper.give_up(slug)
            host.drafts.clear()
            host.exit(0)
        elif answer == "keep":
            host.run_worker(keep(), group="leave", exclusive=True)
        elif answer == "save":
            host.open_policy(slugs[0], then_save=True)

    host.push_screen(dialog, answered)

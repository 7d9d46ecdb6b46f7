"""Compare anything with anything, from the screen: two SPECs asked for, and the review of the two.

Rules that hold here: what can be named on the command line can be named here, and besides, within a policy, a revision
or a day alone; `draft` is what is being edited in this session where there is such a draft, else the file.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from policytui.errors import PolicytuiError
from policytui.folders import from_home
from policytui.tui.screens.dialogs import AskDialog, Field
from policytui.tui.screens.pairs import Pair
from policytui.workspace import Named

if TYPE_CHECKING:
    from policytui.tui.screens.base import Host

_SHORT = re.compile(r"r\d+|\d{4}-\d{2}-\d{2}|latest|draft")
"""What stands for `SLUG@…` where it is known which policy is meant."""
_HELP = (
    "A policy (terms), one of its revisions (terms@r3), what it said on a day (terms@2024-05-19), its draft "
    "(terms@draft), a .toml, .md or .txt file, or a file on a branch (main:policies/terms/policy.toml)."
)


async def ask_pair(host: Host, pair: Pair) -> Pair | None:
    """Ask for two SPECs, beginning with those of `pair`; None when the person closed it. What cannot be read is said,
    and asked for again.
    """
    before, after = pair.before_spec, pair.after_spec
    while True:
        fields = [Field("Before", before, check=_wanted), Field("After", after, check=_wanted)]
        answer = await host.push_screen_wait(AskDialog("Compare", fields, text=_HELP, accept="compare"))
        if answer is None:
            return None
        before, after = answer
        try:
            old, new = [await asyncio.to_thread(named, host, spec, pair.slug) for spec in answer]
        except PolicytuiError as error:
            from policytui.tui.screens.dialogs import error_dialog

            await host.push_screen_wait(error_dialog(error))
            continue
        return Pair.of(old, new, before, after)


def named(host: Host, spec: str, slug: str = "") -> Named:
    """The policy a SPEC names; `slug` is the policy that is meant where only a revision, a day or `draft` is given.
    UsageError when it names none, ContentError when it cannot be read.
    """
    if slug and _SHORT.fullmatch(spec):
        spec = f"{slug}@{spec}"
    name, _, rev = spec.partition("@")
    if rev == "draft" and name in host.drafts:
        return Named(host.drafts[name].draft.policy, f"{name} (draft)", name)
    return host.workspace.resolve(from_home(spec))


def _wanted(text: str) -> str:
    return "" if text else "Name a policy, a revision, a day, a file or a branch."

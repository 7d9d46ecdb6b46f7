"""`recover`: drafts that a session left behind, without the screens."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from policytui.cli.comparing import paint
from policytui.cli.context import Context
from policytui.cli.output import say, show, show_json, show_painted, table
from policytui.core.values import Policy
from policytui.workspace.drafts import LeftDraft


def recover(context: Context, words: Namespace) -> int:
    """`recover`: list the drafts (exit 1 when there are any); show one, write it to a file, or put it aside."""
    drafts = context.drafts
    if words.name is None:
        return _list(drafts.left(), words.json)
    draft = drafts.named(words.name)
    if words.save_as:
        drafts.save_as(draft, Path(words.save_as))
        say(f"Written to {words.save_as}. Compare: policytui diff {draft.slug} {words.save_as}")
        return 0
    if words.discard:
        say(f"Put aside; it is kept for 30 days in {drafts.discard(draft)}.")
        return 0
    before = draft.base if draft.is_import else context.workspace.open(draft.slug).policy
    redline = context.workspace.compare(before or Policy(""), draft.policy)
    show_painted(paint(context.workspace, redline, "inline", 0, 100, False, (draft.slug, draft.name)))
    for name, text in zip(("Summary", "Why"), draft.found.said, strict=True):
        if text:
            say(f"{name}, as it was typed: {text}")
    again = "policytui" if draft.is_import else f"policytui {draft.slug}"
    say(f"Go on with it: {again} · keep it: --save-as FILE · put it aside: --discard")
    return 1


def _list(left: list[LeftDraft], as_json: bool) -> int:
    if as_json:
        show_json(
            {
                "drafts": [
                    {"name": one.name, "slug": one.slug, "written": one.written.isoformat(), "author": one.author,
                     "stale": one.stale, "path": str(one.found.path)}
                    for one in left
                ]
            }
        )  # fmt: skip
    elif not left:
        say("No session left a draft behind.")
    else:
        rows = [
            (one.name, one.slug, f"{one.written:%Y-%m-%d %H:%M}", "the file changed since" if one.stale else "")
            for one in left
        ]
        show(table(("draft", "policy", "written (UTC)", ""), rows))
    return int(bool(left))

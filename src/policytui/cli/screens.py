"""Commands that open the screens: open, review, demo."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from policytui.cli.context import Context
from policytui.cli.output import say

if TYPE_CHECKING:
    from policytui.tui.app import Start
    from policytui.workspace import Named


def open_screens(context: Context, words: Namespace) -> int:
    """`policytui [SLUG]`: the library, or one policy."""
    return _run(context, words, slug=words.slug or "")


def resolve(context: Context, words: Namespace) -> int:
    """`resolve`: the conflicts of one policy."""
    from policytui.workspace.merging import as_git_left_it

    if as_git_left_it(context.workspace, words.slug) is None:
        context.workspace.open(words.slug)
    return _run(context, words, slug=words.slug, known=True)


def review(context: Context, words: Namespace) -> int:
    """`review`: the review screen of two policies, or of a range of commits; a range is printed where it is asked for
    (`--format`, `--guard`) and where there is no terminal.
    """
    from policytui.cli import branches
    from policytui.cli.comparing import pair

    if words.after is None and branches.is_range(words.before):
        printed = words.format or words.guard or not (sys.stdin.isatty() and sys.stdout.isatty())
        return branches.review(context, words) if printed else _run(context, words, commits=words.before)
    return _run(context, words, pair=pair(context.workspace, words.before, words.after))


def _run(
    context: Context,
    words: Namespace,
    slug: str = "",
    pair: tuple[Named, Named] | None = None,
    commits: str = "",
    *,
    known: bool = False,
) -> int:
    # Textual draws at most 60 times a second if it is not told otherwise, and it is told where it is loaded. It draws
    # only when something changed: what this buys is a preview that follows a key in a quarter of the time.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from policytui.tui.app import refuse_without_terminal, run

    # What is loaded by now stays: the garbage collector need not look at it again while somebody types.
    gc.freeze()
    gc.enable()
    refuse_without_terminal()
    if slug and not known:
        context.workspace.open(slug)
    return run(context.workspace, start(context, slug, pair, commits, mouse=not words.no_mouse))


def start(
    context: Context,
    slug: str = "",
    pair: tuple[Named, Named] | None = None,
    commits: str = "",
    *,
    mouse: bool = True,
) -> Start:
    """What the screens begin with: what to open, and the person's settings."""
    from policytui.tui.app import Start

    config = context.config
    before, after = pair or (None, None)
    return Start(
        slug,
        before,
        after,
        commits,
        config.theme,
        config.settings,
        config.folder,
        config.state,
        context.drafts,
        config.characters,
        mouse and config.mouse,
    )


def demo(context: Context, words: Namespace) -> int:
    """`demo`: the samples in a throwaway folder, opened; or copied to a folder to keep."""
    import tempfile

    from policytui.workspace.samples import copy_samples

    if words.keep:
        folder = Path(words.keep)
        copy_samples(folder)
        say(f"The samples are in {folder}. Open them: policytui --root {folder}")
        return 0
    with tempfile.TemporaryDirectory(prefix="policytui-demo-") as scratch:
        root = Path(scratch, "policies")
        copy_samples(root)
        code = open_screens(Context(str(root), context.config), Namespace(slug=None, no_mouse=words.no_mouse))
    say("The demo's copy of the samples is gone. Keep one: policytui demo --keep DIR")
    return code

"""Commands that open the screens: open, review, demo."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from policytui.cli.context import Context
from policytui.cli.output import say

if TYPE_CHECKING:
    from argparse import Namespace

    from policytui.tui.app import Start
    from policytui.workspace import Named


def open_screens(context: Context, words: Namespace) -> int:
    """`policytui [SLUG]`: the library, or one policy."""
    return open_plainly(context, words.slug or "", mouse=not words.no_mouse)


def open_plainly(context: Context, slug: str = "", *, mouse: bool = True) -> int:
    """The same, with nothing that was not asked for: no parser of words is loaded for it."""
    return _run(context, slug=slug, mouse=mouse)


def resolve(context: Context, words: Namespace) -> int:
    """`resolve`: the conflicts of one policy."""
    from policytui.workspace.merging import as_git_left_it

    if as_git_left_it(context.workspace, words.slug) is None:
        context.workspace.open(words.slug)
    return _run(context, slug=words.slug, known=True, mouse=not words.no_mouse)


def review(context: Context, words: Namespace) -> int:
    """`review`: the review screen of two policies, or of a range of commits; a range is printed where it is asked for
    (`--format`, `--guard`) and where there is no terminal.
    """
    from policytui.cli import branches
    from policytui.cli.comparing import pair

    mouse = not words.no_mouse
    if words.after is None and branches.is_range(words.before):
        printed = words.format or words.guard or not (sys.stdin.isatty() and sys.stdout.isatty())
        return branches.review(context, words) if printed else _run(context, commits=words.before, mouse=mouse)
    return _run(context, pair=pair(context.workspace, words.before, words.after), mouse=mouse)


def _run(
    context: Context,
    slug: str = "",
    pair: tuple[Named, Named] | None = None,
    commits: str = "",
    *,
    known: bool = False,
    mouse: bool = True,
) -> int:
    # Textual draws at most 60 times a second if it is not told otherwise, and it is told where it is loaded. It draws
    # only when something changed: what this buys is a preview that follows a key in a quarter of the time.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from policytui.tui.lean import absent, lean_strips, openssl

    with absent(*openssl()):
        import hashlib  # noqa: F401

        from textual.strip import Strip

        from policytui.tui.app import refuse_without_terminal, run
    lean_strips(Strip)

    # What is loaded by now stays: the garbage collector need not look at it again while somebody types.
    gc.freeze()
    gc.enable()
    # A key need not wait until a thread that compares or writes has had its usual 5 ms.
    sys.setswitchinterval(0.0005)
    refuse_without_terminal()
    if slug and not known:
        context.workspace.open(slug)
    workspace, begin = context.workspace, start(context, slug, pair, commits, mouse=mouse)
    # Taking the terminal over is mostly waiting: what reads policies is loaded meanwhile.
    Thread(target=import_module, args=("policytui.store.shelf",), daemon=True).start()
    return run(workspace, begin)


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
        code = open_plainly(Context(str(root), context.config), mouse=not words.no_mouse)
    say("The demo's copy of the samples is gone. Keep one: policytui demo --keep DIR")
    return code

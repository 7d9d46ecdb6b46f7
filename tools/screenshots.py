"""Pictures of every screen, from the running program on the samples: for the documents, and to look at.

`python tools/screenshots.py` renews docs/screenshots; `python tools/screenshots.py DIR [COLUMNSxROWS …]` draws every
screen in every theme into DIR.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from policytui.clock import FixedClock
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.themes import load_themes, theme_folders
from policytui.workspace import Workspace
from policytui.workspace.samples import copy_samples

DOCS = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
NOW = datetime(2025, 6, 2, 9, 30, tzinfo=UTC)
Walk = Callable[[Pilot[int]], Awaitable[None]]


async def keys(pilot: Pilot[int], *names: str) -> None:
    """Press keys and wait until what they began is done."""
    for name in names:
        await pilot.press(name)
        await pilot.pause(0.05)
    await pilot.pause(0.6)


async def library(pilot: Pilot[int]) -> None:
    """The list of policies."""
    await keys(pilot)


async def edit(pilot: Pilot[int]) -> None:
    """A section about age, being changed."""
    await keys(pilot, "down", "enter")
    await keys(pilot, "ctrl+g", *"minors")
    await keys(pilot, "enter")
    await keys(pilot, "ctrl+f", *"anybody")
    await keys(pilot, "enter", "escape")
    await keys(pilot, *"anyone")


async def save(pilot: Pilot[int]) -> None:
    """What a save would do."""
    await edit(pilot)
    await keys(pilot, "ctrl+s")


async def history(pilot: Pilot[int]) -> None:
    """The revisions, one picked."""
    await keys(pilot, "down", "h")
    await keys(pilot, "down", "space", "down", "down")


async def review(pilot: Pilot[int]) -> None:
    """The redline of two revisions, inline."""
    await keys(pilot, "down", "h")
    await keys(pilot, "space", "end", "space", "enter")
    await keys(pilot, "n", "n")


async def split(pilot: Pilot[int]) -> None:
    """The same, side by side."""
    await review(pilot)
    await keys(pilot, "v")


async def helping(pilot: Pilot[int]) -> None:
    """The keys of the editor."""
    await keys(pilot, "down", "enter")
    await keys(pilot, "f1")


async def palette(pilot: Pilot[int]) -> None:
    """Every command by name."""
    await keys(pilot, "down", "enter")
    await keys(pilot, "ctrl+p")


WALKS: dict[str, Walk] = {
    "library": library, "edit": edit, "save": save, "history": history, "review": review, "review-split": split,
    "help": helping, "palette": palette,
}  # fmt: skip


async def picture(walk: Walk, theme: str, size: tuple[int, int]) -> str:
    """One screen as SVG, on a fresh copy of the samples."""
    # The folder is shown by its own name, not by where the scratch folder happens to be.
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        root = Path("policies")
        copy_samples(root)
        return await drawn(walk, theme, size, root)


async def drawn(walk: Walk, theme: str, size: tuple[int, int], root: Path) -> str:
    """One screen as SVG, on the policies of a root."""
    app = PolicytuiApp(Workspace(root, author="Ada Lovelace", clock=FixedClock(NOW)), Start(theme=theme))
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        await walk(pilot)
        return app.export_screenshot(title="policytui")


def main(arguments: list[str]) -> None:
    """Draw what was asked for."""
    if not arguments:
        DOCS.mkdir(parents=True, exist_ok=True)
        for name in ("library", "edit", "save", "review"):
            svg = asyncio.run(picture(WALKS[name], "ink", (120, 34)))
            (DOCS / f"{name}.svg").write_text(svg + "\n")
            print(f"{name}.svg")
        return
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [(int(one.partition("x")[0]), int(one.partition("x")[2])) for one in arguments[1:]] or [(120, 34)]
    found, _ = load_themes(theme_folders())
    for theme in found:
        for name, walk in WALKS.items():
            for columns, rows in sizes:
                path = folder / f"{theme.name}-{name}-{columns}x{rows}.svg"
                path.write_text(asyncio.run(picture(walk, theme.name, (columns, rows))))
                print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])

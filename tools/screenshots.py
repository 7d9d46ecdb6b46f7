"""Pictures of every screen, from the running program on the samples: for the documents, and to look at.

`python tools/screenshots.py` renews docs/screenshots; `python tools/screenshots.py DIR [COLUMNSxROWS …]` draws every
screen in every theme into DIR, and as a terminal without colours, the Linux console and a terminal without UTF-8
show it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from policytui.clock import FixedClock
from policytui.config import ASCII, MARKS, UNICODE
from policytui.publish.policy_text import to_text
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens.edit import EditScreen
from policytui.tui.screens.recover import RecoverScreen
from policytui.tui.themes import PLAIN, load_themes, theme_folders
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
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
    await pilot.pause(1.5)  # until the verdict is worked out


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


async def whole(pilot: Pilot[int]) -> None:
    """The redline with the whole document around it."""
    await review(pilot)
    await keys(pilot, "+", "+", "+")


async def look_for(pilot: Pilot[int]) -> None:
    """A search in a draft."""
    await keys(pilot, "down", "enter", "ctrl+f", *"information")
    await keys(pilot, "enter", "enter")


async def goto(pilot: Pilot[int]) -> None:
    """Go to a section by a part of its name."""
    await keys(pilot, "down", "enter", "ctrl+g", *"your")


async def sections(pilot: Pilot[int]) -> None:
    """What can be done to a section."""
    await keys(pilot, "down", "enter", "ctrl+g", *"minors")
    await keys(pilot, "enter", "ctrl+o")


async def outline(pilot: Pilot[int]) -> None:
    """The outline, where it has to be asked for."""
    await keys(pilot, "down", "enter")
    if pilot.app.size.width < 100:
        await keys(pilot, "f5")


async def dates(pilot: Pilot[int]) -> None:
    """Title and dates of a policy."""
    await keys(pilot, "down", "enter", "ctrl+g", *"title")
    await keys(pilot, "enter")


async def importing(pilot: Pilot[int]) -> None:
    """A text that was read, to be put right."""
    await keys(pilot, "i", *"imroz.txt")
    await keys(pilot, "enter")
    await keys(pilot, "down", "down", "down")


async def asking(pilot: Pilot[int]) -> None:
    """A question with two lines to fill in."""
    await keys(pilot, "n", *"Cookie Notice")


async def failing(pilot: Pilot[int]) -> None:
    """Something that did not work."""
    await keys(pilot, "i", *"nowhere.md")
    await keys(pilot, "enter")


async def recovering(pilot: Pilot[int]) -> None:
    """Drafts that sessions left behind, one of them behind its file."""
    app = pilot.app
    assert isinstance(app, PolicytuiApp)
    for slug, old, new in (("imocloud", "18 or older", "16 or older"), ("kleanflo", "you", "you and yours")):
        leave_behind(app, slug, old, new)
    path = app.workspace.root / "kleanflo" / "policy.toml"
    path.write_text(path.read_text("utf-8").replace("you", "you, or whoever acts for you", 1), "utf-8")
    app.offer_drafts(asked=True)
    while not isinstance(app.screen, RecoverScreen):
        await pilot.pause(0.1)
    await keys(pilot)


def leave_behind(app: PolicytuiApp, slug: str, old: str, new: str) -> None:
    """A draft of a session that ended."""
    drafts = app.keeper.drafts
    assert drafts is not None
    opened = app.workspace.open(slug)
    section = next(one for one in opened.policy.sections if old in one.body)
    journal = drafts.journal(opened)
    journal.write(opened.policy.with_section(replace(section, body=section.body.replace(old, new, 1))))
    journal.close()


async def behind(pilot: Pilot[int], theirs: str) -> None:
    """A draft whose file somebody else writes."""
    await edit(pilot)
    app = pilot.app
    assert isinstance(app, PolicytuiApp)
    path = app.workspace.root / "imocloud" / "policy.toml"
    path.write_text(path.read_text("utf-8").replace("anybody under 18", theirs, 1), "utf-8")
    assert isinstance(app.screen, EditScreen)
    app.screen.look_at_disk()
    await keys(pilot)


async def noticing(pilot: Pilot[int]) -> None:
    """The file is another one now."""
    await behind(pilot, "persons below 18")


async def meeting(pilot: Pilot[int]) -> None:
    """Both changed the same words: what is to be decided."""
    await noticing(pilot)
    await keys(pilot, "ctrl+n", "down", "down", "up")
    await keys(pilot, "enter")


async def approving(pilot: Pilot[int]) -> None:
    """Both changed other words: what would be taken."""
    await edit(pilot)
    app = pilot.app
    assert isinstance(app, PolicytuiApp)
    path = app.workspace.root / "imocloud" / "policy.toml"
    path.write_text(path.read_text("utf-8").replace("tells you what we gather", "says what we gather", 1), "utf-8")
    assert isinstance(app.screen, EditScreen)
    app.screen.look_at_disk()
    await keys(pilot)
    await keys(pilot, "ctrl+n", "down")
    await keys(pilot, "enter")


async def theming(pilot: Pilot[int]) -> None:
    """The themes."""
    await keys(pilot, "down", "enter", "f12")


async def helping(pilot: Pilot[int]) -> None:
    """The keys of the editor."""
    await keys(pilot, "down", "enter")
    await keys(pilot, "f1")


async def palette(pilot: Pilot[int]) -> None:
    """Every command by name."""
    await keys(pilot, "down", "enter")
    await keys(pilot, "ctrl+p")


WALKS: dict[str, Walk] = {
    "library": library, "edit": edit, "outline": outline, "dates": dates, "save": save, "history": history,
    "review": review, "review-split": split, "review-whole": whole, "find": look_for, "goto": goto,
    "sections": sections, "import": importing, "asking": asking, "failing": failing, "recover": recovering,
    "notice": noticing, "conflict": meeting, "approve": approving, "help": helping, "palette": palette,
    "theme": theming,
}  # fmt: skip


class Look(NamedTuple):
    """How a terminal shows it."""

    theme: str
    characters: str = UNICODE
    colour: bool = True


async def picture(walk: Walk, look: Look, size: tuple[int, int]) -> str:
    """One screen as SVG, on a fresh copy of the samples."""
    # The folder is shown by its own name, not by where the scratch folder happens to be.
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        root = Path("policies")
        copy_samples(root)
        Path("imroz.txt").write_text(to_text(Workspace(root).open("imroz").policy), "utf-8")
        return await drawn(walk, look, size, root)


async def drawn(walk: Walk, look: Look, size: tuple[int, int], root: Path) -> str:
    """One screen as SVG, on the policies of a root."""
    os.environ.pop("NO_COLOR", None)
    if not look.colour:
        os.environ["NO_COLOR"] = "1"
    workspace = Workspace(root, author="Ada Lovelace", clock=FixedClock(NOW))
    start = Start(theme=look.theme, keeper=Drafts(workspace, Path("drafts")), characters=look.characters)
    app = PolicytuiApp(workspace, start)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        await walk(pilot)
        return app.export_screenshot(title="policytui")


def looks() -> dict[str, Look]:
    """Every theme, and terminals that can do less."""
    found, _ = load_themes(theme_folders())
    return {
        **{theme.name: Look(theme.name) for theme in found},
        "no-color": Look(PLAIN, colour=False),
        "linux": Look(PLAIN, MARKS),
        "ascii": Look("ink", ASCII),
    }


def main(arguments: list[str]) -> None:
    """Draw what was asked for."""
    if not arguments:
        DOCS.mkdir(parents=True, exist_ok=True)
        for name in ("library", "edit", "save", "review"):
            svg = asyncio.run(picture(WALKS[name], Look("ink"), (120, 34)))
            (DOCS / f"{name}.svg").write_text(svg + "\n")
            print(f"{name}.svg")
        return
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [(int(one.partition("x")[0]), int(one.partition("x")[2])) for one in arguments[1:]] or [(120, 34)]
    for name, look in looks().items():
        for shown, walk in WALKS.items():
            for columns, rows in sizes:
                path = folder / f"{name}-{shown}-{columns}x{rows}.svg"
                path.write_text(asyncio.run(picture(walk, look, (columns, rows))))
                print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])

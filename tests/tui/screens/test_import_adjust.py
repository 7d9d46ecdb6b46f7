"""An import put right before it is saved; nothing is written before that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.tui.app import Start
from policytui.tui.widgets.outline import Outline
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON
from tests.tui.running import Run, Running

TEXT = """# Lamp Notice

Last updated: 19 May 2024

## What we keep

Your name.

A second matter

More of it.

## Whom we tell

Nobody.
"""


@pytest.fixture
def workspace(root: Path, tmp_path: Path) -> Workspace:
    (tmp_path / "lamp.md").write_text(TEXT)
    return Workspace(root, author="Ada", clock=FixedClock(NOON))


def titles(app: Running) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in app.screen.imported.policy.sections]


async def test_adjust_undo_and_save(run: Run, workspace: Workspace, root: Path, tmp_path: Path) -> None:
    async with run(workspace, Start(theme="ink")) as app:
        await app.press("i")
        await app.fill(str(tmp_path / "lamp.md"))
        await app.press("enter")
        assert app.top == "ImportScreen"
        first = titles(app)
        assert [title for _, title in first] == ["What we keep", "Whom we tell"]
        app.screen.query_one(Outline).focus()
        await app.press("down", ">")
        assert titles(app)[1][0] == first[1][0] + 1
        await app.press("z")
        assert titles(app) == first
        await app.press("m")
        assert len(titles(app)) == 1
        await app.press("z", "up", "s", "enter")
        assert [title for _, title in titles(app)] == ["What we keep", "A second matter", "Whom we tell"]
        await app.press("e")
        await app.fill("Second")
        await app.press("enter")
        assert titles(app)[1][1] == "Second"
        assert not list(root.iterdir())
        await app.press("ctrl+s", "enter")
        assert app.top == "EditScreen"
    opened = workspace.open("lamp-notice")
    assert [section.title for section in opened.policy.sections] == ["What we keep", "Second", "Whom we tell"]
    assert opened.policy.dates.last_updated == date(2024, 5, 19)
    assert len(opened.revisions) == 1


async def test_every_word_counts_wherever_it_stands(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "words.md"
    path.write_text("# T\n\nOne two.\n\n## A\n\nIn short: three.\n\nFour five six.\n")
    async with run(workspace, Start(theme="ink")) as app:
        await begun(app, path)
        assert "1 section · 6 words" in app.text


async def test_leaving_asks_only_when_something_was_put_right(
    run: Run, workspace: Workspace, root: Path, tmp_path: Path
) -> None:
    async with run(workspace, Start(theme="ink")) as app:
        for keys in (("escape",), ("x", "escape", "l")):
            await app.press("i")
            await app.fill(str(tmp_path / "lamp.md"))
            await app.press("enter", *keys)
            assert app.top == "LibraryScreen"
    assert not list(root.iterdir())


async def begun(app: Running, path: Path) -> None:
    await app.press("i")
    await app.fill(str(path))
    await app.press("enter")
    app.screen.query_one(Outline).focus()


async def test_a_session_that_ends_leaves_what_was_put_right(
    run: Run, workspace: Workspace, root: Path, tmp_path: Path
) -> None:
    drafts = Drafts(workspace, tmp_path / "drafts")
    start = Start(theme="ink", keeper=drafts)
    async with run(workspace, start) as app:
        await begun(app, tmp_path / "lamp.md")
        await app.press("down", ">", "e")
        await app.fill("Who knows of it")
        await app.press("enter")
        adjusted = titles(app)
        app.app.keeper.close()
    async with run(workspace, start) as app:
        assert app.top == "RecoverScreen"
        assert "import of lamp.md" in app.text
        assert "changed since" not in app.text
        await app.press("enter")
        assert "Who knows of it" in app.text
        await app.press("escape", "r")
        assert app.top == "ImportScreen"
        assert titles(app) == adjusted
        assert "taken up again" in app.text
        assert drafts.left() == []
        await app.press("escape", "escape")
        assert app.top == "ImportScreen"
        await app.press("ctrl+s", "enter")
        assert app.top == "EditScreen"
    assert drafts.left() == []
    opened = workspace.open("lamp-notice")
    assert [(section.level, section.title) for section in opened.policy.sections] == adjusted
    assert opened.policy.dates.last_updated == date(2024, 5, 19)


async def test_an_import_that_is_left_is_kept_aside_and_another_of_the_file_begins_anew(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    drafts = Drafts(workspace, tmp_path / "drafts")
    async with run(workspace, Start(theme="ink", keeper=drafts)) as app:
        await begun(app, tmp_path / "lamp.md")
        await app.press("down", ">", "escape")
        assert "kept aside for 30 days" in app.text
        await app.press("l")
        (tmp_path / "lamp.md").write_text(TEXT.replace("Your name", "Your age"))
        await begun(app, tmp_path / "lamp.md")
        await app.press("down", "m")
        app.app.keeper.close()
    assert len(list((drafts.folder / "discarded").glob("*.journal"))) == 1
    (left,) = drafts.left()
    assert left.base is not None
    assert "Your age" in left.base.sections[0].body
    assert len(left.policy.sections) == 1


async def test_a_file_that_is_not_there_is_said(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    async with run(workspace, Start(theme="ink")) as app:
        await app.press("i")
        await app.fill(str(tmp_path / "nothing.md"))
        await app.press("enter")
        assert "There is no file" in app.text


async def test_a_wrong_date_is_not_let_go_of_unsaid(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    async with run(workspace, Start(theme="ink")) as app:
        await app.press("i")
        await app.fill(str(tmp_path / "lamp.md"))
        await app.press("enter", "d")
        app.screen.query_one("#policy-effective").focus()
        await app.type("31 Feb 2024")
        app.screen.query_one("#policy-title").focus()
        await app.press("ctrl+s")
        assert app.top == "DetailsDialog"
        assert "is not a date" in app.text
        assert app.screen.focused.id == "policy-effective"
        await app.fill("29 Feb 2024")
        await app.press("ctrl+s")
        assert app.screen.imported.policy.dates.effective == date(2024, 2, 29)

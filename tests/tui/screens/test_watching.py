"""The draft and the world around it: journalled with every key; files of others noticed, met, never written over."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual import events

from policytui.clock import FixedClock
from policytui.store.records import replay
from policytui.tui.app import Start
from policytui.tui.screens import watching
from policytui.tui.screens.notice import NoticeLine
from policytui.tui.screens.watching import clock
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON, policy
from tests.tui.running import Run, Running


@pytest.fixture
def workspace(root: Path) -> Workspace:
    real = Workspace(root, author="Ada", clock=FixedClock(NOON))
    real.save_import("lantern", policy(), summary="First version")
    return real


@pytest.fixture
def drafts(workspace: Workspace, tmp_path: Path) -> Drafts:
    return Drafts(workspace, tmp_path / "drafts")


@pytest.fixture
def start(drafts: Drafts) -> Start:
    return Start("lantern", theme="ink", keeper=drafts)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK", 0.05)


def by_hand(root: Path, old: str, new: str) -> str:
    path = root / "lantern" / "policy.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path.read_text()


async def noticed(app: Running, words: str) -> None:
    for _ in range(100):
        await app.pilot.pause(0.02)
        if words in app.screen.query_one(NoticeLine).text:
            return
    raise AssertionError(app.screen.query_one(NoticeLine).text)


async def test_what_is_typed_is_in_the_journal(run: Run, workspace: Workspace, drafts: Drafts, start: Start) -> None:
    async with run(workspace, start) as app:
        await app.type("Hello ")
        app.app.keeper.flush()
        (path,) = drafts.folder.glob("*.journal")
        read = replay(path.read_bytes())
        assert read.policy == app.screen.draft.policy
        assert read.policy is not None
        assert read.policy.sections[0].body.startswith("Hello ")
        assert read.base == app.screen.opened.policy


async def test_a_save_leaves_no_journal(run: Run, workspace: Workspace, drafts: Drafts, start: Start) -> None:
    async with run(workspace, start) as app:
        await app.type("Hello ")
        app.app.keeper.flush()
        await app.press("ctrl+s", "ctrl+s")
        assert app.top == "EditScreen"
        app.app.keeper.flush()
        assert list(drafts.folder.glob("*.journal")) == []
        assert app.screen.query_one(NoticeLine).text == ""


async def test_a_discarded_draft_is_put_aside(run: Run, workspace: Workspace, drafts: Drafts, start: Start) -> None:
    async with run(workspace, start) as app:
        await app.type("Hello ")
        await app.press("f9", "d")
        assert not app.screen.draft.modified
        app.app.keeper.flush()
    assert list(drafts.folder.glob("*.journal")) == []
    (aside,) = (drafts.folder / "discarded").glob("*.journal")
    assert "Hello" in str(replay(aside.read_bytes()).policy)


async def test_leaving_with_a_kept_draft_offers_it_next_time(
    run: Run, workspace: Workspace, drafts: Drafts, start: Start
) -> None:
    async with run(workspace, start) as app:
        await app.type("Hello ")
        await app.press("ctrl+q", "k")
        assert app.app.return_code == 0
        app.app.keeper.close()
    (left,) = drafts.left()
    assert left.policy.sections[0].body.startswith("Hello ")


async def test_without_a_draft_the_file_is_read_again_and_said(
    run: Run, workspace: Workspace, root: Path, start: Start
) -> None:
    async with run(workspace, start) as app:
        by_hand(root, "18 months", "81 months")
        await noticed(app, "changed on disk and was read again")
        assert "81 months" in app.screen.draft.policy.sections[0].body
        assert not app.screen.draft.modified
        await app.press("ctrl+n")
        assert app.top == "LookScreen"
        assert "81" in app.text
        await app.press("escape")
        assert app.top == "EditScreen"


async def test_it_is_noticed_on_focus(
    run: Run, workspace: Workspace, root: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK", 3600)
    async with run(workspace, start) as app:
        by_hand(root, "18 months", "81 months")
        app.app.post_message(events.AppFocus())
        await noticed(app, "read again")


async def test_a_clean_merge_is_shown_and_then_taken(
    run: Run, workspace: Workspace, root: Path, start: Start, drafts: Drafts
) -> None:
    async with run(workspace, start) as app:
        await app.type("Mine ")
        theirs = by_hand(root, "19 months", "91 months")
        await noticed(app, "The file changed on disk")
        assert "19 months" in app.screen.draft.policy.sections[1].body
        await app.press("ctrl+n", "t")
        assert app.top == "LookScreen"
        await app.press("escape")
        assert app.top == "ChoiceDialog"
        await app.press("m")
        assert app.top == "ApprovalScreen"
        assert "nothing contradicts" in app.text
        assert "1 of 1" in app.text
        await app.press("escape")
        assert app.top == "EditScreen"
        assert "19 months" in app.screen.draft.policy.sections[1].body
        await app.press("ctrl+n", "m", "a")
        draft = app.screen.draft
        assert draft.policy.sections[0].body.startswith("Mine ")
        assert "91 months" in draft.policy.sections[1].body
        assert draft.modified
        assert app.screen.query_one(NoticeLine).text == ""
        assert (root / "lantern" / "policy.toml").read_text() == theirs
        app.app.keeper.flush()
        (path,) = drafts.folder.glob("*.journal")
        read = replay(path.read_bytes())
        assert (read.base, read.policy) == (app.screen.opened.policy, draft.policy)


async def test_a_conflict_is_never_resolved_silently(run: Run, workspace: Workspace, root: Path, start: Start) -> None:
    async with run(workspace, start) as app:
        await app.press("ctrl+f")
        await app.type("18 months")
        await app.press("escape")
        await app.type("24 months")
        by_hand(root, "18 months", "36 months")
        await noticed(app, "The file changed on disk")
        await app.press("ctrl+n", "m")
        assert app.top == "ConflictScreen"
        assert "24 months" in app.text
        assert "36 months" in app.text
        await app.press("escape")
        assert "24 months" in app.screen.draft.policy.sections[0].body
        await app.press("ctrl+n", "m", "t")
        assert app.top == "ApprovalScreen"
        assert "1 conflict decided" in app.text
        await app.press("a")
        body = app.screen.draft.policy.sections[0].body
        assert "36 months" in body
        assert "<<<<" not in body
        await app.press("ctrl+z")
        assert "24 months" in app.screen.draft.policy.sections[0].body


async def test_a_file_that_changes_under_the_save_dialog_is_not_written_over(
    run: Run, workspace: Workspace, root: Path, start: Start
) -> None:
    by_hand(root, "18 months", "28 months")  # no draft: a hand edit that is saved as it is
    async with run(workspace, start) as app:
        await app.press("ctrl+s")
        assert app.top == "SaveDialog"
        theirs = by_hand(root, "28 months", "38 months")
        await app.pilot.pause(0.3)
        await app.press("ctrl+s")
        assert app.top == "EditScreen"
        assert (root / "lantern" / "policy.toml").read_text() == theirs
        assert len(workspace.history("lantern")) == 1
        assert "38 months" in app.screen.draft.policy.sections[0].body


async def test_a_draft_whose_file_changes_under_the_save_dialog_is_said_once_to_be_kept(
    run: Run, workspace: Workspace, root: Path, start: Start
) -> None:
    async with run(workspace, start) as app:
        await app.type("Mine ")
        await app.press("ctrl+s")
        by_hand(root, "19 months", "91 months")
        await app.press("ctrl+s")
        assert app.top == "ChoiceDialog"
        said = " ".join(app.text.split())
        assert said.count("draft is kept") == 1
        assert "Open it again" not in said
        assert "Put together" in said


async def test_loading_the_file_puts_the_draft_aside(
    run: Run, workspace: Workspace, root: Path, start: Start, drafts: Drafts
) -> None:
    async with run(workspace, start) as app:
        await app.type("Mine ")
        by_hand(root, "19 months", "91 months")
        await app.press("ctrl+n", "l")
        assert not app.screen.draft.modified
        assert "91 months" in app.screen.draft.policy.sections[1].body
        app.app.keeper.flush()
        assert len(list((drafts.folder / "discarded").glob("*.journal"))) == 1


async def test_a_file_that_is_broken_or_gone_keeps_the_text(
    run: Run, workspace: Workspace, root: Path, start: Start
) -> None:
    path = root / "lantern" / "policy.toml"
    text = path.read_text()
    async with run(workspace, start) as app:
        path.write_text("format = ")
        await noticed(app, "cannot be read any more")
        assert app.screen.draft.policy == app.screen.opened.policy
        path.unlink()
        await app.pilot.pause(0.2)
        assert "cannot be read any more" in app.screen.query_one(NoticeLine).text
        path.write_text(text)
        await app.pilot.pause(0.3)
        assert app.screen.query_one(NoticeLine).text == ""


async def test_another_living_session_is_named(run: Run, workspace: Workspace, start: Start, drafts: Drafts) -> None:
    code = f"""
import sys
from dataclasses import replace
from pathlib import Path
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
workspace = Workspace(Path({str(workspace.root)!r}), author="Grace")
opened = workspace.open("lantern")
Drafts(workspace, Path({str(drafts.folder)!r})).journal(opened).write(replace(opened.policy, preamble="Hers.\\n"))
"""
    holding = "\nprint('written', flush=True)\nsys.stdin.read()\n"
    code = code.replace("Drafts(workspace, Path", "journal = Drafts(workspace, Path").replace(
        ".journal(opened).write(", ".journal(opened)\njournal.write("
    )
    with subprocess.Popen(
        [sys.executable, "-c", code + holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"written\n"
        async with run(workspace, start) as app:
            await noticed(app, "Grace has edited this since ")
            assert app.top == "EditScreen"  # and her draft is not offered
            assert other.stdin is not None
            other.stdin.close()
            other.wait()
            await app.pilot.pause(0.3)
            assert app.screen.query_one(NoticeLine).text == ""


def test_a_moment_of_another_day_says_its_day() -> None:
    now = datetime.now().astimezone()
    assert clock(now) == f"{now:%H:%M}"
    assert "on" in clock(now - timedelta(days=2))

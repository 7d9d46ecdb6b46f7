"""What a merge left in a policy, from the library to the revision with two parents: real git, real files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.conflicts import find
from policytui.core.values import Change
from policytui.tui.app import Start
from policytui.tui.screens.edit import EditScreen
from policytui.workspace.git_setup import setup
from tests.gitbox import Box
from tests.tui.fake import policy
from tests.tui.running import Run


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Box:
    """Two branches that changed one paragraph and, apart from it, another; each material."""
    made = Box.new(tmp_path / "repository", clock)
    made.put("privacy", policy())
    setup(made.workspace, made.environ)
    made.commit_all("begin")
    made.git("checkout", "-q", "-b", "side")
    made.clock.moment += timedelta(days=1)
    made.change("privacy", "18 months", "24 months")
    made.change("privacy", "20 months", "21 months")
    made.commit_all("theirs")
    made.git("checkout", "-q", "main")
    made.clock.moment += timedelta(days=1)
    made.change("privacy", "18 months", "12 months")
    made.commit_all("mine")
    made.clock.moment += timedelta(days=1)
    monkeypatch.setenv("POLICYTUI_NOW", made.clock.moment.isoformat())
    return made


async def test_from_the_library_to_a_revision_with_two_parents(box: Box, run: Run) -> None:
    assert not box.ok("merge", "-q", "--no-edit", "side")
    heads = {one.hash for one in box.workspace.history("privacy")[:3]} - {
        parent for one in box.workspace.history("privacy") for parent in one.parents
    }
    async with run(box.workspace) as app:
        await app.press("enter")
        await app.reach("ConflictScreen")
        assert "12 months" in app.text
        assert "24 months" in app.text
        await app.press("t")
        await app.reach("ApprovalScreen")
        assert "This is what will be saved: material, last updated 2024-06-04" in app.text
        await app.press("a")
        await app.reach("SaveDialog")
        assert "both had material changes" in app.text
        await app.press("ctrl+s")
        await app.reach("EditScreen")
        said = " ".join(str(toast.message) for toast in app.app._notifications)
        assert "git add policies/privacy && git commit" in said
    newest = box.workspace.history("privacy")[0]
    assert (set(newest.parents), newest.change, newest.summary) == (heads, Change.MATERIAL, "Merged r3 and r4")
    opened = box.workspace.open("privacy")
    assert ["24 months" in opened.policy.sections[0].body, "21 months" in opened.policy.sections[2].body] == [True] * 2
    assert box.workspace.verify("privacy") == []
    box.git("add", "policies/privacy")
    box.git("commit", "-q", "--no-edit")


async def test_leaving_keeps_what_is_decided_in_the_draft(box: Box, run: Run) -> None:
    box.ok("merge", "-q", "--no-edit", "side")
    path = box.root / "privacy" / "policy.toml"
    text = path.read_text("utf-8").replace(
        "orders for 19 months.\n", "orders\n<<<<<<< mine\nfor 1 month.\n=======\nfor 2.\n>>>>>>> theirs\n"
    )
    path.write_text(text, "utf-8")
    async with run(box.workspace, Start("privacy", theme="ink")) as app:
        await app.reach("ConflictScreen")
        await app.press("m", "escape")
        await app.reach("EditScreen")
        assert isinstance(app.screen, EditScreen)
        draft = app.screen.draft
        assert len(find(draft.policy)) == 1
        assert "12 months" in draft.policy.sections[0].body
        assert "A conflict of a merge is not decided" in app.text
        assert path.read_text("utf-8") == text
        await app.press("ctrl+n")
        await app.reach("ConflictScreen")
        assert "1 of 1" in app.text
        await app.press("escape")
        await app.reach("EditScreen")
        await app.press("ctrl+z")
        assert len(find(app.screen.draft.policy)) == 2


async def test_nothing_is_saved_while_one_is_open(box: Box, run: Run) -> None:
    box.ok("merge", "-q", "--no-edit", "side")
    before = len(box.workspace.history("privacy"))
    async with run(box.workspace, Start("privacy", theme="ink")) as app:
        await app.reach("ConflictScreen")
        await app.press("escape")
        await app.reach("EditScreen")
        await app.press("ctrl+s")
        await app.reach("ConflictScreen")
    assert len(box.workspace.history("privacy")) == before


@pytest.mark.parametrize("answer", ["p", "escape"])
async def test_what_plain_git_left_is_put_together_when_asked(
    box: Box, run: Run, answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    box.git("config", "--unset", "merge.policytui.driver")
    (box.root / ".gitattributes").unlink()
    box.commit_all("no driver")
    assert not box.ok("merge", "-q", "--no-edit", "side")
    path = box.root / "privacy" / "policy.toml"
    left = path.read_bytes()
    async with run(box.workspace) as app:
        await app.press("enter")
        await app.reach("ChoiceDialog")
        assert "git stopped in the middle of this file" in app.text
        assert "1 conflict is left" in app.text
        await app.press(answer)
        if answer == "escape":
            assert app.top == "LibraryScreen"
            assert path.read_bytes() == left
            return
        await app.reach("ConflictScreen")
        for key, following in (("b", "ApprovalScreen"), ("a", "SaveDialog"), ("ctrl+s", "EditScreen")):
            await app.press(key)
            await app.reach(following)
    assert len(box.workspace.history("privacy")[0].parents) == 2
    assert box.workspace.verify("privacy") == []

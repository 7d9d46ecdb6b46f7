"""The library: states, first steps, new policies, broken ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from policytui.clock import FixedClock
from policytui.core.values import Policy, Problem, Section
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens.rows import Rows
from policytui.workspace import Entry, State, Workspace
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run


async def test_it_lists_policies_with_dates_and_state(run: Run, root: Path) -> None:
    workspace = FakeWorkspace(root, {"lantern": policy(), "kiosk": policy("Terms of Use")})
    workspace.edit_by_hand("kiosk")
    async with run(workspace) as app:
        assert "Terms of Use by hand" in app.text
        assert "2024-05-19" in app.text
        assert "● unsaved" in app.text
        assert "no revision holds" in app.text


async def test_a_broken_policy_says_where_and_what_to_do_and_the_others_work(run: Run, root: Path) -> None:
    workspace = FakeWorkspace(root)
    problem = Problem(
        "toml", "A [string] is not closed.", "Close the quote.", path="shaky/policy.toml", line=12, column=3
    )
    workspace.broken = [Entry("shaky", "", None, None, 0, State.BROKEN, (problem,))]
    async with run(workspace, size=(80, 24)) as app:
        await app.press("down")
        assert "shaky/policy.toml:12:3" in app.text
        assert "A [string] is not closed." in app.text
        assert "Close the quote." in app.text
        await app.press("enter")
        assert app.top == "ChoiceDialog"
        assert "Mend it." in app.text
        await app.press("escape", "up", "enter")
        assert app.top == "EditScreen"


async def test_first_run_says_what_to_do_and_n_makes_a_policy_in_a_folder_not_there_yet(
    run: Run, tmp_path: Path
) -> None:
    root = tmp_path / "nowhere" / "policies"
    async with run(Workspace(root, author="Ada")) as app:
        assert "does not exist." in app.text
        assert "policytui demo" in app.text
        await app.press("n")
        await app.type("Privacy Notice")
        assert "privacy-notice" in app.text
        await app.press("enter")
        assert app.top == "EditScreen"
        assert (root / "privacy-notice" / "policy.toml").exists()


async def test_a_slug_that_exists_is_refused_in_place(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root)) as app:
        await app.press("n")
        await app.type("Lantern")
        await app.press("enter")
        assert app.top == "AskDialog"
        assert "There is a policy “lantern” already." in app.text


async def test_an_empty_library_has_no_list_to_act_on(run: Run, root: Path) -> None:
    async with run(FakeWorkspace(root, {})) as app:
        await app.press("enter", "h", "t")
        assert app.top == "LibraryScreen"
        assert "is empty." in app.text
        assert not app.screen.query_one(Rows).rows


async def test_a_look_that_changes_nothing_is_recorded(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2024, 6, 1, 12, 0, tzinfo=UTC))
    workspace = Workspace(tmp_path / "policies", author="Ada", clock=clock)
    text = Policy("Terms", sections=(Section("a", "A", body="Be kind.\n"),))
    workspace.save_import("terms", text.with_dates(last_updated=date(2024, 1, 5)), summary="First")
    app = PolicytuiApp(workspace, Start(theme="ink"))
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("v", "y")
        await pilot.pause(0.1)
        await app.workers.wait_for_complete()
    dates = workspace.open("terms").policy.dates
    assert (dates.reviewed, dates.last_updated) == (date(2024, 6, 1), date(2024, 1, 5))
    assert [revision.summary for revision in workspace.history("terms")] == ["Reviewed, unchanged", "First"]

"""The library: states, first steps, new policies, broken ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from policytui.clock import FixedClock
from policytui.core.values import Policy, Problem, Section
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens.library import MOMENT
from policytui.tui.screens.rows import Rows
from policytui.workspace import Entry, Opened, State, Workspace
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


class Slow(FakeWorkspace):
    """A library whose second half takes until it is let go."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, {f"p{number:03}": policy(f"Policy {number:03}") for number in range(200)})
        self.go_on = threading.Event()
        self.opened: list[str] = []

    def each_entry(self) -> Iterator[Entry]:
        for number, entry in enumerate(super().each_entry()):
            if number == 100:
                time.sleep(MOMENT * 2)
            elif number == 101:
                self.go_on.wait(60)
            yield entry

    def slugs(self) -> list[str]:
        return sorted(self.files)

    def open(self, slug: str) -> Opened:
        self.opened.append(slug)
        return super().open(slug)


async def test_a_large_library_shows_its_first_screenful_while_the_rest_is_read(run: Run, root: Path) -> None:
    workspace = Slow(root)
    async with run(workspace, size=(100, 24)) as app:
        await app.until("Policy 003")
        assert "unread" not in app.text
        await app.pilot.press("end")
        await app.until("p199")
        assert "unread" in app.text
        assert "Policy 199" not in app.text
        await app.press("up")
        workspace.go_on.set()
        await app.until("Policy 198")
        assert "unread" not in app.text
        await app.press("enter")
        assert workspace.opened == ["p198"]

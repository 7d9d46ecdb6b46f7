"""The rows of the save dialog: each reason with its verdict, the material ones first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.widgets import Static

from policytui.clock import FixedClock
from policytui.core.judgement import Decision, Judgement, Reason
from policytui.core.redline import POLICY_ID
from policytui.core.values import Change, Policy, Section
from policytui.errors import ContentError
from policytui.tui.app import PolicytuiApp, Start
from policytui.tui.screens.save import SaveDialog, change_rows, section_name, verdict_content
from policytui.workspace import Proposal, Workspace
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run, Running


def proposal(tmp_path: Path, *reasons: Reason) -> Proposal:
    before = policy()
    after = before.with_section(replace(before.sections[1], body="Other."))
    worst = max((reason.change for reason in reasons), key=lambda change: change.rank, default=Change.NONE)
    line = FakeWorkspace(tmp_path).compare(before, after)
    return Proposal(line, Judgement(worst, reasons), "", (None, None), (None, None))


def test_material_first_with_section_and_why(tmp_path: Path) -> None:
    one = Reason("how-long-we-keep-it", Change.EDITORIAL, "typo", "a", "b", "A misspelling was mended.", 0)
    two = Reason(POLICY_ID, Change.MATERIAL, "who", "a", "b", "The organization changed.", 0)
    rows = list(change_rows(proposal(tmp_path, one, two)))
    assert [row.cells[0][0] for row in rows] == ["material", "editorial"]
    assert rows[0].cells[1][0] == "Title & dates"
    assert rows[1].note[0][0] == "A misspelling was mended."


def test_the_verdict_says_how_many_and_since_when(tmp_path: Path) -> None:
    opened = FakeWorkspace(tmp_path).open("lantern")
    one = Reason("how-long-we-keep-it", Change.MATERIAL, "number", "a", "b", "A number changed.", 0)
    assert "1 change since r1" in verdict_content(proposal(tmp_path, one), opened).plain
    assert "Nothing that is published changed since r1" in verdict_content(proposal(tmp_path), opened).plain
    first = replace(opened, revisions=())
    assert "first revision" in verdict_content(proposal(tmp_path, one), first).plain


def test_a_section_without_a_name_is_called_by_its_id(tmp_path: Path) -> None:
    assert section_name(proposal(tmp_path).redline, "gone") == "gone"


async def test_dates_inside_the_text_are_offered_and_move_when_taken(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2024, 6, 1, 12, 0, tzinfo=UTC))
    workspace = Workspace(tmp_path / "policies", author="Ada", clock=clock)
    text = Policy("Terms", preamble="This policy was last updated on January 5, 2024.\n", sections=(Section("a", "A"),))
    opened = workspace.save_import("terms", text.with_dates(last_updated=date(2024, 1, 5)), summary="First")
    app = PolicytuiApp(workspace, Start(theme="ink"))
    async with app.run_test(size=(100, 30)) as pilot:
        changed = opened.policy.with_section(Section("a", "A", body="For 30 days.\n"))
        dialog = SaveDialog(opened, changed)
        answers: list[tuple[Decision, Proposal] | None] = []
        await app.push_screen(dialog, answers.append)
        await Running(app, pilot).settle()
        assert "June 1, 2024" in str(dialog.query_one("#body-dates", Static).content)
        await pilot.press("ctrl+o", "ctrl+s")
        await pilot.pause()
    assert answers[0] is not None
    saved = workspace.save(opened, changed, answers[0][0], proposal=answers[0][1])
    assert saved.opened.policy.preamble == "This policy was last updated on June 1, 2024.\n"


async def test_what_keeps_it_from_being_judged_is_said_and_the_dialog_goes(
    opened: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as app:

        def broken(*_: object, **__: object) -> None:
            raise ContentError("A revision cannot be read.", "Run `policytui verify`.")

        monkeypatch.setattr(app.app.workspace, "propose", broken)
        await app.type("x")
        await app.press("ctrl+s")
        assert app.top == "ChoiceDialog"
        assert "A revision cannot be read." in app.text
        await app.press("escape")
        assert app.top == "EditScreen"


async def test_what_is_wrong_is_said_to_its_end_and_the_keys_stay(run: Run, root: Path) -> None:
    workspace = Workspace(root, author="Ada", clock=FixedClock(datetime(2024, 6, 1, 12, 0, tzinfo=UTC)))
    early = policy(sections=12).with_dates(last_updated=date(2024, 5, 19), effective=date(2024, 1, 5))
    opened = workspace.save_import("lantern", early, summary="First")
    bodies = [replace(section, body="We keep it for 99 months.\n") for section in early.sections]
    async with run(workspace, Start(theme="ink"), (80, 24)) as app:
        app.app.push_screen(SaveDialog(opened, replace(opened.policy, sections=tuple(bodies))))
        await app.settle()
        await app.press("ctrl+t", "ctrl+t")  # one line more: why
        shown = " ".join(app.text.replace("│", " ").split())
        assert "or leave it out when each change binds at once." in shown
        assert "Back to the draft" in shown

"""The rows of the save dialog: each reason with its verdict, the material ones first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import POLICY_ID
from policytui.core.values import Change
from policytui.tui.screens.save import change_rows, section_name, verdict_content
from policytui.workspace import Proposal
from tests.tui.fake import FakeWorkspace, policy


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

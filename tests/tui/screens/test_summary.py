"""The summary of changes as Markdown; a file is never written over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policytui.core.judgement import Judgement, Reason
from policytui.core.values import Change
from policytui.errors import PolicytuiError
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.review import ReviewScreen
from policytui.tui.screens.summary import summary_markdown, write_summary
from policytui.workspace import Workspace
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run


def test_sections_reasons_and_words(tmp_path: Path) -> None:
    before = policy()
    after = before.with_section(replace(before.sections[0], body="We keep lamp orders for 24 months.\n"))
    redline = FakeWorkspace(tmp_path).compare(before, after)
    reason = Reason("what-we-collect", Change.MATERIAL, "number", "18 months", "24 months", "A number changed.", 0)
    text = summary_markdown(redline, Judgement(Change.MATERIAL, (reason,)), "r1", "draft")
    assert "changes from r1 to draft" in text
    assert "**What we collect**" in text
    assert "material: A number changed. “18 months” → “24 months”" in text
    assert "Your rights" not in text
    assert "Nothing changed." in summary_markdown(FakeWorkspace(tmp_path).compare(before, before), None, "a", "b")


def test_texts_of_the_policy_are_text_in_it(tmp_path: Path) -> None:
    before = policy()
    after = before.with_section(replace(before.sections[0], title="*What*\x1b[31m", body="Now.\n"))
    redline = FakeWorkspace(tmp_path).compare(before, after)
    reason = Reason("what-we-collect", Change.MATERIAL, "words", "<!-- so", "**so\x1b]0;x", "Words changed.", 0)
    text = summary_markdown(redline, Judgement(Change.MATERIAL, (reason,)), "r1", "r2")
    assert "\x1b" not in text
    assert r"**\*What\*␛\[31m**" in text
    assert r"“\<!-- so” → “\*\*so␛\]0;x”" in text


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    path = write_summary(tmp_path / "a.md", "one")
    with pytest.raises(PolicytuiError):
        write_summary(path, "two")
    with pytest.raises(PolicytuiError):
        write_summary(tmp_path / "no" / "a.md", "two")
    assert path.read_text() == "one"


async def test_a_file_of_somebody_who_does_not_exist_is_refused(run: Run, changed: Workspace) -> None:
    pair = Pair.of(changed.resolve("lantern@r1"), changed.resolve("lantern@r3"))
    async with run(changed) as app:
        await app.app.push_screen(ReviewScreen([pair]))
        await app.settle()
        await app.press("y", "s")
        await app.fill("~no-such-user/a.md")
        await app.press("enter")
        assert "cannot be written" in app.text

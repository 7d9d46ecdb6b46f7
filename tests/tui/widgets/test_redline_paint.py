"""How a redline is painted: headers say what became of a section, within the measure; folds count."""

from __future__ import annotations

from dataclasses import replace

from policytui.core.compare import redline
from policytui.core.judge import judge
from policytui.core.values import Policy, Section
from policytui.tui.widgets.redline_rows import GUTTER, MEASURE
from policytui.tui.widgets.redline_view import RedlineView
from tests.tui.widgets.stage import Stage, rows, text

BEFORE = Policy("P", sections=tuple(Section(f"s{n}", f"T {n}", 1, "", f"Body {n} is kept.\n") for n in range(4)))
FIRST = replace(BEFORE.sections[0], title="T zero", body="Body 0 was kept.\n")
AFTER = replace(BEFORE, sections=(FIRST, *BEFORE.sections[2:], BEFORE.sections[1]))


async def test_a_header_says_what_became_of_the_section_and_its_verdict_stands_where_the_text_ends() -> None:
    view = RedlineView()
    found = redline(BEFORE, AFTER)
    async with Stage(view).run_test(size=(200, 40)) as pilot:
        view.show(found, judge(found))
        await pilot.pause()
        shown = rows(view)
        head = next(row for row in shown if row.startswith("  T zero"))
        assert "renamed from “T 0”" in head
        assert head.endswith(" material")
        assert len(head) <= GUTTER + MEASURE + 1
        assert "↕ moved" in next(row for row in shown if row.startswith("  T 1"))
        view.mode = "split"
        await pilot.pause()
        head = next(row for row in rows(view) if row.startswith("  T zero"))
        assert len(head) > 190


async def test_another_theme_paints_anew() -> None:
    view = RedlineView()
    stage = Stage(view)
    async with stage.run_test(size=(80, 20)) as pilot:
        view.show(redline(BEFORE, AFTER))
        await pilot.pause()
        before, words = view.looks, text(view)
        stage.theme = "paper"
        await pilot.pause()
        assert view.looks != before
        assert text(view) == words

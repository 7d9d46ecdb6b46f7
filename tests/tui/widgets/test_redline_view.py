"""The review steps through changes, folds what is the same, and says where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.style import Style
from textual import on
from textual.events import MouseScrollDown, MouseScrollUp
from textual.strip import Strip

from policytui.core.compare import redline
from policytui.core.judgement import Judgement, Reason
from policytui.core.values import Change, Policy, Section
from policytui.tui.widgets import redline_paint
from policytui.tui.widgets.redline_paint import Mode
from policytui.tui.widgets.redline_view import SHIFT, RedlineView
from policytui.tui.widgets.typeset import Row, strip_of
from tests.tui.widgets.stage import Stage, rows, text

FILLER = "".join(f"Paragraph {n} stays as it is.\n\n" for n in range(8))
BEFORE = Policy(
    "P",
    sections=(
        Section("one", "One", 1, "", f"We keep it for 18 months.\n\n{FILLER}We erase it.\n"),
        Section("same", "Same", 1, "", "Nothing new.\n"),
        Section("two", "Two", 1, "", "- bread\n- cake\n"),
    ),
)
AFTER = replace(
    BEFORE,
    sections=(
        Section("one", "One", 1, "", f"We keep it for 16 months.\n\n{FILLER}We erase it quickly.\n"),
        BEFORE.sections[1],
        Section("two", "Two", 1, "", "- bread\n- pie\n"),
        Section("new", "New", 1, "", "All new.\n"),
    ),
)
REDLINE = redline(BEFORE, AFTER)
PLACES = list(REDLINE.changes())
JUDGEMENT = Judgement(
    Change.MATERIAL,
    (
        Reason(
            "one", Change.MATERIAL, "number", "18", "16", "A number changed.", PLACES[0][0].hunks.index(PLACES[0][1])
        ),
        Reason("one", Change.EDITORIAL, "words", "", "", "Words.", PLACES[1][0].hunks.index(PLACES[1][1])),
    ),
)


class Desk(Stage):
    """Keeps where the view says it stands."""

    def __init__(self, view: RedlineView) -> None:
        super().__init__(view)
        self.stood: list[int] = []

    @on(RedlineView.Moved)
    def moved(self, message: RedlineView.Moved) -> None:
        self.stood.append(message.position.n)


async def test_changed_blocks_stand_under_their_sections() -> None:
    view = RedlineView(context=0)
    async with Desk(view).run_test(size=(80, 50)) as pilot:
        view.show(REDLINE, JUDGEMENT)
        await pilot.pause()
        shown = text(view)
        assert "We keep it for 1816 months." in shown
        assert "└ material · A number changed." in shown
        assert "Paragraph" not in shown
        assert "unchanged" not in shown
        assert "Same" not in shown
        heads = [row for row in rows(view) if row.startswith(("  One", "  New"))]
        assert heads[0].endswith(" material")
        assert "added section" in heads[1]


async def test_context_shows_neighbours_and_folds_the_rest() -> None:
    view = RedlineView(context=1)
    async with Desk(view).run_test(size=(80, 60)) as pilot:
        view.show(REDLINE, JUDGEMENT)
        await pilot.pause()
        assert "… 6 paragraphs unchanged" in text(view)
        assert "… 1 section unchanged" in text(view)
        assert "Paragraph 0" in text(view)
        assert "Paragraph 4" not in text(view)
        view.context = None
        await pilot.pause()
        assert "Paragraph 4" in text(view)
        assert "Nothing new." in text(view)
        assert "unchanged" not in text(view)


async def test_stepping_by_change_and_by_section() -> None:
    view = RedlineView()
    app = Desk(view)
    async with app.run_test(size=(80, 14)) as pilot:
        view.show(REDLINE, JUDGEMENT)
        assert view.position == (1, view.total, "One", Change.MATERIAL)
        assert not view.previous_change()
        assert view.next_change()
        assert view.position.change is Change.EDITORIAL
        assert view.next_section()
        assert view.position.section == "Two"
        assert view.previous_section()
        assert view.position == (1, view.total, "One", Change.MATERIAL)
        assert view.go_to(view.total - 1)
        assert not view.next_change()
        assert not view.next_section()
        assert not view.go_to(view.total)
        await pilot.pause()
        assert app.stood == [1, 2, 3, 1, view.total]
        found = view.current_change
        assert found is not None
        assert found[0].id == "new"
        assert any("▌" in row and "All new." in row for row in rows(view))


async def test_every_change_can_be_seen_when_stood_at() -> None:
    policy = replace(
        BEFORE, sections=tuple(Section(f"s{n}", f"T {n}", 1, "", FILLER + f"Old {n}.\n" + FILLER) for n in range(40))
    )
    after = replace(policy, sections=tuple(replace(s, body=s.body.replace("Old", "New")) for s in policy.sections))
    view = RedlineView(context=None)
    async with Desk(view).run_test(size=(70, 12)) as pilot:
        view.show(redline(policy, after))
        for n in (39, 0, 20, 21, 22, 5):
            view.go_to(n)
            await pilot.pause()
            assert any(row.startswith("▌") and f" {n}." in row for row in rows(view)), n


@pytest.mark.parametrize("width", [60, 80, 99, 100, 140, 200])
async def test_side_by_side_needs_a_hundred_cells(width: int) -> None:
    view = RedlineView(mode="split", context=None)
    async with Desk(view).run_test(size=(width + 1, 40)) as pilot:
        view.show(REDLINE, JUDGEMENT)
        await pilot.pause()
        assert view.shown_mode == ("split" if width >= 100 else "inline")
        line = next(row for row in rows(view) if "We keep it" in row)
        assert line.count("We keep it") == (2 if width >= 100 else 1)
        assert all(view.render_line(y).cell_length == width for y in range(40))


async def test_reviewed_changes_have_a_tick() -> None:
    view = RedlineView(context=0)
    async with Desk(view).run_test(size=(80, 50)) as pilot:
        view.show(REDLINE)
        view.set_reviewed({1, 3})
        await pilot.pause()
        assert sum("✓" in row[:3] for row in rows(view)) == 2
        assert view.reviewed == {1, 3}


async def test_brackets_tell_changes_without_colour() -> None:
    view = RedlineView(plain=True, context=0)
    async with Desk(view).run_test(size=(80, 50)) as pilot:
        view.show(REDLINE)
        await pilot.pause()
        assert "[-18-]{+16+}" in text(view)
        view.plain = False
        await pilot.pause()
        assert "[-18-]" not in text(view)


async def test_no_change_at_all() -> None:
    view = RedlineView()
    async with Desk(view).run_test(size=(80, 10)) as pilot:
        view.show(redline(BEFORE, BEFORE))
        await pilot.pause()
        assert view.position == (0, 0, "", Change.NONE)
        assert not view.next_change()
        assert not view.previous_section()
        assert view.current_change is None


async def test_a_click_stands_at_a_change() -> None:
    view = RedlineView(context=0)
    app = Desk(view)
    async with app.run_test(size=(80, 40)) as pilot:
        view.show(REDLINE)
        await pilot.pause()
        y = next(n for n, row in enumerate(rows(view)) if "quickly" in row)
        await pilot.click(RedlineView, offset=(10, y))
        assert view.current == 1


async def test_a_section_that_only_moved_is_stopped_at_with_the_verdict_on_it() -> None:
    parts = [Section(name, name.title(), 1, "", f"The text of {name}.") for name in ("one", "two", "three")]
    found = redline(Policy("P", sections=tuple(parts)), Policy("P", sections=(parts[2], *parts[:2])))
    why = "It stands elsewhere."
    view = RedlineView()
    async with Desk(view).run_test(size=(80, 30)) as pilot:
        view.show(found, Judgement(Change.EDITORIAL, (Reason("three", Change.EDITORIAL, "order", "", "", why),)))
        await pilot.pause()
        assert (view.total, view.position.section, view.position.change) == (1, "Three", Change.EDITORIAL)
        assert "Place: after “Two” → at the beginning" in text(view)
        assert why in text(view)


def long_lines(sections: int) -> RedlineView:
    """A change far along a long paragraph in each section."""
    policy = Policy(
        "P", sections=tuple(Section(f"s{n}", f"T {n}", 1, "", f"{'word ' * 60}old{n}{' tail' * 40}\n\n{FILLER}")
                            for n in range(sections))
    )  # fmt: skip
    after = replace(policy, sections=tuple(replace(s, body=s.body.replace("old", "new")) for s in policy.sections))
    view = RedlineView(context=None)
    view.show(redline(policy, after))
    return view


def row_of_current(view: RedlineView) -> int:
    return next(y for y, row in enumerate(rows(view)) if row.startswith("▌"))


@pytest.mark.parametrize(("width", "mode"), [(60, "inline"), (140, "split")])
async def test_of_a_paragraph_longer_than_the_screen_the_change_is_seen(width: int, mode: Mode) -> None:
    texts = [f"{'word ' * at}old{at}{' tail' * (700 - at)} end{at}.\n\n{FILLER}" for at in (0, 300, 699)]
    policy = Policy("P", sections=tuple(Section(f"s{n}", f"T {n}", 1, "", text) for n, text in enumerate(texts)))
    after = replace(policy, sections=tuple(replace(s, body=s.body.replace("old", "new")) for s in policy.sections))
    view = RedlineView(mode=mode)
    async with Desk(view).run_test(size=(width, 16)) as pilot:
        found = redline(policy, after)
        view.show(found)
        view.show(found, JUDGEMENT)
        for n, at in ((0, 0), (1, 300), (2, 699), (1, 300), (0, 0)):
            view.go_to(n)
            await pilot.pause()
            for word in (f"old{at}", f"new{at}"):
                assert any(row.startswith("▌") and word in row for row in rows(view)), (n, word)
        view.find("end699")
        view.go_to(2)
        await pilot.pause()
        assert any("end699" in row for row in rows(view))


@pytest.mark.parametrize(("width", "mode"), [(80, "inline"), (140, "split")])
@pytest.mark.parametrize("context", [0, 1, None])
async def test_without_wrapping_each_change_is_in_sight_and_stays_on_its_row(
    width: int, mode: Mode, context: int | None
) -> None:
    view = long_lines(60)
    async with Desk(view).run_test(size=(width, 24)) as pilot:
        view.mode, view.context = mode, context
        for n in (30, 17, 44, 43):
            view.go_to(n)
            await pilot.pause()
            before = row_of_current(view)
            view.wrap = False
            await pilot.pause()
            assert row_of_current(view) == before
            (line,) = [row for row in rows(view) if row.startswith("▌")]
            assert f"old{n}" in line
            assert f"new{n}" in line
            assert line.endswith("›")
            view.wrap = True
            await pilot.pause()
            assert row_of_current(view) == before


async def test_along_the_lines_to_their_end_and_back() -> None:
    view = long_lines(2)
    async with Desk(view).run_test(size=(80, 24)) as pilot:
        view.wrap = False
        await pilot.pause()
        first = [row for row in rows(view) if row.startswith("▌")]
        for _ in range(100):
            view.move(SHIFT)
        await pilot.pause()
        assert any(row.startswith("▌") and row.endswith("tail") for row in rows(view))
        assert "Paragraph 0 stays as it is." in text(view)
        for _ in range(100):
            view.move(-SHIFT)
        await pilot.pause()
        assert any(row.startswith("▌  ~ word word") for row in rows(view))
        view.go_to(1)
        view.go_to(0)
        await pilot.pause()
        assert [row for row in rows(view) if row.startswith("▌")] == first


async def test_the_wheel_with_shift_goes_along_the_lines() -> None:
    view = long_lines(1)
    async with Desk(view).run_test(size=(80, 24)) as pilot:
        view.wrap = False
        await pilot.pause()
        first = text(view)
        await pilot._post_mouse_events([MouseScrollDown], view, shift=True)
        await pilot.pause()
        assert text(view) != first
        assert view.scroll_offset.y == 0
        await pilot._post_mouse_events([MouseScrollUp], view, shift=True)
        await pilot.pause()
        assert text(view) == first


@pytest.mark.parametrize("back", [False, True])
async def test_a_step_shows_what_stands_around_the_change(back: bool) -> None:
    view = RedlineView(context=1)
    policy = Policy(
        "P", sections=(Section("s", "T", 1, "", "".join(f"Old {n}.\n\nFiller {n}.\n\n" for n in range(40))),)
    )
    after = replace(policy, sections=(replace(policy.sections[0], body=policy.sections[0].body.replace("Old", "New")),))
    async with Desk(view).run_test(size=(80, 16)) as pilot:
        view.show(redline(policy, after))
        await pilot.pause()
        for n in range(39, 0, -1) if back else range(1, 39):
            view.go_to(n)
            await pilot.pause()
            assert f"Filler {n - 1}." in text(view)
            assert f"Filler {n}." in text(view)


async def test_a_narrower_window_keeps_the_change_on_its_row() -> None:
    view = long_lines(12)
    async with Desk(view).run_test(size=(120, 24)) as pilot:
        view.go_to(7)
        await pilot.pause()
        before = row_of_current(view)
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert row_of_current(view) == before
        assert any("old7" in row for row in rows(view))


async def test_the_verdict_on_a_section_that_came_stands_below_its_first_change() -> None:
    judgement = Judgement(
        Change.MATERIAL, (Reason("new", Change.MATERIAL, "added", "", "New", "Section “New” was added."),)
    )
    view = RedlineView()
    async with Desk(view).run_test(size=(80, 40)) as pilot:
        view.show(REDLINE, judgement)
        view.go_to(view.total - 1)
        await pilot.pause()
        assert text(view).count("└ material · Section “New” was added.") == 1
        assert view.why == "Section “New” was added."
        assert view.position.change is Change.MATERIAL


@pytest.mark.parametrize("mode", ["inline", "split"])
async def test_of_a_very_long_paragraph_only_what_is_near_the_screen_is_made(
    mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"word{n}" for n in range(30_000)]
    other = [f"{word}x" if n % 10 == 0 else word for n, word in enumerate(words)]
    old, new = [Policy("P", sections=(Section("s", "S", 1, "", " ".join(side)),)) for side in (words, other)]
    made: list[Row] = []

    def counted(row: Row, width: int, fill: Style) -> Strip:
        made.append(row)
        return strip_of(row, width, fill)

    monkeypatch.setattr(redline_paint, "strip_of", counted)
    view = RedlineView(mode=mode)
    async with Stage(view).run_test(size=(120, 40)) as pilot:
        found = redline(old, new)
        view.show(found)
        await pilot.pause()
        view.show(found, Judgement(Change.MATERIAL, ()))
        view.action_bottom()
        await pilot.pause()
        assert view.virtual_size.height > 2000
        assert "word29999" in text(view)
        assert len(made) < 500

"""Review: step, mark, find, context, what is left, the summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widgets import Input

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.tui.app import Start
from policytui.tui.screens.rows import Rows
from policytui.tui.widgets.redline_view import Look, RedlineView
from policytui.workspace import Workspace
from tests.tui.fake import NOON, policy
from tests.tui.running import Run

INK = Start(theme="ink")


async def test_one_is_reviewed_against_its_parent_and_braces_step(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "enter")
        assert app.top == "ReviewScreen"
        assert app.screen.pair.after.startswith("r3")
        assert "1 of 2" in app.text
        await app.press("{")
        assert app.screen.pair.after.startswith("r2")
        await app.press("}")
        assert app.screen.pair.after.startswith("r3")


async def test_steps_marks_and_what_is_left(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "enter", "n")
        assert "2 of 2" in app.text
        await app.press("n")
        assert "2 are not marked" in app.text
        await app.press("escape", "p", "space")
        view = app.screen.query_one(RedlineView)
        assert view.reviewed == {0}
        assert view.current == 1
        assert "1 to review" in app.text
        await app.press("space", "n")
        assert "All are reviewed." in app.text
        await app.press("escape", "escape", "enter")
        assert app.screen.query_one(RedlineView).reviewed == {0, 1}


async def test_context_layout_and_find(run: Run, changed: Workspace) -> None:
    async with run(changed, INK, (160, 50)) as app:
        await app.press("h", "enter", "v", "+", "+")
        view = app.screen.query_one(RedlineView)
        assert (view.shown_mode, view.context) == ("split", None)
        await app.press("/")
        await app.type("sort")
        assert "1 of 1 changes  Enter ↓ next  ↑ before" in app.text
        lit = [part for strip in view._painted.values() for part in strip if part.style and part.style.reverse]
        assert {part.text.lower() for part in lit} == {"sort"}
        await app.press("escape")
        assert view.current == 1
        assert not [part for strip in view._painted.values() for part in strip if part.style and part.style.reverse]


async def test_the_summary_is_saved_as_markdown_and_never_over_a_file(
    run: Run, changed: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "changes.md"
    async with run(changed, INK) as app:
        for _ in range(2):
            if app.top == "LibraryScreen":
                await app.press("h", "enter")
            await app.press("y", "s")
            await app.fill(str(target))
            await app.press("enter")
        assert "was left as it is" in app.text
    assert "## Privacy Policy: changes from r2" in target.read_text()


async def test_what_have_i_changed(run: Run, changed: Workspace) -> None:
    async with run(changed, Start("lantern", theme="ink")) as app:
        await app.type("Indeed. ")
        await app.press("ctrl+t")
        assert app.screen.pair.after == "draft"
        assert "Indeed." in app.text
        await app.press("escape")
        assert app.top == "EditScreen"


async def test_escape_stops_a_long_comparison(run: Run, changed: Workspace) -> None:
    import threading

    begun, stopped = threading.Event(), threading.Event()

    def slow(before, after, *, cancelled, progress):  # type: ignore[no-untyped-def]
        from policytui.core.compare import Cancelled

        progress(0.25)
        begun.set()
        for _ in range(1000):
            if cancelled():
                stopped.set()
                raise Cancelled
            threading.Event().wait(0.01)

    changed.compare = slow  # type: ignore[method-assign,assignment]
    async with run(changed, INK) as app:
        await app.pilot.press("h")
        await app.settle()
        await app.pilot.press("enter")
        await app.pilot.pause(0.5)
        assert begun.is_set()
        assert "Comparing… 25%" in app.text
        await app.pilot.press("escape")
        await app.settle()
        assert app.top == "HistoryScreen"
        assert stopped.wait(5)


async def test_how_it_is_shown_is_kept_for_the_next_review_of_the_session(run: Run, changed: Workspace) -> None:
    async with run(changed, INK, (160, 50)) as app:
        await app.press("h", "enter", "w", "v", "+")
        assert "go along it" in app.text
        await app.press("escape", "enter")
        view = app.screen.query_one(RedlineView)
        assert view.look == Look("split", 3, wrap=False)
        await app.press("w")
        assert view.look == Look("split", 3, wrap=True)


async def test_arrows_go_along_lines_that_are_not_wrapped(run: Run, root: Path) -> None:
    one = policy()
    long = replace(one, sections=(replace(one.sections[0], body="lamp " * 60 + "end.\n"), *one.sections[1:]))
    real = Workspace(root, author="Ada", clock=FixedClock(NOON))
    opened = real.save_import("lantern", long, summary="First")
    first = replace(long.sections[0], body="A " + long.sections[0].body)
    real.save(opened, replace(long, sections=(first, *long.sections[1:])), Decision("A lamp"))
    async with run(real, INK, (80, 24)) as app:
        await app.press("h", "enter", "right")
        assert "The lines are wrapped" in app.text
        assert "lamp end." in app.text
        await app.press("w")
        assert "lamp end." not in app.text
        await app.press(*["right"] * 30)
        assert "lamp end." in app.text
        await app.press(*["left"] * 30)
        assert "lamp end." not in app.text


async def test_the_verdict_is_never_cut_off_the_line_that_says_where_one_stands(run: Run, root: Path) -> None:
    one = policy()
    one = replace(one, sections=(replace(one.sections[0], title="A very long name " * 6), *one.sections[1:]))
    real = Workspace(root, author="Ada", clock=FixedClock(NOON))
    opened = real.save_import("lantern", one, summary="First")
    first = replace(one.sections[0], body="All new.\n")
    real.save(opened, replace(one, sections=(first, *one.sections[1:])), Decision("New"))
    async with run(real, INK, (60, 24)) as app:
        await app.press("h", "enter")
        status = app.text.splitlines()[-2]
        assert "1 of 4" in status
        assert "…  ·  material" in status
        assert "to review" in status


async def test_the_first_change_is_the_first(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "enter", "p")
        assert "That was the first change." in app.text


async def test_what_is_left_can_be_marked_at_the_end(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "enter", "space", "n")
        assert "1 is not marked as reviewed." in app.text
        assert "Next unreviewed" not in app.text
        await app.press("m")
        assert app.screen.query_one(RedlineView).reviewed == {0, 1}
        await app.press("n")
        assert "All are reviewed." in app.text


async def test_a_whole_section_is_marked_at_once(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "c", "M")
        view = app.screen.query_one(RedlineView)
        assert "Nothing changed: file says the same as lantern r3." in app.text
        await app.press("escape", "enter", "M")
        view = app.screen.query_one(RedlineView)
        assert view.reviewed == {0}
        assert view.current == 1


async def test_enter_goes_from_the_list_to_the_text_and_a_narrow_screen_is_the_texts_again(
    run: Run, changed: Workspace
) -> None:
    async with run(changed, INK, (80, 24)) as app:
        await app.press("h", "enter", "f5")
        assert app.screen.query_one(Rows).has_focus
        await app.press("down")
        assert app.screen.query_one(RedlineView).current == 1
        await app.press("enter")
        assert app.screen.query_one(RedlineView).has_focus
        assert app.screen.has_class("-no-list")


async def test_anything_is_compared_with_anything(run: Run, changed: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Privacy Policy\n\n## What we collect\n\nNothing at all.\n")
    async with run(changed, INK) as app:
        await app.press("h", "enter", "c")
        assert [field.value for field in app.screen.query(Input)] == ["lantern@r2", "lantern@r3"]
        await app.fill("r1")
        await app.press("enter")
        assert (app.screen.pair.before, app.screen.pair.after) == ("lantern r1", "lantern r3")
        assert "2430" in app.text or "1830" in app.text
        await app.press("c", "tab")
        await app.fill(str(other))
        await app.press("enter")
        assert app.screen.pair.after == str(other)
        assert "Nothing at all." in app.text
        await app.press("c")
        await app.fill("r9")
        await app.press("enter")
        assert "has no r9" in app.text
        await app.press("escape")
        assert [field.value for field in app.screen.query(Input)] == ["r9", str(other)]
        await app.press("escape", "escape", "escape")
        assert app.screen.pair.before.startswith("r2")


async def test_the_draft_of_this_session_is_compared(run: Run, changed: Workspace) -> None:
    async with run(changed, Start("lantern", theme="ink")) as app:
        await app.type("Indeed. ")
        await app.press("ctrl+t", "c")
        await app.fill("2024-06-01")
        await app.press("enter")
        assert app.screen.pair.after == "lantern (draft)"
        assert "Indeed." in app.text


async def test_a_newer_note_takes_the_place_of_the_older(run: Run, changed: Workspace) -> None:
    async with run(changed, INK) as app:
        await app.press("h", "enter", "-", "+", "+")
        assert "Showing three paragraphs around." in app.text
        assert "only what changed" not in app.text
        assert "one paragraph around" not in app.text

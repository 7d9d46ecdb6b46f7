"""Review: step, mark, find, context, what is left, the summary."""

from __future__ import annotations

from pathlib import Path

from policytui.tui.app import Start
from policytui.tui.widgets.redline_view import RedlineView
from policytui.workspace import Workspace
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
        await app.press("escape")
        assert view.current == 1


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

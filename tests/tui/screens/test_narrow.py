"""Sixty columns by twenty lines: everything that has to be read is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from policytui.core.values import Policy, Section
from policytui.tui.app import Start
from policytui.tui.help import HelpDialog
from policytui.tui.screens.dialogs import AskDialog, Choice, ChoiceDialog
from policytui.tui.screens.dialogs import Field as Line
from policytui.tui.screens.notice import NoticeLine
from policytui.tui.screens.theme import ThemeDialog
from policytui.tui.widgets.fields import TitleField
from tests.tui.fake import FakeWorkspace
from tests.tui.running import Run

SMALL = (60, 20)
INK = Start(theme="ink")


async def test_the_library_tells_policies_of_one_title_apart(run: Run, root: Path) -> None:
    same = {slug: Policy("Privacy Policy") for slug in ("lantern", "harbour")}
    async with run(FakeWorkspace(root, same), INK, SMALL) as app:
        assert "lantern" in app.text
        assert "harbour" in app.text
        assert app.text.count("Privacy Policy") >= 2


async def test_help_wraps_beside_the_keys(opened: Run) -> None:
    async with opened(SMALL) as app:
        await app.press("f1")
        assert isinstance(app.screen, HelpDialog)
        keys = [line for line in app.text.splitlines() if "^S" in line or "verdict first" in line]
        assert "Save as a revision" in keys[0]
        assert keys[1].index("verdict") >= keys[0].index("Save as"), "the second line stands under the first"


async def test_themes_and_what_keys_do_are_all_there_the_houses_first(opened: Run) -> None:
    async with opened(SMALL) as app:
        await app.press("f12")
        assert isinstance(app.screen, ThemeDialog)
        for words in ("ansi", "contrast", "fjord", "ink", "paper", "sepia", "light", "leave as it was"):
            assert words in app.text


async def test_the_verdicts_to_choose_from_fit(opened: Run) -> None:
    async with opened(SMALL) as app:
        await app.type("Anew. ")
        await app.press("ctrl+s")
        assert app.top == "SaveDialog"
        for words in ("◉ proposed", "○ material", "○ editorial", "Last updated", "Effective", "^S", "Esc"):
            assert words in app.text


async def test_what_an_answer_means_stands_below_where_it_does_not_fit_beside(opened: Run) -> None:
    async with opened(SMALL) as app:
        note = "What this answer means is told in a sentence of its own"
        app.app.push_screen(
            ChoiceDialog("Well?", "", [Choice("a", "A label", "a", "Short"), Choice("b", "B", "b", note)])
        )
        await app.settle()
        assert note not in " ".join(app.text.split())
        await app.press("down")
        assert note in " ".join(str(app.screen.query_one("#note", Static).render()).split())


async def test_a_notice_is_never_cut(opened: Run) -> None:
    async with opened(SMALL) as app:
        line = NoticeLine()
        await app.screen.mount(line)
        line.show([("The file changed on disk, and somebody else is at work on the same text ", "warn"), ("^N", "key")])
        await app.until("^N")
        assert line.size.height == 2


@pytest.mark.parametrize("focused", [False, True])
async def test_a_title_that_does_not_fit_says_so_while_nobody_types_in_it(run: Run, root: Path, focused: bool) -> None:
    title = "A title that is by far too long for a window of sixty columns or so"
    one = Policy("P", sections=(Section("one", title, 1, "", "Text.\n"),))
    async with run(FakeWorkspace(root, {"lantern": one}), Start("lantern", theme="ink"), SMALL) as app:
        field = app.screen.query_one(TitleField)
        if focused:
            field.focus()
            await app.press("home")
        shown = next(line for line in app.text.splitlines() if "A title that" in line)
        assert ("…" in shown) is not focused


TINY = (40, 10)


async def test_every_part_of_the_save_dialog_can_be_reached_in_the_smallest_window(opened: Run) -> None:
    async with opened(TINY) as app:
        await app.type("Anew in 40 days. ")
        await app.press("ctrl+s")
        assert app.top == "SaveDialog"
        assert "material   proposed by" in app.text
        for name in ("summary", "last_updated", "effective"):
            field = app.screen.query_one(f"#{name}")
            assert field.has_focus
            assert app.screen.query_one("#box").content_region.contains_region(field.region)
            await app.press("tab")
        await app.press("pagedown", "pagedown", "pagedown")
        assert "Save" in app.text.splitlines()[-2]
        await app.press("pageup", "pageup", "pageup", "pageup")
        assert "material   proposed by" in app.text
        await app.press("ctrl+t", "ctrl+t", "ctrl+s")
        assert "Say why it is editorial" in app.text
        await app.type("B")
        assert app.screen.query_one("#box").content_region.contains_region(app.screen.query_one("#why").region)


async def test_a_question_is_read_and_answered_in_the_smallest_window(opened: Run) -> None:
    async with opened(TINY) as app:
        text = "Beginning. " + "What is asked takes more lines than there are. " * 6
        choices = [Choice("abcdef"[n], f"Answer {n}", str(n)) for n in range(6)]
        app.app.push_screen(ChoiceDialog("Well?", text, choices))
        await app.settle()
        assert "Answer 0" in app.text
        await app.press("pageup", "pageup", "pageup")
        assert "Beginning" in app.text
        for n in range(1, 6):
            await app.press("down")
            assert f"Answer {n}" in app.text
        await app.press("pagedown", "pagedown")
        assert "close" in app.text


async def test_a_line_is_asked_for_in_the_smallest_window(opened: Run) -> None:
    async with opened(TINY) as app:
        fields = [Line(f"Field {n}", check=lambda _: "That is not right.") for n in range(6)]
        app.app.push_screen(AskDialog("Well?", fields, text="A question. " * 5))
        await app.settle()
        for _ in fields:
            assert app.app.focused is not None
            assert app.screen.query_one("#box").content_region.contains_region(app.app.focused.region)
            await app.press("tab")
        await app.press("enter")
        assert "That is not right." in app.text

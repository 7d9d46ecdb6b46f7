"""Lines around a screen: cut to fit, never markup, keys as they are now."""

from __future__ import annotations

from policytui.tui.screens.chrome import KeyLine, content, cut, fit, paragraphs
from tests.tui.running import Run


def test_texts_are_cut_by_cells_and_never_parsed() -> None:
    assert fit("abc", 5) == "abc  "
    assert fit("abcdef", 4) == "abc…"
    assert cut("日本語", 4) == "日 …"
    assert cut("ab", 4) == "ab"
    assert content(("[b]x[/y]\x1b", "strong")).plain == "[b]x[/y]␛"
    assert paragraphs([("a", "")], [], [("b", "dim")]).plain == "a\n\nb"


async def test_the_key_line_shows_what_fits_and_help_always(opened: Run) -> None:
    async with opened((80, 24)) as app:
        last = app.text.splitlines()[-1]
        assert "^S Save" in last
        assert "F1 Help" in last
        assert "Outline" not in last


async def test_what_has_just_happened_is_said_in_the_line_of_keys_and_hides_nothing(opened: Run) -> None:
    async with opened((80, 24)) as app:
        above = app.text.splitlines()[:-1]
        app.app.notify("The lamp [b]was\x1b lit.", timeout=0.2, markup=False)
        await app.settle()
        lines = app.text.splitlines()
        assert lines[-1].strip() == "The lamp [b]was␛ lit."
        assert lines[:-1] == above
        await app.pilot.pause(0.4)
        assert "^S Save" in app.text.splitlines()[-1]


async def test_a_long_note_takes_the_lines_it_needs_and_two_stand_one_below_the_other(opened: Run) -> None:
    async with opened((80, 24)) as app:
        app.app.notify("A first one.", markup=False)
        app.app.notify("word " * 30 + "end.", severity="warning", markup=False)
        await app.settle()
        assert app.text.splitlines()[-4].strip() == "A first one."
        assert "end." in app.text.splitlines()[-1]


async def test_a_note_is_seen_below_a_dialog_and_goes_along_to_the_next_screen(opened: Run) -> None:
    async with opened((80, 24)) as app:
        await app.press("ctrl+g")
        app.app.notify("Said below a dialog.", markup=False)
        await app.settle()
        assert "Said below a dialog." in app.text.splitlines()[-1]
        await app.press("escape", "escape")
        assert app.top == "LibraryScreen"
        assert "Said below a dialog." in app.text


async def test_a_dialog_says_nothing_of_what_happened_before_it(opened: Run) -> None:
    async with opened((120, 40)) as app:
        await app.type("x")
        app.app.notify("Saved before.", markup=False)
        await app.press("ctrl+s")
        line = app.app.screen.query_one(KeyLine)
        assert "Back to the draft" in str(line.render())
        app.app.notify("Happened since.", markup=False)
        await app.settle()
        assert "Happened since." in str(line.render())
        assert "Saved before." not in str(line.render())
        await app.press("escape")
        assert "Saved before." in app.text


async def test_what_is_said_again_stands_once(opened: Run) -> None:
    async with opened((80, 24)) as app:
        for said in ("Again.", "Once.", "Again.", "Again."):
            app.app.notify(said, markup=False)
        await app.settle()
        assert [line.strip() for line in app.text.splitlines()[-2:]] == ["Once.", "Again."]
        assert app.text.count("Again.") == 1

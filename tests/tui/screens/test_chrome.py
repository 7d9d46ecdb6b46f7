"""Lines around a screen: cut to fit, never markup, keys as they are now."""

from __future__ import annotations

from policytui.tui.screens.chrome import content, cut, fit, paragraphs
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

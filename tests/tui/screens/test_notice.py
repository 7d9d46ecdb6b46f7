"""The line that speaks up: seen while it says something."""

from __future__ import annotations

from policytui.tui.screens.notice import NoticeLine, key_piece
from tests.tui.widgets.stage import Stage


async def test_it_is_away_while_it_says_nothing() -> None:
    line = NoticeLine()
    async with Stage(line).run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        assert [line.display] == [False]
        line.show([("The file changed", "warn"), *key_piece("edit.disk", "what differs")], [], [("Ada is here", "")])
        await pilot.pause()
        assert [line.display] == [True]
        assert line.text == "The file changed  ^N what differs   ·   Ada is here"
        line.show()
        await pilot.pause()
        assert [line.display] == [False]

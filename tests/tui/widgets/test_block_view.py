"""A view of many blocks draws few of them and keeps its place."""

from __future__ import annotations

from collections.abc import Hashable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from policytui.tui.widgets.block_view import BlockView, LazyStrips
from policytui.tui.widgets.typeset import strip_of
from tests.tui.widgets.stage import Stage, rows


class Numbers(BlockView[tuple[int, int]]):
    """Blocks of (number, rows): each row says so."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def key(self, block: tuple[int, int]) -> Hashable:
        return block

    def draw(self, block: tuple[int, int], width: int) -> list[Strip]:
        from rich.segment import Segment

        self.drawn.append(block[0])
        return [strip_of([Segment(f"{block[0]}/{n}", Style())], width, Style()) for n in range(block[1])]

    def guess(self, block: tuple[int, int], width: int) -> int:
        return 3


BLOCKS = [(n, 1 + n % 5) for n in range(4000)]


async def test_only_blocks_near_the_screen_are_drawn() -> None:
    view = Numbers()
    async with Stage(view).run_test(size=(20, 10)) as pilot:
        view.put(BLOCKS)
        await pilot.pause()
        assert rows(view)[:3] == ["0/0", "1/0", "1/1"]
        assert len(view.drawn) < 30
        view.show_block(2000)
        await pilot.pause()
        assert "2000/0" in rows(view)
        assert len(view.drawn) < 80


async def test_scrolling_up_through_unseen_blocks_misses_no_row() -> None:
    view = Numbers()
    async with Stage(view).run_test(size=(20, 10)) as pilot:
        view.put(BLOCKS)
        view.show_block(1000, centre=True)
        await pilot.pause()
        for _ in range(40):
            above = rows(view)
            view.action_rows(-1)
            await pilot.pause()
            assert rows(view)[1:] == above[:-1]


async def test_a_change_above_the_screen_does_not_move_it() -> None:
    view = Numbers()
    async with Stage(view).run_test(size=(20, 10)) as pilot:
        view.put(BLOCKS)
        view.show_block(500, centre=True)
        await pilot.pause()
        before = rows(view)
        view.splice(100, 110, [(9000, 7)])
        await pilot.pause()
        assert rows(view) == before
        assert view.virtual_size.height == view.top_of(len(view.blocks) - 1) + view._heights[-1]


async def test_the_end_can_be_reached_and_left_by_keys() -> None:
    view = Numbers()
    async with Stage(view).run_test(size=(20, 10)) as pilot:
        view.put(BLOCKS)
        view.focus()
        await pilot.press("end")
        await pilot.press("end")
        assert rows(view)[-1] == "3999/4"
        await pilot.press("pageup", "home")
        assert rows(view)[0] == "0/0"


async def test_fewer_blocks_than_rows_and_none_at_all() -> None:
    view = Numbers()
    async with Stage(view).run_test(size=(20, 10)) as pilot:
        view.put(BLOCKS)
        view.show_block(3000)
        await pilot.pause()
        view.splice(1, 4000, [])
        await pilot.pause()
        assert rows(view)[:2] == ["0/0", ""]
        view.put([])
        await pilot.pause()
        assert set(rows(view)) == {""}


async def test_a_narrower_screen_keeps_the_place() -> None:
    view = Numbers()
    async with Stage(view).run_test(size=(40, 10)) as pilot:
        view.put(BLOCKS)
        view.show_block(700)
        await pilot.pause()
        first = rows(view)[0].split("/")[0]
        await pilot.resize_terminal(20, 10)
        await pilot.pause()
        assert rows(view)[0].split("/")[0] == first


async def test_a_block_asked_for_before_there_is_a_size_is_shown_when_there_is() -> None:
    view = Numbers()
    view.put(BLOCKS)
    view.show_block(3000)
    async with Stage(view).run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        assert "3000/0" in rows(view)


def test_a_lazy_strip_is_made_once_and_only_when_seen() -> None:
    made: list[int] = []

    def make(row: int) -> Strip:
        made.append(row)
        return Strip([Segment(str(row))])

    strips = LazyStrips(1000, make)
    assert len(strips) == 1000
    assert [strips[7].text, strips[7].text, strips[-1].text] == ["7", "7", "999"]
    assert [strip.text for strip in strips[3:5]] == ["3", "4"]
    assert made == [7, 999, 3, 4]

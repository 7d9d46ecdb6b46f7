"""The outline: entries by level, a highlight that a person moves, and marks that are not colour alone."""

from __future__ import annotations

from textual import on

from policytui.core.values import Policy, Section
from policytui.tui.widgets.outline import Outline
from tests.tui.widgets.stage import Stage, rows

POLICY = Policy(
    "P", sections=(Section("a", "Alpha"), Section("b", "Beta [b]x", 2), Section("c", "A very long title indeed", 3))
)


class Desk(Stage):
    """Keeps what the outline says."""

    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self.said: list[tuple[str, str]] = []

    @on(Outline.Selected)
    def selected(self, message: Outline.Selected) -> None:
        self.said.append(("selected", message.section_id))

    @on(Outline.Highlighted)
    def highlighted(self, message: Outline.Highlighted) -> None:
        self.said.append(("highlighted", message.section_id))


async def test_sections_stand_by_level_under_the_policys_own_entries() -> None:
    outline = Outline()
    async with Desk(outline).run_test(size=(24, 8)) as pilot:
        outline.show(POLICY, {"b"})
        outline.highlight("a")
        await pilot.pause()
        assert rows(outline)[:5] == [
            "  Title & dates", "  Preamble", "▸ Alpha", "    Beta [b]x         ●", "      A very long ti…",
        ]  # fmt: skip


async def test_keys_move_and_choose() -> None:
    outline = Outline()
    app = Desk(outline)
    async with app.run_test(size=(24, 8)) as pilot:
        outline.show(POLICY)
        outline.focus()
        await pilot.press("down", "end", "end", "enter", "home")
        assert app.said == [
            ("highlighted", "@preamble"),
            ("highlighted", "c"),
            ("selected", "c"),
            ("highlighted", "@policy"),
        ]


async def test_a_click_chooses() -> None:
    outline = Outline()
    app = Desk(outline)
    async with app.run_test(size=(24, 8)) as pilot:
        outline.show(POLICY)
        outline.styles.padding = (1, 0)
        await pilot.pause()
        await pilot.click(Outline, offset=(4, 4))
        assert app.said == [("highlighted", "b"), ("selected", "b")]


async def test_what_the_program_does_is_not_told_and_the_highlight_stays_with_its_section() -> None:
    outline = Outline()
    app = Desk(outline)
    async with app.run_test(size=(24, 8)) as pilot:
        outline.show(POLICY)
        outline.highlight("b")
        outline.show(Policy("P", sections=(Section("new", "New"), *POLICY.sections)), {"new": "+"})
        await pilot.pause()
        assert outline.current == "b"
        assert app.said == []
        assert rows(outline)[2].endswith("+")


async def test_a_long_outline_scrolls_to_its_highlight() -> None:
    outline = Outline()
    async with Desk(outline).run_test(size=(24, 8)) as pilot:
        outline.show(Policy("P", sections=tuple(Section(f"s{n}", f"Title {n}") for n in range(350))))
        outline.highlight("s349")
        await pilot.pause()
        await pilot.pause()
        assert rows(outline)[-1] == "▸ Title 349"


async def test_nothing_shown_is_nothing_chosen() -> None:
    outline = Outline()
    app = Desk(outline)
    async with app.run_test(size=(24, 8)) as pilot:
        outline.focus()
        await pilot.press("down", "enter")
        assert outline.current == ""
        assert app.said == []

"""Edit: typing, structure, undo, going about, the panes; drafts are kept."""

from __future__ import annotations

from pathlib import Path

from policytui.core.draft import Draft, Place
from policytui.tui.app import Start
from policytui.tui.widgets.editor import BodyEditor
from tests.tui.fake import FakeWorkspace, policy
from tests.tui.running import Run


def titles(draft: Draft) -> list[str]:
    return [section.title for section in draft.policy.sections]


async def test_a_key_changes_the_draft_and_the_preview_and_nothing_on_disk(opened: Run) -> None:
    async with opened() as app:
        await app.type("Hello ")
        await app.pilot.pause(0.5)
        draft = app.screen.draft
        assert draft.policy.sections[0].body.startswith("Hello We keep")
        assert app.text.count("Hello We keep") == 2
        assert "● draft" in app.text
        assert "would be material" in app.text
        await app.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert not app.screen.draft.modified


async def test_one_undo_takes_back_text_and_structure(opened: Run) -> None:
    async with opened() as app:
        before = app.screen.draft.policy
        await app.type("x")
        await app.press("ctrl+o", "d")
        assert len(app.screen.draft.policy.sections) == 6
        await app.press("ctrl+z")
        assert titles(app.screen.draft) == [section.title for section in before.sections]
        assert app.screen.draft.policy.sections[0].body.startswith("x")
        await app.press("ctrl+z")
        assert app.screen.draft.policy == before
        await app.press("ctrl+y", "ctrl+y")
        assert len(app.screen.draft.policy.sections) == 6


async def test_undo_goes_where_it_takes_something_back(opened: Run) -> None:
    async with opened() as app:
        await app.press("f3", "f3")
        section = app.screen.section
        await app.press("down", "end")
        place = app.screen.place()
        await app.type("xy")
        await app.press("f3", "ctrl+o", "K")
        moved = app.screen.section
        await app.press("f2", "f2", "f2", "ctrl+z")
        assert (app.screen.section, app.screen.place()) == (moved, Place(moved))
        await app.press("f3", "ctrl+z")
        assert app.screen.place() == place
        assert app.screen.section == section
        app.screen.query_one("#summary").focus()
        await app.type("z")
        await app.press("f3", "ctrl+z")
        assert app.screen.place() == Place(section, "summary", 0, len("The short of it."))
        await app.press("f2", "f2", "f2", "f2", "f2")
        app.screen.query_one("#policy-organization").focus()
        await app.type("x")
        await app.press("f3", "ctrl+z")
        assert app.screen.focused.id == "policy-organization"


async def test_undo_in_the_outline_stays_there(opened: Run) -> None:
    async with opened() as app:
        await app.press("f3", "f5", "f5", "x", "ctrl+z", "x")
        assert len(app.screen.draft.policy.sections) == 4
        assert "x" not in app.screen.draft.policy.sections[1].body.split()[0]


async def test_split_at_the_cursor_then_merge(opened: Run) -> None:
    async with opened() as app:
        app.screen.query_one(BodyEditor).move_cursor((1, 0))
        await app.press("ctrl+o", "s")
        sections = app.screen.draft.policy.sections
        assert sections[0].body.endswith("18 months.\n")
        assert sections[1].title == "Then they are deleted."
        assert app.screen.section == sections[1].id
        await app.press("ctrl+o", "m")
        merged = app.screen.draft.policy.sections[0].body
        assert "18 months." in merged
        assert "Then they are deleted." in merged


async def test_outline_letters_act_on_the_section(opened: Run) -> None:
    async with opened() as app:
        await app.press("f3", "f5", "f5")
        assert app.screen.section == "how-long-we-keep-it"
        await app.press("K")
        assert titles(app.screen.draft)[0] == "How long we keep it"
        await app.press(">")
        assert app.screen.draft.policy.section("how-long-we-keep-it").level == 2
        await app.press("x")
        assert app.screen.draft.policy.section("how-long-we-keep-it") is None


async def test_typing_and_moving_on_at_once_keeps_each_text_in_its_section(opened: Run) -> None:
    async with opened() as app:
        await app.pilot.press("a", "f3", "b", "f2", "c")
        await app.settle()
        bodies = [section.body for section in app.screen.draft.policy.sections]
        assert bodies[0].startswith("acWe")
        assert bodies[1].startswith("bWe")


async def test_markup_and_hidden_characters_are_text(run: Run, root: Path) -> None:
    from dataclasses import replace

    hostile = "[@click=app.quit]x[/y] \x1b]52;c;AAAA\x07 \u202e"
    one = policy()
    one = replace(
        one, title=hostile, sections=(replace(one.sections[0], title=hostile, body=hostile), *one.sections[1:])
    )
    async with run(FakeWorkspace(root, {"lantern": one}), Start("lantern", theme="ink")) as app:
        assert "[@click=app.quit]x[/y]" in app.text
        await app.press("ctrl+g")
        assert "[@click=app.quit]x[/y]" in app.text
        await app.press("escape", "ctrl+o")
        assert "[@click=app.quit]x[/y]" in app.text
        assert "\x1b" not in app.text
        assert "\u202e" not in app.text


async def test_an_empty_policy_can_be_begun(run: Run, root: Path) -> None:
    from policytui.core.values import Policy

    async with run(FakeWorkspace(root, {"blank": Policy("")}), Start("blank", theme="ink")) as app:
        await app.press("ctrl+o", "a")
        await app.type("!")
        assert titles(app.screen.draft) == ["!"]

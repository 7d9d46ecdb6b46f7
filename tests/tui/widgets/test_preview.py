"""The preview prints what people will read, keeps its place, and follows the cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Dates, Policy, Section
from policytui.tui.widgets.preview import Preview
from tests.tui.widgets.stage import Stage, rows, text

WHO = Section("who", "Who we are", 1, "We bake.", "{{ name }} bakes.\n<!-- not printed -->\n\n- bread\n- cake\n")
KEEP = Section("keep", "How long", 2, "", "For *18* months.\n\nNo longer.\n")
POLICY = Policy(
    "Privacy Policy",
    "Lane Bakery",
    preamble="Read this.\n",
    dates=Dates("Last updated", "long", date(2024, 5, 19), date(2024, 6, 18)),
    variables=(("name", "Lane Bakery Ltd"),),
    sections=(WHO, KEEP),
)


async def test_the_whole_policy_is_printed() -> None:
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 40)) as pilot:
        preview.show(POLICY)
        await pilot.pause()
        shown = [row.strip() for row in rows(preview) if row.strip().strip("━─")]
        assert shown == [
            "Privacy Policy",
            "Lane Bakery",
            "Last updated: May 19, 2024",
            "Effective: June 18, 2024",
            "Read this.",
            "Who we are",
            "▌ In short  We bake.",
            "Lane Bakery Ltd bakes.",
            "• bread",
            "• cake",
            "How long",
            "For 18 months.",
            "No longer.",
        ]


async def test_a_title_is_printed_whole() -> None:
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 40)) as pilot:
        preview.show(replace(POLICY, sections=(replace(KEEP, title="{{ name }} <!-- x --> kept"),)))
        await pilot.pause()
        assert "Lane Bakery Ltd <!-- x --> kept" in text(preview)


LINKED = replace(KEEP, id="linked", body="See [the shop][s].\n")


async def test_a_link_definition_holds_in_all_sections_and_the_first_of_several_counts() -> None:
    first = replace(KEEP, id="first", body="[s]: https://a.example\n")
    own = replace(KEEP, id="own", body="See [the shop][s].\n\n[s]: https://own.example\n")
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 40)) as pilot:
        preview.show(replace(POLICY, sections=(LINKED, own, first)))
        await pilot.pause()
        assert [row.strip() for row in rows(preview) if "See" in row] == [
            "See the shop ⟨https://own.example⟩.",
            "See the shop ⟨https://own.example⟩.",
        ]
        preview.show(replace(POLICY, sections=(LINKED, first, own)))
        await pilot.pause()
        assert [row.strip() for row in rows(preview) if "See" in row] == [
            "See the shop ⟨https://a.example⟩.",
            "See the shop ⟨https://own.example⟩.",
        ]


async def test_links_follow_a_definition_in_another_section_as_it_comes_and_goes() -> None:
    other = replace(KEEP, body="Text.\n\n[s]: https://a.example\n")
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 40)) as pilot:
        preview.show(replace(POLICY, sections=(LINKED, other)))
        await pilot.pause()
        assert "See the shop ⟨https://a.example⟩." in text(preview)
        preview.update_section(replace(other, body="Text.\n"))
        await pilot.pause()
        assert "See [the shop][s]." in text(preview)
        preview.update_section(other)
        await pilot.pause()
        assert "See the shop ⟨https://a.example⟩." in text(preview)
        preview.show(replace(POLICY, sections=(LINKED,)))
        await pilot.pause()
        assert "See [the shop][s]." in text(preview)


async def test_an_edit_redraws_the_section() -> None:
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 40)) as pilot:
        preview.show(POLICY)
        preview.update_section(replace(KEEP, title="How short", summary="Short.", body="For 16 months.\n"))
        preview.update_preamble("Read *that*.\n")
        await pilot.pause()
        shown = text(preview)
        assert "How short" in shown
        assert "In short  Short." in shown
        assert "For 16 months." in shown
        assert "No longer." not in shown
        assert "Read that." in shown


async def test_an_edit_far_away_moves_nothing_on_the_screen() -> None:
    policy = replace(POLICY, sections=tuple(Section(f"s{n}", f"Title {n}", 1, "", f"Body {n}.\n") for n in range(200)))
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 20)) as pilot:
        preview.show(policy)
        preview.follow("s100", 0)
        await pilot.pause()
        before = rows(preview)
        preview.update_section(replace(policy.sections[3], body="New.\n\nWith more.\n\nAnd more.\n"))
        preview.update_section(replace(policy.sections[190], body=""))
        await pilot.pause()
        assert rows(preview) == before


async def test_the_block_under_the_cursor_is_marked_and_in_sight() -> None:
    body = "".join(f"Paragraph {n}.\n\n" for n in range(300))
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 20)) as pilot:
        preview.show(replace(POLICY, sections=(WHO, replace(KEEP, body=body))))
        preview.follow("keep", 2 * 250)
        await pilot.pause()
        assert [row for row in rows(preview) if row.startswith("▎")] == ["▎  Paragraph 250."]
        preview.follow("keep", -1)
        await pilot.pause()
        assert [row for row in rows(preview) if row.startswith("▎")] == ["▎  How long"]
        preview.follow("nowhere", 3)
        assert [row for row in rows(preview) if row.startswith("▎")] == ["▎  How long"]


async def test_the_mark_stays_through_an_edit() -> None:
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 40)) as pilot:
        preview.show(POLICY)
        preview.follow("keep", 0)
        preview.update_section(replace(KEEP, body="For *19* months.\n\nNo longer.\n"))
        await pilot.pause()
        assert "▎  For 19 months." in rows(preview)


async def test_an_undated_policy_and_an_empty_one_say_so() -> None:
    preview = Preview()
    async with Stage(preview).run_test(size=(60, 12)) as pilot:
        preview.show(Policy(""))
        await pilot.pause()
        assert "Untitled policy" in text(preview)
        assert "Last updated: not dated yet" in text(preview)


async def test_a_new_theme_draws_anew() -> None:
    preview = Preview()
    app = Stage(preview)
    async with app.run_test(size=(60, 20)) as pilot:
        preview.show(POLICY)
        await pilot.pause()
        before = [list(preview.render_line(y)) for y in range(20)]
        app.theme = "paper"
        await pilot.pause()
        await pilot.pause()
        after = [list(preview.render_line(y)) for y in range(20)]
        assert [[s.text for s in row] for row in before] == [[s.text for s in row] for row in after]
        assert before != after


LINE = st.sampled_from(["", "text", "- a", "# H", "```", "<!--", "-->", "[x]: http://e.example", "[x]", "{{ name }}"])


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, max_size=8).map("\n".join), st.lists(LINE, max_size=8).map("\n".join))
def test_the_blocks_after_an_edit_are_those_of_a_fresh_preview(one: str, other: str) -> None:
    edited, fresh = Preview(), Preview()
    old, new = replace(KEEP, body=one), replace(KEEP, body=other, summary="s")
    edited.show(replace(POLICY, sections=(WHO, old)))
    edited.update_section(new)
    fresh.show(replace(POLICY, sections=(WHO, new)))
    assert edited.blocks == fresh.blocks
    edited.show(replace(POLICY, sections=(new, WHO)))
    fresh.show(replace(POLICY, sections=(new, WHO)), keep_place=False)
    assert edited.blocks == fresh.blocks
    assert len(edited._heights) == len(edited.blocks) == len(edited._exact)

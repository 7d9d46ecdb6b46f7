"""The draft: one value, one undo for text and structure, nothing lost on the way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.draft import Draft, Place
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy, Section
from policytui.errors import UsageError

POLICY = Policy(
    "Privacy",
    preamble="We care.\n",
    sections=(
        Section("data", "Data", 1, "", "What we hold.\n\nAnd why.\n"),
        Section("logs", "Logs", 2, "Short.", "Thirty days.\n"),
        Section("mail", "Mail", 2, "", "One year.\n"),
        Section("contact", "Contact", 1, "", "Write to us.\n"),
    ),
)


def titles(draft: Draft) -> list[str]:
    return [f"{section.level} {section.id}" for section in draft.policy.sections]


def typed(draft: Draft, section: str, text: str) -> Draft:
    """Type at the end of a section's body, key by key, as an editor would."""
    for key in text:
        body = draft.text(section, "body") + key
        line = body.count("\n")
        draft = draft.with_text(section, "body", body, Place(section, "body", line, len(body.rpartition("\n")[2])))
    return draft


def test_equality_says_whether_a_draft_is_modified() -> None:
    draft = Draft.of(POLICY)
    changed = draft.with_text("logs", "body", "Sixty days.\n")
    assert not draft.modified
    assert changed.modified
    assert not changed.with_text("logs", "body", "Thirty days.\n").modified


def test_text_and_structure_share_one_undo() -> None:
    draft = Draft.of(POLICY).with_text("logs", "body", "Sixty days.\n").move("logs", +1).remove("contact")
    assert titles(draft) == ["1 data", "2 mail", "2 logs"]
    draft = draft.undo()
    assert titles(draft) == ["1 data", "2 mail", "2 logs", "1 contact"]
    draft = draft.undo()
    assert titles(draft) == ["1 data", "2 logs", "2 mail", "1 contact"]
    assert draft.text("logs", "body") == "Sixty days.\n"
    assert draft.undo().policy == POLICY
    assert draft.undo().undo() == draft.undo()
    assert (
        draft.undo().redo().redo().redo().policy
        == Draft.of(POLICY).with_text("logs", "body", "Sixty days.\n").move("logs", +1).remove("contact").policy
    )


def test_typing_is_undone_word_by_word() -> None:
    draft = typed(Draft.of(POLICY), "contact", "by post only")
    seen = []
    while draft.past is not None:
        seen.append(draft.text("contact", "body").partition("\n")[2])
        draft = draft.undo()
    assert seen == ["by post only", "by post ", "by "]


def test_a_paste_is_one_step_of_its_own() -> None:
    draft = typed(Draft.of(POLICY), "contact", "ab")
    draft = draft.with_text("contact", "body", draft.text("contact", "body") + "pasted", Place("contact", "body", 1, 8))
    assert draft.undo().text("contact", "body").endswith("ab")


def test_undo_gives_the_place_back() -> None:
    draft = Draft.of(POLICY).with_text("mail", "body", "Two years.\n", Place("mail", "body", 0, 3))
    assert draft.place == Place("mail", "body", 0, 3)
    assert draft.undo().place == Place("data")


def test_a_section_moves_with_its_subsections_past_its_whole_neighbour() -> None:
    draft = Draft.of(POLICY).move("data", +1)
    assert titles(draft) == ["1 contact", "1 data", "2 logs", "2 mail"]
    assert draft.move("data", -1).policy == POLICY
    assert Draft.of(POLICY).move("data", -1).policy == POLICY
    assert Draft.of(POLICY).move("contact", +1).policy == POLICY


def test_promote_and_demote_take_the_subsections_along_and_stop_at_the_ends() -> None:
    draft = Draft.of(POLICY).demote("data")
    assert titles(draft) == ["2 data", "3 logs", "3 mail", "1 contact"]
    assert draft.promote("data").policy == POLICY
    assert Draft.of(POLICY).promote("data").policy == POLICY


def test_a_removed_section_leaves_its_subsections() -> None:
    assert titles(Draft.of(POLICY).remove("data")) == ["2 logs", "2 mail", "1 contact"]


def test_a_copy_stands_behind_the_section_under_an_id_of_its_own() -> None:
    draft = Draft.of(POLICY).duplicate("logs")
    copy = draft.policy.sections[2]
    assert copy.id not in {section.id for section in POLICY.sections}
    assert (copy.title, copy.body, copy.level) == ("Logs", "Thirty days.\n", 2)


def test_an_id_that_was_removed_in_this_draft_is_not_given_again() -> None:
    draft = Draft.of(POLICY).remove("contact").add("data", "Contact")
    assert draft.policy.section("contact") is None


def test_a_new_section_stands_behind_the_subsections_on_the_same_level() -> None:
    assert titles(Draft.of(POLICY).add("data", "Rights")) == ["1 data", "2 logs", "2 mail", "1 rights", "1 contact"]
    assert titles(Draft.of(POLICY).add(PREAMBLE_ID, "Rights"))[0] == "1 rights"


def test_rename_keeps_the_id() -> None:
    assert Draft.of(POLICY).rename("logs", "Log files").policy.section("logs") == Section(
        "logs", "Log files", 2, "Short.", "Thirty days.\n"
    )


def test_split_and_merge_lose_no_word() -> None:
    draft = Draft.of(POLICY).split("data", 2, 0, "Why")
    assert [section.id for section in draft.policy.sections][:2] == ["data", "why"]
    assert draft.text("data", "body") == "What we hold.\n"
    assert draft.text("why", "body") == "And why.\n"
    merged = draft.merge("why")
    assert merged.text("data", "body") == "What we hold.\n\n**Why**\n\nAnd why.\n"
    assert "Short." in Draft.of(POLICY).merge("logs").text("data", "body")


def test_a_split_takes_a_lone_heading_line_as_the_title() -> None:
    draft = Draft.of(POLICY).with_text("data", "body", "Hold.\n\n## Reasons\n\nBecause.\n").split("data", 2, 0)
    assert draft.policy.sections[1].title == "Reasons"
    assert draft.policy.sections[1].body == "Because.\n"


def test_what_does_not_exist_is_said() -> None:
    draft = Draft.of(POLICY)
    for act in (
        lambda: draft.text("nothing", "body"),
        lambda: draft.remove("nothing"),
        lambda: draft.merge("data"),
        lambda: draft.split("data", 99, 0),
        lambda: draft.text(POLICY_ID, "body"),
    ):
        with pytest.raises(UsageError):
            act()


def test_facts_of_the_policy_are_edited_the_same_way() -> None:
    draft = Draft.of(POLICY).with_text(POLICY_ID, "title", "Terms").with_text(PREAMBLE_ID, "body", "Hello.\n")
    assert (draft.policy.title, draft.policy.preamble) == ("Terms", "Hello.\n")
    assert draft.undo().undo().policy == POLICY


def test_undo_past_a_save_never_brings_an_old_date_back() -> None:
    draft = Draft.of(POLICY).with_text("logs", "body", "Sixty days.\n")
    saved = draft.policy.with_dates(last_updated=date(2024, 6, 1), effective=date(2024, 7, 1))
    draft = draft.rebased(saved)
    assert not draft.modified
    back = draft.undo()
    assert back.text("logs", "body") == "Thirty days.\n"
    assert back.policy.dates == saved.dates


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from([-1, 1])),
        st.tuples(st.sampled_from(["promote", "demote", "remove", "duplicate", "merge", "split"]), st.integers(0, 5)),
        st.tuples(st.just("type"), st.integers(0, 5), st.text("ab \n", max_size=4)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_any_walk_can_be_undone_to_the_start_and_redone_to_the_end(acts: list[tuple[object, ...]]) -> None:
    draft = Draft.of(POLICY)
    for name, number, *rest in acts:
        sections = draft.policy.sections
        if not sections:
            break
        section = sections[int(str(number)) % len(sections)].id
        try:
            if name == "type":
                draft = typed(draft, section, str(rest[0]))
            elif name == "move":
                draft = draft.move(section, int(str(rest[0])))
            elif name == "split":
                draft = draft.split(section, 0, 2)
            else:
                draft = getattr(draft, str(name))(section)
        except UsageError:
            continue
        ids = [one.id for one in draft.policy.sections]
        assert len(ids) == len(set(ids))
    end, steps = draft, 0
    while draft.past is not None:
        draft, steps = draft.undo(), steps + 1
    assert draft.policy == POLICY
    for _ in range(steps):
        draft = draft.redo()
    assert draft.policy == end.policy

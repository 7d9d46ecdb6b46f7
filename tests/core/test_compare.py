"""A redline: both sides come out exactly, whatever changed; what happened is said in as few words as possible."""

from __future__ import annotations

import gc
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core import phrases
from policytui.core.blocks import Block, blocks
from policytui.core.compare import Cancelled, RestingCollector, policy_blocks, redline, section_blocks, sides
from policytui.core.judge import judge
from policytui.core.published import published
from policytui.core.redline import POLICY_ID, PREAMBLE_ID, Hunk, Redline, SectionChange, Status
from policytui.core.values import Dates, Policy, Section
from policytui.core.words import Region, regions
from policytui.publish.redline_json import to_dict


def policy(*sections: Section) -> Policy:
    return Policy("Privacy", sections=sections)


def one(body: str) -> Policy:
    return policy(Section("a", "Data", 1, "", body))


def change(found: Redline, section_id: str) -> SectionChange:
    return next(section for section in found.sections if section.id == section_id)


def lone(found: Redline) -> Hunk:
    ((_, hunk),) = found.changes()
    return hunk


def said(section: SectionChange) -> list[tuple[str, str]]:
    return [(str(hunk.status), hunk.after or hunk.before) for hunk in section.changed_hunks]


def all_blocks(of: Policy) -> dict[str, tuple[Block, ...]]:
    found = {section.id: section_blocks(section) for section in of.sections}
    return found | {POLICY_ID: policy_blocks(of), PREAMBLE_ID: blocks(of.preamble)}


def lawful(before: Policy, after: Policy) -> Redline:
    """The laws of the value; gives the redline."""
    found = redline(before, after)
    left, right = sides(found)
    for rebuilt, of in ((left, before), (right, after)):
        expected = all_blocks(of)
        assert {key: value for key, value in rebuilt.items() if value or key in expected} == {
            key: value for key, value in expected.items() if key in rebuilt
        }
        assert {section.id for section in of.sections} <= set(rebuilt)
    for section in found.sections:
        assert section.same == (not section.changed_hunks)
        assert (section.status is Status.SAME) <= section.same
        assert all(at == 0 and not hunk.same for at, hunk in enumerate(section.hunks) if hunk.is_place)
        for hunk in section.hunks:
            assert "".join(text for op, text in hunk.spans if op != "add") == hunk.before
            assert "".join(text for op, text in hunk.spans if op != "remove") == hunk.after
            assert all(text for _, text in hunk.spans)
            assert all(x[0] != y[0] for x, y in pairwise(hunk.spans))
            assert (hunk.status is Status.SAME) <= (hunk.before == hunk.after)
    assert len({section.id for section in found.sections}) == len(found.sections)
    if found.empty:
        assert list(all_blocks(before).values()) == list(all_blocks(after).values())
    return found


def weighed(found: Redline) -> Counter[str]:
    """Characters by fate, and blocks by fate."""
    weights: Counter[str] = Counter()
    for section in found.sections:
        for hunk in section.hunks:
            weights[f"blocks {hunk.status}"] += 1
            weights["moved"] += hunk.moved
            for op, text in hunk.spans:
                weights[op] += len(text)
    return weights


def symmetric(before: Policy, after: Policy) -> None:
    there, back = weighed(redline(before, after)), weighed(redline(after, before))
    swap = {"add": "remove", "remove": "add", "blocks added": "blocks removed", "blocks removed": "blocks added"}
    assert Counter({swap.get(key, key): n for key, n in there.items()}) == back


LINES = ("We keep your data for 30 days.", "We keep your orders for 60 days and more.", "- a point", "- another point")
MORE = ("1. first", "1. second", "## Head", "Write to a@b.example whenever you like, in any language.", "", "> quoted")
BODIES = st.lists(st.sampled_from(LINES + MORE), max_size=8).map("\n\n".join)
TITLES = st.sampled_from(["Data", "Sharing", "Contact", "Retention"])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    ids = draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=5))
    summary = st.sampled_from(["", "In short."])
    sections = [Section(i, draw(TITLES), draw(st.integers(1, 3)), draw(summary), draw(BODIES)) for i in ids]
    return Policy(draw(TITLES), preamble=draw(BODIES), sections=tuple(sections))


@settings(deadline=None, max_examples=150)
@given(policies(), policies())
def test_laws_for_any_two_policies(before: Policy, after: Policy) -> None:
    lawful(before, after)
    symmetric(before, after)


@settings(deadline=None)
@given(policies())
def test_nothing_changed_is_empty(of: Policy) -> None:
    found = redline(of, replace(of, sections=tuple(replace(s) for s in of.sections)))
    assert found.empty
    assert not list(found.changes())
    assert not found.coarse


def test_rewrapping_is_no_change() -> None:
    assert redline(one("We keep it\nfor 30 days."), one("We keep  it for\n30 days.\n\n")).empty
    assert redline(one("- a\n- b"), one("* a\n\n* b")).empty


def test_the_day_of_the_last_update_is_no_change_but_the_rest_of_the_head_is() -> None:
    before = replace(policy(), dates=Dates(last_updated=date(2024, 1, 1), effective=date(2024, 2, 1)))
    assert redline(before, before.with_dates(last_updated=date(2025, 1, 1))).empty
    assert redline(before, before.with_dates(reviewed=date(2025, 1, 1), style="iso")).empty
    moved_on = redline(before, before.with_dates(effective=date(2024, 3, 1)))
    assert said(change(moved_on, POLICY_ID)) == [("changed", "2024-03-01")]
    label = redline(before, before.with_dates(label="Revised"))
    assert lone(label).kind == "label"
    renamed = redline(before, replace(before, title="Terms", organization="Kite"))
    assert [hunk.kind for _, hunk in renamed.changes()] == ["title", "organization"]


def test_a_new_title_is_renamed_with_a_hunk_of_kind_title() -> None:
    found = lawful(policy(Section("a", "Data", body="x")), policy(Section("a", "Your data", body="x")))
    section = change(found, "a")
    assert (section.renamed, section.old_title, section.status) == (True, "Data", Status.CHANGED)
    assert [hunk.kind for hunk in section.changed_hunks] == ["title"]


def test_an_imported_pair_says_renamed_not_deleted_and_inserted() -> None:
    body = "We keep the records of your orders for as long as the law asks of us."
    before = policy(Section("retention", "Retention", 1, "", body), Section("x", "X", 1, "", "Other."))
    after = policy(Section("how-long", "How long we keep it", 1, "", body), Section("x", "X", 1, "", "Other."))
    found = lawful(before, after)
    assert [(s.id, s.old_id, s.renamed) for s in found.sections[1:]] == [
        ("how-long", "retention", True),
        ("x", "x", False),
    ]


def test_a_section_that_moved_is_one_of_the_fewest() -> None:
    sections = [Section(i, f"Title {i}", 1, "", f"Body of {i} is here.") for i in "abcd"]
    found = lawful(policy(*sections), policy(sections[3], *sections[:3]))
    assert [s.id for s in found.sections if s.moved] == ["d"]
    assert not found.empty
    ((section, hunk),) = found.changes()
    assert (section.id, hunk.kind, hunk.before, hunk.after) == ("d", "place", "after “Title c”", "at the beginning")


def test_a_new_level_is_said() -> None:
    found = lawful(policy(Section("a", "A", 1)), policy(Section("a", "A", 2)))
    section = change(found, "a")
    assert (section.relevelled, section.old_level, section.level) == (True, 1, 2)
    assert not found.empty
    hunk = lone(found)
    assert (hunk.kind, [tuple(s) for s in hunk.spans]) == (
        "place",
        [("keep", "level "), ("remove", "1"), ("add", "2")],
    )


def test_an_empty_section_that_came_or_went_is_a_change_to_stop_at() -> None:
    bare, titled = Section("b", ""), Section("b", "Blank")
    assert said(change(lawful(policy(), policy(bare)), "b")) == [("added", "level 1, no text")]
    assert said(change(lawful(policy(bare), policy()), "b")) == [("removed", "level 1, no text")]
    assert said(change(lawful(policy(), policy(titled)), "b")) == [("added", "Blank")]


def test_added_and_removed_sections_stand_where_they_are_read() -> None:
    a, b, c = (Section(i, f"Title {i}", 1, "", " ".join(f"{i}{k}" for k in range(6))) for i in "abc")
    found = lawful(policy(a, b), policy(a, c))
    assert [(s.id, str(s.status)) for s in found.sections[1:]] == [("a", "same"), ("b", "removed"), ("c", "added")]


def test_a_moved_paragraph_is_one_hunk_with_its_inner_edits() -> None:
    text = "We keep the records of your orders for thirty days in our own archive."
    before = policy(Section("a", "A", 1, "", f"{text}\n\nStays."), Section("b", "B", 1, "", "There."))
    after = policy(
        Section("a", "A", 1, "", "Stays."), Section("b", "B", 1, "", f"There.\n\n{text.replace('thirty', 'sixty')}")
    )
    found = lawful(before, after)
    ((section, hunk),) = found.changes()
    assert (section.id, hunk.moved, hunk.old_section, hunk.old_index) == ("b", True, "a", 1)
    assert [text for op, text in hunk.spans if op != "keep"] == ["thirty", "sixty"]


def test_another_list_marker_is_a_change_of_form() -> None:
    hunk = lone(lawful(one("- a point"), one("1. a point")))
    assert (hunk.status, hunk.before, hunk.after) == (Status.CHANGED, "a point", "a point")
    assert (hunk.old_marker, hunk.marker, hunk.reformatted) == ("•", "1.", True)


def test_numbers_that_follow_from_a_new_item_are_no_change_of_their_own() -> None:
    found = lawful(one("1. a\n2. b"), one("1. new\n2. a\n3. b"))
    assert said(change(found, "a")) == [("added", "new")]
    assert lone(lawful(one("1. a\n2. b"), one("4. a\n5. b"))).old_marker == "1."


def test_summary_and_body_are_hunks_of_their_kind() -> None:
    before = policy(Section("a", "A", 1, "We keep little.", "Body."))
    hunk = lone(lawful(before, policy(Section("a", "A", 1, "We keep nothing.", "Body."))))
    assert hunk.kind == "summary"


def test_rows_change_cell_by_cell() -> None:
    table = "| Name | Days |\n|---|---|\n| Orders | 30 days |"
    hunk = lone(lawful(one(table), one(table.replace("30", "60"))))
    assert [tuple(span) for span in hunk.spans] == [
        ("keep", "Orders | "),
        ("remove", "30 days"),
        ("add", "60 days"),
    ]


def test_a_split_section_keeps_its_text_as_moved() -> None:
    first = "We collect your name, your address and the orders that you place."
    second = "We keep all of it for as long as the law of the land asks of us."
    before = policy(Section("a", "Data", 1, "", f"{first}\n\n{second}"))
    after = policy(Section("a", "Data", 1, "", first), Section("b", "Retention", 1, "", second))
    found = lawful(before, after)
    assert [(section.id, hunk.kind, hunk.moved) for section, hunk in found.changes()] == [
        ("b", "title", False),
        ("b", "paragraph", True),
    ]


def test_it_can_be_cancelled_and_tells_how_far_it_is() -> None:
    told: list[float] = []
    redline(one("a"), one("b"), progress=told.append)
    assert told[-1] == 1.0
    assert told == sorted(told)
    with pytest.raises(Cancelled):
        redline(one("a"), one("b"), cancelled=lambda: True)
    assert gc.isenabled()


@pytest.mark.parametrize("kind", ["changed", "shuffled", "replaced"])
def test_it_asks_whether_to_stop_at_least_every_few_hundred_blocks(kind: str) -> None:
    before = [f"Paragraph {i} of many: {' '.join(words(12, i))}." for i in range(3000)]
    after = {
        "changed": [f"{text} More." for text in before],
        "shuffled": random.Random(1).sample(before, len(before)),
        "replaced": [f"Nothing{i} alike{i} is{i} left{i} of{i} it{i}." for i in range(2900)],
    }[kind]
    left, right = one("\n\n".join(before)), one("\n\n".join(after))
    times: list[int] = []
    redline(left, right, cancelled=lambda: bool(times.append(1)))  # type: ignore[func-returns-value]
    assert len(times) >= 25
    asked = iter([False] * (len(times) // 2))
    with pytest.raises(Cancelled):
        redline(left, right, cancelled=lambda: next(asked, True))


def test_long_blocks_are_compared_at_once_and_short_ones_when_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def seen(a: str, b: str) -> tuple[list[Region], bool]:
        asked.append(len(a))
        return regions(a, b)

    monkeypatch.setattr(phrases, "regions", seen)
    long = " ".join(words(4000, 1))
    found = redline(one(f"Short text.\n\n{long}"), one(f"Short words.\n\n{long} end"))
    assert [size > 10_000 for size in asked] == [True]
    assert [text for _, hunk in found.changes() for op, text in hunk.spans if op == "add"] == ["words", " end"]


def test_the_collector_is_left_as_it_was_found() -> None:
    gc.disable()
    try:
        redline(one("a"), one("b"))
        assert not gc.isenabled()
    finally:
        gc.enable()


def words(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [f"w{rng.randrange(900)}" for _ in range(count)]


@pytest.mark.parametrize("name", ["one word", "shuffled", "no spaces", "all changed", "tiny"])
def test_hostile_texts_come_out_exactly(name: str) -> None:
    paragraphs = [" ".join(words(40, i)) for i in range(60)]
    shuffled = paragraphs[:]
    random.Random(5).shuffle(shuffled)
    before, after = {
        "one word": (" ".join(["the"] * 900), " ".join(["x" if i % 10 == 0 else "the" for i in range(900)])),
        "shuffled": ("\n\n".join(paragraphs), "\n\n".join(shuffled)),
        "no spaces": ("ab" * 5000, "ab" * 2000 + "x" + "ab" * 3000),
        "all changed": ("\n\n".join(paragraphs), "\n\n".join(" ".join(words(40, 99 + i)) for i in range(50))),
        "tiny": ("\n\n".join(f"p{i}" for i in range(800)), "\n\n".join(f"p{i}" for i in range(800) if i % 7)),
    }[name]
    lawful(one(before), one(after))


def test_shuffled_paragraphs_are_moved_not_rewritten() -> None:
    paragraphs = [" ".join(words(30, i)) for i in range(40)]
    shuffled = paragraphs[:]
    random.Random(5).shuffle(shuffled)
    found = redline(one("\n\n".join(paragraphs)), one("\n\n".join(shuffled)))
    assert all(hunk.moved and hunk.status is Status.SAME for _, hunk in found.changes())


def test_a_removed_section_never_has_the_id_of_another() -> None:
    ledger, parcels = "We hold the names of those who bought a boat.", "We recieve parcels and share their weight."
    before = Policy("P", sections=(Section("a", "More", 2, "", ledger), Section("a-2", "More", 2, "", parcels)))
    after = Policy("P", sections=(Section("a", "More", 2, "", parcels.replace("recieve", "receive")),))
    found = lawful(before, after)
    assert [(section.id, section.old_id) for section in found.sections[1:]] == [("a@before", "a"), ("a", "a-2")]
    verdicts = to_dict(found, judge(found))["sections"]
    assert [[hunk["change"] for hunk in section["hunks"]] for section in verdicts[1:]] == [
        ["material", "material"],
        ["editorial"],
    ]


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_steps_of_every_real_history(shared: Path, every: int) -> None:
    from policytui.imports.markdown import read_markdown

    for folder in sorted(path for path in (shared / "corpus").iterdir() if path.is_dir()):
        versions = [published(read_markdown(path.read_text()).policy) for path in sorted(folder.glob("*.md"))[::every]]
        for before, after in pairwise(versions):
            found = lawful(before, after)
            assert not found.coarse
            assert redline(after, after).empty
            symmetric(before, after)
        lawful(versions[0], versions[-1])


def test_the_collector_rests_and_is_left_as_it_was() -> None:
    was_on = gc.isenabled()
    try:
        gc.enable()
        with RestingCollector():
            assert not gc.isenabled()
            with RestingCollector():
                pass
            assert not gc.isenabled()
        assert gc.isenabled()
    finally:
        if not was_on:
            gc.disable()

"""Merging policies: its laws, what needs nobody, what needs a person and where both texts then stand."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.conflicts import find, resolved
from policytui.core.merge import Merged, merge
from policytui.core.redline import POLICY_ID
from policytui.core.slugs import valid_slug
from policytui.core.values import Dates, HouseRules, Policy, Section
from policytui.store.codec import decode_text, fresh
from tests.policy_edits import edited, made
from tests.store.strategies import policies

SEEDS = st.integers(0, 2**32)
LOGS = "We keep logs.\n\nThey are deleted after 30 days.\n\nNobody reads them.\n"


@pytest.fixture
def base() -> Policy:
    return Policy(
        "Privacy",
        "Acme",
        dates=Dates(last_updated=date(2024, 1, 1)),
        sections=(
            Section("logs", "Logs", body=LOGS),
            Section("sharing", "Sharing", body="We share nothing.\n"),
            Section("rights", "Rights", body="You may ask us for a copy of all we hold.\n"),
        ),
    )


def with_body(policy: Policy, section: str, old: str, new: str) -> Policy:
    own = policy.sections[policy.index(section)]
    assert old in own.body
    return policy.with_section(replace(own, body=own.body.replace(old, new)))


def lines(policy: Policy) -> set[str]:
    """Every line somebody wrote, apart from white space."""
    texts = [policy.title, policy.organization, policy.preamble, *(value for _, value in policy.variables)]
    texts += [part for one in policy.sections for part in (one.title, one.summary, one.body)]
    return {" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()}


def check(base: Policy, mine: Policy, theirs: Policy) -> Merged:
    """What must hold of every merge."""
    merged = merge(base, mine, theirs)
    loaded = decode_text(fresh(merged.policy))
    assert loaded.policy == merged.policy, loaded.problems
    ids = [section.id for section in merged.policy.sections]
    assert len(set(ids)) == len(ids)
    assert all(valid_slug(one) for one in ids)
    said = lines(merged.policy)
    for side in (mine, theirs):
        lost = lines(side) - lines(base) - said
        assert not lost, lost
    found = find(merged.policy)
    assert sorted(map(repr, (one.conflict for one in found))) == sorted(map(repr, merged.conflicts))
    return merged


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_side_that_did_nothing_leaves_it_to_the_other(seed: int) -> None:
    rng = random.Random(seed)
    base = made(rng)
    other = edited(rng, base, "x", 5)
    assert merge(base, base, other) == Merged(other)
    assert merge(base, other, base) == Merged(other)
    assert merge(base, other, other) == Merged(other)
    # The same without the short cut: the other side did something, elsewhere.
    marked = replace(base, language="cy")
    assert merge(base, marked, other).policy == replace(other, language="cy")
    assert merge(base, other, marked).policy == replace(other, language="cy")


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_no_line_is_lost_and_the_result_is_valid(seed: int) -> None:
    rng = random.Random(seed)
    base = made(rng, rng.randint(1, 6))
    mine = edited(rng, base, "m", rng.randint(1, 8))
    theirs = edited(rng, base, "t", rng.randint(1, 8))
    one, other = check(base, mine, theirs), check(base, theirs, mine)
    mirrored = {(c.section, c.field, c.theirs, c.mine) for c in other.conflicts if c.field != "section"}
    assert {(c.section, c.field, c.mine, c.theirs) for c in one.conflicts if c.field != "section"} == mirrored


@given(policies(), policies(), policies())
@settings(max_examples=60, deadline=None)
def test_any_three_policies_merge_to_a_valid_one(base: Policy, mine: Policy, theirs: Policy) -> None:
    merged = merge(base, mine, theirs).policy
    assert decode_text(fresh(merged)).policy == merged


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_every_conflict_can_be_decided_until_none_is_left(seed: int) -> None:
    rng = random.Random(seed)
    base = made(rng, 3)
    merged = merge(base, edited(rng, base, "m", 6), edited(rng, base, "t", 6)).policy
    left = len(find(merged))
    while found := find(merged):
        text = found[0].conflict.field == "body"
        merged = resolved(
            merged, found[0], rng.choice(("mine", "base", "theirs", "both") if text else ("mine", "theirs"))
        )
        left -= 1
        assert len(find(merged)) <= left
    assert not re.search(r"^(<{7}|>{7})", fresh(merged), re.MULTILINE)


def test_neighbouring_paragraphs_do_not_meet(base: Policy) -> None:
    mine = with_body(base, "logs", "We keep logs.", "We keep server logs.")
    theirs = with_body(base, "logs", "30 days", "60 days")
    merged = merge(base, mine, theirs)
    assert merged.clean
    assert merged.policy.sections[0].body == LOGS.replace("keep logs", "keep server logs").replace("30", "60")


def test_one_paragraph_changed_twice_keeps_both_texts_between_marks(base: Policy) -> None:
    merged = merge(base, with_body(base, "logs", "30", "60"), with_body(base, "logs", "30", "90"))
    assert merged.policy.sections[0].body == (
        "We keep logs.\n\n"
        "<<<<<<< mine\nThey are deleted after 60 days.\n"
        "||||||| base\nThey are deleted after 30 days.\n"
        "=======\nThey are deleted after 90 days.\n>>>>>>> theirs\n\n"
        "Nobody reads them.\n"
    )
    (conflict,) = find(merged.policy)
    assert resolved(merged.policy, conflict, "theirs") == with_body(base, "logs", "30", "90")
    assert "60 days.\n\nThey are deleted after 90" in resolved(merged.policy, conflict, "both").sections[0].body


def test_a_moved_and_renamed_section_takes_the_others_edit(base: Policy) -> None:
    renamed = replace(base.sections[0], title="Server logs", level=2)
    mine = replace(base, sections=(base.sections[1], base.sections[2], renamed))
    merged = merge(base, mine, with_body(base, "logs", "30", "60"))
    assert merged.clean
    assert [one.id for one in merged.policy.sections] == ["sharing", "rights", "logs"]
    moved = merged.policy.sections[2]
    assert (moved.title, moved.level, moved.body) == ("Server logs", 2, LOGS.replace("30", "60"))


def test_additions_of_both_sides_stand_side_by_side(base: Policy) -> None:
    mine = replace(base, sections=(*base.sections, Section("cookies", "Cookies", body="None at all.\n")))
    theirs = replace(base, sections=(*base.sections, Section("contact", "Contact", body="Write to us.\n")))
    merged = merge(base, mine, theirs)
    assert [one.id for one in merged.policy.sections][3:] == ["cookies", "contact"]
    assert merged.clean


def test_a_subsection_stays_below_its_section(base: Policy) -> None:
    child = Section("old-logs", "Old logs", 2, body="They are zipped.\n")
    new = Section("cookies", "Cookies", body="None.\n")
    mine = replace(base, sections=(base.sections[0], new, *base.sections[1:]))
    theirs = replace(base, sections=(base.sections[0], child, *base.sections[1:]))
    for one, other in ((mine, theirs), (theirs, mine)):
        ids = [section.id for section in merge(base, one, other).policy.sections]
        assert ids == ["logs", "old-logs", "cookies", "sharing", "rights"]


def test_two_new_sections_of_one_id_are_kept_apart(base: Policy) -> None:
    mine = replace(base, sections=(*base.sections, Section("contact", "Contact", body="Write to the shop.\n")))
    theirs = replace(base, sections=(*base.sections, Section("contact", "Complaints", body="Ask an ombudsman.\n")))
    merged = merge(base, mine, theirs)
    assert [one.id for one in merged.policy.sections][3:] == ["contact", "complaints"]
    assert merged.clean
    assert len(merged.notes) == 1


def test_the_same_section_added_twice_is_one(base: Policy) -> None:
    added = replace(base, sections=(*base.sections, Section("contact", "Contact", body="Write to us.\n")))
    theirs = with_body(added, "logs", "30", "60")
    merged = merge(base, added, theirs)
    assert (merged.policy, merged.clean) == (theirs, True)


def test_removed_on_one_side_goes_unless_the_other_changed_it(base: Policy) -> None:
    mine = replace(base, sections=base.sections[1:])
    other = with_body(base, "rights", "copy", "full copy")
    assert [one.id for one in merge(base, mine, other).policy.sections] == ["sharing", "rights"]
    theirs = with_body(base, "logs", "30", "60")
    merged = merge(base, mine, theirs)
    (found,) = find(merged.policy)
    assert (found.conflict.field, found.conflict.mine, found.conflict.theirs) == ("section", "(removed)", "(kept)")
    assert resolved(merged.policy, found, "mine") == mine
    assert resolved(merged.policy, found, "theirs") == theirs


def test_a_section_split_by_one_side_takes_the_others_edit_along(base: Policy) -> None:
    head, tail = "We keep logs.\n", "They are deleted after 30 days.\n\nNobody reads them.\n"
    mine = replace(
        base,
        sections=(replace(base.sections[0], body=head), Section("after", "After", body=tail), *base.sections[1:]),
    )
    merged = merge(base, mine, with_body(base, "logs", "30", "60"))
    assert merged.clean
    assert merged.policy.sections[1].body == tail.replace("30", "60")


def test_titles_that_differ_keep_mine_and_name_both(base: Policy) -> None:
    mine = base.with_section(replace(base.sections[0], title="Server logs", level=2))
    theirs = base.with_section(replace(base.sections[0], title="What we log", level=3))
    merged = merge(base, mine, theirs)
    assert [(c.section, c.field, c.mine, c.theirs) for c in merged.conflicts] == [
        ("logs", "title", "Server logs", "What we log"),
        ("logs", "level", "2", "3"),
    ]
    policy = merged.policy
    assert policy.sections[0].title == "Server logs"
    while found := find(policy):
        policy = resolved(policy, found[0], "theirs")
    assert policy == theirs


def test_fields_of_the_policy_that_differ_are_asked_above_its_text(base: Policy) -> None:
    mine = replace(base, title="Privacy notice", variables=(("who", "Ann"),)).with_dates(label="As of", notice_days=10)
    theirs = replace(base, title="Data policy", variables=(("who", "Bob"),)).with_dates(label="Date", notice_days=30)
    merged = merge(base, mine, theirs)
    assert {(c.section, c.field) for c in merged.conflicts} == {
        (POLICY_ID, field) for field in ("title", "dates.label", "dates.notice_days", "variables.who")
    }
    policy = merged.policy
    assert (policy.title, dict(policy.variables)) == ("Privacy notice", {"who": "Ann"})
    while found := find(policy):
        policy = resolved(policy, found[0], "theirs")
    assert policy == theirs


def test_the_later_date_counts_and_today_when_both_moved_it(base: Policy) -> None:
    mine, theirs = base.with_dates(last_updated=date(2024, 2, 1)), base.with_dates(last_updated=date(2024, 3, 1))
    assert merge(base, mine, theirs).policy.dates.last_updated == date(2024, 3, 1)
    assert merge(base, mine, theirs, today=date(2024, 4, 1)).policy.dates.last_updated == date(2024, 4, 1)
    one = with_body(theirs, "logs", "30", "60")
    other = with_body(base, "rights", "copy", "full copy")
    assert merge(base, one, other, today=date(2024, 4, 1)).policy.dates.last_updated == date(2024, 3, 1)
    both = merge(base, base.with_dates(effective=date(2025, 1, 1)), base.with_dates(effective=date(2025, 2, 1)))
    assert both.policy.dates.effective == date(2025, 2, 1)
    assert len(both.notes) == 1


def test_the_lists_of_the_house_are_joined(base: Policy) -> None:
    base = replace(base, house_rules=HouseRules(terms=("one", "two")))
    mine = replace(base, house_rules=HouseRules(terms=("one", "two", "mine")))
    theirs = replace(base, house_rules=HouseRules(terms=("two", "theirs")))
    assert merge(base, mine, theirs).policy.house_rules.terms == ("two", "mine", "theirs")


def test_without_a_base_what_is_the_same_stands_once(base: Policy) -> None:
    merged = merge(Policy(""), base, with_body(base, "logs", "30", "60"))
    assert [c.section for c in merged.conflicts] == ["logs"]
    assert [one.id for one in merged.policy.sections] == ["logs", "sharing", "rights"]

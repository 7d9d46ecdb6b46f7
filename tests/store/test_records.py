"""Records: replaying gives the policy exactly, and a broken end costs only itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Dates, HouseRules, Policy, Section
from policytui.store.records import base_of, common_prefix, decode, encode, joined, replay, said_of, step, whole

TEXT = st.text(max_size=30)
SECTION = st.builds(Section, st.sampled_from(["a", "b", "c"]), TEXT, st.integers(1, 6), TEXT, TEXT)
DAY = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
POLICY = st.builds(
    Policy,
    title=TEXT,
    organization=TEXT,
    preamble=TEXT,
    dates=st.builds(Dates, last_updated=DAY, effective=DAY, reviewed=DAY, notice_days=st.none() | st.integers(0, 90)),
    variables=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    sections=st.lists(SECTION, max_size=3, unique_by=lambda section: section.id).map(tuple),
    house_rules=st.builds(HouseRules, terms=st.lists(TEXT, max_size=2).map(tuple)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(POLICY, min_size=1, max_size=4), TEXT)
def test_replaying_gives_the_last_policy(policies: list[Policy], body: str) -> None:
    last = policies[-1]
    if last.sections:
        policies.append(last.with_section(replace(last.sections[0], body=body)))
    records = [whole(policies[0])]
    for before, after in pairwise(policies):
        if (record := step(before, after)) is not None:
            records.append(record)
    assert replay(joined([{"journal": 1, "slug": "x"}, *records])).policy == policies[-1]


@given(POLICY, POLICY)
@settings(max_examples=20, deadline=None)
def test_it_says_what_the_draft_began_from(before: Policy, after: Policy) -> None:
    edit = step(before, after)
    read = replay(joined([{"journal": 1}, base_of(before), *([edit] if edit else [])]))
    assert (read.base, read.policy) == (before, after)


def test_what_was_typed_for_the_save_is_replayed_and_changes_no_text() -> None:
    policy = Policy("T")
    records = [base_of(policy), said_of(("One", "")), said_of(("One more", "Why not"))]
    read = replay(joined(records))
    assert (read.policy, read.said) == (policy, ("One more", "Why not"))
    assert replay(joined([*records, {"said": 3}])).said == ("One more", "Why not")


def test_one_key_is_a_short_record() -> None:
    before = Policy("T", sections=(Section("a", "A", body="x" * 100_000),))
    after = before.with_section(Section("a", "A", body="x" * 50_000 + "y" + "x" * 50_000))
    assert step(before, after) == {"in": "a", "field": "body", "at": 50_000, "cut": 0, "put": "y"}
    assert step(before, before) is None


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_broken_byte_costs_only_what_stands_behind_it(position: int, byte: int) -> None:
    policies = [Policy("T", sections=(Section("a", "A", body="b" * n),)) for n in range(4)]
    lines = [encode(whole(policies[0]))]
    for before, after in pairwise(policies):
        record = step(before, after)
        assert record is not None
        lines.append(encode(record))
    data = bytearray(b"".join(lines))
    position %= len(data)
    if data[position] == byte:
        return
    data[position] = byte
    read = replay(bytes(data))
    assert read.policy is None or read.policy in policies
    intact, size = 0, 0
    for line in lines:
        size += len(line)
        if size > position:
            break
        intact += 1
    assert read.records >= intact


def test_a_record_cut_short_is_left_out() -> None:
    data = encode({"journal": 1}) + encode(whole(Policy("T")))
    assert len(list(decode(data[:-1]))) == 1
    assert replay(data[:-1]).policy is None


@given(st.text("ab", max_size=30), st.text("ab", max_size=30))
def test_the_common_prefix_is_the_longest(a: str, b: str) -> None:
    length = common_prefix(a, b)
    assert a[:length] == b[:length]
    assert length == min(len(a), len(b)) or a[length] != b[length]

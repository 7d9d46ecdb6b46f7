"""Merging files: the merged policy, in as many of both sides' own bytes as can be; always a file that can be read."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.conflicts import find
from policytui.core.merge import merge
from policytui.core.values import Policy, Section
from policytui.errors import ContentError
from policytui.store.codec import decode, decode_text, fresh, loaded_policy
from policytui.store.merge_file import merge_files
from policytui.store.splice import splice
from tests.policy_edits import edited, made
from tests.store.strategies import HAND_WRITTEN

BASE = HAND_WRITTEN.encode()


def swapped(old: str, new: str, text: str = HAND_WRITTEN) -> bytes:
    assert old in text
    return text.replace(old, new).encode()


def test_edits_of_two_sections_keep_every_other_byte() -> None:
    mine, theirs = swapped("your name", "your full name"), swapped("Write to us.", "Call us.")
    merged = merge_files(BASE, mine, theirs)
    assert merged.clean
    assert merged.data == swapped("Write to us.", "Call us.", mine.decode())


def test_comments_of_both_sides_are_kept() -> None:
    mine = swapped("# the end", "# the very end")
    theirs = swapped("# == Retention ==", "# == Retention ==\n# see the ticket")
    merged = merge_files(BASE, mine, theirs).data.decode()
    assert "# the very end" in merged
    assert '# see the ticket\n[[section]]\nid = "retention"' in merged


def test_comments_are_kept_even_where_the_lines_meet() -> None:
    mine = swapped("30 days", "60 days").replace(b"# the end", b"# mine")
    theirs = swapped("30 days", "90 days").replace(b"# == Retention ==", b"# == Retention ==\n# theirs")
    merged = merge_files(BASE, mine, theirs)
    text = merged.data.decode()
    assert not merged.clean
    assert "# mine" in text
    assert text.index("# theirs") < text.index('id = "retention"') < text.index("60 days") < text.index("90 days")
    assert len(find(merged.policy)) == 1


def test_the_side_with_comments_carries_them() -> None:
    mine, theirs = swapped("30 days", "60 days"), swapped("30 days", "90 days").replace(b"# the end", b"# theirs")
    assert merge_files(BASE, mine, theirs).data.count(b"# theirs") == 1


def test_an_unknown_key_is_kept_or_asked_about() -> None:
    theirs = swapped('owner = "legal"', 'owner = "board"')
    merged = merge_files(BASE, swapped("30 days", "60 days"), theirs)
    assert merged.clean
    assert b'owner = "board"' in merged.data
    both = merge_files(BASE, swapped('owner = "legal"', 'owner = "shop"'), theirs)
    assert (both.lost_keys, both.clean) == (True, False)
    assert b'owner = "shop"' in both.data


def test_windows_line_ends_stay() -> None:
    base, mine, theirs = (
        text.replace(b"\n", b"\r\n")
        for text in (BASE, swapped("30 days", "60 days"), swapped("Write to us.", "Call us."))
    )
    merged = merge_files(base, mine, theirs)
    assert merged.clean
    assert merged.data == theirs.replace(b"30 days", b"60 days")


def test_today_is_the_date_when_both_moved_it() -> None:
    old, zone = "last_updated = 2024-05-19", 'timezone = "Asia/Tokyo"'
    base, mine, theirs = (swapped(old, f"{zone}\nlast_updated = 2024-{day}") for day in ("05-19", "06-01", "06-02"))
    zones: list[str] = []

    def today(zone: str) -> date:
        zones.append(zone)
        return date(2024, 7, 1)

    merged = merge_files(base, mine, theirs, today=today)
    assert zones == ["Asia/Tokyo"]
    assert b"last_updated = 2024-07-01 # the relaunch" in merged.data
    assert merged.clean


def test_without_a_base_both_files_are_joined() -> None:
    merged = merge_files(b"", BASE, swapped("30 days", "60 days"))
    assert len(merged.conflicts) == 1
    assert merge_files(b"\xff", BASE, BASE).data == BASE


@pytest.mark.parametrize("broken", [b"", b"title = ", b"\xff\xfe"])
def test_a_side_that_cannot_be_read_is_refused(broken: bytes) -> None:
    for mine, theirs in ((BASE, broken), (broken, BASE)):
        with pytest.raises(ContentError):
            merge_files(BASE, mine, theirs)


@given(st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_the_file_says_the_merged_policy_whatever_was_done(seed: int) -> None:
    rng = random.Random(seed)
    if rng.random() < 0.4:
        base, text = loaded_policy(decode_text(HAND_WRITTEN)), HAND_WRITTEN
    else:
        base = made(rng, 4)
        text = fresh(base)
    mine, theirs = edited(rng, base, "m", 4), edited(rng, base, "t", 4)
    files = [text, splice(text, base, mine), splice(text, base, theirs)]
    merged = merge_files(*(file.encode() for file in files))
    assert decode(merged.data).policy == merged.policy == merge(base, mine, theirs).policy


def test_a_new_section_brings_its_comment() -> None:
    base = loaded_policy(decode_text(HAND_WRITTEN))
    added = replace(base, sections=(*base.sections, Section("new", "New", body="New.\n")))
    theirs = splice(HAND_WRITTEN, base, added).replace('[[section]]\nid = "new"', '# why\n[[section]]\nid = "new"')
    mine = splice(HAND_WRITTEN, base, replace(base, sections=(*base.sections, Section("own", "Own", body="Own.\n"))))
    merged = merge_files(BASE, mine.replace("# the end", "# mine").encode(), theirs.encode())
    assert [one.id for one in merged.policy.sections][-2:] == ["own", "new"]
    text = merged.data.decode()
    assert "# mine" in text
    assert '# why\n[[section]]\nid = "new"' in text
    assert isinstance(merged.policy, Policy)

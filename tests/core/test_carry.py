"""A change to a moved paragraph goes with it."""

from __future__ import annotations

from dataclasses import replace

from policytui.core.carry import carry
from policytui.core.values import Policy, Section

LONG = "We keep server logs for thirty days."
CHANGED = "We keep server logs for sixty days."
BASE = Policy("T", preamble="", sections=(Section("a", "A", body=f"Start of it.\n\n{LONG}\n"), Section("b", "B")))
SAME = {0: 0, 1: 1}


def body(policy: Policy, first: str, second: str) -> Policy:
    return replace(policy, sections=(replace(policy.sections[0], body=first), replace(policy.sections[1], body=second)))


def test_the_change_is_written_into_the_base_and_the_moved_place() -> None:
    moved = body(BASE, "Start of it.\n", f"{LONG}\n")
    changed = body(BASE, f"Start of it.\n\n{CHANGED}\n", "")
    for mine, theirs in ((moved, changed), (changed, moved)):
        base, left, right = carry(BASE, mine, theirs, SAME, SAME)
        assert base == changed
        assert {left, right} == {changed, body(BASE, "Start of it.\n", f"{CHANGED}\n")}


def test_what_both_moved_stands_where_mine_put_it() -> None:
    mine = body(BASE, "Start of it.\n", f"{LONG}\n")
    theirs = replace(body(BASE, "Start of it.\n", ""), preamble=f"{LONG}\n")
    base, left, right = carry(BASE, mine, theirs, SAME, SAME)
    assert (base, left) == (BASE, mine)
    assert right.preamble == ""


def test_nothing_moved_is_nothing_touched() -> None:
    changed = body(BASE, f"Start of it.\n\n{CHANGED}\n", "")
    assert carry(BASE, BASE, changed, SAME, SAME) == (BASE, BASE, changed)


def test_short_lines_do_not_move() -> None:
    short = body(BASE, "- Names.\n", "")
    moved = body(BASE, "", "- Names.\n")
    other = body(BASE, "- All names.\n", "")
    assert carry(short, moved, other, SAME, SAME) == (short, moved, other)

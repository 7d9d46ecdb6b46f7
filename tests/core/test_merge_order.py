"""Order: what one side moved or added is where that side has it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.merge_order import merged_order, moved

BASE = "abcdef"


def order(base: str, mine: str, theirs: str, keep: str = "abcdefghxyz") -> str:
    return "".join(merged_order(base, mine, theirs, keep.__contains__, lambda _: 1)[0])


@given(st.permutations(BASE), st.permutations(BASE))
@settings(deadline=None)
def test_every_key_stands_once(mine: list[str], theirs: list[str]) -> None:
    found, _ = merged_order(BASE, mine, theirs, lambda _: True, lambda _: 1)
    assert sorted(found) == list(BASE)
    assert merged_order(BASE, mine, BASE, lambda _: True, lambda _: 1)[0] == mine
    assert merged_order(BASE, BASE, theirs, lambda _: True, lambda _: 1)[0] == theirs


def test_moves_of_both_sides() -> None:
    assert order(BASE, "bacdef", "abcdfe") == "bacdfe"
    assert moved(BASE, "bcadef") == {"a"}


def test_additions_follow_what_they_follow_on_their_side() -> None:
    assert order("abc", "axbc", "abcy") == "axbcy"
    assert order("abc", "xabc", "yabc") == "xyabc"


def test_an_addition_goes_past_what_the_other_side_put_deeper_there() -> None:
    def added(mine: str, theirs: str) -> str:
        return "".join(merged_order("abc", mine, theirs, lambda _: True, lambda key: 1 + (key == "y"))[0])

    assert added("axbc", "aybc") == "ayxbc"
    assert added("xabc", "yabc") == "xyabc"  # nothing stands before it that the deeper one could be a part of


def test_what_both_moved_stands_where_mine_has_it_and_is_named() -> None:
    found, clash = merged_order("abcd", "bcda", "bacd", lambda _: True, lambda _: 1)
    assert ("".join(found), clash) == ("bcda", {"a"})


def test_moves_behind_the_same_key_agree() -> None:
    assert merged_order("abcde", "bcdae", "cbdae", lambda _: True, lambda _: 1)[1] == set()


def test_what_is_not_kept_is_left_out_and_what_nobody_has_is_not_lost() -> None:
    assert order("abc", "abc", "ac", keep="ac") == "ac"
    assert order("abc", "ac", "ac", keep="abc") == "abc"

"""Conflicts in place: written and read back exactly, whatever the texts hold; deciding takes the marks away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.conflicts import Conflict, find, marked, resolved, stray, variable_field
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy, Section

AWKWARD = st.sampled_from(
    [
        "a\n",
        "=======\n",
        "<<<<<<<\n",
        "<<<<<<< mine\n",
        "|||||||\n",
        ">>>>>>> theirs\n",
        "<<<<<<<<<\n",
        "\n",
        "> q\n",
        "\r\n",
    ]
)
SIDES = st.lists(AWKWARD, max_size=4).map("".join)


def policy(body: str) -> Policy:
    return Policy("T", sections=(Section("one", "One", body=body),))


@given(SIDES, SIDES, SIDES, SIDES, SIDES)
@settings(deadline=None)
def test_a_conflict_is_read_back_exactly(base: str, mine: str, theirs: str, before: str, after: str) -> None:
    conflict = Conflict("one", "body", base, mine, theirs)
    text = marked(conflict)
    assert [found.conflict for found in find(policy(text))] == [conflict]
    around = list(find(policy(f"first\n\n{text}\nlast\n")))
    assert [found.conflict for found in around] == [conflict]
    found = around[0]
    assert resolved(policy(f"first\n\n{text}last\n"), found, "mine").sections[0].body == f"first\n\n{mine}last\n"
    assert find(policy(before + after)) is not None


@pytest.mark.parametrize("field", ["title", "level", "variables.a b", "dates.label", variable_field("a\nb\\n")])
def test_a_field_is_named_in_the_marks(field: str) -> None:
    conflict = Conflict(POLICY_ID, field, "", "1\n2", "x")
    (found,) = find(Policy("T", preamble=marked(conflict) + "\nHello.\n"))
    assert (found.conflict, found.place) == (conflict, PREAMBLE_ID)


def test_a_variable_of_any_name_is_decided() -> None:
    name = "a\nb\\n"
    conflict = Conflict(POLICY_ID, variable_field(name), "0", "1", "2")
    before = Policy("T", preamble=marked(conflict) + "\nHello.\n", variables=((name, "1"),))
    (found,) = find(before)
    assert resolved(before, found, "theirs") == Policy("T", preamble="Hello.\n", variables=((name, "2"),))


def test_marks_that_plain_git_left_are_found_too() -> None:
    text = "a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature/x\nb\n"
    (found,) = find(policy(text))
    assert found.conflict == Conflict("one", "body", "", "ours\n", "theirs\n")
    assert resolved(policy(text), found, "both").sections[0].body == "a\nours\n\ntheirs\nb\n"


def test_marks_of_no_whole_conflict_are_named() -> None:
    assert list(stray(policy("a\n<<<<<<< mine\nb\n"))) == [("one", 2)]
    assert list(stray(policy("a\n<<<<<<< mine\nb\n=======\n>>>>>>> theirs\n"))) == []
    assert list(stray(policy("a << b\n>> c\n"))) == []


def test_a_text_of_ones_own_decides() -> None:
    text = "a\n\n" + marked(Conflict("one", "body", "x\n", "y\n", "z\n")) + "\nb\n"
    (found,) = find(policy(text))
    assert resolved(policy(text), found, "mine", "w").sections[0].body == "a\n\nw\n\nb\n"
    assert resolved(policy(text), found, "mine", "").sections[0].body == "a\n\nb\n"


def test_a_value_that_would_be_illegal_leaves_mine() -> None:
    before = policy(marked(Conflict("one", "level", "0", "1", "2")) + "\ntext\n")
    (found,) = find(before)
    assert resolved(before, found, "base") == policy("text\n")

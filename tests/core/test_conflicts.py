"""Conflicts in place: written and read back exactly, whatever the texts hold; deciding takes the marks away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.conflicts import Answer, Conflict, Own, find, marked, resolved, sides_of, stray, variable_field
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Policy, Section
from policytui.errors import UsageError

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
    assert resolved(policy(text), found, Own("w")).sections[0].body == "a\n\nw\n\nb\n"
    assert resolved(policy(text), found, Own("")).sections[0].body == "a\n\nb\n"


@pytest.mark.parametrize(
    ("section", "field", "answer", "said"),
    [
        ("one", "level", "base", "from 1 to 6"),
        ("one", "level", "both", "only in a text"),
        ("one", "section", Own("perhaps"), "kept or removed"),
        ("one", "title", Own("two\nlines"), "one line"),
        ("one", "body", Own("a\n>>>>>>> theirs\n"), "mark of a conflict"),
        (POLICY_ID, "title", Own(" "), "has a title"),
        (POLICY_ID, "dates.style", Own("roman"), "long, iso"),
        (POLICY_ID, "dates.notice_days", Own("soon"), "number"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(section: str, field: str, answer: Answer, said: str) -> None:
    text = marked(Conflict(section, field, "0", "1", "2")) + "\ntext\n"
    before = replace(policy("" if section == POLICY_ID else text), preamble=text if section == POLICY_ID else "")
    (found,) = find(before)
    with pytest.raises(UsageError, match=said):
        resolved(before, found, answer)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [("title", "New", ("New", "2")), ("dates.notice_days", "", ("T", "None")), ("dates.notice_days", "9", ("T", "9"))],
)
def test_a_value_of_ones_own_is_taken(field: str, text: str, says: tuple[str, str]) -> None:
    before = replace(policy(""), preamble=marked(Conflict(POLICY_ID, field, "0", "1", "2"))).with_dates(notice_days=2)
    (found,) = find(before)
    after = resolved(before, found, Own(text))
    assert (after.title, str(after.dates.notice_days), after.preamble) == (*says, "")


GIT = "a = 1\n<<<<<<< HEAD\nb = 2\n{base}=======\nb = 3\n>>>>>>> side\nc = 4\n"


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize(("base", "begun"), [("", None), ("||||||| 1a2b\nb = 0\n", "a = 1\nb = 0\nc = 4\n")])
def test_a_file_that_git_left_is_each_side_of_it(eol: str, base: str, begun: str | None) -> None:
    found = sides_of(GIT.format(base=base).replace("\n", eol))
    sides = (begun, "a = 1\nb = 2\nc = 4\n", "a = 1\nb = 3\nc = 4\n")
    assert found == tuple(side and side.replace("\n", eol) for side in sides)


def test_marks_of_our_own_are_no_marks_of_git() -> None:
    own = marked(Conflict("one", "title", "0", "1", "2"))
    assert sides_of(f"x\n{own}y\n") is None
    assert sides_of("<<<<<<< HEAD\nx\n") is None
    found = sides_of(f"{own}{GIT.format(base='')}")
    assert found is not None
    assert found[1] == f"{own}a = 1\nb = 2\nc = 4\n"

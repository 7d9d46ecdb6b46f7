"""The answers to the conflicts of a merge: given one by one, taken back, whole at any moment."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.answers import Answers
from policytui.core.conflicts import Answer, Conflict, Own, find, marked
from policytui.core.merge import merge
from policytui.core.values import Policy, Section
from policytui.errors import UsageError
from tests.policy_edits import edited, made


def body(name: str) -> str:
    return marked(Conflict(name, "body", "base\n", "mine\n", "theirs\n"))


POLICY = Policy(
    "T",
    sections=(
        Section("one", "One", body=body("one") + "\n" + marked(Conflict("one", "body", "", "- a\n", "- b\n"))),
        Section("two", "Mine", body=marked(Conflict("two", "title", "Base", "Mine", "Theirs")) + "\ntext\n"),
    ),
)


def test_each_answer_decides_its_own_conflict_and_no_other() -> None:
    answers = Answers.of(POLICY)
    assert (answers.left, answers.undecided(), answers.result) == (3, 0, POLICY)
    answers = answers.with_answer(1, "both").with_answer(2, "theirs")
    assert (answers.left, answers.undecided(1)) == (1, 0)
    assert answers.result.sections[0].body == body("one") + "\n- a\n- b\n"
    assert answers.result.sections[1] == Section("two", "Theirs", body="text\n")
    answers = answers.with_answer(0, Own("ours"))
    assert answers.undecided() is None
    assert answers.result.sections[0].body == "ours\n\n- a\n- b\n"
    assert answers.with_answer(2, None).result.sections[1] == POLICY.sections[1]


def test_writing_begins_with_what_is_there() -> None:
    answers = Answers.of(POLICY)
    assert [answers.proposed(n) for n in range(3)] == ["mine\n\ntheirs\n", "- a\n- b\n", "Mine"]
    assert answers.with_answer(0, "base").proposed(0) == "base\n"
    assert (answers.text(0), answers.with_answer(0, "base").text(0)) == ("", "base\n")


def test_an_answer_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="only in a text"):
        Answers.of(POLICY).with_answer(2, "both")


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_in_whatever_order_they_are_given_the_result_is_one(seed: int) -> None:
    rng = random.Random(seed)
    base = made(rng, 4)
    policy = merge(base, edited(rng, base, "m", 6), edited(rng, base, "t", 6)).policy
    answers = Answers.of(policy)
    chosen: list[Answer] = [rng.choice(("mine", "theirs")) for _ in answers.found]
    order = list(range(len(chosen)))
    rng.shuffle(order)
    one = answers
    for number in order:
        one = one.with_answer(number, chosen[number])
        assert len(find(one.result)) >= one.left
    other = answers
    for number, answer in enumerate(chosen):
        other = other.with_answer(number, answer)
    assert one.result == other.result
    assert find(one.result) == ()

"""The strict pair rule: what is a misspelling mended, and what only looks like one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.spelling import LONGEST, Speller, distance, load_speller, slip_of


@pytest.fixture(scope="module")
def speller() -> Speller:
    return load_speller()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("recieve", "receive"),
        ("occured", "occurred"),
        ("goverment", "government"),
        ("definately", "definitely"),
        ("teh", "the"),
        ("ot", "to"),
        ("NOCTICE", "NOTICE"),
        ("Inforamtion", "Information"),
        ("unles", "unless"),
    ],
)
def test_mended(speller: Speller, old: str, new: str) -> None:
    assert speller.mends(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nto", "not"),
        ("ro", "to"),
        ("unrevocable", "revocable"),
        ("licensor", "licensee"),
        ("arbitrable", "arbitral"),
        ("subprocessor", "processor"),
        ("logins", "login"),
        ("analytics", "analysis"),
        ("Klarna", "Karma"),
        ("wich", "witch"),
        ("information", "inforamtion"),
        ("receive", "relieve"),
        ("HIPAA", "HIPPO"),
        ("xx", "xy"),
        ("pаyment", "payment"),
        ("x" * 40, "x" * 39),
        ("", ""),
    ],
)
def test_refused(speller: Speller, old: str, new: str) -> None:
    assert not speller.mends(old, new)


def test_a_capitalised_word_needs_to_open_a_sentence(speller: Speller) -> None:
    assert speller.mends("Adress", "Address", opening=True)
    assert not speller.mends("Adress", "Address")


def test_two_words_run_together(speller: Speller) -> None:
    assert speller.splits("minordependent", "minor", "dependent")
    assert not speller.splits("notliable", "not", "liable")
    assert not speller.splits("maybe", "may", "be")
    assert not speller.splits("undated", "un", "dated")


def test_the_words_of_the_house_are_right(speller: Speller) -> None:
    own = speller.with_words(["Parcelo"])
    assert own.known("parcelo")
    assert not own.mends("parcelo", "parcels")
    assert own.mends("pracelo", "parcelo")
    assert not speller.known("parcelo")


def test_slips() -> None:
    pairs = (("adn", "and"), ("occured", "occurred"), ("compnay", "company"), ("acess", "access"), ("cat", "dog"))
    assert [slip_of(*pair) for pair in pairs] == ["swap", "double", "swap", "double", "none"]


@settings(deadline=None, max_examples=60)
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_a_measure(left: str, right: str) -> None:
    assert distance(left, right) == distance(right, left)
    assert (distance(left, right) == 0) == (left == right)
    assert distance(left, right) <= max(len(left), len(right))


def test_long_words_are_not_looked_at(speller: Speller) -> None:
    word = "a" * (LONGEST + 5)
    assert not speller.mends(word, word + "b")


def test_the_word_list_is_loaded_only_when_asked() -> None:
    code = "import sys, policytui.core.judge; print('spellchecker' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

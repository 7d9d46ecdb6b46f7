"""The word list in little memory says what the package's own dict says."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spellchecker import SpellChecker

from policytui.core import wordlist
from policytui.core.wordlist import WordList, english


@pytest.fixture(scope="module")
def package() -> dict[str, int]:
    """The list as the package reads it."""
    return dict(SpellChecker(language="en", distance=1).word_frequency.dictionary)


@pytest.fixture(scope="module")
def ours() -> WordList:
    found = english()
    assert isinstance(found, WordList)
    return found


def test_every_word_has_its_count(ours: WordList, package: dict[str, int]) -> None:
    assert len(package) > 100_000
    assert [word for word, count in package.items() if ours.get(word, 0) != count] == []


def test_what_is_near_a_word_is_none_unless_the_package_says_so(ours: WordList, package: dict[str, int]) -> None:
    for number, word in enumerate(package):
        if number % 50 == 0:
            for near in (word[:-1], word[1:], f"{word}x", f"{word} ", f"\n{word}", f"{word} {package[word]}\n{word}"):
                assert ours.get(near, 0) == package.get(near, 0)


def test_two_lines_are_no_word(ours: WordList) -> None:
    assert ours.get("abaca", 0) == 50
    assert ours.get("abaca 50\nabacas", 0) == 0


@given(st.text(max_size=12) | st.text("abceinorst' \n\"\\5", max_size=8))
def test_any_text(ours: WordList, package: dict[str, int], word: str) -> None:
    assert ours.get(word, -1) == package.get(word, -1)


@pytest.mark.parametrize("word", ["", "\ud800", "\x00", "é", "50", '"'])
def test_hostile_words(ours: WordList, word: str) -> None:
    assert ours.get(word, 7) == 7


PLAIN = b'{\n"a": 5,\n"an": 70,\n"ant": 6\n}'


@given(st.lists(st.integers(0, len(PLAIN)), max_size=6))
def test_the_pieces_do_not_matter(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(PLAIN)]
    found = WordList(PLAIN[begin:end] for begin, end in pairwise(places))
    assert [found.get(word, 0) for word in ("a", "an", "ant", "ants")] == [5, 70, 6, 0]


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": 5}',
        b'{\n"A": 5\n}',
        b'{\n"a b": 5\n}',
        b'{\n"\\u00e9": 5\n}',
        b'{\n"a": -5\n}',
        b'{\n"a": 5,\n\n"b": 6\n}',
        b'{\n"a": 5,\n',
        b"[]",
        b"",
    ],
)
def test_another_form_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match="list"):
        WordList(iter([text]))


def test_another_form_is_left_to_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def other_form(_: object) -> WordList:
        raise ValueError

    monkeypatch.setattr(wordlist, "WordList", other_form)
    assert english().get("receive", 0) > 1000


def test_a_word_that_stands_twice_counts_as_in_json() -> None:
    assert WordList(iter([b'{\n"a": 5,\n"a": 6\n}'])).get("a", 0) == 6


def test_it_is_light() -> None:
    code = (
        "import resource, zlib, pkgutil, re, spellchecker\n"
        "from policytui.core.wordlist import english\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak(); found = english(); print(peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    scale = 1024 if sys.platform == "darwin" else 1
    assert int(done.stdout) / scale < 12_000

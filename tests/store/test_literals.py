"""Literals: TOML text that reads back exactly and hides nothing."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.errors import ContentError
from policytui.store import literals
from tests.store.strategies import AWKWARD, texts


def back(written: str) -> object:
    return tomllib.loads(f"k = {written}\n")["k"]


@given(texts, st.sampled_from(["", '"""', "'''"]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=200, deadline=None)
def test_many_lines_reads_back_exactly(text: str, quote: str, opened: bool, eol: str) -> None:
    assert back(literals.many_lines(text, eol, quote=quote, opened=opened)) == text


@pytest.mark.parametrize("quote", ["", '"""', "'''"])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_reads_back_exactly(text: str, quote: str) -> None:
    for whole in (text, f"x\n{text}", f"{text}x", text * 2, f'{text}"'):
        assert back(literals.many_lines(whole, quote=quote)) == whole


@given(texts)
@settings(deadline=None)
def test_one_line_reads_back_exactly_and_is_one_line(text: str) -> None:
    for written in (literals.one_line(text), literals.escaped(text)):
        assert back(written) == text
        assert "\n" not in written


@given(st.lists(texts, max_size=6).map(tuple))
@settings(deadline=None)
def test_a_list_reads_back_exactly(words: tuple[str, ...]) -> None:
    assert back(literals.literal(words)) == list(words)


@given(texts)
@settings(deadline=None)
def test_a_key_reads_back_exactly(name: str) -> None:
    assert tomllib.loads(f"{literals.key(name)} = 1") == {name: 1}


@pytest.mark.parametrize("hidden", ["\x1b", "\x07", "\x00", "\x7f", "\x9b", "\u202e", "\u200b", "\u2028", "\U000e0041"])
def test_nothing_hidden_stands_raw_in_the_file(hidden: str) -> None:
    for written in (literals.one_line(hidden), literals.many_lines(hidden), literals.many_lines(hidden, quote="'''")):
        assert hidden not in written
        assert back(written) == hidden


def test_backslashes_and_quotes_stay_readable() -> None:
    assert literals.one_line('The "Site"') == "'The \"Site\"'"
    assert literals.many_lines("a \\* b\n") == "'''\na \\* b\n'''"
    assert literals.many_lines('say "yes"\n') == '"""\nsay "yes"\n"""'


def test_dates_and_numbers_are_bare() -> None:
    assert literals.literal(date(2024, 5, 19)) == "2024-05-19"
    assert literals.literal(30) == "30"


def test_half_a_character_is_refused_with_its_line() -> None:
    with pytest.raises(ContentError, match=r"U\+D800, line 2"):
        literals.encoded("a\n\ud800")

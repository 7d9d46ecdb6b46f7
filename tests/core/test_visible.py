"""Hidden characters: every one becomes visible, nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.visible import HIDDEN, find_hidden, find_lookalikes, one_line, visible

HOSTILE = {
    "\x1b]52;c;aGk=\x07": "␛]52;c;aGk=␇",
    "\x1b[2J": "␛[2J",
    "\x9b31m": "<U+009B>31m",
    "a\x7fb": "a␡b",
    "a\x00b": "a␀b",
    "\u202egnp.exe": "<U+202E>gnp.exe",
    "\u2066x\u2069": "<U+2066>x<U+2069>",
    "zero\u200bwidth": "zero<U+200B>width",
    "soft\u00adhyphen": "soft<U+00AD>hyphen",
    "\U000e0041": "<U+E0041>",
    "a\rb": "a␍b",
    "\u2028": "<U+2028>",
    "\ufeffbom": "<U+FEFF>bom",
    "\ud800": "<U+D800>",
}


@pytest.mark.parametrize(("raw", "shown"), HOSTILE.items())
def test_a_hidden_character_is_shown(raw: str, shown: str) -> None:
    assert visible(raw) == shown
    assert list(find_hidden(raw))


@pytest.mark.parametrize("text", ["Plain.", "Tab\tand\nline", "café — “naïve” ☎️", "数据保护", "Ünïcode", "👍🏽"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert not list(find_hidden(text))


@given(st.text())
def test_what_is_visible_has_nothing_hidden_and_stays(text: str) -> None:
    shown = visible(text)
    assert not HIDDEN.search(shown)
    assert visible(shown) == shown
    for char in shown:
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")


@given(st.text())
def test_every_find_is_where_it_says(text: str) -> None:
    for found in find_hidden(text):
        assert text[found.index] == found.char


def test_one_line_is_one_line() -> None:
    assert one_line("a\nb\tc") == "a⏎b⇥c"


def test_a_cyrillic_letter_in_a_latin_word_is_found_and_named() -> None:
    found = list(find_lookalikes("your d\u0430ta"))
    assert [(one.index, one.name) for one in found] == [(6, "U+0430 CYRILLIC SMALL LETTER A")]
    assert not list(find_lookalikes("Привет, world: α"))


def test_a_control_is_named() -> None:
    assert next(find_hidden("\x1b")).name == "U+001B ESCAPE"


EDGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xD800, 0xDFFF), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip


@pytest.mark.parametrize(("low", "high"), EDGES)
def test_these_characters_are_hidden_and_their_neighbours_are_not(low: int, high: int) -> None:
    assert HIDDEN.fullmatch(chr(low))
    assert HIDDEN.fullmatch(chr(high))
    assert low == 0 or not HIDDEN.match(chr(low - 1))
    assert not HIDDEN.match(chr(high + 1))


def test_every_control_has_its_own_picture_and_a_space_has_none() -> None:
    for code in (*range(0x09), *range(0x0B, 0x20)):
        assert visible(chr(code)) == chr(0x2400 + code)
    assert visible("\x1b \x7f!") == "␛ ␡!"
    assert visible("\x80") == "<U+0080>"


def test_controls_have_names() -> None:
    names = ["NULL", "BELL", "BACKSPACE", "CARRIAGE RETURN", "ESCAPE", "DELETE", "CONTROL SEQUENCE INTRODUCER"]
    found = [one.name.partition(" ")[2] for one in find_hidden("\x00\x07\x08\r\x1b\x7f\x9b")]
    assert found == names
    assert next(find_hidden("\x01")).name == "U+0001 CONTROL CHARACTER"

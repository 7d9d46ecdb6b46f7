"""Tokens: what people see as one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.tokens import _PATTERNS, WHOLE, maybe_whole, tokens


@pytest.mark.parametrize(
    "one",
    [
        "1,000.50", "10%", "$5", "18", "2024-05-19", "12:30", "1/2", "3rd", "don’t", "opt-out", "https://a.example/x?y=1",
        "www.a.example", "mailto:a@b.example", "a.b@c.example", "{{ name }}", "***", "café",
    ],
)  # fmt: skip
def test_one_token(one: str) -> None:
    assert tokens(one) == [one]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("data,", ["data", ","]),
        ("(see https://a.example).", ["(", "see", " ", "https://a.example", ")", "."]),
        ("[text](https://a.example)", ["[", "text", "]", "(", "https://a.example", ")"]),
        ("[text](../old.md#a-b),", ["[", "text", "]", "(", "../old.md#a-b", ")", ","]),
        ("**Data**", ["**", "Data", "**"]),
        ("个人信息", ["个", "人", "信", "息"]),
    ],
)
def test_cuts(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@given(st.text(max_size=60))
def test_tokens_give_the_text_back(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert "" not in tokens(text)


_WORDS = [
    "of",
    "Data,",
    "30.",
    "30,",
    "1st",
    "13abc!",
    "www.",
    "mailto:",
    "2024",
    "a.b",
    "(so)",
    "don't",
    "--",
    "",
    ". .",
    "é",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join) | st.text("aZ19 .,;:!?-", max_size=20))
def test_plain_words_are_cut_as_the_pattern_cuts_them(text: str) -> None:
    pattern = _PATTERNS[maybe_whole(text), text.isascii()]
    assert tokens(text) == [match[0] for match in pattern.finditer(text)]


@pytest.mark.parametrize("one", ["May 19, 2024", "19 May 2024", "1st of May 2024", "{{ name }}", "“Account Data”"])
def test_things_with_spaces_inside(one: str) -> None:
    match = WHOLE.search(f"on {one} and")
    assert match is not None
    assert match[0] == one
    assert maybe_whole(f"on {one} and")

"""Tokens: what people see as one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.tokens import WHOLE, maybe_whole, tokens


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


@pytest.mark.parametrize("one", ["May 19, 2024", "19 May 2024", "1st of May 2024", "{{ name }}", "“Account Data”"])
def test_things_with_spaces_inside(one: str) -> None:
    match = WHOLE.search(f"on {one} and")
    assert match is not None
    assert match[0] == one
    assert maybe_whole(f"on {one} and")

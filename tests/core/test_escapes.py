r"""Backslashes: gone where they say nothing, kept where the text would be read otherwise without."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.escapes import unescaped
from policytui.core.rules_text import read


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"2\. It stands", "2. It stands"),
        (r"\- not an item, \# no heading, \> no quote", "- not an item, # no heading, > no quote"),
        (r"5 \* 3 and snake\_case", "5 * 3 and snake_case"),
        (r"one \* star", "one * star"),
        (r"\{{ name }}", "{{ name }}"),
        ("a\\\nb", "a b"),
        ("a\\  \nb", "a b"),
        ("a\\\\\nb", "a\\\nb"),
        (r"C:\\dir", r"C:\dir"),
        (r"AT\&T", "AT&T"),
        (r"a \< b", "a < b"),
        (r"\!\[no image](a)", r"!\[no image](a)"),
    ],
)
def test_what_reads_the_same_without_goes(source: str, shown: str) -> None:
    assert unescaped(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        r"\*no emphasis\*",
        r"\_none\_ here",
        r"\[no link](https://a.example)",
        r"[no link]\(https://a.example)",
        r"\[a]\: b",
        r"\<b>no tag",
        r"\&amp; stays",
        r"\`no code\`",
        r"`code \* stays`",
        r"``a ` \. b``",
        r"<https://a.example/a\.b>",
        r"\\\*a\*",
        r"`\`\:",
        "\\",
        r"end\ ",
    ],
)
def test_what_would_be_read_otherwise_stays(source: str) -> None:
    assert unescaped(source) == source


def test_a_bar_in_a_table_keeps_its_backslash() -> None:
    assert unescaped(r"a \| b\.", "|") == r"a \| b."


@settings(deadline=None, max_examples=400)
@given(st.text(alphabet="\\\\\\*_`[]()<>!&;:.-~#ab 1{}\"'@/", max_size=24))
def test_a_text_without_its_backslashes_is_read_the_same(text: str) -> None:
    assert [t.text for t in read(unescaped(text)).tokens] == [t.text for t in read(text).tokens]
    assert read(unescaped(text)).links == read(text).links


def test_hostile_texts_are_read_at_once() -> None:
    ticks = " ".join("`" * n for n in range(1, 400)) + "\\."
    for text in (ticks, "\\." * 50_000, "\\" * 100_000, "\\*" * 3_000, "<a:" * 30_000 + "\\."):
        start = time.perf_counter()
        unescaped(text)
        assert time.perf_counter() - start < 1

"""Two makers, one contract: what matches is equal, and the compiled one finds no less than the reference."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.aligners import Aligners, aligners, never_capped, reference

LISTS = st.lists(st.sampled_from("abcd"), max_size=14)


@pytest.mark.parametrize("maker", [aligners, reference])
@given(LISTS, LISTS)
def test_matches_are_equal_and_rise(maker: object, a: list[str], b: list[str]) -> None:
    made = maker()  # type: ignore[operator]
    assert isinstance(made, Aligners)
    i = j = 0
    for x, y, size in made.matches(a, b) or []:
        assert size > 0
        assert x >= i
        assert y >= j
        assert a[x : x + size] == b[y : y + size]
        i, j = x + size, y + size


@given(LISTS, LISTS)
def test_the_compiled_one_finds_no_less(a: list[str], b: list[str]) -> None:
    fast, slow = aligners().matches(a, b), reference().matches(a, b)
    assert fast is not None
    assert slow is not None
    assert sum(size for *_, size in fast) >= sum(size for *_, size in slow)
    assert aligners().likeness(a, b, 0.0) >= reference().likeness(a, b, 0.0) - 1e-9


@given(st.text(max_size=12), st.text(max_size=12))
def test_prefixes_agree(a: str, b: str) -> None:
    assert aligners().prefix(a, b) == reference().prefix(a, b)
    assert aligners().postfix(a, b) == reference().postfix(a, b)


def test_where_two_texts_begin_to_differ_is_told_without_loading_what_is_compiled() -> None:
    code = (
        "import sys\n"
        "from policytui.core.phrases import spans\n"
        "rest = 'We keep it for a year. ' * 29\n"
        "found, capped = spans('We keep it for a year. ' + rest, 'We keep it for a day. ' + rest)\n"
        "print(''.join(text for op, text in found if op == 'add'), capped, 'rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["day", "False", "False"]


def test_texts_of_a_size_are_never_capped_by_any_maker() -> None:
    assert never_capped(400 * 400)
    assert never_capped(10_000 * 10_000)
    assert not never_capped(10_000 * 10_000 + 1)
    assert reference().matches(["a"] * 400, ["a"] * 400) is not None


def test_the_reference_refuses_what_would_take_it_minutes() -> None:
    assert reference().matches(["a"] * 5000, ["a"] * 4000) is None
    assert reference().likeness(["a"] * 5000, ["a"] * 4000, 0.0) > 0.8


def test_the_compiled_one_refuses_a_table_that_is_too_large() -> None:
    assert aligners().matches(["a"] * 20_000, ["b"] * 20_000) is None

"""Two makers, one contract: what matches is equal, and the compiled one finds no less than the reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.aligners import (
    CELLS_HERE,
    WORTH_LOADING,
    Aligners,
    _begun,
    aligners,
    common_prefix,
    compiled,
    least_matches,
    reference,
)

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


def test_the_reference_refuses_what_would_take_it_minutes() -> None:
    assert reference().matches(["a"] * 5000, ["a"] * 4000) is None
    assert reference().likeness(["a"] * 5000, ["a"] * 4000, 0.0) > 0.8


def test_the_compiled_one_refuses_a_table_that_is_too_large() -> None:
    assert aligners().matches(["a"] * 20_000, ["b"] * 20_000) is None


@given(LISTS, LISTS)
def test_a_short_comparison_is_the_one_that_rapidfuzz_makes(a: list[str], b: list[str]) -> None:
    # the long ones make a row of the table longer than a machine word
    for left, right in ((a, b), (a * 5, b * 6)):
        assert least_matches(left, right) == compiled().matches(left, right)


@given(st.text("ab", max_size=9), st.text("abé", max_size=9), st.sampled_from(["", "x", "y" * 300]))
def test_a_common_prefix_however_long(a: str, b: str, before: str) -> None:
    for one, other in ((a, b), (before + a, before + b)):
        assert common_prefix(one, other) == compiled().prefix(one, other)


def test_rapidfuzz_is_loaded_for_much_work_only(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[Aligners] = []

    def choose(maker: Aligners) -> Aligners:
        chosen.append(maker)
        return maker

    monkeypatch.setattr("policytui.core.aligners._choose", choose)
    few = _begun()
    assert few.prefix("abc", "abd") == 2
    assert few.postfix("cba", "dba") == 2
    assert few.matches(["a"], ["a"]) == [(0, 0, 1)]
    assert not chosen
    assert few.matches(["a"] * CELLS_HERE, ["a", "b"]) == [(0, 0, 1)]
    assert chosen == [compiled()]
    much = _begun()
    for _ in range(WORTH_LOADING // 2):
        much.prefix("a", "b")
    assert chosen == [compiled()]
    assert much.prefix("abc", "abd") == 2
    assert chosen == [compiled()] * 2

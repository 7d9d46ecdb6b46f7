"""The longest rising chain, against all chains."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from policytui.core.chains import rising


@given(st.permutations(range(7)))
def test_no_longer_chain_exists(order: list[int]) -> None:
    points = list(enumerate(order))
    chain = rising(points)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chain))
    assert set(chain) <= set(points)
    longer = combinations(points, len(chain) + 1)
    assert not any(all(a[1] < b[1] for a, b in pairwise(c)) for c in longer)


def test_nothing_gives_nothing() -> None:
    assert rising([]) == []

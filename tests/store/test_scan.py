"""Scanning: spans of tables, keys and values, whatever their text looks like."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given, settings

from policytui.core.values import Policy
from policytui.store.codec import fresh
from policytui.store.scan import Path, scan, string_end
from tests.store.strategies import HAND_WRITTEN, policies


def values(text: str, path: Path = ()) -> object:
    """The raw text of the value at a path."""
    found = scan(text).values[path]
    return text[found.start : found.end]


def test_keys_of_tables_lists_and_inline_tables_have_paths() -> None:
    text = 'a.b = 1\n[t]\nx = [1, {y = "z"}]\n[[s]]\nk = 2\n[[s]]\nk = { m.n = 3 }\n[s.sub]\nq = true\n'
    found = {path: text[span.start : span.end] for path, span in scan(text).values.items()}
    assert found[("a", "b")] == "1"
    assert found[("t", "x", 1, "y")] == '"z"'
    assert found[("s", 0, "k")] == "2"
    assert found[("s", 1, "k", "m", "n")] == "3"
    assert found[("s", 1, "sub", "q")] == "true"


def test_body_text_that_looks_like_toml_is_not_taken_for_it() -> None:
    tables = [table.path for table in scan(HAND_WRITTEN).tables if table.array]
    assert tables == [("section", 0), ("section", 1), ("section", 2)]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ('"a"', 3),
        (r'"a\"b"', 6),
        ("'a\\'", 4),
        ('"""a"""', 7),
        ('"""a"""""x', 9),
        ('"""a\\""""', 9),
        ('"""a\\\\"""', 9),
        ("'''a'''''", 9),
        ('""', 2),
        ('"""', -1),
        ('"a\n"', -1),
    ],
)
def test_a_string_ends_where_toml_says(text: str, length: int) -> None:
    assert string_end(text, 0) == length


def test_quoted_and_spaced_keys_are_read() -> None:
    text = '[ "a b" . \'c\' ]\n"d\\u0020e" = 1\n'
    assert list(scan(text).values) == [("a b", "c", "d e")]


def test_positions_count_from_one_and_a_byte_order_mark_takes_no_column() -> None:
    found = scan("\ufeffa = 1\nb = 2\n")
    assert found.position(found.values[("a",)].key) == (1, 1)
    assert found.position(found.values[("b",)].start) == (2, 5)


def test_the_nearest_place_stands_in_for_a_missing_key() -> None:
    found = scan("[policy]\nx = 1\n")
    assert found.position(found.find(("policy", "title")) or 0) == (1, 1)
    assert found.find(("nothing",)) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [('a = """x', "string"), ("a = [[" + "[" * 99, "deep"), ("a" + ".a" * 99 + " = 1", "deep"), ("= 1", "key"),
     ('a = ["1" 2]', "value"), ("a = ", "value"), ('a = {x = "1" y = 2}', "value"), ("[a", "key")],
)  # fmt: skip
def test_a_broken_text_says_what_stopped_it(text: str, why: str) -> None:
    assert scan(text).broken == why


def test_a_body_of_a_megabyte_takes_a_few_milliseconds() -> None:
    text = 'a = """\n' + 'word "quoted" \\\\ back\n' * 45_000 + '"""\n'
    start = time.perf_counter()
    assert not scan(text).broken
    assert time.perf_counter() - start < 0.25


@given(policies())
@settings(max_examples=60, deadline=None)
def test_every_value_of_a_policy_is_found_where_it_stands(policy: Policy) -> None:
    text = fresh(policy)
    found = scan(text)
    assert not found.broken
    assert len([table for table in found.tables if table.array]) == len(policy.sections)
    for position, section in enumerate(policy.sections):
        span = found.values[("section", position, "body")]
        assert tomllib.loads(f"x = {text[span.start : span.end]}")["x"] == section.body

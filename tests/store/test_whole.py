"""The whole-document edit: what in-place editing leaves to tomlkit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policytui.core.values import Section
from policytui.store.codec import decode_text, loaded_policy
from policytui.store.splice import UnspliceableError
from policytui.store.whole import edit

TEXT = """# kept
format = 1
policy = { title = "T", mine = 1 } # kept too
section = [ { id = "a", title = "A", extra = { x = 1 } }, { id = "b", title = "B", body = "b" } ]
variables = { one = "1", two = "2" }
"""
BASE = loaded_policy(decode_text(TEXT))


def test_keys_of_inline_tables_come_and_go() -> None:
    after = replace(BASE, organization="O").with_dates(timezone="UTC")
    result = edit(TEXT, BASE, after)
    assert decode_text(result).policy == after
    assert result.startswith("# kept\n")
    assert "mine = 1" in result
    back = edit(result, after, BASE)
    assert decode_text(back).policy == BASE


def test_the_order_of_variables_counts() -> None:
    after = replace(BASE, variables=BASE.variables[::-1])
    assert decode_text(edit(TEXT, BASE, after)).policy == after


def test_inline_sections_that_move_become_tables_and_keep_unknown_keys() -> None:
    after = replace(BASE, sections=(Section("new", "New", body="n\n"), *BASE.sections[::-1]))
    result = edit(TEXT, BASE, after)
    assert decode_text(result).policy == after
    assert result.count("[[section]]") == 3
    assert "x = 1" in result


def test_a_body_of_several_lines_stays_so() -> None:
    after = BASE.with_section(replace(BASE.sections[0], body="one\ntwo\n"))
    assert 'body = """\none\ntwo\n"""' in edit(TEXT, BASE, after)


def test_a_text_that_tomlkit_cannot_read_is_left_to_the_caller() -> None:
    with pytest.raises(UnspliceableError):
        edit("a = [", BASE, replace(BASE, title="U"))

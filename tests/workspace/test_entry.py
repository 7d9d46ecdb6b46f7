"""A line of the library is a value."""

from __future__ import annotations

from policytui.workspace import Entry, State


def test_an_entry_compares_by_content() -> None:
    assert Entry("a", "A", None, None, 0, State.CLEAN) == Entry("a", "A", None, None, 0, State("clean"))

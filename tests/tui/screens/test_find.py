"""Places of a text in a policy, and stepping through them."""

from __future__ import annotations

from policytui.tui.screens.find import Finder, Found, places
from tests.tui.fake import policy


def test_every_place_in_reading_order_whatever_the_case() -> None:
    found = list(places(policy(), "THE SHORT"))
    assert [(one.section, one.field, one.line, one.column) for one in found] == [
        ("what-we-collect", "summary", 0, 0),
        ("how-long-we-keep-it", "summary", 0, 0),
        ("your-rights", "summary", 0, 0),
    ]
    assert next(iter(places(policy(), "- two"))).line == 4
    assert not list(places(policy(), ""))


def test_steps_go_round_from_where_the_cursor_is() -> None:
    finder, one = Finder(), policy()
    here = Found("how-long-we-keep-it", "body", 0, 0)
    assert finder.step(one, "deleted", 0, here) == Found("how-long-we-keep-it", "body", 1, 14)
    assert finder.words == "2 of 3"
    assert finder.step(one, "deleted", 1, here) == Found("your-rights", "body", 1, 14)
    assert finder.step(one, "deleted", 1, here) == Found("what-we-collect", "body", 1, 14)
    assert finder.step(one, "deleted", -1, here) == Found("your-rights", "body", 1, 14)
    assert finder.step(one, "nowhere", 1, here) is None
    assert finder.words == "nowhere"

"""The layout: what moves with a section, and what stays."""

from __future__ import annotations

from hypothesis import given, settings

from policytui.core.values import Policy
from policytui.store.codec import fresh
from policytui.store.layout import layout
from policytui.store.scan import scan
from tests.store.strategies import HAND_WRITTEN, policies


def pieces(text: str) -> list[tuple[int | None, str]]:
    return [(piece.section, text[piece.start : piece.end]) for piece in layout(scan(text)).pieces]


@given(policies())
@settings(max_examples=50, deadline=None)
def test_the_pieces_joined_are_the_text(policy: Policy) -> None:
    text = fresh(policy)
    assert "".join(part for _, part in pieces(text)) == text


def test_a_comment_above_a_section_belongs_to_it() -> None:
    found = dict(pieces(HAND_WRITTEN))
    assert found[0].startswith("\n# == What we collect ==\n# reviewed by counsel\n[[section]]")
    assert found[1].startswith("\n# about nothing in particular\n\n# == Retention ==\n[[section]]")


def test_a_comment_directly_under_a_body_stays_with_it() -> None:
    assert dict(pieces(HAND_WRITTEN))[1].endswith("# directly under the body\n")


def test_what_stands_after_everything_is_the_footer() -> None:
    assert pieces(HAND_WRITTEN)[-1] == (None, "\n\n# the end\n")


def test_comments_without_an_empty_line_belong_to_the_header_below() -> None:
    text = "[[section]]\nid = 1\n# two\n[[section]]\nid = 2\n"
    assert pieces(text) == [(0, "[[section]]\nid = 1\n"), (1, "# two\n[[section]]\nid = 2\n"), (None, "")]


def test_tables_below_a_section_move_with_it() -> None:
    text = "[[section]]\nid = 1\n[section.x]\na = 1\n[[section.y]]\nb = 1\n[other]\n[[section]]\nid = 2\n"
    assert [piece for piece, _ in pieces(text)] == [0, None, 1, None]

"""Moved blocks: same text first, then likeness; short lines never."""

from __future__ import annotations

from policytui.core.blocks import Block
from policytui.core.moves import Left, moved_blocks

LONG = "We keep the records of your orders for as long as the law asks of us."


def left(*texts: str, kind: str = "paragraph", section: int = 0) -> list[Left]:
    return [((section, at), Block(kind, text)) for at, text in enumerate(texts)]


def test_the_same_text_elsewhere_is_moved() -> None:
    assert moved_blocks(left("x", LONG), left(LONG, section=3)) == {(3, 0): (0, 1)}


def test_a_changed_text_elsewhere_is_moved_when_it_is_alike() -> None:
    assert moved_blocks(left(LONG), left(LONG.replace("orders", "visits"), section=1)) == {(1, 0): (0, 0)}
    assert moved_blocks(left(LONG), left("Nothing of this has anything to do with what stood there.")) == {}


def test_the_same_text_decides_before_likeness() -> None:
    nearly = LONG.replace("orders", "visits")
    assert moved_blocks(left(nearly, LONG), left(LONG, section=1)) == {(1, 0): (0, 1)}


def test_short_lines_titles_and_code_never_move() -> None:
    assert moved_blocks(left("Not used now"), left("Not used now", section=1)) == {}
    for kind in ("title", "summary", "code"):
        assert moved_blocks(left(LONG, kind=kind), left(LONG, kind=kind, section=1)) == {}


def test_rows_are_told_apart_by_their_first_cell() -> None:
    before = "Alpha Mail | sends the mail to our customers | Ireland and France"
    after = "Beta Post | sends the mail to our customers | Ireland and France"
    assert moved_blocks(left(before, kind="row"), left(after, kind="row", section=1)) == {}


def test_each_block_moves_once() -> None:
    found = moved_blocks(left(LONG, LONG), left(LONG, section=1))
    assert found == {(1, 0): (0, 0)}


def test_many_blocks_are_found_by_rare_word_pairs() -> None:
    texts = [f"Record number{i} is kept by office{i} until the case{i} is closed" for i in range(60)]
    changed = [text.replace("is kept", "was kept") for text in reversed(texts)]
    found = moved_blocks(left(*texts), left(*changed, section=1))
    assert found == {(1, i): (0, 59 - i) for i in range(60)}

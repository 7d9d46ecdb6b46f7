"""A policy as plain text: no Markdown syntax, nothing left out."""

from __future__ import annotations

from tests.publish.boats import POLICY


def test_the_whole_document() -> None:
    from policytui.publish.policy_text import to_text

    assert to_text(POLICY) == (
        "Boats & <Oars>\n\nRevised: 3 May 2024\nEffective date: 1 June 2024\n\nHello you.\n\n\nRow_ing\n\n"
        "In short: Row well.\n\n• a link (https://x.example)\n  1. one\n  2. two\n\nSo\nbe it.\n\nDeep\n\n"
        "a | b\n1 | 2\n\n<script>x</script> and cat\n"
    )


def test_a_width_wraps_paragraphs_and_hangs_items() -> None:
    from policytui.publish.policy_text import body_text

    assert body_text("- one two three four five six seven", 22) == "• one two three four\n  five six seven"
    assert body_text("```\nlong code line that is not wrapped\n```", 10) == "long code line that is not wrapped"
    assert body_text("> quoted\n\n3. three\n4. four") == "  quoted\n\n3. three\n4. four"


def test_a_list_keeps_the_number_it_begins_with() -> None:
    from policytui.publish.policy_text import body_text

    assert body_text("0. zero\n1. one") == "0. zero\n1. one"

"""The summary of changes in Markdown."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from policytui.core.compare import redline
from policytui.core.values import Policy, Section
from policytui.publish.redline_markdown import to_markdown
from tests.publish.redlines import AFTER, example, hostile, verdict


def test_each_change_is_an_item_under_its_section() -> None:
    text = to_markdown(example(), verdict())
    assert text.startswith("# Changes to Privacy\n\n**Material**")
    assert "## Your data (renamed from “Data”)" in text
    assert "- Changed *(material)*: We keep your orders for ~~30~~ **60** days, no more." in text
    assert "- Removed: We no longer send anything by fax machine." in text
    assert "- Moved: (moved from “Data”) Write to our office" in text
    assert "- Place: level ~~1~~ → **2**" in text
    assert "- Changed: (• → 1.) see it" in text


def test_markup_of_the_policy_stays_text() -> None:
    assert "\\<b\\>no\\</b\\>" in to_markdown(example())
    assert "\x1b" not in to_markdown(hostile())


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Read [this](/old/page).", "Read [this](/new/page).", ""),
        ("Read [this](/old/page).", "Read [this](/page).", ""),
        ("We **do not** sell it.", "We *do* not sell it.", ""),
        ("Read it at https://a.example now.", "Read it at <https://a.example> now.", ""),
        ("See “the (old) rules” here.", "See the (old) rules here.", ""),
        ("Salt & pepper, 5 < 6.", "Salt &amp; pepper, 5 &lt; 6.", "&amp;"),
    ],
)
def test_a_renderer_marks_what_changed_and_shows_all_else_as_written(before: str, after: str, shown: str) -> None:
    sides = [Policy("T", sections=(Section("a", "A", 1, "", text),)) for text in (before, after)]
    item = to_markdown(redline(*sides)).splitlines()[4]
    html = MarkdownIt("commonmark").enable("strikethrough").render(item)
    assert html.count("<s>") == item.count("~~") / 2
    assert html.count("<strong>") == len(re.findall(r"(?<!\\)\*\*", item)) / 2
    plain = unescape(re.sub(r"<[^>]+>", "", html))
    assert shown in plain
    old, new = (re.sub(rf"<({tag})>.*?</\1>|<[^>]+>", "", html) for tag in ("strong", "s"))
    for side, text in ((old, before), (new, after)):
        assert unescape(side).replace(" ", "").strip() == f"Changed:{text}".replace(" ", "")


def test_nothing_changed_is_said() -> None:
    assert "No change" in to_markdown(redline(AFTER, AFTER))

"""The summary of changes in Markdown."""

from __future__ import annotations

from policytui.core.compare import redline
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


def test_nothing_changed_is_said() -> None:
    assert "No change" in to_markdown(redline(AFTER, AFTER))

"""A branch on the command line: listed, as Markdown, as JSON, as redlines."""

from __future__ import annotations

import pytest

from policytui.cli.branches import is_range
from tests.cli.conftest import Run
from tests.cli.test_git import Edit, committed, git

__all__ = ["committed"]


@pytest.fixture
def feature(committed: Run, by_hand: Edit) -> Run:
    git("checkout", "-q", "-b", "feature")
    by_hand("30 days", "60 days")
    assert committed("save", "privacy", "-m", "Longer").code == 0
    assert committed("commit", "privacy").code == 0
    return committed


def test_review_lists_verdict_dates_and_sections(feature: Run) -> None:
    done = feature("review", "main...feature")
    assert done.code == 1
    assert "privacy  changed  material  date 2024-01-05 → 2024-06-01  0\n" in done.out
    assert "  Logs: material\n" in done.out
    assert "    material [number]" in done.out or "    material [" in done.out
    assert feature("review", "main...feature", "--guard").code == 0
    assert feature("review", "main...main").code == 0


def test_json_markdown_and_redlines(feature: Run) -> None:
    found = feature("review", "main...feature", "--format", "json").json
    (policy,) = found["policies"]
    assert (policy["change"], policy["last_updated"]) == ("material", ["2024-01-05", "2024-06-01"])
    whole = feature("diff", "main...feature", "--json").json["policies"][0]
    assert {section["status"] for section in whole["sections"]} >= {"changed"}
    text = feature("review", "main...feature", "--format", "markdown").out
    assert "| `privacy` | changed | **material** | date 2024-01-05 → 2024-06-01 | none |" in text
    assert feature("diff", "main...feature", "--format", "markdown").out == text
    inline = feature("diff", "main...feature").out
    assert "=== privacy: changed, material" in inline
    assert "[-30-]{+60+}" in inline.replace(" ", "") or "60" in inline


def test_html_is_one_document(feature: Run) -> None:
    feature("new", "terms", "--title", "Terms")
    git("add", "-A")
    git("commit", "-qm", "Terms")
    done = feature("diff", "main...feature", "--format", "html")
    assert (done.code, done.out.count("<html"), done.out.count("</html>")) == (1, 1, 1)
    assert "<ins>60</ins>" in done.out
    assert ">terms: Terms <" in done.out
    assert done.out.startswith("<!DOCTYPE html>")


def test_the_guard_gives_annotations(feature: Run, by_hand: Edit) -> None:
    by_hand("60 days", "90 days")
    git("commit", "-qam", "by hand")
    done = feature("review", "main...feature", "--guard", "--format", "github")
    assert done.code == 1
    assert "::warning file=policies/privacy/policy.toml" in done.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [("main...feature", True), ("v1..", True), ("../x.md", False), ("a/../b.md", False), ("main:a..b", False)],
)
def test_what_a_range_is(text: str, expected: bool) -> None:
    assert is_range(text) is expected

"""diff, judge, notice: exit codes, JSON contracts, every format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import MARKDOWN, Run


@pytest.fixture
def two(run: Run) -> Run:
    Path("old.md").write_text(MARKDOWN)
    Path("new.md").write_text(MARKDOWN.replace("30 days", "60 days"))
    return run


def test_no_difference_is_exit_code_0(two: Run) -> None:
    assert two("diff", "old.md", "old.md").code == 0
    assert two("judge", "old.md", "old.md", "--json").json == {"change": "none", "reasons": []}


@pytest.mark.parametrize("fmt", ["inline", "split", "unified", "html", "markdown"])
def test_every_format_shows_both_numbers(two: Run, fmt: str) -> None:
    ran = two("diff", "old.md", "new.md", "--format", fmt)
    assert ran.code == 1
    assert "30" in ran.out
    assert "60" in ran.out


def test_diff_json_rebuilds_both_sides(two: Run) -> None:
    ran = two("diff", "old.md", "new.md", "--json")
    changed = [section for section in ran.json["sections"] if section["status"] == "changed"]
    assert [section["id"] for section in changed] == ["logs"]
    (hunk,) = changed[0]["hunks"]
    assert hunk["change"] == "material"
    assert "".join(text for op, text in hunk["spans"] if op != "add") == hunk["before"]
    assert "".join(text for op, text in hunk["spans"] if op != "remove") == hunk["after"]
    assert ran.json["change"] == "material"


def test_judge_says_why(two: Run) -> None:
    ran = two("judge", "old.md", "new.md", "--json")
    assert ran.code == 1
    (reason,) = ran.json["reasons"]
    assert set(reason) == {"section", "change", "rule", "before", "after", "why"}
    assert (ran.json["change"], reason["section"]) == ("material", "logs")
    assert "material" in two("judge", "old.md", "new.md").out


def test_one_slug_is_its_newest_revision_against_its_file(imported: Run, by_hand: Callable[[str, str], None]) -> None:
    assert imported("diff", "privacy").code == 0
    by_hand("30 days", "60 days")
    assert imported("diff", "privacy").code == 1
    assert imported("judge", "privacy@r1").code == 1


@pytest.mark.parametrize("words", [("old.md",), ("old.md", "new.md", "--context", "some"), ("old.md", "none.md")])
def test_bad_words_are_refused(two: Run, words: tuple[str, ...]) -> None:
    assert two("diff", *words).code == 2


def test_a_file_alone_is_asked_for_a_second_one(two: Run) -> None:
    for words in (("diff", "old.md"), ("judge", "old.md")):
        ran = two(*words)
        assert ran.code == 2
        assert ran.err.startswith("policytui: “old.md” is compared with what?")
    assert "There is no file none.md" in two("diff", "none.md").err


@pytest.mark.parametrize("fmt", ["markdown", "text", "html"])
def test_a_notice_tells_of_the_material_change(imported: Run, by_hand: Callable[[str, str], None], fmt: str) -> None:
    assert imported("notice", "privacy").code == 2
    by_hand("30 days", "60 days")
    assert imported("save", "privacy").code == 0
    ran = imported("notice", "privacy", "--format", fmt)
    assert ran.code == 0
    assert "60 days" in ran.out
    assert "Logs" in ran.out
    assert imported("notice", "privacy", "--since", "r1").out == imported("notice", "privacy").out


@pytest.mark.parametrize("width", ["0", "-3", "10001", "wide", "99999999999999999999"])
def test_a_width_that_is_none_is_refused(two: Run, width: str) -> None:
    assert two("diff", "old.md", "new.md", f"--width={width}").code == 2


def test_columns_without_end_are_cut_to_what_can_be_printed(two: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "9" * 20)
    assert two("diff", "old.md", "new.md", "--format", "split").code == 1

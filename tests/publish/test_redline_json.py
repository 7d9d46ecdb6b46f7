"""The JSON contract of a redline."""

from __future__ import annotations

import json

from policytui.core.judge import judge
from policytui.publish.redline_json import to_dict
from tests.publish.redlines import AFTER, BEFORE, example, verdict


def test_it_is_plain_data_with_the_promised_keys() -> None:
    found = json.loads(json.dumps(to_dict(example(), verdict())))
    assert found["change"] == "material"
    for section in found["sections"]:
        assert {"id", "status", "moved", "renamed", "level", "hunks"} <= set(section)
        for hunk in section["hunks"]:
            assert {"change", "before", "after", "spans"} <= set(hunk)
            assert "".join(text for op, text in hunk["spans"] if op != "add") == hunk["before"]
            assert "".join(text for op, text in hunk["spans"] if op != "remove") == hunk["after"]


def test_each_section_of_both_sides_is_there_with_its_fate() -> None:
    found = {section["id"]: section for section in to_dict(example())["sections"]}
    assert {s.id for s in (*BEFORE.sections, *AFTER.sections)} <= set(found)
    assert [found[key]["status"] for key in ("a", "gone", "list", "new")] == ["changed", "removed", "changed", "added"]
    assert found["a"]["renamed"]
    assert found["list"]["relevelled"]


def test_verdicts_are_on_the_hunks_they_are_of() -> None:
    section = next(s for s in to_dict(example(), verdict())["sections"] if s["id"] == "a")
    assert [(h["after"][:2], h["change"]) for h in section["hunks"]] == [("Yo", "none"), ("We", "material")]
    assert to_dict(example())["change"] is None


def test_the_verdict_on_a_section_covers_its_place_and_its_blocks() -> None:
    found = {s["id"]: s for s in to_dict(example(), judge(example()))["sections"]}
    assert [(h["kind"], h["change"]) for h in found["list"]["hunks"][:1]] == [("place", "material")]
    assert {h["change"] for h in found["gone"]["hunks"]} == {"material"}


def test_unchanged_blocks_are_left_out_unless_asked_for() -> None:
    def texts(whole: bool) -> list[str]:
        return [h["after"] for s in to_dict(example(), whole=whole)["sections"] for h in s["hunks"]]

    assert "Stays as it is." not in texts(False)
    assert "Stays as it is." in texts(True)

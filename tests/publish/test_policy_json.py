"""A policy as plain values."""

from __future__ import annotations

from datetime import date

from policytui.core.values import Dates, Policy, Section

POLICY = Policy(
    "Boats & <Oars>",
    language="en-GB",
    preamble="Hello *you*.",
    dates=Dates("Revised", "day-first", date(2024, 5, 3), date(2024, 6, 1)),
    sections=(
        Section(
            "rows", "Row_ing", 1, "Row `well`.", "- a [link](https://x.example)\n  1. one\n  2. two\n\nSo\\\nbe it."
        ),
        Section("deep", "Deep", 2, "", "| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>x</script> and ![cat](c.png)"),
    ),
)


def test_the_whole_document() -> None:
    import json

    from policytui.publish.policy_json import to_json

    value = json.loads(json.dumps(to_json(POLICY)))
    assert value["title"] == "Boats & <Oars>"
    assert value["dates"]["last_updated"] == "2024-05-03"
    assert value["dates"]["reviewed"] is None
    assert [section["id"] for section in value["sections"]] == ["rows", "deep"]
    assert set(value) == {"title", "organization", "language", "dates", "variables", "preamble", "sections"}

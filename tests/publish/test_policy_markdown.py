"""A policy as Markdown."""

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
    from policytui.publish.policy_markdown import to_markdown

    text = to_markdown(POLICY)
    assert text.startswith(
        "# Boats & \\<Oars>\n\n*Revised: 3 May 2024*\\\n*Effective date: 1 June 2024*\n\nHello *you*.\n"
    )
    assert "\n## Row\\_ing\n\n**In short:** Row `well`.\n\n- a [link]" in text
    assert "\n### Deep\n" in text
    assert text.endswith("\n")

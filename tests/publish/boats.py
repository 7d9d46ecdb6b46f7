"""One small policy with a bit of everything: what the tests of the exports look at."""

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

"""A Markdown document becomes a policy whose bodies keep their Markdown."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Dates, Policy, Section
from policytui.imports.markdown import plain, read_markdown
from policytui.publish.policy_markdown import to_markdown

DOCUMENT = """\
---
title: Boats
lang: en-GB
---
<!-- internal: ask Jo -->
# Boat *Policy*

*Last updated: [May 3, 2024](https://boats.example/news)*

We let boats.

## Rowing {#row}

In short: row well.

* two oars
* one boat

```
# no heading
```

<a name="sails"></a>
## [Sailing](https://sail.example)
| Sail | Size |
|------|------|
| main | 4 m² |

Under
-----
{: .note }
Deep
"""


def test_a_document_is_cut_at_its_headings() -> None:
    imported = read_markdown(DOCUMENT)
    policy = imported.policy
    assert (policy.title, policy.language, policy.preamble) == ("Boat Policy", "en-GB", "We let boats.")
    assert [(s.id, s.level, s.title) for s in policy.sections] == [
        ("row", 1, "Rowing"),
        ("sails", 1, "Sailing"),
        ("under", 1, "Under"),
    ]
    assert policy.sections[0].summary == "row well."
    assert policy.sections[0].body == "* two oars\n* one boat\n\n```\n# no heading\n```"
    assert policy.sections[1].body.startswith("| Sail | Size |\n|------|")
    assert policy.sections[2].body == "Deep"


def test_the_date_line_leaves_the_text_with_its_label_and_style() -> None:
    imported = read_markdown(DOCUMENT)
    assert imported.policy.dates == Dates("Last updated", "long", date(2024, 5, 3))
    assert imported.label_found


def test_what_was_left_out_is_told_with_its_line() -> None:
    imported = read_markdown(DOCUMENT, path="boats.md")
    told = {problem.rule: problem.at() for problem in imported.problems}
    assert told["import-comment"] == "boats.md:5"
    assert told["import-front-matter"] == "boats.md:1"
    assert {"import-anchor", "import-attribute", "import-link-of-a-heading", "import-link-of-the-date"} <= set(told)
    assert "<!-- internal: ask Jo -->" in imported.dropped


@pytest.mark.parametrize(
    ("line", "label", "style"),
    [
        ("Effective date: **May 3, 2024**", "Effective date", "long"),
        ("Last modified 2024-05-03", "Last modified", "iso"),
        ("**Last updated:** 3 May 2024", "Last updated", "day-first"),
        ("_Updated: Fri May 3 2024_", "Updated", "weekday"),
    ],
)
def test_forms_of_date_lines(line: str, label: str, style: str) -> None:
    dates = read_markdown(f"# Boats\n\n{line}\n\nText.\n").policy.dates
    assert (dates.label, dates.style, dates.last_updated) == (label, style, date(2024, 5, 3))


def test_a_date_in_the_front_matter_counts_when_none_is_printed() -> None:
    dates = read_markdown("---\nlast_updated: 2024-05-03\n---\n# Boats\n\nText.").policy.dates
    assert dates.last_updated == date(2024, 5, 3)


def test_levels_are_counted_from_the_highest_below_the_title() -> None:
    policy = read_markdown("# Boats\n\n#### Row\n\n##### Oars\n\n#### Sail\n").policy
    assert [section.level for section in policy.sections] == [1, 2, 1]


def test_a_rule_below_a_list_or_a_table_is_no_heading() -> None:
    policy = read_markdown("# Boats\n\n## A\n\n- one\n---\n\na | b\n--|--\n1 | 2\n").policy
    assert [section.title for section in policy.sections] == ["A"]


def test_a_contents_section_of_links_is_dropped() -> None:
    text = "# Boats\n\n## Contents\n\n- [Row](#row)\n- [Sail](#sail)\n\n## Row\n\nx\n\n## Sail\n\ny\n"
    imported = read_markdown(text)
    assert [section.title for section in imported.policy.sections] == ["Row", "Sail"]
    assert "import-contents" in {problem.rule for problem in imported.problems}


def test_a_long_document_is_read_quickly() -> None:
    text = "# Boats\n\n" + "".join(f"## Part {n}\n\n{'We let boats by the hour. ' * 20}\n\n" for n in range(200))
    assert len(text) > 100_000
    took = []
    for _ in range(3):
        start = time.perf_counter()
        read_markdown(text)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5


def test_titles_lose_their_markdown() -> None:
    assert plain("**Boats** & `oars` [here](x) \\*") == "Boats & oars here *"


TITLE = st.sampled_from(["Boats", "Oars & Vests", "What is *so*?", "A_b [c] <d>", "1. First", "x # y", "C`o`de"])
BODY = st.sampled_from(["", "We row.", "- a\n- b", "We\nrow.\n\n> q", "```\n# x\n\n\ny\n```", "| a | b |\n|---|---|"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TITLE, st.integers(1, 3), st.sampled_from(["", "We *row*."]), BODY), max_size=6), TITLE, BODY)
def test_what_goes_out_comes_in_again(parts: list[tuple[str, int, str, str]], title: str, preamble: str) -> None:
    sections = [Section(f"s{n}", t, min(level, n + 1), s, b) for n, (t, level, s, b) in enumerate(parts)]
    policy = Policy(title, preamble=preamble, dates=Dates(last_updated=date(2024, 5, 3)), sections=tuple(sections))
    back = read_markdown(to_markdown(policy)).policy
    assert (back.title, back.preamble, back.dates) == (policy.title, policy.preamble, policy.dates)
    assert [(s.title, s.level, s.summary, s.body) for s in back.sections] == [
        (s.title, s.level, s.summary, s.body) for s in sections
    ]


def test_no_word_of_a_real_history_is_lost(shared: Path) -> None:
    for folder in sorted((shared / "corpus").iterdir()):
        for file in sorted(folder.glob("*.md"))[::11]:
            text = file.read_text("utf-8")
            imported = read_markdown(text)
            policy = imported.policy
            kept = " ".join([to_markdown(policy), *imported.dropped])
            headings = len(re.findall(r"^ {0,3}#{1,6} ", text, re.MULTILINE))
            assert len(policy.sections) in (headings, headings - 1), file
            assert not words(text) - words(kept), file


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Terms &amp; Conditions", "Terms & Conditions"),
        ("Caf&eacute; &#169; &#x2014;", "Café © —"),
        (r"\&amp; and R&D; AT&T", "&amp; and R&D; AT&T"),
        ("&#42;one&#42; *two*", "*one* two"),
    ],
)
def test_entities_of_a_heading_are_the_characters_that_are_read(written: str, title: str) -> None:
    policy = read_markdown(f"# Policy\n\n## {written}\n\ntext\n").policy
    assert policy.sections[0].title == title
    assert read_markdown(to_markdown(policy)).policy.sections[0].title == title


@pytest.mark.parametrize(
    "line",
    ["##### Last updated: May 3, 2024", "Last updated: May 3, 2024\n---", "<h3>Last updated: May 3, 2024</h3>"],
)
def test_a_date_line_set_as_a_heading_is_a_date_line(line: str) -> None:
    imported = read_markdown(f"# Boats\nWe let\n\n{line}\nboats.\n\n## Oars\n\ntwo\n")
    assert imported.policy.dates == Dates("Last updated", "long", date(2024, 5, 3))
    assert imported.policy.preamble == "We let\n\nboats."
    assert [(section.title, section.level) for section in imported.policy.sections] == [("Oars", 1)]
    assert not imported.problems


@pytest.mark.parametrize(
    "text",
    [
        "# Boats\n\n## Effective May 3, 2024\n\nnew\n\n## Effective May 3, 2023\n\nold\n",
        "# Boats\n\n## Oars\n\ntwo\n\n## Effective May 3, 2024\n\nnew\n",
        "# Boats\n\n## Changes effective May 3, 2024\n\nnew\n",
        "# Boat rules effective May 3, 2024\n\nnew\n",
    ],
)
def test_a_heading_of_a_version_stays_a_heading(text: str) -> None:
    policy = read_markdown(text).policy
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    assert [policy.title, *(section.title for section in policy.sections)] == headings
    assert policy.dates == Dates()


def test_a_date_heading_with_two_readings_stays_and_is_told() -> None:
    imported = read_markdown("# Boats\n\n## Last updated: 01/02/2024\n\n## Oars\n\ntwo\n")
    assert [section.title for section in imported.policy.sections] == ["Last updated: 01/02/2024", "Oars"]
    assert imported.problems[0].rule == "import-date"


@pytest.mark.parametrize("first", ["Published: January 1, 2020", "January 1, 2020", "Posted on January 1, 2020"])
@pytest.mark.parametrize("fmt", ["markdown", "text"])
def test_the_line_that_tells_of_an_update_is_the_date_line(first: str, fmt: str) -> None:
    from policytui.workspace.importing import parse

    text = f"Terms of Boats\n\n{first}\n\nLast updated: March 1, 2024\n\nWe let boats, and we let oars.\n"
    policy = parse((f"# {text}" if fmt == "markdown" else text).encode(), "", fmt).policy
    assert policy.dates == Dates("Last updated", "long", date(2024, 3, 1))
    assert "January 1, 2020" in policy.preamble


@pytest.mark.parametrize("end", ["", "\\", "  "])
@pytest.mark.parametrize("first", ["Published: January 1, 2020", "*January 1, 2020*", "Posted: 01/02/2020"])
def test_the_line_of_the_update_goes_before_one_in_the_same_paragraph(first: str, end: str) -> None:
    text = f"# Boats\n\n{first}{end}\nLast updated: March 1, 2024\n\nWe let boats.\n"
    policy = read_markdown(text).policy
    assert policy.dates == Dates("Last updated", "long", date(2024, 3, 1))
    assert policy.preamble == f"{first}\n\nWe let boats."


def test_a_line_of_a_paragraph_that_is_no_date_line_keeps_the_next_one_in_it() -> None:
    policy = read_markdown("# Boats\n\nWe let boats.\nLast updated: March 1, 2024\n").policy
    assert policy.preamble == "We let boats.\nLast updated: March 1, 2024"


@pytest.mark.parametrize(
    "title",
    [
        "Data <!-- x --> kept",
        "Data {: .x}",
        "Data {: .x} and {:/} more",
        "Data {#x}",
        "Data {% x %} kept",
        "Data {::comment}x{:/comment} kept",
        'Data <a name="x"></a> kept',
        "Data {:toc}",
        "Data \\<!-- x -->",
    ],
)
def test_a_title_that_looks_like_what_is_left_out_comes_in_again(title: str) -> None:
    imported = read_markdown(to_markdown(Policy(title, sections=(Section("a", title),))))
    assert (imported.policy.title, imported.policy.sections[0].title) == (title, title)
    assert not imported.dropped


@pytest.mark.parametrize(
    "text", ["\\<!-- a -->", "It \\{: .is} text", "\\{% a %}", '\\<a name="x"></a>', "\\{::comment}a"]
)
def test_what_a_backslash_stands_before_is_text(text: str) -> None:
    imported = read_markdown(f"# Boats\n\n{text}\n\n## Oars \\{{#x}}\n")
    assert imported.policy.preamble == text
    assert imported.policy.sections[0].title == "Oars {#x}"
    assert not imported.dropped

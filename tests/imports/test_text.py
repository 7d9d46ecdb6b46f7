"""A plain text becomes a policy, and no word of it is lost."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Severity
from policytui.imports.outline import Imported
from policytui.imports.text import read_text
from policytui.publish.policy_text import to_text


def outline(imported: Imported) -> list[str]:
    return [f"{section.level} {section.title}" for section in imported.policy.sections]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def lost(text: str, imported: Imported) -> Counter[str]:
    return words(text) - words(to_text(imported.policy)) - words(" ".join(imported.dropped))


PLAIN = """\
Heron Privacy Policy
Effective Date: 3 March 2023
Who are we?
Welcome to Heron Boats (“we,” “us”). We hire out boats by the hour.
What do we keep?
Your name: We keep it so that we can hand you the right boat.
Your phone number: We ring it when the weather turns.
Ways we share it:
We hand your name to the harbour office and to nobody else.
How long do we keep it?
Two summers, and not a day longer than that.
"""


def test_lines_without_any_mark_become_headings_and_paragraphs() -> None:
    imported = read_text(PLAIN)
    assert imported.policy.title == "Heron Privacy Policy"
    assert imported.policy.organization == "Heron Boats"
    assert outline(imported) == [
        "1 Who are we?",
        "1 What do we keep?",
        "2 Ways we share it",
        "1 How long do we keep it?",
    ]
    assert imported.policy.sections[1].body.startswith("**Your name:** We keep it")
    assert imported.run_ins == ()


def test_the_date_line_keeps_its_label_and_style() -> None:
    dates = read_text(PLAIN).policy.dates
    assert (dates.label, dates.style, dates.last_updated) == ("Effective Date", "day-first", date(2023, 3, 3))
    assert read_text(PLAIN).label_found
    assert "March" not in read_text(PLAIN).policy.preamble


def test_two_date_lines_are_kept_apart() -> None:
    text = "Terms of Use\nEffective date: May 1, 2024\nLast updated: April 2, 2024\n\nUse it well. Always."
    dates = read_text(text).policy.dates
    assert dates.last_updated == date(2024, 4, 2)
    assert dates.effective == date(2024, 5, 1)
    assert dates.label == "Last updated"


def test_a_date_with_two_readings_stays_in_the_text_with_a_warning() -> None:
    imported = read_text("Terms of Use\nLast updated: 03/04/2024\nScope\nThese terms bind everybody here.")
    assert imported.policy.dates.last_updated is None
    assert "03/04/2024" in imported.policy.preamble
    assert [p.line for p in imported.problems if p.severity is Severity.WARNING] == [2]


NUMBERED = """\
Cookie Notice

Contents

1 What cookies are 2 How we use cookies 3 How to reach us

1. WHAT COOKIES ARE

In Short: In Short: They are small files.

A cookie is a small file.

2. HOW WE USE COOKIES

We use them for the following:

sign-in

language

basket

Necessary ones

  • session
  • basket

4. HOW TO REACH US

Heron Boats
4 Quay Street
Email: hello@heron.example
"""


def test_numbered_headings_lose_their_numbers_and_a_gap_is_told() -> None:
    imported = read_text(NUMBERED)
    assert outline(imported) == [
        "1 WHAT COOKIES ARE",
        "1 HOW WE USE COOKIES",
        "2 Necessary ones",
        "1 HOW TO REACH US",
    ]
    assert {"1.", "2.", "4."} <= set(imported.dropped)
    assert [p.line for p in imported.problems if p.rule == "import-number-gap"] == [28]


def test_a_doubled_summary_prefix_is_kept_once() -> None:
    imported = read_text(NUMBERED)
    assert imported.policy.sections[0].summary == "They are small files."
    assert imported.policy.sections[0].body == "A cookie is a small file."


def test_a_run_together_contents_list_is_dropped_and_told() -> None:
    imported = read_text(NUMBERED)
    assert "import-contents" in {problem.rule for problem in imported.problems}
    assert imported.policy.preamble == ""


def test_a_list_without_bullets_gets_them() -> None:
    assert "- sign-in\n- language\n- basket" in read_text(NUMBERED).policy.sections[1].body


def test_a_contact_block_keeps_its_lines() -> None:
    body = read_text(NUMBERED).policy.sections[-1].body
    assert body == "Heron Boats\\\n4 Quay Street\\\nEmail: hello@heron.example"


WRAPPED = """\
This notice covers what we learn about you when you hire a boat from us, and
when you write to us, unless another notice is shown to you at the quay side.
What we learn about you
We learn about you when you tell us things, when you hire a boat, and when
somebody else tells us about you, as is said below in more detail than here.
Things you tell us
We learn what you write into the form and what you tell us at the counter.
Name and phone:
We ask for your name and your phone number when you hire a boat, and we keep
both of them in a book that lies in a locked drawer. The book is read by the
two of us and by nobody else, and it is burnt each winter. We do not copy it.
What you tell our helpers: Our helpers may ask you whether you can swim and how old the children are
in your party. They tell us about it, and we write it down for the harbour
master, who is bound by law to keep such notes for as long as the season goes.
How you row: We see you from the quay and may write down when you went out and
came home, which boat you took and whether it was damaged. We keep these notes
with the bill, for as long as the tax office wants us to keep the bill itself.
You can:
-
ask us what we know;
-
ask us to cross it out;
How we use it
We use what we learn to hire out boats and to keep those in them from harm.
How we keep it
We keep it in a locked drawer, and the key to that drawer is never far away.
"""


def test_hard_wrapped_lines_are_joined_and_run_in_headings_listed() -> None:
    imported = read_text(WRAPPED)
    assert outline(imported) == [
        "1 What we learn about you",
        "2 Things you tell us",
        "1 How we use it",
        "1 How we keep it",
    ]
    assert [run.title for run in imported.run_ins] == [
        "Name and phone",
        "What you tell our helpers",
        "How you row",
    ]
    assert {run.section for run in imported.run_ins} == {1}
    body = imported.policy.sections[1].body
    assert "**Name and phone:** We ask for your name and your phone number when you hire a boat" in body
    assert "- ask us what we know;\n- ask us to cross it out;" in body
    assert imported.policy.title == "Untitled policy"
    assert not lost(WRAPPED, imported)


def test_lone_dashes_between_sections_mark_the_headings() -> None:
    text = "Privacy Notice\n-\nScope\nThis is for guests.\n-\nData\n- Name: as on the bill\n- Age: in years\n"
    text += "-\nReach\nWrite."
    imported = read_text(text)
    assert outline(imported) == ["1 Scope", "1 Data", "1 Reach"]
    assert imported.policy.sections[1].body == "- **Name:** as on the bill\n- **Age:** in years"
    assert imported.dropped == ("-", "-", "-")


def test_nested_and_numbered_lists_keep_their_shape() -> None:
    text = "Terms of Hire\n\nRules\n\n  • Wear a vest\n    at all times.\n      o children too\n  • Row home by dusk\n"
    text += "\n1. first\n2. second\n4. fourth\n"
    body = read_text(text).policy.sections[0].body
    assert body.startswith("- Wear a vest at all times.\n  - children too\n- Row home by dusk")
    assert "4) fourth" in body


def test_tables_stay_as_they_are() -> None:
    table = "| Data | Kept |\n|------|------|\n| Name | 2 years |"
    assert table in read_text(f"Privacy Policy\n\nData\n\nWe keep:\n\n{table}\n").policy.sections[0].body
    columns = "Name    Kept\nphone    2 years"
    assert (
        f"```\n{columns}\n```"
        in read_text(f"Privacy Policy\n\nData\n\nWe keep.\n\n{columns}\n").policy.sections[0].body
    )


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "-", "1.", "In Short:", ":", "Privacy Policy", "\u00a0"])
def test_scraps_are_read_without_a_fall(text: str) -> None:
    imported = read_text(text)
    assert not lost(text, imported)


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    assert read_text("\ufeff" + PLAIN.replace("\n", "\r\n")) == read_text(PLAIN)


SENTENCE = st.sampled_from(
    [
        "We keep your name for a year.",
        "You can write to us, e.g. by post.",
        "It costs 3 * 4 pounds_a_day, see <this> & [that](x).",
        "# is no heading here and `neither` is *this*.",
        "1986. A good year it was!",
        "- - -  dashed to pieces.",
        "Rates: 5 % of the {{ price }}.",
    ]
)
LINE = st.one_of(
    SENTENCE,
    st.lists(SENTENCE, min_size=2, max_size=4).map(" ".join),
    st.sampled_from(
        [
            "Your Rights",
            "HOW WE SHARE IT",
            "2. Payment",
            "2.1 Refunds",
            "Retention:",
            "• a bullet",
            "  - an inner one",
            "(a) a clause;",
            "-",
            "-----",
            "Email: a@b.example",
            "12 High Street",
            "In Short: we care.",
            "Contents",
            "We share:",
            "names",
            "",
            "",
            "a | b | c",
            "one\ttwo",
            "Last updated: May 1, 2024",
        ]
    ),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(LINE, max_size=25))
def test_no_word_of_a_text_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert not lost(text, read_text(text))


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab A1.-*_#>|:;()[]<&\\`~=+\n\t\u00a0•", max_size=120))
def test_no_word_of_any_scribble_is_lost(text: str) -> None:
    assert not lost(text, read_text(text))


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [
        ("kleanflo", 1.0, 1.0),
        ("imocloud", 1.0, 1.0),
        ("crmsoftware", 1.0, 1.0),
        ("imroz", 0.95, 0.95),
        ("kaizenify", 0.9, 0.9),
    ],
)
def test_the_outlines_of_real_policies_are_found(shared: Path, name: str, recall: float, precision: float) -> None:
    want = tomllib.loads((shared / "seeds" / "outlines.toml").read_text("utf-8"))[name]
    text = (shared / "seeds" / f"{name}.txt").read_text("utf-8")
    imported = read_text(text)
    wanted = [(int(line.split(" ", 1)[0]), key(line.split(" ", 1)[1])) for line in want["headings"]]
    found: list[tuple[int, str]] = []
    for at, section in enumerate(imported.policy.sections):
        found.append((section.level, key(section.title)))
        found += [(0, key(run.title)) for run in imported.run_ins if run.section == at]
    missing = Counter(title for _, title in wanted) - Counter(title for _, title in found)
    invented = Counter(title for _, title in found) - Counter(title for _, title in wanted)
    assert 1 - missing.total() / len(wanted) >= recall, missing
    assert 1 - invented.total() / len(found) >= precision, invented
    assert [pair for pair in found if pair[0] and pair not in wanted] == []
    assert want.get("title") in (None, imported.policy.title)
    assert imported.policy.dates.last_updated == want.get("last_updated")
    assert sum(bool(section.summary) for section in imported.policy.sections) == want.get("summaries", 0)
    assert lost(text, imported).total() <= 0.002 * words(text).total()


def key(title: str) -> str:
    return re.sub(r"[^\w]+", " ", title.casefold()).strip()


def test_what_was_dropped_once_is_told_of_one() -> None:
    told = [problem.message for problem in read_text("Title\n\n1. First\n\ntext text text.\n").problems]
    assert "The number of a heading was dropped (1.)." in told
    told = [problem.message for problem in read_text("1. First\n\ntext text.\n\n----\n\n2. Second\n\nmore\n").problems]
    assert "The numbers of 2 headings were dropped (1., 2.)." in told
    assert "A line of “----” between sections was dropped." in told

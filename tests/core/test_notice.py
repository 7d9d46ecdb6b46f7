"""The notice: material changes by section with both dates, editorial ones in one closing line, in three forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policytui.core.compare import redline
from policytui.core.judge import judge
from policytui.core.judgement import Judgement
from policytui.core.notice import notice, notice_html, notice_markdown, notice_text
from policytui.core.redline import Redline
from policytui.core.values import Dates, Policy, Section

BEFORE = Policy(
    "Parcel Policy",
    sections=(
        Section("keep", "How long", 1, "", "We keep it for 30 days."),
        Section("desk", "Desk", 1, "", "We recieve parcels."),
        Section("old", "Old", 1, "", "It goes."),
    ),
)
AFTER = replace(
    BEFORE,
    dates=Dates(last_updated=date(2024, 9, 2), effective=date(2024, 10, 2)),
    sections=(
        Section("keep", "How long", 1, "", "We keep it for **60** days."),
        Section("desk", "Desk", 1, "", "We receive parcels."),
        Section("new", "New & <b>", 1, "", "A shelf *outside* is at hand by night."),
    ),
)


def made(before: Policy = BEFORE, after: Policy = AFTER) -> tuple[Redline, Judgement]:
    changed = redline(before, replace(after, dates=replace(after.dates, effective=before.dates.effective)))
    return Redline(changed.before, after, changed.sections), judge(changed)


def test_it_says_what_changed_where() -> None:
    found = notice(*made())
    assert sorted((section.title, section.lines[0][0]) for section in found.sections) == [
        ("How long", "Changed: 30 days → 60 days"),
        ("New & <b>", "New section"),
        ("Old", "Section removed"),
    ]
    assert found.updated == "September 2, 2024"
    assert found.effective == "October 2, 2024"
    assert found.closing.startswith("We also made editorial changes in 1 place;")


def test_the_three_forms_say_the_same() -> None:
    for form in (notice_markdown, notice_text, notice_html):
        said = form(*made())
        for text in (
            "Parcel Policy",
            "September 2, 2024",
            "October 2, 2024",
            "How long",
            "editorial",
            "A shelf outside is at hand by night.",
        ):
            assert text in said
        assert said.endswith("\n")
        assert "\n\n\n" not in said


def test_markup_of_the_policy_is_text() -> None:
    assert "<b>" not in notice_html(*made())
    assert "New &amp; &lt;b&gt;" in notice_html(*made())
    assert r"\<b\>" in notice_markdown(*made())


def test_hidden_characters_are_shown() -> None:
    hostile = replace(AFTER, sections=(Section("keep", "How\x1b]52", 1, "", "We keep\u202e it for 60 days."),))
    for form in (notice_markdown, notice_text, notice_html):
        said = form(*made(after=hostile))
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_only_editorial_changes() -> None:
    after = replace(
        BEFORE, sections=(BEFORE.sections[0], Section("desk", "Desk", 1, "", "We receive parcels."), BEFORE.sections[2])
    )
    said = notice_text(*made(after=after))
    assert "Only editorial changes, in 1 place" in said
    assert notice(*made(after=BEFORE)).closing == "Nothing changed."


def lines_of(before: str, after: str) -> list[tuple[str, str, str]]:
    sides = [Policy("T", sections=(Section("a", "A", 1, "", text),)) for text in (before, after)]
    changed = redline(*sides)
    return [line for section in notice(changed, judge(changed)).sections for line in section.lines]


def test_what_changed_far_into_a_long_passage_is_seen() -> None:
    head = "We keep what you send us for as long as the law says, and not a day longer than that. " * 4
    ((what, before, after),) = lines_of(f"{head}Nobody reads it.", f"{head}Our partners may read it, then sell it.")
    assert what == "Changed"
    assert before.startswith("… ")
    assert before.endswith(" than that. Nobody reads it.")
    assert after.endswith(" than that. Our partners may read it, then sell it.")
    assert len(after) < 250


def test_a_long_passage_that_differs_early_is_shown_from_its_beginning() -> None:
    tail = " and not a day longer than the law says, whatever happens" * 6
    ((_, before, after),) = lines_of(f"We keep it a week{tail}.", f"We keep it a year{tail}.")
    assert before.startswith("We keep it a week and")
    assert after.startswith("We keep it a year and")
    assert before.endswith(" …")


def test_a_link_that_leads_elsewhere_is_told_by_its_address() -> None:
    found = lines_of("Read [the rules](https://a.example/x).", "Read [the rules](https://b.example/x).")
    assert [line[1:] for line in found] == [("https://a.example/x", "https://b.example/x")]


def test_a_passage_that_moved_and_changed_says_both() -> None:
    stays = "One stays.\n\nTwo stays as well.\n\nThree stays too."
    moved = "Guests below the age of {} are kept out of every shop of ours."
    found = lines_of(f"{moved.format(13)}\n\n{stays}", f"{stays}\n\n{moved.format(16)}")
    assert found == [("Moved: 13 → 16", moved.format(13), moved.format(16))]
    assert lines_of(f"{moved}\n\n{stays}", f"{stays}\n\n{moved}") == [("Moved", "", moved)]

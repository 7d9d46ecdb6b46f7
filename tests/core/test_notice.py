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

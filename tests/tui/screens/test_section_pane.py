"""The policy's own fields: read from text, or said to be wrong."""

from __future__ import annotations

from datetime import date

import pytest

from policytui.tui.screens.section_pane import shown_value, with_value
from tests.tui.fake import policy
from tests.tui.running import Run


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("effective", "1 July 2024", date(2024, 7, 1)),
        ("effective", "", None),
        ("notice_days", "30", 30),
        ("notice_days", "", None),
        ("style", "iso", "iso"),
        ("timezone", "Europe/Berlin", "Europe/Berlin"),
        ("timezone", "", ""),
        ("label", "Revised", "Revised"),
    ],
)
def test_a_right_field_is_taken_over(name: str, text: str, value: object) -> None:
    changed, wrong = with_value(policy(), name, text)
    assert not wrong
    assert getattr(changed.dates, name) == value
    assert with_value(changed, name, shown_value(changed, name)) == (changed, "")


@pytest.mark.parametrize(
    ("name", "text"),
    [("effective", "01/02/2024"), ("effective", "Mon May 19 2024"), ("notice_days", "a month"),
     ("notice_days", "-1"), ("style", "roman"),
     ("timezone", "Mars/Olympus"), ("timezone", "../../etc/passwd"), ("label", " ")],
)  # fmt: skip
def test_a_wrong_field_leaves_the_policy_and_says_why(name: str, text: str) -> None:
    before = policy()
    changed, wrong = with_value(before, name, text)
    assert changed == before
    assert wrong.endswith(".")


async def test_title_and_dates_are_edited_as_a_form_and_a_wrong_date_leaves_the_draft_alone(opened: Run) -> None:
    async with opened() as app:
        await app.press("f2", "f2")
        await app.type("!")
        assert app.screen.draft.policy.title == "Privacy Policy!"
        app.screen.query_one("#policy-effective").focus()
        await app.type("1/2/2024")
        assert "“1/2/2024” is not a date" in app.text
        assert app.screen.draft.policy.dates.effective is None
        await app.press("ctrl+z")
        assert app.screen.draft.policy.title == "Privacy Policy"


async def test_what_is_wrong_is_said_as_long_as_it_is_wrong_and_whole(opened: Run) -> None:
    async with opened((80, 24)) as app:
        await app.press("f2", "f2")
        app.screen.query_one("#policy-effective").focus()
        await app.type("1/2/2024, or perhaps the day after it")
        assert "Write it like 2024-05-19." in " ".join(" ".join(row[:40] for row in app.text.split("\n")).split())
        app.screen.query_one("#policy-title").focus()
        await app.type("!")
        assert "is not a date" in app.text
        await app.press("f3", "f2")
        assert "is not a date" not in app.text
        assert "Prints as" in app.text

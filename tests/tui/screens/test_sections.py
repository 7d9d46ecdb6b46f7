"""Acts on sections, and the marks of what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policytui.core.draft import Draft, Place
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.errors import UsageError
from policytui.tui import keys
from policytui.tui.screens import sections
from tests.tui.fake import policy


def test_every_key_of_the_table_is_an_act() -> None:
    draft, place = Draft.of(policy()), Place("how-long-we-keep-it", "body", 1, 0)
    for key in keys.of("section"):
        act = key.action.split("'")[1]
        if act != "rename":
            after = sections.perform(act, draft, "how-long-we-keep-it", place)
            assert after.policy != draft.policy or act in sections.NOTHING, act


def test_what_is_not_a_section_is_refused_with_a_way_on() -> None:
    draft = Draft.of(policy())
    for name in (POLICY_ID, PREAMBLE_ID):
        with pytest.raises(UsageError) as error:
            sections.perform("remove", draft, name, Place(name))
        assert error.value.hint
    with pytest.raises(UsageError):
        sections.perform("split", draft, "your-rights", Place("your-rights", "title"))


def test_marks_say_changed_and_added() -> None:
    before = policy()
    after = Draft.of(before).add("your-rights", "New").policy
    after = replace(after.with_section(replace(after.sections[0], body="x")), title="Other", preamble="y")
    assert sections.changed(before, after) == {
        "what-we-collect": "●", "new": "+", POLICY_ID: "●", PREAMBLE_ID: "●",
    }  # fmt: skip
    assert sections.changed(before, before) == {}

"""The verdict as data."""

from __future__ import annotations

from policytui.core.judgement import Decision, Judgement, Reason
from policytui.core.values import Change


def test_a_decision_says_nothing_that_was_not_said() -> None:
    decision = Decision("Mended a typo")
    assert (decision.change, decision.why, decision.last_updated, decision.effective) == (None, "", None, None)


def test_judgements_compare_by_content() -> None:
    reason = Reason("retention", Change.MATERIAL, "number", "30", "60", "A number changed.")
    assert Judgement(Change.MATERIAL, (reason,)) == Judgement(Change.MATERIAL, (reason,))
    assert reason.hunk == -1

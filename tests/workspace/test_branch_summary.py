"""What a branch did, in words."""

from __future__ import annotations

from policytui.workspace.branch_summary import changed_sections, date_words, policy_name, to_markdown
from policytui.workspace.branches import review_range
from tests.gitbox import Box


def test_the_words_of_a_change(box: Box) -> None:
    box.git("checkout", "-q", "-b", "feature")
    box.change("privacy", "30 days", "60 days")
    box.git("mv", "policies/privacy", "policies/rules")
    box.commit_all()
    branch = review_range(box.workspace, "main...feature")
    (change,) = branch.changes
    assert policy_name(change) == "privacy → rules"
    assert date_words(change) == "date 2024-01-05 → 2024-06-01"
    assert changed_sections(change) == [("Logs", "material")]
    text = to_markdown(branch)
    assert text.startswith("# Policies changed in `main...feature`\n")
    assert "| `privacy` → `rules` | renamed | **material** | date 2024-01-05 → 2024-06-01 | none |" in text


def test_nothing_changed_is_said(box: Box) -> None:
    assert to_markdown(review_range(box.workspace, "main...main")) == "No policy changes in `main...main`.\n"

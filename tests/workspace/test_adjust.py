"""The screens adjust an import through the workspace."""

from __future__ import annotations

from policytui.workspace import adjust
from policytui.workspace.importing import parse


def test_an_import_is_adjusted() -> None:
    imported = parse(b"# Terms\n\n## Use\n\nBe kind.\n\n## Care\n\nBe careful.\n", "t.md")
    lowered = adjust.demote(imported, 1)
    assert [section.level for section in lowered.policy.sections] == [1, 2]
    assert adjust.promote(lowered, 1).policy == imported.policy
    joined = adjust.merge(imported, 1).policy.sections
    assert len(joined) == 1
    assert "Be careful." in joined[0].body

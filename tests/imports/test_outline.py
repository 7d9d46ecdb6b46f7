"""An import is a value: equal content, equal import."""

from __future__ import annotations

from policytui.core.values import Policy
from policytui.imports.outline import Imported, RunIn


def test_imports_compare_by_content() -> None:
    assert Imported(Policy("P"), (RunIn(0, "a", 2),)) == Imported(Policy("P"), (RunIn(0, "a", 2),))
    assert Imported(Policy("P")) != Imported(Policy("Q"))
    assert not Imported(Policy("P")).label_found

"""The rules of the house: joined, stricter only, and a mistake in them said."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.core.values import HouseRules
from policytui.errors import ContentError
from policytui.workspace.house import NAME, combined, root_rules


def test_no_file_no_rules(tmp_path: Path) -> None:
    assert root_rules(tmp_path) == HouseRules()


def test_rules_are_read_and_joined_once_each(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('[materiality]\nterms = ["Initech"]\nwords = ["scrobble"]\n')
    joined = combined(root_rules(tmp_path), HouseRules(terms=("Hooli", "Initech"), sections=("sharing",)))
    assert joined == HouseRules(("Initech", "Hooli"), ("scrobble",), ("sharing",))


@pytest.mark.parametrize("text", ["materiality = 3", "[materiality]\nterms = 'x'", "[materiality]\nwords = [1]", "x =",
                                  "x = " + "9" * 5000, "# " + "x" * 2_000_000])  # fmt: skip
def test_a_mistake_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(ContentError):
        root_rules(tmp_path)

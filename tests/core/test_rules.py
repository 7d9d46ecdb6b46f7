"""The table of rules says of every rule what it is, and its examples hold."""

from __future__ import annotations

import pytest

from policytui.core.compare import redline
from policytui.core.judge import judge
from policytui.core.rules import EDITORIAL, MATERIAL, RULES
from policytui.core.values import Change, Policy, Section


def test_names_are_unique_and_sentences_whole() -> None:
    assert len(RULES) == len(EDITORIAL) + len(MATERIAL)
    for rule in RULES.values():
        assert rule.sentence.endswith(".")
        assert rule.sentence[0].isupper() or rule.sentence[0] == "“"
        assert rule.source


def test_each_table_holds_its_own_kind() -> None:
    assert {rule.change for rule in EDITORIAL} == {Change.EDITORIAL}
    assert {rule.change for rule in MATERIAL} == {Change.MATERIAL}


def test_how_sure() -> None:
    sure = {name: RULES[name].sure for name in ("formatting", "spelling", "number", "comma")}
    assert sure == {"formatting": "sure", "spelling": "likely", "number": "sure", "comma": "to be safe"}


_OTHERWISE_PLACED = {"levels", "label", "label-changed", "controller"}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (rule.name, before, after)
        for rule in RULES.values()
        if rule.name not in _OTHERWISE_PLACED
        for before, after in rule.examples
    ],
)
def test_examples_hold(name: str, before: str, after: str) -> None:
    old, new = (Policy("T", sections=(Section("s", "S", 1, "", text),)) for text in (before, after))
    assert judge(redline(old, new)).change is RULES[name].change

"""A lazy pattern is the pattern."""

from __future__ import annotations

import re

import pytest

from policytui.core.patterns import lazy


def test_it_finds_what_the_compiled_pattern_finds() -> None:
    pattern = lazy(r"(\w)o", re.IGNORECASE)
    assert [match[1] for match in pattern.finditer("so GO no")] == ["s", "G", "n"]
    assert pattern.sub("-", "so GO no") == "- - -"
    assert pattern.fullmatch("to") is not None
    assert pattern.pattern == r"(\w)o"
    assert pattern.groups == 1


def test_it_is_compiled_at_the_first_use_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        asked.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr(re, "compile", counted)
    pattern = lazy("a+")
    assert asked == []
    assert pattern.match("aa") is not None
    assert pattern.search("baa") is not None
    assert asked == ["a+"]


def test_a_mistake_in_a_pattern_is_told_at_the_first_use() -> None:
    with pytest.raises(re.error):
        lazy("(").match("")

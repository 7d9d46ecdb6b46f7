"""The format of a text is told by its name, else by what stands in it."""

from __future__ import annotations

import pytest

from policytui.imports import normalise, sniff


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Privacy Policy\n\nWe keep names.", "a.txt", "text"),
        ("Privacy Policy", "a.MD", "markdown"),
        ("---\ntitle: Privacy\n---\nWe keep names.", "", "markdown"),
        ("# Privacy\n\n## Names\n\nWe keep names.", "a.txt", "markdown"),
        ("Privacy\n\n* names\n* ages", "", "text"),
        ("# 1 in the charts", "", "text"),
        ("", "", "text"),
    ],
)
def test_sniff(text: str, name: str, kind: str) -> None:
    assert sniff(text, name) == kind


def test_every_kind_of_line_end_is_one_line_end() -> None:
    assert normalise("\ufeffa\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"

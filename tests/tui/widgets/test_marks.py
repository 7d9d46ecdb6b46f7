"""The colour of a line of Markdown source."""

from __future__ import annotations

import pytest

from policytui.tui.widgets.marks import line_style


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("## Title", ("heading", 0)),
        ("#hash", ("", 0)),
        ("- item", ("marker", 2)),
        ("  12. item", ("marker", 6)),
        ("> quote", ("marker", 2)),
        ("```toml", ("muted", 0)),
        ("<!-- note -->", ("muted", 0)),
        ("---", ("muted", 0)),
        ("plain text", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_a_line_is_coloured_by_its_own_text(line: str, style: tuple[str, int]) -> None:
    assert line_style(line) == style

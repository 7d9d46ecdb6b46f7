"""A policy as Markdown."""

from __future__ import annotations

from tests.publish.boats import POLICY


def test_the_whole_document() -> None:
    from policytui.publish.policy_markdown import to_markdown

    text = to_markdown(POLICY)
    assert text.startswith(
        "# Boats & \\<Oars>\n\n*Revised: 3 May 2024*\\\n*Effective date: 1 June 2024*\n\nHello *you*.\n"
    )
    assert "\n## Row\\_ing\n\n**In short:** Row `well`.\n\n- a [link]" in text
    assert "\n### Deep\n" in text
    assert text.endswith("\n")

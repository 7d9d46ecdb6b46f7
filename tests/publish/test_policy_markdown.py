"""A policy as Markdown."""

from __future__ import annotations

from policytui.core.values import Policy, Section
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


def test_an_open_code_block_ends_with_its_section() -> None:
    from policytui.imports.markdown import read_markdown
    from policytui.publish.policy_markdown import to_markdown

    bodies = ("~~~~\nopen", "```", "```\nclosed\n```", "- ```\n  in an item", "text ``` in it")
    sections = tuple(Section(f"s{at}", f"S{at}", 1, "", body) for at, body in enumerate(bodies))
    text = to_markdown(Policy("Terms", preamble="~~~\nopen", sections=sections))
    assert text.startswith("# Terms\n\n~~~\nopen\n~~~\n\n## S0\n\n~~~~\nopen\n~~~~\n\n## S1\n\n```\n```\n\n## S2\n")
    assert "```\nclosed\n```\n\n## S3\n\n- ```\n  in an item\n\n## S4\n\ntext ``` in it\n" in text
    assert len(read_markdown(text.replace(bodies[3], "item")).policy.sections) == 5


def test_a_title_is_never_markup() -> None:
    from policytui.publish.policy_markdown import to_markdown

    assert to_markdown(Policy("A &amp; ~~b~~ & c")) == "# A \\&amp; \\~~b\\~~ & c\n"

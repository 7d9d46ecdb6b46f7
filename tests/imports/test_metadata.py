"""What is never published is taken out of Markdown, and told."""

from __future__ import annotations

from policytui.imports.metadata import take_metadata


def test_front_matter_is_read_and_leaves_empty_lines() -> None:
    data = take_metadata('---\ntitle: "Boats: a policy"\nlast_updated: 2024-05-01\n---\nText.')
    assert data.front == {"title": "Boats: a policy", "last_updated": "2024-05-01"}
    assert data.lines == ["", "", "", "", "Text."]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert take_metadata("---\n\nText here\n").front == {}


def test_comments_over_many_lines_keep_the_line_count() -> None:
    data = take_metadata("a <!-- one\ntwo --> b\nc")
    assert data.lines == ["a ", " b", "c"]
    assert data.taken["comment"] == [(1, "<!-- one\ntwo -->")]


def test_attributes_tags_and_anchors_go() -> None:
    data = take_metadata('<a name="rows"></a>\nRow{: .x} {% if a %}now\n{:toc}')
    assert data.lines == ["", "Row now", ""]
    assert data.anchors == {0: "rows"}
    assert set(data.taken) == {"anchor", "attribute", "tag"}


def test_an_anchor_that_a_link_needs_stays() -> None:
    text = 'Row <a id="x"></a>here.\n\nSee [there](#x).'
    assert take_metadata(text).lines[0] == 'Row <a id="x"></a>here.'


def test_code_is_left_alone() -> None:
    text = "`{% x %}` and `<!-- y -->`\n```\n<!-- z -->\n{: .k}\n```"
    data = take_metadata(text)
    assert "\n".join(data.lines) == text
    assert data.fenced == {1, 2, 3, 4}

"""Where a section stands, in words."""

from __future__ import annotations

import pytest

from policytui.core.compare import redline
from policytui.core.judge import judge
from policytui.core.places import place_hunk
from policytui.core.redline import Status
from policytui.core.values import Policy, Section


def policy(*sections: Section) -> Policy:
    return Policy("P", sections=sections)


def places(before: Policy, after: Policy) -> dict[str, tuple[str, str]]:
    return {s.id: (h.before, h.after) for s, h in redline(before, after).changes() if h.is_place}


A, B, C, D = (Section(i, f"Title {i}", 1, "", f"Body of {i}.") for i in "abcd")


def test_sections_that_moved_together_are_told_by_the_one_above_that_stayed() -> None:
    found = places(
        policy(A, B, *(Section(f"s{n}", f"S{n}") for n in range(4))),
        policy(*(Section(f"s{n}", f"S{n}") for n in range(4)), A, B),
    )
    assert found == {"a": ("at the beginning", "after “S3”"), "b": ("at the beginning", "after “S3”")}


def test_level_and_place_at_once() -> None:
    moved = Section("d", "Title d", 2, "", "Body of d.")
    assert places(policy(A, B, C, D), policy(A, moved, B, C)) == {
        "d": ("level 1, after “Title c”", "level 2, after “Title a”")
    }


def test_the_words_differ_even_where_titles_do_not() -> None:
    one, two, last = Section("x", "Same", body="one two"), Section("y", "Same", body="three four"), Section("z", "Z")
    found = places(policy(one, last, two), policy(one, two, last))
    assert len(found) == 1
    ((before, after),) = found.values()
    assert before != after


def test_a_section_with_other_changes_too_is_stopped_at_for_each() -> None:
    other = Section("d", "New title", 1, "", "Body of d.")
    found = redline(policy(A, B, C, D), policy(other, A, B, C))
    assert [hunk.kind for _, hunk in found.changes()] == ["place", "title"]


def test_one_verdict_on_the_section_covers_its_place() -> None:
    found = redline(policy(A, B), policy(A, Section("b", "Title b", 2, "", "Body of b.")))
    judgement = judge(found)
    assert [(r.section, r.hunk) for r in judgement.reasons] == [("b", -1)]


@pytest.mark.parametrize(
    ("before", "after"), [("level 1", "level 2"), ("", "level 1"), ("at the beginning", "after “A”")]
)
def test_the_spans_give_both_sides_and_none_is_empty(before: str, after: str) -> None:
    hunk = place_hunk(Status.CHANGED, before, after)
    assert "".join(text for op, text in hunk.spans if op != "add") == before
    assert "".join(text for op, text in hunk.spans if op != "remove") == after
    assert all(text for _, text in hunk.spans)

"""An import can be put right before it is saved, and no word is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from policytui.core.values import Policy, Section
from policytui.imports.adjust import demote, drop, merge, promote, retitle, split
from policytui.imports.outline import Imported, RunIn

SECTIONS = (
    Section("a", "Boats", 1, "We let them.", "One.\n\n**Oars:** Two.\n\nThree."),
    Section("b", "Sails", 2, "", "Four."),
    Section("c", "Vests", 1, "", "Five."),
)
IMPORTED = Imported(Policy("P", preamble="Zero.", sections=SECTIONS), (RunIn(0, "Oars", 2), RunIn(2, "Rings", 2)))


def outline(imported: Imported) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in imported.policy.sections]


def words(imported: Imported) -> Counter[str]:
    policy = imported.policy
    texts = [policy.preamble, *(part for s in policy.sections for part in (s.title, s.summary, s.body))]
    return Counter(re.findall(r"\w+", " ".join(texts)))


def test_levels_move_with_what_lies_below() -> None:
    assert outline(demote(IMPORTED, 0)) == [(2, "Boats"), (3, "Sails"), (1, "Vests")]
    assert outline(promote(IMPORTED, 1)) == [(1, "Boats"), (1, "Sails"), (1, "Vests")]
    assert promote(demote(IMPORTED, 0), 0) == IMPORTED
    with pytest.raises(ValueError, match="Levels go from 1"):
        promote(IMPORTED, 0)


def test_merging_keeps_every_word_and_moves_run_ins() -> None:
    merged = merge(IMPORTED, 2)
    assert outline(merged) == [(1, "Boats"), (2, "Sails")]
    assert merged.policy.sections[1].body == "Four.\n\nVests\n\nFive."
    assert [run.section for run in merged.run_ins] == [0, 1]
    assert not words(IMPORTED) - words(merged)


def test_merging_the_first_goes_into_the_preamble() -> None:
    merged = merge(IMPORTED, 0)
    assert merged.policy.preamble.startswith("Zero.\n\nBoats\n\nIn short: We let them.")
    assert [run.section for run in merged.run_ins] == [-1, 1]


def test_splitting_makes_a_section_of_what_follows() -> None:
    done = split(IMPORTED, 0, 2, "Rowing")
    assert outline(done)[:2] == [(1, "Boats"), (1, "Rowing")]
    assert done.policy.sections[0].body == "One."
    assert done.policy.sections[1].body == "**Oars:** Two.\n\nThree."
    assert [run.section for run in done.run_ins] == [1, 3]
    assert not words(IMPORTED) - words(done)


def test_a_short_line_becomes_the_title_of_the_split() -> None:
    start = Imported(Policy("P", preamble="Boats\n\nWe let them."))
    done = split(start, -1, 0)
    assert [(s.title, s.body) for s in done.policy.sections] == [("Boats", "We let them.")]
    assert done.policy.preamble == ""
    with pytest.raises(ValueError, match="no text below"):
        split(start, -1, 9)


def test_retitle_changes_the_id_too() -> None:
    assert [s.id for s in retitle(IMPORTED, 1, " Vests ").policy.sections] == ["a", "vests", "c"]
    with pytest.raises(ValueError, match="needs a title"):
        retitle(IMPORTED, 1, " ")


def test_dropping_is_listed() -> None:
    done = drop(IMPORTED, 1)
    assert outline(done) == [(1, "Boats"), (1, "Vests")]
    assert done.dropped == ("Sails\n\nFour.",)
    assert [run.section for run in done.run_ins] == [0, 1]


@pytest.mark.parametrize("act", [promote, demote, merge, drop])
def test_a_place_that_does_not_exist(act: object) -> None:
    with pytest.raises(IndexError):
        act(IMPORTED, 3)  # type: ignore[operator]

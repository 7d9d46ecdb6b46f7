"""Splicing: only the bytes of what changed; the result always says what it should, or nothing is written."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Policy, Section
from policytui.errors import ContentError
from policytui.store.codec import decode_text, fresh, loaded_policy
from policytui.store.layout import layout
from policytui.store.scan import scan
from policytui.store.splice import eol_of, kept_lines, origins, splice
from tests.store.strategies import HAND_WRITTEN, policies, sections, texts

BASE = loaded_policy(decode_text(HAND_WRITTEN))
ENDINGS = st.sampled_from(["\n", "\r\n"])


def with_eol(text: str, eol: str) -> str:
    return text.replace("\n", eol)


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that only one of the two has, in order."""
    from difflib import ndiff

    lines = list(ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [x[2:] for x in lines if x[0] == "-"], [x[2:] for x in lines if x[0] == "+"]


@given(policies(), policies(), ENDINGS)
@settings(max_examples=120, deadline=None)
def test_any_policy_can_become_any_other(before: Policy, after: Policy, eol: str) -> None:
    text = with_eol(fresh(before), eol)
    assert decode_text(splice(text, before, after)).policy == after


@given(policies(), st.sampled_from(["", "\ufeff"]), ENDINGS)
@settings(max_examples=80, deadline=None)
def test_a_hand_written_file_can_become_anything(after: Policy, bom: str, eol: str) -> None:
    text = bom + with_eol(HAND_WRITTEN, eol)
    result = splice(text, BASE, after)
    assert decode_text(result).policy == after
    assert 'keeper = "kept, though unknown"' in result
    assert result.startswith(bom)


@given(st.integers(0, 2), texts, ENDINGS)
@settings(max_examples=120, deadline=None)
def test_one_body_changes_no_byte_outside_its_section(position: int, body: str, eol: str) -> None:
    text = with_eol(HAND_WRITTEN, eol)
    after = BASE.with_section(replace(BASE.sections[position], body=body))
    result = splice(text, BASE, after)
    piece = layout(scan(text)).sections[position]
    assert result.startswith(text[: piece.start])
    assert result.endswith(text[piece.end :])
    assert decode_text(result).policy == after


@given(st.permutations(BASE.sections), ENDINGS)
@settings(max_examples=20, deadline=None)
def test_moved_sections_take_every_byte_with_them(order: list[Section], eol: str) -> None:
    text = with_eol(HAND_WRITTEN, eol)
    after = replace(BASE, sections=tuple(order))
    result = splice(text, BASE, after)
    pieces = layout(scan(text)).sections
    for position, section in enumerate(BASE.sections):
        assert text[pieces[position].start : pieces[position].end] in result, section.id
    assert len(result) == len(text)
    assert splice(result, after, BASE) == text


@given(st.lists(st.sampled_from(BASE.sections), unique=True), sections("brand-new"), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_sections_come_and_go(kept: list[Section], new: Section, at: int) -> None:
    after = replace(BASE, sections=(*kept[:at], new, *kept[at:]))
    result = splice(HAND_WRITTEN, BASE, after)
    assert decode_text(result).policy == after
    assert result.endswith("\n\n# the end\n")


def test_nothing_changed_is_the_same_text() -> None:
    assert splice(HAND_WRITTEN, BASE, BASE) is HAND_WRITTEN


def test_a_new_date_changes_ten_characters() -> None:
    result = splice(HAND_WRITTEN, BASE, BASE.with_dates(last_updated=date(2025, 1, 2)))
    assert result == HAND_WRITTEN.replace("2024-05-19", "2025-01-02")


def test_a_new_key_goes_where_the_house_puts_it() -> None:
    after = replace(BASE, organization="Shop Ltd").with_dates(effective=date(2024, 6, 18))
    assert changed_lines(HAND_WRITTEN, splice(HAND_WRITTEN, BASE, after)) == (
        [],
        ['organization = "Shop Ltd"\n', "effective = 2024-06-18\n"],
    )
    assert "2024-05-19 # the relaunch\neffective = 2024-06-18\n" in splice(HAND_WRITTEN, BASE, after)


def test_a_new_table_stands_after_those_before_it_in_house_order() -> None:
    after = replace(BASE, variables=(("company", "Shop Ltd"), ("days", "30")))
    result = splice(HAND_WRITTEN, BASE, after)
    assert 'label    = "Last updated"\n\n[variables]\ncompany = "Shop Ltd"\ndays = "30"\n\n# == What' in result


def test_a_key_no_longer_set_takes_its_line_away() -> None:
    after = BASE.with_section(replace(BASE.sections[2], summary=""))
    assert changed_lines(HAND_WRITTEN, splice(HAND_WRITTEN, BASE, after)) == (
        ['  summary = "In short: write to us."\n'],
        [],
    )


def test_only_the_changed_line_of_a_body_is_rewritten() -> None:
    section = BASE.sections[0]
    after = BASE.with_section(replace(section, body=section.body.replace("your name", "your names")))
    result = splice(HAND_WRITTEN, BASE, after)
    assert result == HAND_WRITTEN.replace("your name.", "your names.")
    assert "caf\\u00e9" in result


def test_a_body_keeps_its_quotes_while_they_can_hold_it() -> None:
    after = BASE.with_section(replace(BASE.sections[1], body="We keep it. D:\\data."))
    assert "body = '''\nWe keep it. D:\\data.'''" in splice(HAND_WRITTEN, BASE, after)
    after = BASE.with_section(replace(BASE.sections[1], body="It's '''quoted'''\n"))
    assert '''body = """\nIt's \'\'\'quoted\'\'\'\n"""''' in splice(HAND_WRITTEN, BASE, after)


def test_a_one_line_body_becomes_several_lines() -> None:
    after = BASE.with_section(replace(BASE.sections[2], body="Write.\nOr call.\n"))
    assert '  body = """\nWrite.\nOr call.\n"""\n' in splice(HAND_WRITTEN, BASE, after)


def test_a_section_with_a_new_id_keeps_its_comments() -> None:
    after = replace(BASE, sections=(BASE.sections[0], replace(BASE.sections[1], id="keeping"), BASE.sections[2]))
    assert changed_lines(HAND_WRITTEN, splice(HAND_WRITTEN, BASE, after)) == (
        ['id = "retention"\n'],
        ['id = "keeping"\n'],
    )


def test_a_file_without_a_last_line_end_takes_a_section() -> None:
    text = HAND_WRITTEN.split("\n\n\n# the end")[0]
    after = replace(BASE, sections=(*BASE.sections, Section("new", "New")))
    assert splice(text, BASE, after).startswith(text + "\n\n[[section]]\n")


INLINE = """format = 1
policy.title = "T"  # dotted
dates = { last_updated = 2024-05-19, style = "iso", mine = 1 }
section = [ { id = "a", title = "A", body = "x", extra = 2 }, { id = "b", title = "B" } ]
"""


@given(policies(), ENDINGS)
@settings(max_examples=60, deadline=None)
def test_dotted_keys_and_inline_tables_can_become_anything(after: Policy, eol: str) -> None:
    text = with_eol(INLINE, eol)
    result = splice(text, loaded_policy(decode_text(text)), after)
    assert decode_text(result).policy == after
    assert "mine = 1" in result


def test_inline_forms_are_edited_in_place_where_they_can_be() -> None:
    base = loaded_policy(decode_text(INLINE))
    after = base.with_section(replace(base.sections[0], body="y")).with_dates(last_updated=date(2025, 1, 1))
    after = replace(after, title="U")
    expected = INLINE.replace("2024-05-19", "2025-01-01").replace('"x"', '"y"').replace('"T"', '"U"')
    assert splice(INLINE, base, after) == expected


def test_unknown_keys_of_inline_sections_survive_a_move() -> None:
    base = loaded_policy(decode_text(INLINE))
    assert "extra = 2" in splice(INLINE, base, replace(base, sections=base.sections[::-1]))


@pytest.mark.parametrize(
    "text",
    [
        'section = []\nformat = 1\n[policy]\ntitle = "T"\n',
        '[policy]\ntitle = "T"',
        '[[section]]\nid = "a"\ntitle = "A"\n[policy]\ntitle = "T"\n[[section]]\nid = "b"\ntitle = "B"\n[dates]\n',
        'policy = { title = "T" }\n',
        '[policy]\ntitle = """T"""\n[[section]]\nid = "a"\n'
        'body = """\\\n   joined \\\n   lines\n"""\n[section.meta]\nx = 1\n',
        '"policy" . \'title\' = "T"\n',
        '\n\n\n[policy]\r\ntitle = "mixed line ends"\n',
    ],
)
@given(after=policies())
@settings(max_examples=15, deadline=None)
def test_odd_files_can_become_anything(text: str, after: Policy) -> None:
    assert decode_text(splice(text, loaded_policy(decode_text(text)), after)).policy == after


def test_a_draft_of_another_text_is_refused() -> None:
    with pytest.raises(ContentError, match="not made from the text"):
        splice(HAND_WRITTEN, Policy("Other"), replace(Policy("Other"), language="de"))


def test_a_policy_that_would_not_be_read_again_is_refused() -> None:
    with pytest.raises(ContentError, match="no title"):
        splice(HAND_WRITTEN, BASE, replace(BASE, title=""))
    with pytest.raises(ContentError, match="used twice"):
        splice(HAND_WRITTEN, BASE, replace(BASE, sections=(BASE.sections[0], BASE.sections[0])))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ContentError, match="UTF-8"):
        splice(HAND_WRITTEN, BASE, replace(BASE, title="\ud800"))


def test_origins_follow_ids_then_texts() -> None:
    a, b, c = Section("a", "A", body="x"), Section("b", "B", body="y"), Section("c", "C", body="z")
    assert origins((a, b, c), (c, a)) == [2, 0]
    assert origins((a, b), (a, replace(b, id="q"), c)) == [0, 1, None]


@given(texts, texts, st.sampled_from(['"""', "'''"]), ENDINGS)
@settings(max_examples=150, deadline=None)
def test_kept_lines_say_the_new_text_or_nothing(old: str, new: str, quote: str, eol: str) -> None:
    import tomllib

    from policytui.store.literals import many_lines

    kept = kept_lines(many_lines(old, eol, quote=quote), old, new, eol)
    if kept:
        assert tomllib.loads(f"x = {kept}")["x"] == new
        assert eol == "\n" or "\n" not in kept.replace("\r\n", "")


def test_the_line_end_of_a_file_is_that_of_its_first_line() -> None:
    assert eol_of("a\r\nb\n") == "\r\n"
    assert eol_of("a\nb\r\n") == "\n"
    assert eol_of("") == "\n"


def test_a_large_policy_is_spliced_quickly() -> None:
    body = "A line of plain text that says nothing.\n" * 70
    policy = Policy("T", sections=tuple(Section(f"s{n}", f"S{n}", body=body) for n in range(340)))
    text = fresh(policy)
    start = time.process_time()
    splice(text, policy, policy.with_section(replace(policy.sections[170], body=body + "More.\n")))
    assert time.process_time() - start < 2

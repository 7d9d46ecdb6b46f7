"""Revision files: exactly the text as saved, a tail that reads back, an order that is always the same."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core.values import Change, Revision
from policytui.errors import ContentError
from policytui.store import revisions
from tests.store.strategies import texts

WHEN = datetime(2024, 5, 19, 10, 11, 12, tzinfo=UTC)
TEXT = 'format = 1\n[policy]\ntitle = "T"\n'


@st.composite
def drafts(draw: st.DrawFn) -> Revision:
    return Revision(
        "",
        draw(st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))),
        author=draw(texts),
        parents=tuple(draw(st.lists(st.sampled_from(["a" * 64, "0" * 64, "f0" * 32]), max_size=3))),
        change=draw(st.sampled_from(Change)),
        proposed=draw(st.sampled_from(Change)),
        why=draw(texts),
        summary=draw(texts),
        replaces=draw(st.sampled_from(["", "b" * 64])),
        last_updated=draw(st.none() | st.dates()),
        extra=draw(st.dictionaries(st.sampled_from(["ticket", "a b"]), texts)),
    )


@given(texts, drafts())
@settings(max_examples=150, deadline=None)
def test_a_revision_reads_back_exactly(text: str, draft: Revision) -> None:
    data, revision = revisions.encode(text, draft)
    assert revisions.decode(data, revision.name) == (revision, text.encode())
    assert revisions.own_hash(data) == (revision.hash, revision.hash)
    assert revisions.read_tail(data, revision.name) == revision
    for name in ("author", "parents", "change", "proposed", "why", "summary", "replaces", "last_updated", "extra"):
        assert getattr(revision, name) == getattr(draft, name)


def test_the_file_is_the_text_then_the_tail_of_the_house() -> None:
    draft = Revision("", WHEN, "Ann", ("a" * 64,), Change.EDITORIAL, Change.MATERIAL, "only a typo", "Typo",
                     replaces="b" * 64, last_updated=date(2024, 5, 19))  # fmt: skip
    data, revision = revisions.encode(TEXT, draft)
    content = revisions.content_hash(TEXT)
    assert data.decode() == (
        f"{TEXT}\n# --- policytui revision: written once, never edited ---\n[revision]\n"
        f'parents = ["{"a" * 64}"]\nauthor = "Ann"\nsaved_at = 2024-05-19T10:11:12Z\nchange = "editorial"\n'
        f'proposed = "material"\nwhy = "only a typo"\nsummary = "Typo"\nlast_updated = 2024-05-19\n'
        f'content = "{content}"\nreplaces = "{"b" * 64}"\nhash = "{revision.hash}"\n'
    )
    assert revision.name == f"2024-05-19T101112Z-{revision.hash[:8]}.toml"
    assert tomllib.loads(data.decode())["policy"]["title"] == "T"


def test_any_zone_is_saved_as_utc_in_whole_seconds() -> None:
    moment = datetime(2024, 5, 19, 12, 11, 12, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert revisions.encode(TEXT, Revision("", moment))[1].saved_at == WHEN


def test_the_last_marker_counts() -> None:
    text = TEXT + "# " + revisions.MARKER.decode() * 2
    data, revision = revisions.encode(text, Revision("", WHEN, summary=revisions.MARKER.decode()))
    assert revisions.decode(data, revision.name) == (revision, text.encode())


def test_line_ends_and_a_byte_order_mark_do_not_count_for_the_content() -> None:
    assert revisions.content_hash("\ufeffa\r\nb\r\n") == revisions.content_hash(b"a\nb\n")
    assert revisions.content_hash("a") != revisions.content_hash("b")


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_every_byte_is_under_the_hash(data: st.DataObject) -> None:
    whole, _ = revisions.encode(TEXT, Revision("", WHEN, "Ann", summary="s"))
    at = data.draw(st.integers(0, len(whole) - 1))
    new = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    hashes = revisions.own_hash(whole[:at] + bytes([new]) + whole[at + 1 :])
    assert hashes is None or hashes[0] != hashes[1]


@pytest.mark.parametrize("cut", [1, 20, 80, 200])
def test_a_cut_file_is_not_a_revision(cut: int) -> None:
    whole, revision = revisions.encode(TEXT, Revision("", WHEN))
    with pytest.raises(ContentError, match="not a whole revision"):
        revisions.decode(whole[:-cut], revision.name)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"saved_at = 2024-05-19T10:11:12Z", b"saved_at = 2024-05-19T99:11:12Z"),
        (b"saved_at = 2024-05-19T10:11:12Z", b"saved_at = 2024-05-19"),
        (b"saved_at = 2024-05-19T10:11:12Z", b"saved_at = 2024-05-19T10:11:12"),
        (b'change = "material"', b'change = "grave"'),
        (b"parents = []", b"parents = 3"),
        (b"parents = []", b"parents = [3]"),
        (b"[revision]", b"[revisions]"),
        (b'why = ""', b"why = \xff"),
    ],
)
def test_a_tail_that_makes_no_sense_is_no_revision(old: bytes, new: bytes) -> None:
    whole, _ = revisions.encode(TEXT, Revision("", WHEN))
    assert old in whole
    assert revisions.read_tail(whole.replace(old, new)) is None


def made(name: str, minute: int, *parents: str) -> Revision:
    return Revision(name, WHEN + timedelta(minutes=minute), parents=parents, name=name)


def order(*listed: Revision) -> list[str]:
    found = revisions.ordered(listed)
    assert [revision.number for revision in found] == list(range(1, len(found) + 1))
    return [revision.hash for revision in found]


def test_order_is_by_time_then_name() -> None:
    assert order(made("c", 2), made("b", 1), made("a", 2)) == ["b", "a", "c"]


def test_a_parent_stands_before_its_child_whatever_the_clocks_said() -> None:
    assert order(made("a", 5), made("b", 1, "a"), made("c", 0, "b"), made("d", 9)) == ["a", "b", "c", "d"]


def test_a_missing_parent_is_no_parent() -> None:
    assert order(made("a", 1, "gone"), made("b", 0, "a")) == ["a", "b"]


def test_a_circle_is_cut_at_its_earliest() -> None:
    assert order(made("a", 1, "b"), made("b", 0, "a"), made("c", 2, "c"), made("d", 3, "a")) == ["c", "b", "a", "d"]


@given(st.lists(st.tuples(st.integers(0, 5), st.lists(st.integers(0, 7), max_size=3)), max_size=8), st.randoms())
@settings(max_examples=150, deadline=None)
def test_order_is_one_whatever_the_input_order(shape: list[tuple[int, list[int]]], random: object) -> None:
    listed = [made(str(n), minute, *map(str, parents)) for n, (minute, parents) in enumerate(shape)]
    shuffled = list(listed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = revisions.ordered(listed)
    assert revisions.ordered(shuffled) == found
    assert {revision.hash for revision in found} == {revision.hash for revision in listed}


def test_heads_are_nobodys_parents() -> None:
    listed = [made("a", 0), made("b", 1, "a"), made("c", 2, "a"), replace(made("d", 3, "b"))]
    assert [revision.hash for revision in revisions.heads(listed)] == ["c", "d"]

"""Spans as phrases: the laws, and the rules of docs/redline.md by example."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytui.core import aligners, tokens, words
from policytui.core.compare import redline
from policytui.core.phrases import spans
from policytui.core.redline import Status

PIECES = st.sampled_from(
    [
        "we",
        "keep",
        "your",
        "data,",
        "for",
        "30",
        "days.",
        "and",
        "the",
        "of",
        "“Account",
        "Data”",
        "**bold**",
        "https://a.example/x",
        "May",
        "19,",
        "2024",
        "{{",
        "name",
        "}}",
        "a@b.example",
        "1,000.50",
        "don’t",
        "(see)",
        "个人信息",
        "|",
        "x",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join)
CELLS = st.lists(st.lists(PIECES.filter(lambda p: p != "|"), max_size=5).map(" ".join), min_size=1, max_size=4)


def shown(before: str, after: str, *, row: bool = False) -> str:
    marks = {"keep": "{}", "remove": "[-{}-]", "add": "{{+{}+}}"}
    return "".join(marks[op].format(text) for op, text in spans(before, after, row=row)[0])


def lawful(before: str, after: str, *, row: bool = False) -> None:
    found, _ = spans(before, after, row=row)
    assert "".join(text for op, text in found if op != "add") == before
    assert "".join(text for op, text in found if op != "remove") == after
    assert all(text for _, text in found)
    assert all(a[0] != b[0] for a, b in itertools.pairwise(found))
    assert all((a[0], b[0]) != ("add", "remove") for a, b in itertools.pairwise(found))
    back, _ = spans(after, before, row=row)
    for op, other in (("add", "remove"), ("remove", "add"), ("keep", "keep")):
        assert [text for its, text in found if its == op] == [text for its, text in back if its == other]


@contextmanager
def long_way() -> Iterator[None]:
    """Without what only saves time: differences looked for a few characters at once, every token by the pattern."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "WINDOW", 11)
        patch.setattr(tokens, "_simple", lambda text: [])
        patch.setattr(aligners, "_chosen", aligners.compiled())
        yield


@settings(deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_the_long_way_comes_to_the_same_spans(before: str, after: str, row: bool) -> None:
    found = list(spans(before, after, row=row)[0])
    with long_way():
        assert list(spans(before, after, row=row)[0]) == found


def test_the_long_way_comes_to_the_same_spans_in_real_histories(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policytui.imports.markdown import read_markdown

    versions = [read_markdown(path.read_text()).policy for path in sorted((shared / "corpus").glob("*-terms/*.md"))]
    for before, after in list(itertools.pairwise(versions))[::2]:
        monkeypatch.setattr(aligners, "_chosen", None)
        changed = [hunk for _, hunk in redline(before, after).changes() if hunk.status is Status.CHANGED]
        found = [list(hunk.spans) for hunk in changed]
        with long_way():
            again = [hunk for _, hunk in redline(before, after).changes() if hunk.status is Status.CHANGED]
            assert [list(hunk.spans) for hunk in again] == found


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_laws_for_any_two_texts(before: str, after: str) -> None:
    lawful(before, after)


@settings(deadline=None)
@given(st.text(alphabet="ab .,  “”{}-", max_size=30), st.text(alphabet="ab .,  “”{}-", max_size=30))
def test_laws_for_any_characters(before: str, after: str) -> None:
    lawful(before, after)


@settings(deadline=None)
@given(CELLS, CELLS)
def test_laws_for_rows(before: list[str], after: list[str]) -> None:
    lawful(" | ".join(before), " | ".join(after), row=True)


@settings(deadline=None)
@given(TEXTS)
def test_the_same_text_is_one_kept_span(text: str) -> None:
    found, coarse = spans(text, text)
    assert [op for op, _ in found] == (["keep"] if text else [])
    assert not coarse


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("We keep data, always.", "We keep facts, always.", "We keep [-data-]{+facts+}, always."),
        ("for 30 days", "for 60 days", "for [-30-]{+60+} days"),
        ("costs 1,000.50 now", "costs 1,000.75 now", "costs [-1,000.50-]{+1,000.75+} now"),
        ("see https://a.example/x.", "see https://a.example/y.", "see [-https://a.example/x-]{+https://a.example/y+}."),
        ("on May 19, 2024 we", "on May 20, 2024 we", "on [-May 19, 2024-]{+May 20, 2024+} we"),
        ("say {{ one }} here", "say {{ two }} here", "say [-{{ one }}-]{+{{ two }}+} here"),
        ("the “Account Data” is", "the “Account Facts” is", "the [-“Account Data”-]{+“Account Facts”+} is"),
        ("Data is kept", "**Data** is kept", "{+**+}Data{+**+} is kept"),
        ("we share it", "we share it, too", "we share it{+, too+}"),
        ("One. Three.", "One. Two. Three.", "One. {+Two. +}Three."),
        ("a b c", "b c", "[-a -]b c"),
        ("a b", "a", "a[- b-]"),
    ],
)
def test_changes_begin_and_end_where_people_would(before: str, after: str, seen: str) -> None:
    assert shown(before, after) == seen


def test_two_larger_changes_around_a_little_word_are_one_phrase() -> None:
    before = "We send the monthly invoices to accounting departments now"
    after = "We send the yearly statements to finance people now"
    assert shown(before, after) == (
        "We send the [-monthly invoices to accounting departments-]{+yearly statements to finance people+} now"
    )


def test_two_swaps_around_a_telling_word_stay_two() -> None:
    assert shown("the red car stops", "the blue car halts") == "the [-red-]{+blue+} car [-stops-]{+halts+}"


def test_cells_are_changed_cell_by_cell() -> None:
    assert shown("Name | 30 days | yes", "Name | 60 days | no", row=True) == (
        "Name | [-30 days-]{+60 days+} | [-yes-]{+no+}"
    )
    assert shown("a | b", "a | x | b", row=True) == "a | {+x | +}b"
    lawful(" | we we", "we | we | ", row=True)

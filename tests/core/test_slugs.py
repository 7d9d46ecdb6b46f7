"""Slugs and ids keep to the house's law, whatever the title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.core.slugs import MAX_LENGTH, slugify, unique_id, valid_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How long we keep it?", "how-long-we-keep-it"),
        ("Children’s Data", "childrens-data"),
        ("  Café & Bar  ", "cafe-and-bar"),
        ("Straße", "strasse"),
        ("日本語", "section"),
        ("", "section"),
        ("-- 2. --", "2"),
    ],
)
def test_slugify_makes_readable_names(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_a_long_title_is_cut_at_a_word() -> None:
    slug = slugify("word " * 30)
    assert len(slug) <= MAX_LENGTH
    assert set(slug.split("-")) == {"word"}


@given(st.text(max_size=200))
def test_every_title_gives_a_valid_slug(title: str) -> None:
    assert valid_slug(slugify(title))


@given(st.lists(st.sampled_from(["Overview", "Over view", "x" * 90, "overview-2", ""]), max_size=14))
def test_unique_ids_are_valid_and_differ(titles: list[str]) -> None:
    taken: list[str] = []
    for title in titles:
        taken.append(unique_id(title, taken))
    assert len(set(taken)) == len(taken)
    assert all(map(valid_slug, taken))


@pytest.mark.parametrize("text", ["", "-a", "A", "a" * 65, "a_b", "ä", "a/b", "a\n", "..", "a "])
def test_what_is_no_slug(text: str) -> None:
    assert not valid_slug(text)


@pytest.mark.parametrize("text", ["a", "0", "a-b", "a" * 64, "a--"])
def test_what_is_a_slug(text: str) -> None:
    assert valid_slug(text)

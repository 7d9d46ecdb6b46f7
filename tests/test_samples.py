"""The sample policies: made the same every time, sound, and with something to review."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from policytui.core.values import Change
from policytui.workspace import State, Workspace
from tests.conftest import REPOSITORY

POLICIES = REPOSITORY / "policies"
SLUGS = ("crmsoftware", "imocloud", "imroz", "kaizenify", "kleanflo")


def files(root: Path) -> dict[str, bytes]:
    """Every file of every policy below `root`, by its path."""
    found = (path for path in root.rglob("*.toml") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_the_samples_are_what_the_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    from tools.make_samples import make

    make(tmp_path / "made")

    made, kept = files(tmp_path / "made"), files(POLICIES)
    assert sorted(made) == sorted(kept)
    assert [path for path in made if made[path] != kept[path]] == []


def test_the_schema_beside_them_is_the_one_of_the_package() -> None:
    package = REPOSITORY / "src" / "policytui" / "schema" / "policy.schema.json"

    assert (POLICIES / package.name).read_bytes() == package.read_bytes()


def test_the_library_lists_them_all_clean() -> None:
    entries = Workspace(POLICIES).entries()

    assert [(entry.slug, entry.state) for entry in entries] == [(slug, State.CLEAN) for slug in SLUGS]
    assert [entry.problems for entry in entries] == [()] * len(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_history_has_three_revisions_or_more_and_both_kinds(slug: str) -> None:
    history = Workspace(POLICIES).history(slug)

    assert len(history) >= 3
    assert {revision.change for revision in history} == {Change.EDITORIAL, Change.MATERIAL}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_history_verifies(slug: str) -> None:
    assert Workspace(POLICIES).verify(slug) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_last_updated_is_the_day_of_the_newest_material_revision(slug: str) -> None:
    workspace = Workspace(POLICIES)
    newest = next(item for item in workspace.history(slug) if item.change is Change.MATERIAL)

    assert workspace.open(slug).policy.dates.last_updated == newest.saved_at.date()


def test_dates_are_those_of_the_texts_they_stand_for() -> None:
    found = {entry.slug: str(entry.last_updated) for entry in Workspace(POLICIES).entries()}

    assert found["imocloud"] == "2024-05-19"
    assert found["imroz"] == "2024-10-01"
    assert found["crmsoftware"] == "2025-01-01"


def test_somewhere_a_verdict_was_overruled_with_a_why() -> None:
    workspace = Workspace(POLICIES)
    overruled = [
        revision
        for slug in SLUGS
        for revision in workspace.history(slug)
        if revision.change.rank < revision.proposed.rank
    ]

    assert overruled
    assert all(revision.why for revision in overruled)


def test_headings_and_summaries_are_as_a_careful_reader_found_them(shared: Path) -> None:
    outlines = tomllib.loads((shared / "seeds" / "outlines.toml").read_text("utf-8"))
    workspace = Workspace(POLICIES)
    for slug in SLUGS:
        policy = workspace.open(slug).policy
        wanted = outlines[slug]
        text = "\n".join(f"{section.title}\n{section.body}" for section in policy.sections).casefold()
        missing = [
            heading
            for heading in wanted["headings"]
            if heading[2:].replace(" ?", "?").replace("NOCTICE", "NOTICE").casefold() not in text
        ]
        assert missing == [], slug
        assert sum(bool(section.summary) for section in policy.sections) == wanted.get("summaries", 0), slug
        assert policy.organization == wanted["organization"]
        assert policy.dates.label == wanted.get("date_label", "Last updated")


def test_no_sentence_is_taken_from_the_texts_they_stand_for(shared: Path) -> None:
    workspace = Workspace(POLICIES)
    for slug in SLUGS:
        source = words((shared / "seeds" / f"{slug}.txt").read_text("utf-8"))
        runs = {tuple(source[start : start + 6]) for start in range(len(source) - 5)}
        for revision in workspace.history(slug):
            policy = workspace.policy_at(slug, revision)
            for line in lines_of(policy.preamble, *(f"{s.summary}\n{s.body}" for s in policy.sections)):
                own = words(re.sub(r"\*\*[^*]+\*\*", "", line))  # a run-in heading is structure
                taken = [own[start : start + 6] for start in range(len(own) - 5)]
                assert not [run for run in taken if tuple(run) in runs and not fact(line)], (slug, line)


def lines_of(*texts: str) -> list[str]:
    """The lines of texts."""
    return [line for text in texts for line in text.splitlines()]


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


def fact(line: str) -> bool:
    """Whether a line gives an address, or a link to a section by its heading."""
    return any(mark in line for mark in ("123 Tech Street", "Kolkata", "](#", "stripe.com"))

"""The ends of revision files: read once, and again when the file is another one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policytui.core.values import Policy, Revision, Section
from policytui.store import revisions, tails
from policytui.store.codec import fresh

TEXT = fresh(Policy("T", sections=(Section("a", "A", body="Text.\n"),)))


def put(folder: Path, summary: str) -> tuple[Path, Revision]:
    draft = Revision("", datetime(2024, 5, 19, tzinfo=UTC), "Ada", summary=summary)
    data, revision = revisions.encode(TEXT, draft)
    path = folder / revision.name
    path.write_bytes(data)
    return path, revision


def test_a_file_that_stayed_the_same_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, revision = put(tmp_path, "First")
    first = tails.tail(str(path), path.name, 1)
    assert first is not None
    assert first.hash == revision.hash
    monkeypatch.setattr(revisions, "read_tail", None)
    again = tails.tail(str(path), path.name, 7)
    assert again is not None
    assert (again.hash, again.number) == (revision.hash, 7)


def test_a_file_in_its_place_is_read(tmp_path: Path) -> None:
    path, _ = put(tmp_path, "First")
    tails.tail(str(path), path.name, 1)
    other, _ = put(tmp_path, "Second")
    other.replace(path)
    found = tails.tail(str(path), path.name, 1)
    assert found is not None
    assert found.summary == "Second"
    path.write_bytes(b"cut")
    assert tails.tail(str(path), path.name, 1) is None
    path.unlink()
    assert tails.tail(str(path), path.name, 1) is None


def test_a_long_tail_is_read_whole(tmp_path: Path) -> None:
    path, _ = put(tmp_path, "w" * 10_000)
    found = tails.tail(str(path), path.name, 1)
    assert found is not None
    assert len(found.summary) == 10_000


def test_a_file_that_is_larger_than_any_revision_is_not_read_whole(tmp_path: Path) -> None:
    path, revision = put(tmp_path, "w" * 10_000)
    path.write_bytes(b"#" * (revisions.LARGEST - path.stat().st_size) + path.read_bytes())
    found = tails.tail(str(path), path.name, 1)
    assert found is not None
    assert found.hash == revision.hash
    path.write_bytes(b"#" + path.read_bytes())
    assert tails.tail(str(path), path.name, 1) is None


def test_what_is_remembered_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "MOST", 3)
    for number in range(8):
        path, _ = put(tmp_path, str(number))
        tails.tail(str(path), path.name, 1)
    assert len(tails._known) <= 3

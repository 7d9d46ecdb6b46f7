"""The shelf: policies found, read, saved, and never a byte outside the root."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from policytui.core.values import SIZE_CAP, Change, Policy, Revision, Section
from policytui.errors import ContentError, RefusedError, StaleError, UsageError
from policytui.store import revisions
from policytui.store.codec import fresh
from policytui.store.shelf import Shelf

WHEN = datetime(2024, 5, 19, 10, 11, 12, tzinfo=UTC)
POLICY = Policy("Privacy", sections=(Section("a", "A", body="One.\n"),))
TEXT = fresh(POLICY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "policies"
    path.mkdir()
    return path


@pytest.fixture
def shelf(root: Path) -> Shelf:
    found = Shelf(root)
    save(found, TEXT, "first", None)
    return found


def save(shelf: Shelf, text: str, summary: str, expect: str | None, slug: str = "shop") -> Revision:
    saved_at = WHEN + timedelta(days=len(shelf.names(slug)))
    return shelf.save(slug, text, Revision("", saved_at, "Ann", summary=summary), expect)


def problem(shelf: Shelf, slug: str) -> str:
    loaded = shelf.load(slug).loaded
    assert loaded.policy is None
    assert loaded.problems[0].slug == slug
    assert loaded.problems[0].hint
    return loaded.problems[0].rule


def test_the_newest_revisions_are_those_of_all(shelf: Shelf) -> None:
    text = TEXT
    for number in range(6):
        digest, text = shelf.digest("shop"), TEXT.replace("One.", f"{number}.")
        save(shelf, text, f"number {number}", digest)
    every = shelf.revisions("shop")
    assert shelf.recent("shop", 3) == every[-3:]
    assert shelf.recent("shop", 100) == every
    assert shelf.recent("none", 3) == []


def test_a_saved_policy_reads_back(shelf: Shelf, root: Path) -> None:
    stored = shelf.load("shop")
    assert stored.loaded.policy == POLICY
    assert stored.path == root / "shop" / "policy.toml"
    assert stored.digest == shelf.digest("shop") == revisions.digest(TEXT.encode())
    assert stored.mtime > 0
    assert shelf.slugs() == ["shop"]


def test_a_first_save_puts_the_schema_where_the_first_line_says(shelf: Shelf, root: Path) -> None:
    first = TEXT.split("\n", 1)[0].removeprefix("#:schema ")
    assert (root / "shop" / first).resolve() == (root / "policy.schema.json").resolve()
    assert (root / "policy.schema.json").is_file()


def test_revisions_are_numbered_and_each_is_the_parent_of_the_next(shelf: Shelf) -> None:
    second = save(shelf, TEXT.replace("One.", "Two."), "second", shelf.digest("shop"))
    listed = shelf.revisions("shop")
    assert listed[1] == second == shelf.newest("shop")
    assert [revision.rev for revision in listed] == ["r1", "r2"]
    assert listed[1].parents == (listed[0].hash,)
    assert listed[1].replaces == revisions.digest(TEXT.encode())
    assert shelf.revision_text("shop", listed[0].name) == TEXT.encode()
    assert shelf.revision_bytes("shop", listed[0].name).startswith(TEXT.encode())


def test_parents_that_are_named_are_kept(shelf: Shelf) -> None:
    draft = Revision("", WHEN, parents=("e" * 64,), change=Change.EDITORIAL, why="because")
    revision = shelf.save("shop", TEXT + "# x\n", draft, shelf.digest("shop"))
    assert revision.parents == ("e" * 64,)
    assert (revision.change, revision.why) == (Change.EDITORIAL, "because")


def test_a_merged_history_has_both_branches_as_parents(shelf: Shelf, root: Path) -> None:
    base = shelf.revisions("shop")[0]
    for n in (1, 2):
        data, branch = revisions.encode(f"{TEXT}# {n}\n", Revision("", WHEN + timedelta(hours=n), parents=(base.hash,)))
        (root / "shop" / "history" / branch.name).write_bytes(data)
    merged = save(shelf, TEXT + "# both\n", "merge", shelf.digest("shop"))
    assert len(merged.parents) == 2


def test_a_file_that_changed_on_disk_is_not_overwritten(shelf: Shelf) -> None:
    opened = shelf.digest("shop")
    shelf.path("shop").write_text(TEXT + "# by hand\n")
    with pytest.raises(StaleError, match="changed on disk"):
        save(shelf, TEXT + "# mine\n", "mine", opened)
    shelf.path("shop").unlink()
    with pytest.raises(StaleError, match="removed on disk"):
        save(shelf, TEXT + "# mine\n", "mine", opened)
    assert len(shelf.names("shop")) == 1


def test_a_new_policy_does_not_overwrite_one_that_is_there(shelf: Shelf) -> None:
    with pytest.raises(StaleError, match="a policy shop already"):
        save(shelf, TEXT, "again", None)


@pytest.mark.parametrize("text", ["", "x = ", TEXT + "[revision]\n", TEXT + "#" * SIZE_CAP])
def test_a_text_that_could_not_be_opened_again_is_not_saved(shelf: Shelf, text: str) -> None:
    with pytest.raises(ContentError):
        save(shelf, text, "bad", shelf.digest("shop"))
    assert shelf.load("shop").loaded.text == TEXT
    assert len(shelf.names("shop")) == 1


def test_mode_and_symlink_of_the_file_are_kept(shelf: Shelf, root: Path) -> None:
    (root / "shared").mkdir()
    real = root / "shared" / "shop.toml"
    shelf.path("shop").rename(real)
    shelf.path("shop").symlink_to("../shared/shop.toml")
    real.chmod(0o664)
    save(shelf, TEXT + "# more\n", "more", shelf.digest("shop"))
    assert shelf.path("shop").is_symlink()
    assert real.read_text().endswith("# more\n")
    assert stat.S_IMODE(real.stat().st_mode) == 0o664
    assert sorted(path.name for path in (root / "shared").iterdir()) == ["shop.toml"]


def test_line_ends_and_byte_order_mark_are_saved_as_they_are(shelf: Shelf) -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    revision = save(shelf, text, "crlf", shelf.digest("shop"))
    assert shelf.path("shop").read_bytes() == text.encode()
    assert shelf.revision_text("shop", revision.name) == text.encode()
    assert revision.content == shelf.revisions("shop")[0].content
    assert shelf.verify("shop") == []


@pytest.mark.parametrize("slug", ["..", "../x", "A", "-a", "a/b", "", "a" * 65, "a\n", "/etc"])
def test_a_slug_that_is_not_legal_leads_nowhere(shelf: Shelf, slug: str) -> None:
    assert problem(shelf, slug) == "bad-slug"
    assert shelf.digest(slug) == ""
    with pytest.raises(UsageError, match="not a legal slug"):
        save(shelf, TEXT, "bad", None, slug)


@pytest.mark.parametrize("name", ["../../x.toml", "x", "", "2024-05-19T101112Z-00000000.toml"])
def test_a_revision_that_is_not_there_is_told(shelf: Shelf, name: str) -> None:
    with pytest.raises(UsageError):
        shelf.revision_text("shop", name)


def test_a_symlink_out_of_the_root_is_listed_and_not_followed(shelf: Shelf, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "history").mkdir(parents=True)
    (outside / "policy.toml").write_text(TEXT)
    (root / "whole").symlink_to(outside)
    (root / "file").mkdir()
    (root / "file" / "policy.toml").symlink_to(outside / "policy.toml")
    (root / "past").mkdir()
    (root / "past" / "policy.toml").write_text(TEXT)
    (root / "past" / "history").symlink_to(outside / "history")
    assert shelf.slugs() == ["file", "past", "shop", "whole"]
    assert problem(shelf, "whole") == problem(shelf, "file") == "outside"
    for slug in ("whole", "file", "past"):
        with pytest.raises(RefusedError, match="out of the policies folder"):
            save(shelf, TEXT + "# x\n", "x", revisions.digest(TEXT.encode()), slug) if slug == "past" else shelf.save(
                slug, TEXT, Revision("", WHEN), None
            )
    assert [found.rule for found in shelf.verify("past")] == ["outside"]
    assert (outside / "policy.toml").read_text() == TEXT
    assert list((outside / "history").iterdir()) == []


def test_what_is_not_a_policy_is_not_listed_and_what_is_broken_is(shelf: Shelf, root: Path) -> None:
    (root / "notes").mkdir()
    (root / ".git").mkdir()
    (root / "file").write_text("x")
    (root / "gone" / "history").mkdir(parents=True)
    (root / "Bad Name").mkdir()
    (root / "Bad Name" / "policy.toml").write_text(TEXT)
    (root / "folder" / "policy.toml").mkdir(parents=True)
    assert shelf.slugs() == ["Bad Name", "folder", "gone", "shop"]
    assert problem(shelf, "Bad Name") == "bad-slug"
    assert problem(shelf, "gone") == "missing"
    assert problem(shelf, "folder") == "unreadable"


def test_a_root_that_is_not_there_is_empty_and_a_file_is_refused(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "none").slugs() == []
    assert Shelf(tmp_path / "none").names("shop") == []
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="not a folder"):
        Shelf(tmp_path / "file").slugs()
    with pytest.raises(RefusedError, match="cannot be made"):
        Shelf(tmp_path / "file").save("shop", TEXT, Revision("", WHEN), None)


def test_a_save_makes_the_folders_it_needs(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "deep" / "policies")
    save(shelf, TEXT, "first", None)
    assert shelf.load("shop").loaded.policy == POLICY


def test_a_hand_made_policy_takes_its_first_revision(root: Path) -> None:
    (root / "shop").mkdir()
    (root / "shop" / "policy.toml").write_text(TEXT)
    shelf = Shelf(root)
    assert shelf.newest("shop") is None
    assert save(shelf, TEXT, "adopted", shelf.digest("shop")).number == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_root_that_cannot_be_written_is_refused(shelf: Shelf, root: Path) -> None:
    (root / "shop").chmod(0o555)
    with pytest.raises(RefusedError, match="no right to write"):
        save(shelf, TEXT + "# x\n", "x", shelf.digest("shop"))


def test_a_file_that_is_no_revision_is_passed_over(shelf: Shelf, root: Path) -> None:
    history = root / "shop" / "history"
    (history / "2099-01-01T000000Z-00000000.toml").write_text("cut off")
    (history / "notes.txt").write_text("x")
    copied = next(iter(shelf.names("shop")))
    (history / "2098-01-01T000000Z-11111111.toml").write_bytes((history / copied).read_bytes())
    (history / "2099-01-01T000000Z-22222222.toml").mkdir()
    assert [revision.summary for revision in shelf.revisions("shop")] == ["first"]
    found = shelf.newest("shop")
    assert found is not None
    assert found.summary == "first"


def test_a_long_summary_is_read_from_the_list_too(shelf: Shelf) -> None:
    long = 'A "long" summary, ' * 1000
    save(shelf, TEXT + "# x\n", long, shelf.digest("shop"))
    assert shelf.revisions("shop")[1].summary == long
    with pytest.raises(ContentError, match="too long"):
        save(shelf, TEXT, "x" * 3_000_000, shelf.digest("shop"))


def test_a_history_of_2500_is_listed_in_a_moment(shelf: Shelf, root: Path) -> None:
    parent = shelf.revisions("shop")[0].hash
    text = TEXT.replace("One.\n", "A line of plain text.\n" * 400)
    for n in range(2500):
        data, made = revisions.encode(text, Revision("", WHEN + timedelta(hours=n + 1), "Ann", (parent,), summary="s"))
        (root / "shop" / "history" / made.name).write_bytes(data)
        parent = made.hash
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        listed = shelf.revisions("shop")
        best = min(best, time.process_time() - start)
    assert [revision.number for revision in listed] == list(range(1, 2502))
    # 35 ms on two old cores; the bound is generous so that a busy machine does not fail it.
    assert best < 0.5


def test_saving_the_same_draft_after_an_interrupted_try_gives_that_revision(shelf: Shelf) -> None:
    opened = shelf.digest("shop")
    text = TEXT + "# once\n"
    first = save(shelf, text, "once", opened)
    again = shelf.save("shop", text, replace(first, hash="", parents=()), opened)
    assert again == first
    assert len(shelf.names("shop")) == 2

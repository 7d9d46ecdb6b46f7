"""After two branches: files merged by git itself, conflicts decided, histories joined so that they verify."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from policytui.core.values import Change
from policytui.errors import ContentError, UsageError
from policytui.workspace import Saved, State
from policytui.workspace.git_setup import setup
from policytui.workspace.merging import conflicts, join, merge_file, resolve, sides
from tests.gitbox import Box


def branches(box: Box, mine: tuple[str, str], theirs: tuple[str, str]) -> tuple[Saved, Saved]:
    """Theirs saved on `side`, a day later mine on `main`; both committed."""
    box.git("checkout", "-q", "-b", "side")
    box.clock.moment += timedelta(days=1)
    other = box.change("privacy", *theirs)
    box.commit_all("theirs")
    box.git("checkout", "-q", "main")
    box.clock.moment += timedelta(days=1)
    own = box.change("privacy", *mine)
    box.commit_all("mine")
    box.clock.moment += timedelta(days=7)
    return own, other


@pytest.fixture
def ready(box: Box, monkeypatch: pytest.MonkeyPatch) -> Box:
    setup(box.workspace, box.environ)
    box.commit_all("set up")
    monkeypatch.setenv("POLICYTUI_NOW", "2024-06-10T12:00:00+00:00")
    return box


def test_git_merges_by_section_and_both_heads_are_parents(ready: Box) -> None:
    own, other = branches(ready, ("30 days", "60 days"), ("We share nothing", "We sell nothing"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    workspace = ready.workspace
    opened = workspace.open("privacy")
    assert ["60 days" in opened.policy.sections[0].body, "We sell" in opened.policy.sections[1].body] == [True, True]
    assert opened.policy.dates.last_updated == date(2024, 6, 10)
    assert workspace.entries()[0].state is State.UNSAVED
    saved = join(workspace, "privacy")
    assert set(saved.revision.parents) == {own.revision.hash, other.revision.hash}
    assert (saved.revision.change, saved.revision.last_updated) == (Change.MATERIAL, date(2024, 6, 10))
    assert saved.revision.summary == "Merged r2 and r3"
    assert workspace.verify("privacy") == []
    assert sides(saved.opened.revisions) is None


@pytest.mark.parametrize("typo_is_mine", [True, False])
def test_one_material_side_gives_its_date(ready: Box, typo_is_mine: bool) -> None:
    typo, longer = ("remvoed", "removed"), ("We share nothing", "We sell your data")
    own, other = branches(ready, *((typo, longer) if typo_is_mine else (longer, typo)))
    material = other if typo_is_mine else own
    assert ready.ok("merge", "-q", "--no-edit", "side")
    saved = join(ready.workspace, "privacy")
    assert saved.revision.last_updated == material.revision.last_updated
    assert saved.opened.policy.dates.last_updated == material.revision.last_updated
    rules = {problem.rule for problem in ready.workspace.check("privacy")} - {"review-due"}
    assert rules == set()


def test_an_ordinary_save_joins_the_heads_too(ready: Box) -> None:
    own, other = branches(ready, ("30 days", "60 days"), ("We share nothing", "We sell nothing"))
    assert ready.ok("merge", "-q", "--no-edit", "side")
    saved = ready.change("privacy", "60 days", "61 days")
    assert set(saved.revision.parents) == {own.revision.hash, other.revision.hash}
    assert ready.workspace.verify("privacy") == []


def test_a_conflict_is_decided_step_by_step(ready: Box) -> None:
    branches(ready, ("30 days", "60 days"), ("30 days", "90 days"))
    said = ready.git("merge", "side", check=False)
    assert "both texts are in place" in said
    workspace = ready.workspace
    opened = workspace.open("privacy")
    assert len(conflicts(opened)) == 1
    assert "merge-conflict" in {problem.rule for problem in workspace.check("privacy")}
    with pytest.raises(UsageError, match="still holds 1 conflict"):
        join(workspace, "privacy")
    with pytest.raises(UsageError, match="no conflict 2"):
        resolve(workspace, "privacy", 2, "mine")
    opened = resolve(workspace, "privacy", 1, "theirs")
    assert conflicts(opened) == ()
    assert "90 days" in opened.policy.sections[0].body
    saved = join(workspace, "privacy", "Agreed on 90")
    assert (len(saved.revision.parents), saved.revision.summary) == (2, "Agreed on 90")
    ready.git("add", "-A")
    ready.git("commit", "-q", "--no-edit")
    assert workspace.verify("privacy") == []


def test_there_must_be_something_to_join(box: Box) -> None:
    with pytest.raises(UsageError, match="one end"):
        join(box.workspace, "privacy")


def test_a_broken_side_is_refused_and_nothing_written(box: Box, tmp_path: Path) -> None:
    good = (box.root / "privacy" / "policy.toml").read_bytes()
    files = [tmp_path / name for name in ("base", "mine", "theirs")]
    for path, data in zip(files, (good, good.replace(b"30", b"60"), b"title = "), strict=True):
        path.write_bytes(data)
    with pytest.raises(ContentError):
        merge_file(box.workspace, files[0], files[1], files[2], files[1])
    assert files[1].read_bytes() == good.replace(b"30", b"60")


def test_a_merged_file_keeps_mode_and_goes_where_it_is_told(box: Box, tmp_path: Path) -> None:
    good = (box.root / "privacy" / "policy.toml").read_bytes()
    files = [tmp_path / name for name in ("base", "mine", "theirs")]
    for path, data in zip(files, (good, good.replace(b"30", b"60"), good.replace(b"nothing", b"little")), strict=True):
        path.write_bytes(data)
    files[1].chmod(0o640)
    merged = merge_file(box.workspace, files[0], files[1], files[2], tmp_path / "out")
    assert merged.clean
    assert (tmp_path / "out").read_bytes() == good.replace(b"30", b"60").replace(b"nothing", b"little")
    assert files[1].read_bytes() == good.replace(b"30", b"60")
    merge_file(box.workspace, files[0], files[1], files[2], files[1])
    assert files[1].stat().st_mode & 0o777 == 0o640

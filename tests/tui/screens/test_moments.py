"""Moments as rows, as words, and as pairs to review."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from policytui.core.values import Change, Revision
from policytui.store.repository import Commit
from policytui.tui.screens import moments
from policytui.tui.screens.pairs import EMPTY
from policytui.workspace.git_history import Moment
from tests.tui.fake import NOON, FakeWorkspace

COMMIT = Commit(
    "c" * 40, ("d" * 40,), "Ada <a@x>", datetime(2024, 6, 2, tzinfo=UTC), "HEAD -> main, tag: v1", "Subject"
)


def revision(number: int, *parents: str) -> Revision:
    return Revision(str(number) * 64, NOON, "Ada <a@x>", parents, summary=f"Summary {number}", number=number)


def saved(one: Revision, commit: Commit | None = None, committed: bool = False) -> Moment:
    return Moment(one.saved_at, one, commit, committed, f"lantern@{one.rev}")


def test_each_revision_goes_with_its_parent_and_the_first_with_nothing(tmp_path: Path) -> None:
    one, two, branch = revision(1), revision(2, "1" * 64), revision(3, "1" * 64)
    line = [saved(branch), saved(two), saved(one)]
    pairs = moments.pairs(FakeWorkspace(tmp_path), "lantern", line)
    assert [pair.before.split(",")[0] for pair in pairs] == ["nothing", "r1", "r1"]
    assert [pair.note for pair in pairs] == ["Summary 1", "Summary 2", "Summary 3"]
    assert pairs[0].load()[0] == EMPTY


def test_a_row_says_whether_it_is_committed_and_a_commits_names_stand_once() -> None:
    overruled = Revision("9" * 64, NOON, "Ada", (), Change.EDITORIAL, Change.MATERIAL, "because", "Mine", number=3)
    line = [saved(overruled), saved(revision(2), COMMIT, True), saved(revision(1), COMMIT, True),
            Moment(NOON, None, COMMIT, True, "c:p"), Moment(NOON, None, COMMIT, True, ""),
            saved(revision(4), None, True)]  # fmt: skip
    rows = moments.rows(line, ["9" * 64], True)
    assert [row.cells[5][0] for row in rows] == ["not yet", *["c" * 8] * 4, "yes"]
    assert [row.cells[4][0] for row in rows] == ["editorial*", "material", "material", "commit", "removed", "material"]
    assert [row.cells[-1][0] for row in rows[:4]] == ["Mine", "(main, tag: v1) Summary 2", "Summary 1", "Subject"]
    assert [row.cells[0][0] for row in rows[:2]] == ["◆", " "]
    assert {len(row.cells) for row in rows} == {len(moments.columns(True))}
    assert {len(row.cells) for row in moments.rows(line, [], False)} == {len(moments.columns(False))}


def words(moment: Moment, holding: tuple[list[str], list[str]] | None) -> str:
    return "\n".join("".join(text for text, _ in line) for line in moments.about(moment, holding, True))


def test_what_is_said_of_one() -> None:
    assert words(saved(revision(1)), None).endswith("Not committed yet.")
    said = words(saved(revision(1), COMMIT, True), (["v1", "v2"], ["main", "a", "b", "c", "d", "e"]))
    assert f"Commit {'c' * 10} by Ada: Subject\nIn v1 and later tags · on main, a, b, c and 2 more" in said
    assert words(Moment(NOON, None, COMMIT, True, "c:p"), (["v1"], [])).endswith("by Ada\nIn v1")
    assert words(saved(revision(1), COMMIT, True), ([], [])).endswith("On no branch and in no tag.")

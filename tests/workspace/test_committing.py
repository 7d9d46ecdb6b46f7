"""Committing one policy: exactly its files, the person's own hooks, and what a refusal leaves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from policytui.core.values import Policy
from policytui.errors import RefusedError, UsageError
from policytui.workspace.committing import Committed, commit, in_git, message, plan_commit, uncommitted
from tests.gitbox import Box


def committed(box: Box, slug: str = "privacy", text: str = "") -> Committed:
    plan = plan_commit(box.workspace, slug, box.environ)
    return commit(plan, text or plan.message, box.environ)


def test_exactly_the_policys_files_are_committed(box: Box) -> None:
    saved = box.change("privacy", "30 days", "60 days", "Longer")
    (box.top / "other.txt").write_text("staged\n")
    (box.root / "privacy" / "notes.txt").write_text("mine\n")
    box.git("add", "other.txt")
    done = committed(box)
    assert box.git("rev-parse", "HEAD").strip() == done.hash
    files = set(box.git("show", "--name-only", "--format=", "HEAD").split())
    assert files == {"policies/privacy/policy.toml", f"policies/privacy/history/{saved.revision.name}"}
    assert box.staged() == {"other.txt"}
    assert plan_commit(box.workspace, "privacy", box.environ).empty


def test_the_message_is_made_of_the_revisions(box: Box) -> None:
    box.change("privacy", "30 days", "60 days", "Longer")
    box.clock.moment += timedelta(days=1)
    box.change("privacy", "60 days", "90 days", "Longer still")
    committed(box)
    said = box.git("log", "-1", "--format=%B")
    assert said.startswith("privacy: Longer still\n\nr2 ")
    assert "(material, last updated 2024-06-02): Longer still" in said


def test_a_long_summary_is_cut_in_the_first_line_only(box: Box) -> None:
    saved = box.change("privacy", "30 days", "60 days", "word " * 40)
    lines = message("privacy", (saved.revision,)).split("\n")
    assert (len(lines[0]) <= 72, lines[0][-1]) == (True, "…")
    assert len(lines[2]) > 150


def test_before_the_first_commit(tmp_path: Path, box: Box, policy: Policy) -> None:
    fresh = Box.new(tmp_path / "fresh", box.clock)
    fresh.put("terms", policy)
    committed(fresh, "terms")
    assert len(fresh.git("ls-files").split()) == 2


def test_a_refusing_hook_is_shown_whole_and_leaves_the_index_alone(box: Box) -> None:
    saved = box.change("privacy", "30 days", "60 days")
    (box.top / "other.txt").write_text("staged\n")
    box.git("add", "other.txt")
    hook = box.hook("pre-commit", "echo first line; echo second >&2; exit 1")
    head, index = box.git("rev-parse", "HEAD"), box.git("ls-files", "-s")
    with pytest.raises(RefusedError) as refused:
        committed(box)
    assert "first line\nsecond" in refused.value.message
    assert refused.value.exit_code == 3
    assert box.git("rev-parse", "HEAD") == head
    assert box.git("ls-files", "-s") == index
    assert (box.root / "privacy" / "history" / saved.revision.name).exists()
    hook.unlink()
    committed(box)
    assert box.workspace.verify("privacy") == []


def test_a_conflict_decided_as_the_last_commit_has_it_is_only_to_be_told_to_git(box: Box) -> None:
    box.by_hand("privacy", "30 days", "60 days")
    box.git("stash", "-q")
    box.change("privacy", "30 days", "90 days")
    box.commit_all()
    assert not box.ok("stash", "pop")
    box.git("checkout", "--ours", "policies/privacy/policy.toml")
    with pytest.raises(RefusedError) as refused:
        committed(box)
    assert "git add" in refused.value.hint


def test_the_persons_hooks_and_identity_are_used(box: Box) -> None:
    box.change("privacy", "30 days", "60 days")
    box.hook("commit-msg", 'echo "Signed-off-by: hook" >> "$1"')
    box.git("config", "user.name", "Grace")
    committed(box, text="Mine\n")
    assert box.git("log", "-1", "--format=%an|%B").strip() == "Grace|Mine\n\nSigned-off-by: hook".replace("\n\n", "\n")


def test_in_a_linked_worktree_and_a_submodule(box: Box, tmp_path: Path) -> None:
    box.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = Box(tmp_path / "side", box.clock)
    side.change("privacy", "30 days", "60 days")
    committed(side)
    assert box.git("rev-list", "--count", "main..side").strip() == "1"
    above = Box.new(tmp_path / "above", box.clock)
    above.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(box.top), "sub")
    above.commit_all()
    sub = Box(tmp_path / "above" / "sub", box.clock)
    sub.identify()
    sub.change("privacy", "30 days", "60 days")
    assert committed(sub).superproject == str(tmp_path / "above")


def test_in_the_middle_of_a_merge_it_says_what_to_do(box: Box) -> None:
    box.git("checkout", "-q", "-b", "side")
    (box.top / "x").write_text("side\n")
    box.commit_all()
    box.git("checkout", "-q", "main")
    (box.top / "x").write_text("main\n")
    box.commit_all()
    assert not box.ok("merge", "side")
    box.change("privacy", "30 days", "60 days")
    with pytest.raises(UsageError) as refused:
        committed(box)
    assert "git add policies/privacy && git commit" in refused.value.hint


def test_a_removed_or_damaged_revision_is_not_committed(box: Box) -> None:
    (name,) = (box.root / "privacy" / "history").iterdir()
    whole = name.read_bytes()
    name.write_bytes(whole.replace(b"30 days", b"31 days"))
    with pytest.raises(UsageError, match="does not verify"):
        committed(box)
    name.write_bytes(whole)
    box.change("privacy", "30 days", "60 days")
    box.git("add", "-A")
    box.git("commit", "-qm", "two")
    second = max((box.root / "privacy" / "history").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    second.unlink()
    with pytest.raises(UsageError, match="removed since the last commit"):
        committed(box)


def test_a_policy_that_git_was_told_to_let_go_of_is_not_committed(box: Box) -> None:
    box.change("privacy", "30 days", "60 days")
    box.git("rm", "-rq", "--cached", "policies/privacy")
    before = box.staged()
    with pytest.raises(UsageError) as told:
        plan_commit(box.workspace, "privacy", box.environ)
    assert "git is told to let go of it" in told.value.message
    assert box.staged() == before
    box.git(*told.value.hint.partition(": git ")[2].split())
    assert len(plan_commit(box.workspace, "privacy", box.environ).revisions) == 1
    committed(box)
    assert box.git("status", "--porcelain") == ""


def test_a_commit_is_told_from_one_that_follows_at_once(box: Box) -> None:
    once = 'test -e "$GIT_DIR/once" && exit; touch "$GIT_DIR/once"; git commit -q --allow-empty -m "of another"'
    box.hook(
        "post-commit", f'GIT_DIR="$(git rev-parse --absolute-git-dir)"; export GIT_DIR; unset GIT_INDEX_FILE; {once}'
    )
    saved = box.change("privacy", "30 days", "60 days", "Longer")
    done = committed(box)
    assert box.git("log", "--format=%s").split("\n")[:2] == ["of another", "privacy: Longer"]
    assert done.hash == box.git("rev-parse", "HEAD~1").strip()
    assert saved.revision.name in box.git("show", "--name-only", "--format=", done.hash)


def test_an_undecided_conflict_is_not_committed(box: Box) -> None:
    box.by_hand("privacy", "We share", "<<<<<<< mine\\nWe sell\\n=======\\nWe share\\n>>>>>>> theirs\\nWe share")
    with pytest.raises(UsageError, match="undecided"):
        committed(box)


def test_outside_git_and_ignored(tmp_path: Path, box: Box, policy: Policy) -> None:
    (box.top / ".gitignore").write_text("terms/\n")
    box.put("terms", policy)
    with pytest.raises(UsageError, match="ignore"):
        plan_commit(box.workspace, "terms", box.environ)
    (box.top / ".gitignore").write_text("history/\n")
    saved = box.change("privacy", "30 days", "60 days")
    with pytest.raises(UsageError, match=f"ignore policies/privacy/history/{saved.revision.name}"):
        plan_commit(box.workspace, "privacy", box.environ)
    out = Box(tmp_path / "outside", box.clock)
    out.put("terms", policy)
    with pytest.raises(UsageError, match="no git working tree"):
        plan_commit(out.workspace, "terms", box.environ)


def test_without_an_identity_it_says_so(box: Box) -> None:
    box.change("privacy", "30 days", "60 days")
    box.git("config", "--unset", "user.name")
    box.git("config", "--unset", "user.email")
    box.git("config", "user.useConfigOnly", "true")
    with pytest.raises(RefusedError) as refused:
        committed(box)
    assert "user.email" in refused.value.hint


def test_what_is_not_committed_is_counted(box: Box, tmp_path: Path, policy: Policy) -> None:
    slugs = ["privacy", "terms"]
    box.put("terms", policy)
    assert uncommitted(box.workspace, slugs) == {"terms": 2}
    box.commit_all()
    assert uncommitted(box.workspace, slugs) == {}
    box.by_hand("privacy", "30 days", "31 days")
    assert uncommitted(box.workspace, slugs) == {"privacy": 1}
    box.change("terms", "30 days", "60 days")
    (box.root / "terms" / "history" / "notes.txt").write_text("mine\n")
    assert uncommitted(box.workspace, slugs) == {"privacy": 1, "terms": 2}
    fresh = Box.new(tmp_path / "fresh", box.clock)
    fresh.put("terms", policy)
    assert uncommitted(fresh.workspace, ["terms"]) == {"terms": 2}
    out = Box(tmp_path / "out", box.clock)
    out.put("terms", policy)
    assert uncommitted(out.workspace, ["terms"]) == {}
    assert (in_git(box.workspace), in_git(fresh.workspace), in_git(out.workspace)) == (True, True, False)


def test_line_ends_that_git_turned_round_are_no_change(box: Box) -> None:
    path = box.root / "privacy" / "policy.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert uncommitted(box.workspace, ["privacy"]) == {}


def test_the_plan_names_branch_new_files_and_signing(box: Box) -> None:
    saved = box.change("privacy", "30 days", "60 days")
    plan = plan_commit(box.workspace, "privacy", box.environ)
    assert (plan.branch, plan.signs) == ("main", False)
    assert plan.fresh == {f"policies/privacy/history/{saved.revision.name}"}
    box.git("config", "commit.gpgsign", "yes")
    box.git("checkout", "-q", "--detach")
    plan = plan_commit(box.workspace, "privacy", box.environ)
    assert (plan.branch, plan.signs) == ("", True)


def test_what_hooks_say_is_given_without_its_colours_and_without_gits_summary(box: Box) -> None:
    box.change("privacy", "30 days", "60 days")
    box.hook("pre-commit", "printf '\\033[1;32mall\\033[0m well\\033]0;x\\007\\n'")
    assert committed(box).said == "all well\x1b]0;x\x07"

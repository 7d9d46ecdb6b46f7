"""The commands at home in git, as a person runs them."""

from __future__ import annotations

import subprocess
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.store.test_repository import HELPERS, hostile

Edit = Callable[[str, str], None]


def git(*words: str, check: bool = True) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout


@pytest.fixture
def committed(imported: Run) -> Run:
    git("init", "-q", "-b", "main")
    git("config", "user.name", "Ada")
    git("config", "user.email", "ada@example.org")
    done = imported("commit", "privacy")
    assert done.code == 0, done.err
    return imported


def test_commit_says_what_it_did_and_nothing_twice(committed: Run, by_hand: Edit) -> None:
    assert committed("commit", "privacy").err.startswith("Nothing to commit")
    by_hand("30 days", "60 days")
    assert committed("save", "privacy", "-m", "Longer").code == 0
    tried = committed("commit", "privacy", "--dry-run")
    assert tried.out.startswith("policies/privacy/policy.toml\n")
    assert "privacy: Longer\n" in tried.out
    done = committed("commit", "privacy", "-m", "My words")
    assert "with 1 revision: My words" in done.out
    assert git("log", "-1", "--format=%s").strip() == "My words"


def test_a_commit_on_no_branch_is_said_and_a_hook_may_have_the_terminal(committed: Run, by_hand: Edit) -> None:
    git("checkout", "-q", "--detach")
    by_hand("30 days", "60 days")
    hook = Path(".git/hooks/pre-commit")
    hook.write_text("#!/bin/sh\necho heard > heard\n")
    hook.chmod(0o755)
    done = committed("commit", "privacy", "--terminal")
    assert done.code == 0
    assert "HEAD is detached" in done.err
    assert Path("heard").exists()


def test_a_refused_commit_is_exit_3_with_all_that_was_said(committed: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    hook = Path(".git/hooks/pre-commit")
    hook.write_text("#!/bin/sh\nprintf 'no\\033[2J way\\n'\nexit 1\n")
    hook.chmod(0o755)
    done = committed("commit", "privacy")
    assert done.code == 3
    assert "no␛[2J way" in done.err
    assert "Everything saved is on disk" in done.err


def test_usage_errors_are_exit_2(committed: Run, run: Run) -> None:
    assert committed("commit", "nothing").code == 2
    assert committed("review", "main...nowhere").code == 2
    assert committed("resolve", "privacy", "3", "mine").code == 2


def test_setup_and_remove_are_said(committed: Run) -> None:
    assert "Nothing was changed" in committed("git", "setup", "--dry-run").err
    assert "merge=policytui" in committed("git", "setup").out
    assert "everything is set up" in committed("git", "setup").err
    git("config", "--unset", "merge.policytui.driver")
    assert "Commit the" not in committed("git", "setup").err, "the attributes were there"
    assert "unset git config merge.policytui.driver" in committed("git", "remove").out


def test_textconv_gives_prose_and_never_fails(committed: Run) -> None:
    done = committed("git", "textconv", "policies/privacy/policy.toml")
    assert "\n## Logs\n\nWe keep server logs for 30 days.\n" in done.out
    Path("broken.toml").write_text("title = \x1b\n")
    assert committed("git", "textconv", "broken.toml").out == "title = ␛\n"


def test_guard_fails_only_for_what_must_not_be_committed(committed: Run, by_hand: Edit) -> None:
    assert committed("git", "guard").code == 0
    by_hand("30 days", "60 days")
    done = committed("git", "guard", "--format", "github")
    assert done.code == 1
    assert done.out.startswith("::error file=policies/privacy/policy.toml,line=")
    assert "forgotten-date" in done.err


def test_guard_stops_a_commit_that_removes_a_revision(committed: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    assert committed("save", "privacy", "-m", "Longer").code == 0
    assert committed("commit", "privacy").code == 0
    git("revert", "--no-commit", "HEAD")
    done = committed("git", "guard")
    assert done.code == 1
    assert "The next commit removes the revision " in done.out
    assert "git checkout HEAD -- policies/privacy/history" in done.out
    assert "1 of these must be mended before a commit: history-removed." in done.err


def test_guard_says_the_place_from_the_top_and_lets_nothing_through_where_it_finds_no_folder(
    committed: Run, by_hand: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand("30 days", "60 days")
    monkeypatch.chdir("policies")
    for words in (("git", "guard"), ("check",)):
        said = committed("--root", ".", *words, "--format", "github").out
        assert said.startswith("::error file=policies/privacy/policy.toml,line=")
    for words in (("git", "guard"), ("check",), ("verify",)):
        ran = committed(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "There is no folder policies" in ran.err


def test_a_log_of_no_policy_is_bad_input(committed: Run) -> None:
    for words in (("nowhere",), ("nowhere", "--git")):
        assert committed("log", *words).code == 2
    committed("new", "terms", "--title", "Terms")
    assert committed("log", "terms").code == committed("log", "terms", "--git").code == 0


def test_log_with_git_has_both(committed: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    committed("save", "privacy", "-m", "Longer")
    found = committed("log", "privacy", "--git", "--json").json
    assert [(m["rev"], m["committed"]) for m in found["moments"]] == [("r2", False), ("r1", True)]
    assert found["moments"][1]["refs"] == ["HEAD -> main"]
    said = committed("log", "privacy", "--git").out
    assert "(not committed)" in said
    assert len(committed("log", "privacy", "--git", "--limit", "1").out.splitlines()) == 2


def test_a_log_has_as_many_as_are_asked_for(committed: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    assert committed("save", "privacy").code == 0
    assert [one["rev"] for one in committed("log", "privacy", "--limit", "1", "--json").json["revisions"]] == ["r2"]
    assert len(committed("log", "privacy", "--git", "--limit", "1", "--json").json["moments"]) == 1
    assert committed("log", "privacy", "--limit", "-1").code == 2


def test_merge_file_by_hand(committed: Run) -> None:
    text = Path("policies/privacy/policy.toml").read_text()
    for name, days in (("base", "30"), ("mine", "60"), ("theirs", "90")):
        Path(name).write_text(text.replace("30 days", f"{days} days"))
    done = committed("merge-file", "base", "mine", "theirs", "-o", "out.toml")
    assert done.code == 1
    assert "conflict in “logs” (body)" in done.err
    assert committed("show", "out.toml").code == 0
    assert committed("merge-file", "base", "base", "theirs", "-o", "mine").code == 0
    assert Path("mine").read_text() == Path("theirs").read_text()
    Path("theirs").write_text("title =")
    assert committed("merge-file", "base", "mine", "theirs").code == 2


def test_resolve_lists_decides_and_joins(committed: Run, by_hand: Edit) -> None:
    assert "No conflict is left" in committed("resolve", "privacy").err
    by_hand("We keep server logs for 30 days.", "<<<<<<< mine\nWe keep 60.\n=======\nWe keep 90.\n>>>>>>> theirs")
    listed = committed("resolve", "privacy")
    assert listed.code == 1
    assert "1. logs (body)\n   mine   | We keep 60.\n" in listed.out
    assert committed("resolve", "privacy", "1", "both").code == 0
    assert "We keep 60.\n\nWe keep 90.\n" in Path("policies/privacy/policy.toml").read_text()
    assert committed("resolve", "privacy", "--save").code == 2


def test_resolve_says_how_and_takes_a_text_of_ones_own(committed: Run, by_hand: Edit) -> None:
    by_hand("We keep server logs for 30 days.", "<<<<<<< mine\nWe keep 60.\n=======\nWe keep 90.\n>>>>>>> theirs")
    before = Path("policies/privacy/policy.toml").read_bytes()
    done = committed("resolve", "privacy", "1")
    assert (done.code, Path("policies/privacy/policy.toml").read_bytes()) == (2, before)
    assert "mine|base|theirs|both" in done.err
    Path("own.txt").write_text("We keep 75.\n")
    assert committed("resolve", "privacy", "1", "--text", "own.txt").code == 0
    assert "\nWe keep 75.\n" in Path("policies/privacy/policy.toml").read_text()


def test_resolve_takes_apart_what_plain_git_left(
    committed: Run, by_hand: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("checkout", "-q", "-b", "side")
    for day, number, branch in ((2, "60", "side"), (3, "90", "main")):
        git("checkout", "-q", branch)
        by_hand("30 days", f"{number} days")
        monkeypatch.setenv("POLICYTUI_NOW", f"2024-06-0{day}T12:00:00+00:00")
        assert committed("save", "privacy").code == 0
        git("add", "-A")
        git("commit", "-qm", branch)
    git("merge", "-q", "side", check=False)
    path = Path("policies/privacy/policy.toml")
    left = path.read_bytes()
    assert "policytui resolve" in committed("check").out
    listed = committed("resolve", "privacy")
    assert (listed.code, path.read_bytes()) == (1, left)
    assert "1. logs (body)\n   mine   | We keep server logs for 90 days.\n" in listed.out
    assert "   base   | We keep server logs for 30 days.\n" in listed.out
    assert committed("resolve", "privacy", "1", "mine").code == 0
    done = committed("resolve", "privacy", "--save")
    assert "material; date 2024-06-03): Merged r2 and r3" in done.out
    assert "In git: git add policies/privacy && git commit" in done.err
    assert committed("verify", "privacy").code == 0


def test_resolve_on_a_terminal_opens_the_screen(committed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from policytui.cli import screens

    opened: list[str] = []

    def shown(context: object, words: Namespace) -> int:
        opened.append(words.slug)
        return 0

    monkeypatch.setattr(screens, "resolve", shown)
    monkeypatch.setattr("policytui.cli.git.on_terminal", lambda: True)
    assert committed("resolve", "privacy").code == 0
    assert committed("resolve", "privacy", "--list").err.startswith("No conflict is left")
    assert opened == ["privacy"]


def test_reading_runs_nothing_that_a_hostile_repository_configures(
    committed: Run, by_hand: Edit, tmp_path: Path
) -> None:
    from policytui.clock import SystemClock
    from tests.gitbox import Box

    git("checkout", "-q", "-b", "feature")
    by_hand("30 days", "60 days")
    git("commit", "-qam", "by hand")
    box = Box(Path.cwd(), SystemClock())  # type: ignore[arg-type]
    mark = tmp_path / "mark"
    hostile(box, mark)
    for words in (
        ("list",), ("show", "privacy"), ("show", "main:policies/privacy/policy.toml"), ("log", "privacy"),
        ("log", "privacy", "--git"), ("diff", "privacy"), ("diff", "main...feature"), ("review", "main..feature"),
        ("review", "main...feature", "--format", "markdown"), ("check",), ("verify",), ("judge", "privacy"),
        ("diff", "main:policies/privacy/policy.toml", "privacy"), ("git", "guard"), ("resolve", "privacy"),
    ):  # fmt: skip
        done = committed(*words)
        assert done.code in (0, 1), (words, done.err)
        assert not mark.exists(), (words, mark.read_text())
    git("status", check=False)
    assert mark.exists()  # the marks do work
    assert len(HELPERS) > 20

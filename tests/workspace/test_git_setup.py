"""`git setup` twice is once, and `git remove` leaves what was there before."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from policytui.core.values import Policy
from policytui.errors import UsageError
from policytui.workspace import Workspace
from policytui.workspace.git_setup import BEGIN, program, remove, setup
from tests.gitbox import Box


def test_setting_up_twice_changes_nothing_and_removing_takes_all_away(box: Box) -> None:
    before = (box.top / ".git" / "config").read_text()
    assert len(setup(box.workspace, box.environ, hooks=True)) == 7
    assert setup(box.workspace, box.environ, hooks=True) == []
    assert box.git("check-attr", "merge", "diff", "--", "policies/privacy/policy.toml").count(": policytui") == 2
    name = next((box.root / "privacy" / "history").iterdir()).relative_to(box.top).as_posix()
    said = box.git("check-attr", "diff", "text", "linguist-generated", "--", name)
    assert (said.count(": unset"), said.count(": set")) == (2, 1)
    assert remove(box.workspace, box.environ)
    assert remove(box.workspace, box.environ) == []
    assert (box.top / ".git" / "config").read_text() == before
    assert not (box.root / ".gitattributes").exists()
    assert not (box.top / ".git" / "hooks" / "pre-commit").exists()


def test_what_was_there_stays(box: Box) -> None:
    attributes = box.root / ".gitattributes"
    attributes.write_bytes(b"*.md text\r\n*.png binary")
    hook = box.hook("pre-commit", "echo mine\nexit 0")
    setup(box.workspace, box.environ, hooks=True)
    lines = hook.read_text().split("\n")
    assert (lines[0], lines[1], lines[-3:]) == ("#!/bin/sh", BEGIN, ["echo mine", "exit 0", ""])
    setup(box.workspace, box.environ, hooks=True)
    assert hook.read_text().count(BEGIN) == attributes.read_text().count(BEGIN) == 1
    remove(box.workspace, box.environ)
    assert hook.read_text() == "#!/bin/sh\necho mine\nexit 0\n"
    assert attributes.read_bytes() == b"*.md text\r\n*.png binary\n"


def test_a_dry_run_changes_nothing(box: Box) -> None:
    before = (box.top / ".git" / "config").read_text()
    assert setup(box.workspace, box.environ, hooks=True, dry_run=True)
    assert (box.top / ".git" / "config").read_text() == before
    assert box.git("status", "--porcelain") == ""


def test_a_hook_in_another_language_is_left_alone(box: Box) -> None:
    hook = box.hook("pre-commit", "")
    hook.write_text("#!/usr/bin/env python3\nprint('mine')\n")
    with pytest.raises(UsageError, match="no shell script"):
        setup(box.workspace, box.environ, hooks=True)
    assert hook.read_text() == "#!/usr/bin/env python3\nprint('mine')\n"
    assert not (box.root / ".gitattributes").exists()
    assert "policytui" not in (box.top / ".git" / "config").read_text()


@pytest.mark.parametrize(
    "first", ["#!/bin/sh -e", "#! /bin/sh", "#!/usr/bin/bash", "#!/usr/bin/env zsh", "#!/n/bin/bash -eu"]
)
def test_a_hook_is_a_shell_script_in_whatever_way_it_says_so(box: Box, first: str) -> None:
    hook = box.hook("pre-commit", "")
    hook.write_text(f"{first}\necho mine\n")
    setup(box.workspace, box.environ, hooks=True)
    assert hook.read_text().startswith(f"{first}\n{BEGIN}\n")
    remove(box.workspace, box.environ)
    assert hook.read_text() == f"{first}\necho mine\n"


@pytest.mark.parametrize("end", ["\r\n", ""])
def test_our_lines_are_known_with_other_line_ends_and_without_the_last(box: Box, end: str) -> None:
    """A checkout with `core.autocrlf` turns the line ends of the attributes round."""
    setup(box.workspace, box.environ)
    attributes = box.root / ".gitattributes"
    ours = attributes.read_bytes()
    attributes.write_bytes(ours.replace(b"\n", b"\r\n") if end else ours.rstrip(b"\n"))
    box.git("config", "--remove-section", "merge.policytui")
    assert {step.what for step in setup(box.workspace, box.environ)} <= {"set", "write"}
    assert attributes.read_text().count(BEGIN) == 1
    remove(box.workspace, box.environ)
    assert not attributes.exists()


def test_the_hook_blocks_a_forgotten_date_and_lets_a_save_through(box: Box) -> None:
    setup(box.workspace, box.environ, hooks=True)
    box.commit_all("set up")
    box.by_hand("privacy", "30 days", "60 days")
    box.git("add", "-A")
    assert not box.ok("commit", "-qm", "sneaky")
    (box.top / "other").write_text("x")
    box.git("reset", "-q")
    box.git("add", "other")
    assert box.ok("commit", "-qm", "nothing about policies")
    box.git("rm", "-rqf", "policies")
    assert box.ok("commit", "-qm", "no policies any more")


def test_the_hook_blocks_a_text_whose_revision_is_not_committed_with_it(box: Box) -> None:
    setup(box.workspace, box.environ, hooks=True)
    box.commit_all("set up")
    box.change("privacy", "30 days", "60 days")
    assert "no staged revision holds" in box.git("commit", "-qam", "without the history", check=False)
    box.git("add", "policies")
    assert box.ok("commit", "-qm", "with it")


def test_a_diff_of_git_reads_as_prose_and_shows_the_change_once(box: Box) -> None:
    setup(box.workspace, box.environ)
    box.commit_all("set up")
    box.change("privacy", "30 days", "60 days")
    box.commit_all("longer")
    said = box.git("show", "HEAD")
    assert "-We keep server logs for 30 days." in said
    assert "+We keep server logs for 60 days." in said
    assert said.count("60 days") == 1
    assert "body" not in said
    assert "Binary files" in said


def test_the_difftool_shows_a_policy_that_came_and_none_of_its_revisions(
    box: Box, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    setup(box.workspace, box.environ)
    box.commit_all("set up")
    box.put("terms", policy)
    box.change("privacy", "30 days", "60 days")
    box.commit_all("both")
    said = box.git("difftool", "--no-prompt", "--tool=policytui", "HEAD~1", "HEAD", check=False)
    assert said.count("[-30-]{+60+} days") == 1
    assert said.count("{+We keep server logs for 30 days.") == said.count("{+We share nothing with anyone.") == 1
    assert "names no policy" not in said


def test_outside_git(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no folder"):
        setup(workspace, {})
    workspace.root.mkdir()
    with pytest.raises(UsageError, match="no git repository"):
        setup(workspace, dict(PATH="/usr/bin:/bin"))  # noqa: C408


def test_git_finds_the_program() -> None:
    assert "policytui" in program()

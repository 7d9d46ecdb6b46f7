"""One repository read: the right answers, and no helper run whatever is configured."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.errors import RefusedError, UsageError
from policytui.store.git import blob
from policytui.store.gitwrite import changed
from policytui.store.repository import Repository, repository
from tests.gitbox import Box

HELPERS = (
    "core.fsmonitor", "core.pager", "pager.log", "core.sshCommand", "core.editor", "core.askPass", "diff.external",
    "diff.mark.textconv", "diff.mark.command", "filter.mark.smudge", "filter.mark.clean", "filter.mark.process",
    "merge.mark.driver", "gpg.program", "gpg.ssh.program", "gpg.x509.program", "credential.helper",
    "uploadpack.packObjectsHook", "remote.origin.uploadpack", "remote.origin.receivepack", "sequence.editor",
    "interactive.diffFilter", "trailer.mark.command", "alias.log", "alias.rev-parse", "alias.cat-file",
)  # fmt: skip


def hostile(box: Box, mark: Path) -> None:
    """A repository in which everything that can be configured leaves a mark."""
    script = box.top.parent / "helper"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> {mark}\ncat 2>/dev/null\nexit 0\n')
    script.chmod(0o755)
    for name in HELPERS:
        box.git("config", name, f"!{script}" if name.startswith("alias") else str(script))
    box.git("config", "log.showSignature", "true")
    box.git("config", "extensions.partialClone", "origin")
    box.git("config", "core.repositoryFormatVersion", "1")
    box.git("config", "remote.origin.promisor", "true")
    box.git("config", "remote.origin.url", f"ext::{script}")
    box.git("config", "protocol.ext.allow", "always")
    hooks = box.top / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_bytes(script.read_bytes())
        (hooks / name).chmod(0o755)
    (box.top / ".gitattributes").write_text("* filter=mark diff=mark merge=mark\n")


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock) -> Box:
    made = Box.new(tmp_path / "repository", clock)
    (made.top / "a").mkdir()
    (made.top / "a" / "one.txt").write_text("one\n")
    made.commit_all("first")
    (made.top / "a" / "two.txt").write_text("two\n")
    (made.top / "link").symlink_to("a/one.txt")
    made.commit_all("second\x01\x1b[31m")
    return made


def of(box: Box) -> Repository:
    found = repository(box.top / "a" / "not yet there")
    assert found is not None
    return found


def test_it_is_found_from_below_and_from_folders_that_are_not_there(box: Box, tmp_path: Path) -> None:
    assert of(box) == Repository(box.top, box.top / ".git")
    assert repository(tmp_path) is None
    assert of(box).relative(box.top / "a") == "a"
    assert of(box).relative(box.top) == ""
    with pytest.raises(UsageError):
        of(box).relative(tmp_path)


def test_names_are_names_and_never_options(box: Box) -> None:
    found = of(box)
    head = box.git("rev-parse", "HEAD").strip()
    assert (found.commit("main"), found.commit("HEAD"), found.commit(head[:8])) == (head, head, head)
    for ref in ("--output=x", "--all", "nowhere", "", "main^{tree}"):
        assert found.commit(ref) is None
    assert list(box.top.glob("x*")) == []


def test_files_and_blobs(box: Box) -> None:
    found = of(box)
    head = found.commit("HEAD")
    assert head is not None
    files = found.files(head, "a")
    assert set(files) == {"a/one.txt", "a/two.txt"}
    assert set(found.files(head, "")) == {"a/one.txt", "a/two.txt"}
    assert found.blobs(files.values()) == {files["a/one.txt"]: b"one\n", files["a/two.txt"]: b"two\n"}
    assert found.blobs([]) == {}
    with pytest.raises(RefusedError):
        found.blobs([*files.values(), "0" * 40])


def test_the_log_says_what_was_touched(box: Box) -> None:
    newest, first = of(box).log("a")
    assert (first.subject, first.paths, first.parents) == ("first", (("A", "a/one.txt"),), ())
    assert newest.subject == "second\x01\x1b[31m"
    assert newest.paths == (("A", "a/two.txt"),)
    assert newest.parents == (first.hash,)
    assert newest.author == "Ada <ada@example.org>"
    assert [commit.subject for commit in of(box).log("a", limit=1)] == [newest.subject]
    assert list(of(box).log("--output=x")) == []


def test_a_rename_is_followed(box: Box) -> None:
    box.git("mv", "a/one.txt", "three.txt")
    box.commit_all("third")
    found = list(of(box).log("three.txt", follow=True))
    assert [(commit.subject, commit.paths) for commit in found] == [
        ("third", (("R", "three.txt"),)),
        ("first", (("A", "a/one.txt"),)),
    ]


def test_nothing_that_is_configured_is_run(box: Box, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    hostile(box, mark)
    found = of(box)
    head = found.commit("main")
    assert head is not None
    found.merge_base(head, head)
    with pytest.raises(RefusedError):
        found.blobs([*found.files(head, "").values(), "1" * 40])
    assert len(list(found.log("a"))) == 2
    assert list(found.staged("a")) == ["a/one.txt", "a/two.txt"]
    list(found.log("a/one.txt", follow=True))
    assert (found.branch(), [tip.name for tip in found.tips()]) == ("main", ["main"])
    assert found.holding(head) == ([], ["main"])
    assert not mark.exists(), mark.read_text()


def test_names_stand_for_blobs_and_what_is_none_is_left_out(box: Box) -> None:
    found = of(box)
    names = ["HEAD:a/one.txt", "HEAD^:a/two.txt", "HEAD:a", "HEAD:no blob 7", "HEAD:\r",
             "HEAD:\x85\u2028", "HEAD:a/two.txt",
             "HEAD:a\n/one.txt"]  # fmt: skip
    blobs = found.named(names)
    assert list(blobs) == ["HEAD:a/one.txt", "HEAD:a/two.txt"]
    assert list(found.contents(blobs.values()).values()) == [b"one\n", b"two\n"]


def test_branches_with_their_newest_commit_and_what_holds_one(box: Box) -> None:
    found = of(box)
    first = box.git("rev-parse", "HEAD^").strip()
    box.git("tag", "v1", first)
    box.git("tag", "-a", "-m", "two", "v2")
    box.git("update-ref", "refs/remotes/origin/main", "HEAD")
    box.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    box.git("branch", "side\u202e", first)
    tips = {tip.name: tip for tip in found.tips()}
    assert set(tips) == {"main", "origin/main", "side\u202e"}
    assert (tips["main"].head, tips["main"].author, tips["main"].subject) == (True, "Ada", "second\x01\x1b[31m")
    assert not tips["side\u202e"].head
    tags, branches = found.holding(first)
    assert tags == ["v1", "v2"]
    assert set(branches) >= {"main", "side\u202e", "origin/main"}
    box.git("checkout", "-q", "--detach")
    assert found.branch() == ""


def test_a_partial_clone_says_what_it_does_not_have(box: Box) -> None:
    (box.top / "a" / "one.txt").write_text("another\n")
    box.commit_all()
    box.git("config", "uploadpack.allowFilter", "true")
    clone = box.top.parent / "clone"
    box.git("clone", "-q", "--filter=blob:none", f"file://{box.top}", str(clone))
    found = repository(clone)
    assert found is not None
    here, gone = (found.files(found.commit(ref) or "", "a")["a/one.txt"] for ref in ("HEAD", "HEAD~1"))
    assert found.blobs([here]) == {here: b"another\n"}
    for read in (lambda: found.blobs([here, gone]), lambda: blob("HEAD~1", "a/one.txt", clone)):
        with pytest.raises(RefusedError, match="is not in this clone"):
            read()


@pytest.mark.parametrize("given", ["absolute", "relative"])
def test_the_repository_of_a_git_dir_is_the_same_from_every_folder(
    box: Box, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """A hook in a linked working tree is called with GIT_DIR and without GIT_WORK_TREE."""
    tree = box.top.parent / "tree"
    box.git("worktree", "add", "-q", str(tree), "-b", "linked")
    git_dir = box.top / ".git" / "worktrees" / "tree"
    monkeypatch.chdir(tree)
    monkeypatch.setenv("GIT_DIR", str(git_dir) if given == "absolute" else os.path.relpath(git_dir, tree))
    found = repository(tree / "a")
    assert found is not None
    assert (found.top, found.git_dir) == (tree, git_dir)
    assert found.branch() == "linked"
    assert changed(found.top, ["a"], os.environ) == {}


def test_what_a_person_has_set_for_reading_git_changes_nothing(box: Box) -> None:
    box.git("config", "i18n.commitEncoding", "ISO-8859-1")
    box.git("config", "i18n.logOutputEncoding", "ISO-8859-1")
    message = box.top.parent / "message"
    message.write_bytes("Für alle".encode("latin-1"))
    (box.top / "a" / "one.txt").write_text("new\n")
    box.git("commit", "-a", "-q", "-F", str(message))
    for key, value in (("log.showRoot", "false"), ("log.follow", "true"), ("diff.relative", "true")):
        box.git("config", key, value)
    found = repository(box.top)
    assert found is not None
    assert [commit.subject for commit in found.log("", limit=1)] == ["Für alle"]
    assert all(commit.paths for commit in found.log("a"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_else_is_said(box: Box) -> None:
    os.chown(box.top, 12345, 12345)
    os.chown(box.top / ".git", 12345, 12345)
    with pytest.raises(RefusedError) as refused:
        repository(box.top)
    assert refused.value.hint.endswith(f" --add safe.directory {box.top}")

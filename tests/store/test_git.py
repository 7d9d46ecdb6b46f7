"""Reading git: the right bytes, and nothing that a repository has configured is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policytui.errors import UsageError
from policytui.store.git import blob, identity


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "user.name", "Ada")
    git("config", "user.email", "ada@example.org")
    (folder / "terms.md").write_text("# Terms\n")
    git("add", ".")
    git("commit", "-q", "-m", "Terms")
    return folder


def test_a_blob_is_read_as_it_was_committed(repository: Path) -> None:
    (repository / "terms.md").write_text("# Changed\n")
    assert blob("main", "terms.md", repository) == b"# Terms\n"


@pytest.mark.parametrize(
    ("ref", "path"), [("nowhere", "terms.md"), ("main", "none.md"), ("main", ""), ("--output=x", "y")]
)
def test_what_git_does_not_know_is_said(repository: Path, ref: str, path: str) -> None:
    with pytest.raises(UsageError):
        blob(ref, path, repository)
    assert not (repository / "x:y").exists()


def test_nothing_the_repository_configures_is_run(repository: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "filter.x.smudge",
        "filter.x.clean",
    ):
        subprocess.run(["git", "config", name, f"touch {mark}"], cwd=repository, check=True)
    (repository / ".gitattributes").write_text("* filter=x\n")
    assert blob("main", "terms.md", repository) == b"# Terms\n"
    assert not mark.exists()


def test_the_identity_is_gits(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[user]\nname = Ada\nemail = ada@example.org\n")
    assert (
        identity({"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": str(config), "GIT_DIR": str(tmp_path)})
        == "Ada <ada@example.org>"
    )
    assert identity({"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_DIR": str(tmp_path)}) == ""

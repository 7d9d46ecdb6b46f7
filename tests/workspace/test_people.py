"""Who a person is."""

from __future__ import annotations

from pathlib import Path

from policytui.workspace.people import git_identity
from tests.gitbox import Box


def test_git_says_who_one_is(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[user]\nname = Ada\n")
    environ = {"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": str(config), "GIT_DIR": str(tmp_path)}
    assert git_identity(environ, tmp_path) == "Ada"


def test_one_is_who_one_is_in_the_repository_of_the_policies(box: Box) -> None:
    box.git("config", "user.name", "Ada at work")
    assert git_identity(box.environ, box.root / "not" / "there") == "Ada at work <ada@example.org>"

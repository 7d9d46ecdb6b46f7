"""Who a person is."""

from __future__ import annotations

from pathlib import Path

from policytui.workspace.people import git_identity


def test_git_says_who_one_is(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[user]\nname = Ada\n")
    environ = {"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": str(config), "GIT_DIR": str(tmp_path)}
    assert git_identity(environ) == "Ada"

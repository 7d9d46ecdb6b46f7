"""What a command is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytui.cli.context import Context
from policytui.config import Config
from policytui.errors import UsageError


def test_the_author_is_as_configured_then_gits_then_the_login(tmp_path: Path) -> None:
    assert Context(config=Config({"POLICYTUI_AUTHOR": "Ada"})).author() == "Ada"
    (tmp_path / "gitconfig").write_text("[user]\nname = Grace\nemail = g@example.org\n")
    environ = {
        "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
    }
    assert Context(config=Config({**environ, "GIT_DIR": str(tmp_path)})).author() == "Grace <g@example.org>"
    environ["GIT_CONFIG_GLOBAL"] = "/dev/null"
    assert Context(config=Config({**environ, "GIT_DIR": str(tmp_path), "USER": "linus"})).author() == "linus"


def test_a_pinned_clock_must_be_a_moment() -> None:
    with pytest.raises(UsageError):
        _ = Context(config=Config({"POLICYTUI_NOW": "yesterday"})).workspace
    workspace = Context("x", Config({"POLICYTUI_NOW": "2024-06-01T12:00:00Z"})).workspace
    assert workspace.clock.now().isoformat() == "2024-06-01T12:00:00+00:00"
    assert workspace.root == Path("x")

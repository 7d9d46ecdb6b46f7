"""Commands that open the screens: what they do before they need a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_the_samples_are_copied_to_a_folder_to_keep(run: Run) -> None:
    ran = run("demo", "--keep", "mine")
    assert ran.code == 0
    assert len(list(Path("mine").glob("*/policy.toml"))) == 5
    assert run("--root", "mine", "list").code == 0
    assert run("demo", "--keep", "mine").code == 2


@pytest.mark.parametrize("words", [[], ["open"], ["demo"], ["review", "privacy@r1"]])
def test_without_a_terminal_the_commands_are_named(imported: Run, words: list[str]) -> None:
    ran = imported(*words)
    assert ran.code == 2
    assert "policytui list" in ran.err

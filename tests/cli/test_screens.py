"""Commands that open the screens: what they do before they need a terminal."""

from __future__ import annotations

from argparse import Namespace
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


@pytest.mark.parametrize(
    ("words", "opened"),
    [(["main...x"], True), (["main...x", "--guard"], False), (["main...x", "--format", "json"], False)],
)
def test_a_range_is_opened_on_a_terminal_unless_it_is_to_be_printed(
    imported: Run, words: list[str], opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policytui.cli import branches, screens

    seen: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    def opening(_: object, commits: str = "", mouse: bool = False) -> int:
        seen.append(f"opened {commits}" if mouse else "")
        return 0

    def printing(_: object, words: Namespace) -> int:
        seen.append(f"printed {words.before}")
        return 0

    monkeypatch.setattr(screens, "_run", opening)
    monkeypatch.setattr(branches, "review", printing)
    imported("review", *words)
    assert seen == ["opened main...x" if opened else "printed main...x"]

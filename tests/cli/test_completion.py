"""Completion scripts: the shells take them, and they know the commands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from policytui.cli.commands import COMMANDS
from policytui.cli.completion import SHELLS, options
from tests.cli.conftest import Run


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_names_every_command(run: Run, shell: str) -> None:
    script = run("completion", shell).out
    assert all(name in script for name in COMMANDS)
    if program := shutil.which(shell):
        done = subprocess.run([program, "-n", "-c", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes_commands_options_and_their_words(run: Run) -> None:
    script = run("completion", "bash").out

    def completed(*words: str) -> str:
        line = " ".join(f"'{word}'" for word in words)
        code = f"{script}\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _policytui; echo ${{COMPREPLY[@]}}"
        return subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    assert completed("policytui", "jud") == "judge"
    assert completed("policytui", "save", "--mat") == "--material"
    assert completed("policytui", "show", "x", "--format", "htm") == "html"
    assert completed("policytui", "--root", "here", "jud") == "judge"
    assert completed("policytui", "--ver") == "--version"
    assert completed("policytui", "git", "se") == "setup"
    assert completed("policytui", "completion", "fi") == "fish"
    Path("two words.md").touch()
    assert completed("policytui", "import", "tw") == "two words.md"
    assert completed("policytui", "list", "--root", "tw") == "two words.md"


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes_commands_options_and_their_words(run: Run) -> None:
    script = run("completion", "fish").out

    def completed(line: str) -> list[str]:
        code = f"{script}\ncomplete -C '{line}'"
        said = subprocess.run(["fish", "--no-config", "-c", code], capture_output=True, text=True, check=True).stdout
        return [one.partition("\t")[0] for one in said.splitlines()]

    assert completed("policytui jud") == ["judge"]
    assert completed("policytui --ver") == ["--version"]
    assert completed("policytui save --mat") == ["--material"]
    assert completed("policytui show --format h") == ["html"]
    assert completed("policytui git se") == ["setup"]


def test_options_come_with_their_words() -> None:
    assert ("--format", ["auto", "text", "markdown"]) in options("import")

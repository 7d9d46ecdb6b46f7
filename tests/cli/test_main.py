"""The command as a whole: exit codes, errors as sentences, the default command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policytui import __version__
from policytui.cli.main import _with_default
from tests.cli.conftest import Run


def test_the_version_is_said(run: Run) -> None:
    assert run("--version").out == f"policytui {__version__}\n"


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "policytui", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"policytui {__version__}\n"


def test_the_console_script_leaves_at_once_and_loses_nothing(imported: Run) -> None:
    """It ends without taking the interpreter apart: what was printed is out, and the exit code is the command's."""
    begin = [sys.executable, "-m", "policytui", "--root", "policies"]
    done = subprocess.run([*begin, "show", "privacy"], capture_output=True, text=True, check=True)
    assert done.stdout == imported("show", "privacy").out
    assert subprocess.run([*begin, "list", "--nonsense"], capture_output=True, check=False).returncode == 2
    assert subprocess.run([*begin, "show", "nothing"], capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize(
    ("words", "expected", "command"),
    [
        ([], ["open"], "open"),
        (["privacy"], ["open", "privacy"], "open"),
        (["--root", "x", "privacy"], ["open", "--root", "x", "privacy"], "open"),
        (["--no-mouse"], ["open", "--no-mouse"], "open"),
        (["list"], ["list"], "list"),
        (["--root", "x", "list", "--json"], ["--root", "x", "list", "--json"], "list"),
        (["--help"], ["--help"], None),
        (["No!"], ["No!"], None),
    ],
)
def test_without_a_command_the_screens_open(words: list[str], expected: list[str], command: str | None) -> None:
    assert _with_default(words) == (expected, command)


@pytest.mark.parametrize("words", [["nonsense!"], ["list", "--nonsense"], ["save"], ["show", "nothing"]])
def test_bad_usage_is_exit_code_2(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nothing"],
        ["show", "nothing@r1"],
        ["diff", "nothing"],
        ["judge", "nothing"],
        ["log", "nothing"],
        ["log", "nothing", "--json"],
        ["notice", "nothing"],
        ["restore", "nothing@r1"],
    ],
)
def test_an_error_is_a_sentence_with_a_hint(run: Run, words: list[str]) -> None:
    ran = run(*words)
    assert ran.code == 2
    assert ran.err == "policytui: There is no policy “nothing” in policies.\n  See policytui list.\n"


def test_what_the_system_refuses_is_exit_code_3(imported: Run) -> None:
    Path("file").write_text("")
    ran = imported("show", "privacy", "-o", "file/below")
    assert ran.code == 3
    assert "policytui:" in ran.err


def test_without_a_terminal_the_screens_do_not_open(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert "policytui list" in ran.err


@pytest.mark.parametrize(
    ("how", "code"), [(">&-", 0), ("2>&-", 0), (">/dev/full", 3), ("nowhere 2>/dev/full", 2), ("nowhere 2>&-", 2)]
)
def test_a_stream_that_takes_nothing_leaves_the_exit_code(imported: Run, how: str, code: int) -> None:
    program = f'"{sys.executable}" -m policytui show privacy'
    program = program.replace("privacy", how) if how.startswith("nowhere") else f"{program} {how}"
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


def test_a_closed_pipe_is_no_error(imported: Run) -> None:
    code = "import sys; from policytui.cli.main import main; sys.exit(main(['schema']))"
    done = subprocess.run(
        ["bash", "-c", f'set -o pipefail; "{sys.executable}" -c "{code}" | head -n 1'],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""

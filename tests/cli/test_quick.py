"""The quick list prints what the whole program prints, byte for byte, or leaves it to that."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policytui.cli import main, quick
from policytui.cli.parser import build
from policytui.workspace import remembered
from tests.cli.conftest import Run

WAYS = [
    ["list"],
    ["--root", "policies", "list"],
    ["list", "--root", "policies"],
    ["--root=policies", "list"],
    ["list", "--root=policies"],
    ["list", "--root="],
]


@pytest.fixture
def settled(imported: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A library that is remembered."""
    monkeypatch.setattr(remembered, "SETTLED", -(10**10))
    assert imported("list").code == 0
    return imported


def whole(run: Run, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """What the whole program answers."""
    with monkeypatch.context() as patched:
        patched.setattr(quick, "answer", lambda words, environ: None)
        ran = run(*words)
    return ran.code, ran.out, ran.err


@pytest.mark.parametrize("words", WAYS, ids=" ".join)
def test_the_same_bytes(
    settled: Run, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = whole(settled, monkeypatch, *words)
    assert quick.answer(words, os.environ) == expected[0] == 0
    assert tuple(capsys.readouterr()) == expected[1:]


@pytest.mark.parametrize(
    "words",
    [[], ["list", "--json"], ["list", "list"], ["--root", "-x", "list"], ["show", "list"], ["list", "--root"],
     ["list", "-h"], ["--root", "list"], ["check"], ["list", "--root", "nowhere"], ["list", "--root", "~"]],
    ids=" ".join,
)  # fmt: skip
def test_what_it_leaves_to_the_whole_program(settled: Run, words: list[str]) -> None:
    assert quick.answer(words, os.environ) is None


@pytest.mark.parametrize("title", ["Ünïcode – 語", "\\u001b]52;c;x\\u0007", "\\u202e\\n\\t", "Two\\\\nlines"])
def test_titles_of_every_kind(
    settled: Run,
    by_hand: Callable[[str, str], None],
    title: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    by_hand('title = "Privacy Policy"', f'title = "{title}"')
    assert quick.answer(["list"], os.environ) is None
    expected = whole(settled, monkeypatch, "list")
    quickly = quick.answer(["list"], os.environ)
    if quickly is None:  # what is suspicious is found anew each time
        return
    assert (quickly, *capsys.readouterr()) == expected
    assert "\x1b" not in expected[1]


def test_an_edit_is_seen(settled: Run, by_hand: Callable[[str, str], None]) -> None:
    assert "clean" in settled("list").out
    by_hand("30 days", "60 days")
    assert "unsaved" in settled("list").out


def test_a_setting_of_the_root_is_heeded(settled: Run) -> None:
    assert quick.answer(["list"], os.environ) == 0
    settings = Path(os.environ["XDG_CONFIG_HOME"], "policytui", "config.toml")
    settings.parent.mkdir(parents=True)
    settings.write_text('root = "elsewhere"')
    assert quick.answer(["list"], os.environ) is None
    assert "elsewhere" in settled("list").err


def test_the_environment_is_heeded(settled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYTUI_ROOT", "elsewhere")
    assert quick.answer(["list"], os.environ) is None
    monkeypatch.setenv("POLICYTUI_ROOT", "policies")
    assert quick.answer(["list"], os.environ) == 0
    monkeypatch.setenv("POLICYTUI_NO_CACHE", "1")
    assert quick.answer(["list"], os.environ) is None


def test_an_empty_folder_is_left_to_the_whole_program(settled: Run) -> None:
    Path("empty").mkdir()
    assert quick.answer(["list", "--root", "empty"], os.environ) is None


def test_it_loads_next_to_nothing(settled: Run) -> None:
    heavy = ("typing", "dataclasses", "pathlib", "tomllib", "argparse", "datetime", "hashlib", "json", "inspect")
    code = (
        "import os, sys\n"
        "before = set(sys.modules)\n"
        "from policytui.cli import quick\n"
        "assert quick.answer(['list'], os.environ) == 0\n"
        f"print([name for name in {heavy!r} if name in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "words",
    [[], ["privacy"], ["--root", "x"], ["--root=x"], ["--root", "x", "privacy"], ["privacy", "--root", "x"],
     ["privacy", "--root=x"], ["--root=x", "privacy"], ["--root", "privacy"], ["--root", "list"]],
    ids=" ".join,
)  # fmt: skip
def test_the_screens_are_opened_as_the_parser_would(words: list[str]) -> None:
    with_command, _ = main._with_default(words)
    parsed = build().parse_args(with_command)
    assert (parsed.does, parsed.no_mouse) == ("screens:open_screens", False)
    assert quick.opens(words) == (parsed.root or "", parsed.slug or "")


@pytest.mark.parametrize(
    "words",
    [["open"], ["open", "privacy"], ["list"], ["--root", "x", "list"], ["check", "privacy"], ["--no-mouse"], ["--help"],
     ["privacy", "--no-mouse"], ["a", "b"], ["No!"], ["--root"], ["--root", "x", "--root", "y"], ["--root", "-x"]],
    ids=" ".join,
)  # fmt: skip
def test_every_other_word_is_left_to_the_parser(words: list[str]) -> None:
    assert quick.opens(words) is None


@pytest.mark.parametrize(
    "words",
    [["diff", "a.md", "b.md"], ["diff", "x@r1", "main:p", "--context", "3"], ["diff", "--context", "all", "a", "b"]],
    ids=" ".join,
)
def test_a_plain_diff_is_read_as_the_parser_reads_it(words: list[str]) -> None:
    read = quick.plain_diff(words)
    assert read is not None
    assert vars(read) == vars(build("diff").parse_args(words))


@pytest.mark.parametrize(
    "words",
    [["diff"], ["diff", "a"], ["diff", "a", "-h"], ["diff", "a", ""], ["diff", "a", "b", "c"], ["list", "a", "b"],
     ["diff", "a", "b", "--json"], ["diff", "a", "b", "--context", "-1"], ["diff", "--", "b"], ["a", "b", "c"],
     ["diff", "a", "b", "--context"], ["--root", "diff", "b"]],
    ids=" ".join,
)  # fmt: skip
def test_what_the_parser_must_read(words: list[str]) -> None:
    assert quick.plain_diff(words) is None


def test_a_diff_of_two_texts_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# Terms\n\n## Data\n\nWhat you tell us is kept here for a while.\n")
    new.write_text("# Terms\n\n## Data\n\nWhat you tell us is kept here for a day.\n")
    absent = ("argparse", "dataclasses", "datetime", "pathlib", "rapidfuzz", "shutil", "tomllib", "typing")
    code = (
        "import sys; from policytui.cli.main import main; "
        f"print(main({['diff', str(old), str(new)]}), [name for name in {absent} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-IB", "-c", code], capture_output=True, text=True, check=True)
    assert "here for a [-while-]{+day+}." in done.stdout
    assert done.stdout.endswith("1 []\n")

"""Output: nothing from a file acts on a terminal, whatever way it goes out."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest

from policytui.cli.commands import COMMANDS
from policytui.cli.main import main
from policytui.cli.output import github_lines, problem_lines, say, show, show_json, table
from policytui.core.values import Problem, Severity

HOSTILE = "\x1b]52;c;aGk=\x07 \x9b31m \u202e \u200b \x7f \x00"


def test_text_and_json_go_out_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    show(HOSTILE)
    say(HOSTILE)
    show_json({"x": HOSTILE, "day": date(2024, 1, 5)})
    out, err = capsys.readouterr()
    for char in "\x1b\x07\x9b\u202e\u200b\x7f\x00":
        assert char not in out + err
    assert json.loads(out.partition("{")[1] + out.partition("{")[2]) == {"x": HOSTILE, "day": "2024-01-05"}


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem("hidden", "A\x1b sentence.", "Do this.", Severity.WARNING, "p.toml", 3, 4)
    assert problem_lines([problem]) == ["p.toml:3:4: warning: A␛ sentence. [hidden]", "    Do this."]


def test_a_workflow_command_cannot_be_broken_out_of() -> None:
    (line,) = github_lines([Problem("r", "one\n::error::two", path="a,b:c.toml", line=3)])
    assert line == "::error file=a%2Cb%3Ac.toml,line=3,title=r::one%0A::error::two"


def test_a_table_is_aligned() -> None:
    assert table(("a", "bb"), [("ccc", "d"), ("e\n", "f")]) == "a    bb\nccc  d\ne⏎   f\n"


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)], ids=" ".join)
def test_help_can_be_printed_where_only_ascii_can(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", printed)
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])
    assert left.value.code == 0


def test_what_cannot_be_printed_is_printed_as_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
    for name, bytes_in in raw.items():
        monkeypatch.setattr(f"sys.{name}", io.TextIOWrapper(bytes_in, encoding="ascii", write_through=True))
    show("Größe “x”")
    say("– ü")
    assert raw["stdout"].getvalue() == b"Gr\\xf6\\xdfe \\u201cx\\u201d\n"
    assert raw["stderr"].getvalue() == b"\\u2013 \\xfc\n"
    monkeypatch.undo()

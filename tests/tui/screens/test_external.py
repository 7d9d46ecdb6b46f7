"""$EDITOR and back."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from policytui.errors import RefusedError, UsageError
from policytui.tui.screens.external import edit_outside, editor_command


class FakeApp:
    """An app that is always suspended."""

    def suspend(self) -> Any:
        return nullcontext()


def editor(tmp_path: Path, code: str) -> str:
    script = tmp_path / "editor.py"
    script.write_text("import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n" + code)
    return f"{sys.executable} {script}"


def test_the_text_comes_back_as_the_editor_left_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, "path.write_text(path.read_text().upper() + 'x\\n')"))
    app: Any = FakeApp()
    assert edit_outside(app, "one\n", "a") == "ONE\nx\n"
    assert edit_outside(app, "one", "a") == "ONEx"


@pytest.mark.parametrize("code", ["sys.exit(3)", "path.unlink()", "path.write_bytes(b'\\xff')"])
def test_a_failed_editor_changes_nothing(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    app: Any = FakeApp()
    with pytest.raises(RefusedError):
        edit_outside(app, "one", "a")


def test_none_set_is_said_with_what_to_do() -> None:
    with pytest.raises(UsageError) as error:
        editor_command({})
    assert "export EDITOR" in error.value.hint
    with pytest.raises(UsageError):
        editor_command({"EDITOR": "vim 'x"})
    assert editor_command({"EDITOR": "code --wait", "VISUAL": ""}) == ["code", "--wait"]

"""$EDITOR and back."""

from __future__ import annotations

import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from policytui.errors import RefusedError, UsageError
from policytui.tui.screens.external import edit_outside, editor_command


class FakeApp:
    """An app that is always suspended."""

    def handed_over(self) -> Any:
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


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("code", ["sys.exit(3)", "path.unlink()"])
def test_a_failed_editor_changes_nothing(
    code: str, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    app: Any = FakeApp()
    with pytest.raises(RefusedError):
        edit_outside(app, "one", "a")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("path.write_bytes(b'much')\nwith path.open('ab') as file: file.write(b'\\xe9')", "a.md"),
        ("path.write_text('much'); sys.exit(1)", "a.md"),
        ("path.with_name('.a.md.swp').write_text('much'); sys.exit(1)", ".a.md.swp"),
    ],
)
def test_what_an_editor_wrote_that_cannot_be_taken_is_kept_and_said_where(
    code: str, name: str, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    app: Any = FakeApp()
    with pytest.raises(RefusedError) as refused:
        edit_outside(app, "one", "a")
    (folder,) = temporary.iterdir()
    assert str(folder) in refused.value.hint
    assert (folder / name).read_bytes().startswith(b"much")


def test_no_room_for_the_file_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    app: Any = FakeApp()
    with pytest.raises(RefusedError, match="could not be written"):
        edit_outside(app, "one", "a")


def test_none_set_is_said_with_what_to_do() -> None:
    with pytest.raises(UsageError) as error:
        editor_command({})
    assert "export EDITOR" in error.value.hint
    with pytest.raises(UsageError):
        editor_command({"EDITOR": "vim 'x"})
    assert editor_command({"EDITOR": "code --wait", "VISUAL": ""}) == ["code", "--wait"]

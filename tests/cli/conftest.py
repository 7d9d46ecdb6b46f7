"""The command run in the test's own process: its exit code and what it printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from policytui.cli.main import main

MARKDOWN = """# Privacy Policy

Last updated: January 5, 2024

We are Acme Ltd.

## Logs

We keep server logs for 30 days.

## Sharing

We share your data with nobody.
"""


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `policytui …` in an empty folder, as Ada, at noon on 1 June 2024."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("POLICYTUI_AUTHOR", "Ada <ada@example.org>")
    monkeypatch.setenv("POLICYTUI_NOW", "2024-06-01T12:00:00+00:00")

    def command(*words: str) -> Ran:
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return command


@pytest.fixture
def imported(run: Run) -> Run:
    """The same, with `privacy` imported from Markdown."""
    Path("privacy.md").write_text(MARKDOWN)
    assert run("import", "privacy.md", "--slug", "privacy").code == 0
    return run


@pytest.fixture
def by_hand() -> Callable[[str, str], None]:
    """Replace text in the file of `privacy`, as an editor would."""

    def edit(old: str, new: str) -> None:
        path = Path("policies/privacy/policy.toml")
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return edit

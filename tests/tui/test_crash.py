"""Reports of crashes: where, in which versions, and nothing that anybody wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from policytui.tui import crash

SECRET = "we sell lamps to nobody"


def failed() -> BaseException:
    text = SECRET
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(f"bad text: {text}") from error
    except ValueError as error:
        return error


def test_it_says_where_and_nothing_of_what_was_written() -> None:
    text = crash.report(failed(), datetime(2024, 6, 1, 12, 0, tzinfo=UTC))
    assert "2024-06-01 12:00:00 UTC" in text
    assert "builtins.ValueError\n" in text
    assert "builtins.KeyError\n" in text
    assert "test_crash.py:" in text
    assert " failed" in text
    assert "textual 8." in text
    assert SECRET not in text
    assert "raise" not in text
    assert str(Path.cwd()) not in text


def test_it_names_what_failed_in_a_worker() -> None:
    text = crash.report(WorkerFailed(failed()), datetime(2024, 6, 1, 12, 0, tzinfo=UTC))
    assert text.index("textual.worker.WorkerFailed\n") < text.index("builtins.ValueError\n")
    assert "builtins.KeyError\n" in text
    assert " failed" in text
    assert SECRET not in text


def test_an_error_that_holds_itself_is_told_once() -> None:
    error = WorkerFailed(KeyError(SECRET))
    error.error = error
    assert crash.report(error, datetime(2024, 6, 1, tzinfo=UTC)).count("WorkerFailed") == 1


def test_it_is_its_owners_only_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "crashes"
    monkeypatch.setattr(crash, "KEPT", 3)
    paths = [crash.write_report(failed(), folder) for _ in range(5)]
    assert paths[-1] is not None
    assert paths[-1].stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(list(folder.glob("*.txt"))) == 3


def test_a_report_that_cannot_be_written_is_no_second_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert crash.write_report(failed(), tmp_path / "file" / "below") is None
    assert crash.write_report(failed(), None) is None

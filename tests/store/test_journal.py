"""Journals: offered when their session is gone, private, and never thrown away at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policytui.core.values import Policy, Section
from policytui.errors import RefusedError
from policytui.store import journal as journals
from policytui.store.journal import Journal
from policytui.store.records import replay

POLICY = Policy("Terms", sections=(Section("use", "Use", body="One.\n"),))
EDITED = POLICY.with_section(Section("use", "Use", body="Two.\n"))


def made(folder: Path, slug: str = "terms") -> Journal:
    return Journal(folder, Path("/policies"), slug, "d1", "Ada", POLICY, "mine")


def test_nothing_is_written_while_nothing_changes(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(POLICY)
    assert not journal.path.exists()


def test_a_living_sessions_draft_is_not_offered_and_a_left_one_is(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    assert journals.find(tmp_path) == []
    journal.close()
    (found,) = journals.find(tmp_path, Path("/policies"))
    assert (found.slug, found.digest, found.author, found.policy) == ("terms", "d1", "Ada", EDITED)
    assert journals.find(tmp_path, Path("/elsewhere")) == []


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    journal = made(tmp_path / "drafts")
    journal.write(EDITED)
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_saved_draft_leaves_nothing_behind(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    journal.drop()
    assert list(tmp_path.glob("*.journal")) == []
    journal.write(EDITED)
    journal.close()
    assert [found.policy for found in journals.find(tmp_path)] == [EDITED]


def test_what_was_typed_for_the_save_is_held_with_the_draft(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    journal.write(EDITED, ("Two for one", ""))
    journal.write(EDITED, ("Two for one", "A slip"))
    size = journal.path.stat().st_size
    journal.write(EDITED, ("Two for one", "A slip"))
    assert journal.path.stat().st_size == size
    journal.close()
    (found,) = journals.find(tmp_path)
    assert (found.policy, found.said) == (EDITED, ("Two for one", "A slip"))


def test_a_journal_begun_anew_says_only_what_was_typed_since(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED, ("Two for one", ""))
    journal.drop()
    journal.write(EDITED)
    journal.close()
    assert [found.said for found in journals.find(tmp_path)] == [("", "")]


def test_it_holds_what_was_opened(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    journal.close()
    assert journals.find(tmp_path)[0].base == POLICY


def test_other_living_sessions_are_known_by_name_and_time(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    root = Path("/policies")
    assert journals.living(tmp_path, root, "terms", "mine") == []
    (one,) = journals.living(tmp_path, root, "terms", "another")
    assert one.author == "Ada"
    assert abs(one.since.timestamp() - time.time()) < 60
    assert journals.living(tmp_path, root, "other", "another") == []
    journal.close()
    assert journals.living(tmp_path, root, "terms", "another") == []


def test_half_a_record_on_a_full_disk_loses_nothing_before_or_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    write = os.write
    third, fourth = (POLICY.with_section(Section("use", "Use", body=f"{word}.\n")) for word in ("Three", "Four"))

    def short(file: int, data: bytes) -> int:
        if len(data) < 10:
            raise OSError(28, "No space left on device")
        return write(file, bytes(data)[: len(data) // 2])

    with monkeypatch.context() as full:
        full.setattr(os, "write", short)
        for _ in range(2):
            with pytest.raises(RefusedError):
                journal.write(third)
    (path,) = tmp_path.glob("*.journal")
    assert replay(path.read_bytes()).policy == EDITED
    journal.write(fourth)
    journal.close()
    assert [found.policy for found in journals.find(tmp_path)] == [fourth]


def test_a_large_journal_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "COMPACT_AT", 2_000)
    journal = made(tmp_path)
    policy = POLICY
    for number in range(60):
        policy = POLICY.with_section(Section("use", "Use", body="x" * (number + 1)))
        journal.write(policy, ("Longer", ""))
    journal.close()
    (path,) = tmp_path.glob("*.journal")
    assert path.stat().st_size <= 2_000
    assert journals.find(tmp_path)[0].said == ("Longer", "")
    assert journals.find(tmp_path)[0].policy == policy


def test_a_discarded_draft_is_kept_for_thirty_days(tmp_path: Path) -> None:
    journal = made(tmp_path)
    journal.write(EDITED)
    journal.close()
    kept = journals.put_aside(journals.find(tmp_path)[0].path)
    assert journals.find(tmp_path) == []
    now = kept.stat().st_mtime
    assert journals.purge(tmp_path, now + 29 * 86400) == 0
    assert journals.purge(tmp_path, now + 31 * 86400) == 1
    assert not kept.exists()


def test_a_journal_that_is_not_one_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.journal").write_bytes(b"\x00\xff not a journal\n")
    assert journals.find(tmp_path) == []
    assert (tmp_path / "x.journal").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError):
        made(tmp_path / "file" / "below").write(EDITED)


def test_a_killed_session_loses_nothing_it_wrote(tmp_path: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
from policytui.core.values import Policy, Section
from policytui.store.journal import Journal
from policytui.store.records import replay
policy = Policy("Terms", sections=(Section("use", "Use", body="One.\\n"),))
journal = Journal(Path({str(tmp_path)!r}), Path("/policies"), "terms", "d1", "Ada", policy)
journal.write(policy.with_section(Section("use", "Use", body="Two.\\n")))
print("written", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as session:
        assert session.stdout is not None
        assert session.stdout.readline() == b"written\n"
        assert journals.find(tmp_path) == []
        os.kill(session.pid, signal.SIGKILL)
        session.wait()
    deadline = time.monotonic() + 5
    while not journals.find(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [found.policy for found in journals.find(tmp_path)] == [EDITED]

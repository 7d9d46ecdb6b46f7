"""The keeper of drafts: written at once and every tenth of a second, durable at rest, told once when refused."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.values import Policy
from policytui.errors import PolicytuiError
from policytui.store.records import replay
from policytui.tui import journaling
from policytui.tui.journaling import Keeper
from policytui.workspace import Opened, Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON, policy


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    workspace = Workspace(tmp_path / "policies", author="Ada", clock=FixedClock(NOON))
    return workspace.save_import("lantern", policy(), summary="First version")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def told() -> list[PolicytuiError]:
    return []


@pytest.fixture
def keeper(opened: Opened, tmp_path: Path, folder: Path, told: list[PolicytuiError]) -> Iterator[Keeper]:
    drafts = Drafts(Workspace(tmp_path / "policies", author="Ada"), folder)
    keeper = Keeper(drafts, told.append)
    yield keeper
    keeper.close()


def typed(opened: Opened, text: str) -> Policy:
    return replace(opened.policy, preamble=text)


def on_disk(folder: Path) -> list[str]:
    """The preambles that the journals lead to, read as a new session would."""
    read = [replay(path.read_bytes()).policy for path in sorted(folder.glob("*.journal"))]
    return [one.preamble for one in read if one]


def soon(check: Callable[[], bool], seconds: float = 3.0) -> bool:
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def test_the_first_key_is_written_at_once_and_the_last_one_a_tenth_later(
    keeper: Keeper, opened: Opened, folder: Path
) -> None:
    keeper.changed(opened, typed(opened, "a"))
    assert soon(lambda: on_disk(folder) == ["a"])
    for text in ("ab", "abc", "abcd"):
        keeper.changed(opened, typed(opened, text))
    began = time.monotonic()
    assert soon(lambda: on_disk(folder) == ["abcd"])
    assert time.monotonic() - began < 0.5


def test_somebody_who_types_without_a_pause_is_written(keeper: Keeper, opened: Opened, folder: Path) -> None:
    seen = set()
    began = time.monotonic()
    for number in range(60):
        keeper.changed(opened, typed(opened, "x" * (number + 1)))
        time.sleep(0.01)
        seen.update(on_disk(folder))
    assert 3 <= len(seen) <= 3 + (time.monotonic() - began) / journaling.EVERY


def test_the_loop_never_waits_for_the_disk(
    keeper: Keeper, opened: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: gate.wait(5) and write(file, data))
    began = time.monotonic()
    keeper.changed(opened, typed(opened, "a"))
    time.sleep(0.05)
    keeper.changed(opened, typed(opened, "ab"))
    assert not keeper.flush(patience=0.05)
    assert time.monotonic() - began < 0.5
    gate.set()
    assert soon(lambda: on_disk(folder) == ["ab"])


def test_it_is_made_durable_at_rest(
    keeper: Keeper, opened: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[float] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(time.monotonic()))
    monkeypatch.setattr(journaling, "REST", 0.3)
    began = time.monotonic()
    keeper.changed(opened, typed(opened, "a"))
    assert soon(lambda: bool(synced))
    assert synced[0] - began >= 0.3
    assert soon(lambda: keeper._thread is None)
    assert len(synced) == 1


def test_it_is_made_durable_while_somebody_types_on(
    keeper: Keeper, opened: Opened, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(journaling, "LONGEST", 0.3)
    for number in range(50):
        keeper.changed(opened, typed(opened, "x" * (number + 1)))
        time.sleep(0.01)
    assert synced


def test_after_a_save_the_journal_before_goes_and_what_was_typed_meanwhile_stays(
    keeper: Keeper, opened: Opened, folder: Path
) -> None:
    keeper.changed(opened, typed(opened, "saved, and more"))
    keeper.flush()
    saved = replace(opened, digest="another", policy=typed(opened, "saved"))
    keeper.changed(saved, typed(opened, "saved, and more"))
    keeper.flush()
    (path,) = folder.glob("*.journal")
    read = replay(path.read_bytes())
    assert (read.header["digest"], read.base, read.policy) == (
        "another",
        saved.policy,
        typed(opened, "saved, and more"),
    )
    keeper.changed(saved, saved.policy)
    keeper.flush()
    assert list(folder.glob("*.journal")) == []


def test_a_draft_given_up_is_put_aside_with_its_last_word(keeper: Keeper, opened: Opened, folder: Path) -> None:
    keeper.changed(opened, typed(opened, "a"))
    keeper.changed(opened, typed(opened, "ab"))
    keeper.give_up("lantern")
    keeper.changed(opened, opened.policy)
    keeper.flush()
    assert on_disk(folder) == []
    assert on_disk(folder / "discarded") == ["ab"]


def test_what_is_typed_for_the_save_is_kept_with_the_very_draft_it_is_about(
    keeper: Keeper, opened: Opened, folder: Path
) -> None:
    draft = typed(opened, "a")
    keeper.say("lantern", draft, ("Nobody", "edits it"))
    keeper.changed(opened, draft)
    assert keeper.said("lantern", draft) == ("", "")
    keeper.say("lantern", draft, ("One a", "No other letter"))
    keeper.say("lantern", opened.policy, ("Another", "text"))
    assert keeper.said("lantern", draft) == ("One a", "No other letter")
    assert keeper.said("lantern", opened.policy) == ("", "")
    assert soon(
        lambda: [replay(path.read_bytes()).said for path in folder.glob("*.journal")] == [("One a", "No other letter")]
    )
    later = typed(opened, "ab")
    keeper.changed(opened, later)
    assert keeper.said("lantern", later) == ("One a", "No other letter")
    keeper.changed(replace(opened, digest="another", policy=draft), later)  # saved
    assert keeper.said("lantern", later) == ("", "")


def test_at_the_end_the_draft_is_left_to_be_offered(keeper: Keeper, opened: Opened, folder: Path) -> None:
    keeper.changed(opened, typed(opened, "a"))
    assert keeper.left() == []
    assert keeper.close()
    (left,) = keeper.left()
    assert (left.policy.preamble, left.base, left.stale) == ("a", opened.policy, False)
    keeper.changed(opened, typed(opened, "too late"))
    assert on_disk(folder) == ["a"]


def test_a_disk_that_refuses_is_told_once_and_asked_again(
    keeper: Keeper, opened: Opened, folder: Path, told: list[PolicytuiError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journaling, "AGAIN", 0.05)
    folder.write_text("a file where the folder should be")
    for text in ("a", "ab", "abc"):
        keeper.changed(opened, typed(opened, text))
        time.sleep(0.12)
    assert len(told) == 1
    assert "still on the screen" in told[0].message
    assert not keeper.flush()
    folder.unlink()
    assert keeper.flush()
    assert soon(lambda: on_disk(folder) == ["abc"])


def test_without_a_place_for_drafts_nothing_is_kept(opened: Opened, told: list[PolicytuiError]) -> None:
    keeper = Keeper(None, told.append)
    keeper.changed(opened, typed(opened, "a"))
    assert keeper.flush()
    assert keeper.left() == []
    assert keeper.close()

"""A save survives everything: power cuts at every call, errors at every call, writers side by side."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policytui.core.values import Policy, Revision, Section
from policytui.errors import RefusedError
from policytui.store import saving
from policytui.store.codec import fresh
from policytui.store.files import RealFiles
from policytui.store.revisions import content_hash
from policytui.store.shelf import Shelf
from tests.store.crashes import Recorder, State, states

WHEN = datetime(2024, 5, 19, 10, 11, 12, tzinfo=UTC)
OLD = fresh(Policy("Old", sections=(Section("a", "A", body="One.\n"),)))
NEW = fresh(Policy("New", sections=(Section("a", "A", body="Two, and longer.\n"),)))


def draft(summary: str = "s", minute: int = 0) -> Revision:
    return Revision("", WHEN.replace(minute=minute), "Ann", summary=summary)


def tree(root: Path) -> State:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def plant(root: Path, state: State) -> Shelf:
    """The state as files; the folders are there, as they are before the first call that counts."""
    for name, data in state.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "shop" / "history").mkdir(parents=True, exist_ok=True)
    return Shelf(root)


def recorded(root: Path, first: bool, deaf: frozenset[str] = frozenset()) -> tuple[State, Recorder]:
    """A save of NEW, over OLD unless it is the `first`; the state before it and the calls it made."""
    shelf = plant(root, {"policy.schema.json": b"{}"})
    expect = None
    if not first:
        shelf.save("shop", OLD, draft("old"), None)
        expect = shelf.load("shop").digest
    before = tree(root)
    recorder = Recorder(root, deaf)
    Shelf(root, recorder).save("shop", NEW, draft("new", 1), expect)
    return before, recorder


def faults(folder: Path, before: State, recorder: Recorder) -> list[str]:
    """What is wrong in any state a power cut may leave, before and after `finish`."""
    found = []
    seen: set[frozenset[tuple[str, bytes]]] = set()
    old = before.get("shop/policy.toml")
    for count, state in states(before, recorder.calls):
        key = frozenset(state.items())
        complete = count == len(recorder.calls)
        if key in seen and not complete:
            continue
        seen.add(key)
        now = state.get("shop/policy.toml")
        histories = [data for name, data in state.items() if "history/2" in name]
        if now not in (old, NEW.encode()):
            found.append(f"call {count}: torn policy")
            continue
        if now == NEW.encode() and not any(data.startswith(NEW.encode()) for data in histories):
            found.append(f"call {count}: policy without its revision")
        if complete and now != NEW.encode():
            found.append("saved, but old")
        shelf = plant(folder / str(len(seen)) / str(count), state)
        shelf.finish("shop")
        found += [f"call {count}: {problem.rule} after finish" for problem in shelf.verify("shop")]
        newest = shelf.newest("shop")
        text = shelf.load("shop").loaded.text
        if newest is not None and newest.content != content_hash(text):
            found.append(f"call {count}: revision and policy differ after finish")
        if any(name.endswith(".tmp") for name in tree(shelf.root)):
            found.append(f"call {count}: something left after finish")
    assert len(seen) > 10
    return found


@pytest.mark.parametrize("first", [False, True])
def test_a_power_cut_at_any_call_leaves_the_whole_old_or_the_whole_new(tmp_path: Path, first: bool) -> None:
    before, recorder = recorded(tmp_path / "real", first)
    assert faults(tmp_path / "states", before, recorder) == []


@pytest.mark.parametrize("deaf", ["sync", "sync_folder"])
def test_without_making_durable_the_enumeration_finds_faults(tmp_path: Path, deaf: str) -> None:
    before, recorder = recorded(tmp_path / "real", False, frozenset({deaf}))
    assert faults(tmp_path / "states", before, recorder)


class Failing(RealFiles):
    """Fails at the n-th of the six calls, before or after it took effect."""

    def __init__(self, at: int, code: int, after: bool) -> None:
        self.left, self.code, self.after = at, code, after

    def __getattribute__(self, name: str) -> object:
        real = super().__getattribute__(name)
        if name not in ("create", "sync", "link", "replace", "unlink", "sync_folder"):
            return real

        def call(*args: object) -> object:
            self.left -= 1
            if self.left == 0 and not (self.after and name in ("replace", "link")):
                if name == "sync":
                    os.close(args[0])  # type: ignore[arg-type]
                raise OSError(self.code, os.strerror(self.code))
            result = real(*args)
            if self.left == 0:
                raise OSError(self.code, os.strerror(self.code))
            return result

        return call


def attempt(shelf: Shelf, expect: str) -> RefusedError | None:
    """Save NEW; the refusal, if it was refused."""
    try:
        shelf.save("shop", NEW, draft("new", 1), expect)
    except RefusedError as error:
        return error
    return None


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_an_error_at_any_call_is_told_and_the_file_is_whole(tmp_path: Path, code: int, after: bool) -> None:
    told = 0
    for at in range(1, 40):
        root = tmp_path / str(at)
        shelf = plant(root, {"policy.schema.json": b"{}"})
        shelf.save("shop", OLD, draft("old"), None)
        expect = shelf.load("shop").digest
        failing = Failing(at, code, after)
        error = attempt(Shelf(root, failing), expect)
        now = tree(root)["shop/policy.toml"].decode()
        assert now in (OLD, NEW)
        assert error is not None or now == NEW
        if error is not None:
            told += 1
            assert error.hint
            assert "unchanged" in error.message or "whole" in error.message
        if failing.left > 0:
            break
        # Trying again saves it, once.
        if now == OLD:
            shelf.save("shop", NEW, draft("new", 1), expect)
        shelf.finish("shop")
        assert [revision.summary for revision in shelf.revisions("shop")] == ["old", "new"]
        assert shelf.verify("shop") == []
    assert told >= 8


def test_a_full_disk_for_a_new_policy_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="disk is full"):
        Shelf(tmp_path / "root", Failing(4, errno.ENOSPC, False)).save("shop", NEW, draft(), None)
    assert not (tmp_path / "root").exists()


def test_an_interrupted_save_is_completed(tmp_path: Path) -> None:
    shelf = plant(tmp_path, {})
    shelf.save("shop", OLD, draft("old"), None)
    expect = shelf.load("shop").digest
    with pytest.raises(RefusedError, match="completes the save"):
        Shelf(tmp_path, Failing(7, errno.EIO, False)).save("shop", NEW, draft("new"), expect)
    assert shelf.load("shop").loaded.text == OLD
    assert shelf.finish("shop") == "completed"
    assert shelf.load("shop").loaded.text == NEW
    assert shelf.finish("shop") == ""


def test_a_hand_edit_after_an_interrupted_save_is_not_overwritten(tmp_path: Path) -> None:
    shelf = plant(tmp_path, {})
    shelf.save("shop", OLD, draft("old"), None)
    with pytest.raises(RefusedError):
        Shelf(tmp_path, Failing(7, errno.EIO, False)).save("shop", NEW, draft("new", 1), shelf.load("shop").digest)
    by_hand = OLD.replace("One.", "By hand.")
    shelf.path("shop").write_text(by_hand)
    assert shelf.finish("shop") == "cleared"
    assert shelf.load("shop").loaded.text == by_hand
    assert b"Two, and longer." in shelf.revision_text("shop", shelf.names("shop")[-1])


def test_leftovers_without_a_revision_are_cleared(tmp_path: Path) -> None:
    shelf = plant(tmp_path, {"shop/.policy.toml.0123abcd.tmp": b"x", "shop/history/.y.tmp": b"y"})
    assert len(saving.leftovers(tmp_path / "shop/policy.toml", tmp_path / "shop/history")) == 2
    assert shelf.finish("shop") == "cleared"
    assert tree(tmp_path / "shop") == {}


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from policytui.core.values import Revision
from policytui.errors import StaleError
from policytui.store.shelf import Shelf
shelf, me, count = Shelf(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
kept = stale = 0
for n in range(count):
    stored = shelf.load("shop")
    newest = shelf.newest("shop")
    text = stored.loaded.text.replace("One.", f"One.\\nWriter {me} wrote line {n}.", 1)
    try:
        shelf.save("shop", text, Revision("", datetime.now(UTC), me, (newest.hash,)), stored.digest)
        kept += 1
    except StaleError:
        stale += 1
print(kept, stale)
"""


def writers(root: Path, processes: int, count: int) -> None:
    Shelf(root).save("shop", OLD, replace(draft("old"), saved_at=datetime.now(UTC)), None)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(n), str(count)], stdout=subprocess.PIPE, text=True
        )
        for n in range(processes)
    ]
    results = [process.communicate(timeout=120)[0].split() for process in running]
    kept = sum(int(result[0]) for result in results)
    stale = sum(int(result[1]) for result in results)
    assert kept + stale == processes * count
    assert kept >= count
    shelf = Shelf(root)
    assert shelf.verify("shop") == []
    assert len(shelf.names("shop")) == kept + 1
    assert shelf.load("shop").loaded.text.count("wrote line") == kept


def test_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    writers(tmp_path, 4, 5)


@pytest.mark.slow
def test_many_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    writers(tmp_path, 4, 50)


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
def test_a_save_that_fails_before_its_revision_has_a_name_leaves_nothing_and_says_so(tmp_path: Path, at: int) -> None:
    shelf = plant(tmp_path, {})
    shelf.save("shop", OLD, draft("old"), None)
    before = tree(tmp_path)
    error = attempt(Shelf(tmp_path, Failing(at, errno.ENOSPC, False)), shelf.load("shop").digest)
    assert error is not None
    assert "unchanged" in error.message
    assert tree(tmp_path) == before


def test_a_link_that_took_effect_and_reported_an_error_is_said_to_be_half_way(tmp_path: Path) -> None:
    shelf = plant(tmp_path, {})
    shelf.save("shop", OLD, draft("old"), None)
    error = attempt(Shelf(tmp_path, Failing(6, errno.EIO, True)), shelf.load("shop").digest)
    assert error is not None
    assert "whole old text" in error.message
    assert shelf.finish("shop") == "completed"


class Interrupted(RealFiles):
    def sync(self, handle: int) -> None:
        super().sync(handle)
        raise KeyboardInterrupt


def test_an_interrupt_is_passed_on_and_leaves_nothing(tmp_path: Path) -> None:
    shelf = plant(tmp_path, {})
    shelf.save("shop", OLD, draft("old"), None)
    before = tree(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        Shelf(tmp_path, Interrupted()).save("shop", NEW, draft("new"), shelf.load("shop").digest)
    assert tree(tmp_path) == before
    with pytest.raises(KeyboardInterrupt):
        saving.create(Interrupted(), "new", tmp_path / "policy.toml", tmp_path / "history", b"x")
    assert tree(tmp_path) == before


def test_a_new_file_is_made_durable_before_it_has_its_name(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    (tmp_path / ".policy.toml.0123abcd.tmp").write_bytes(b"left")
    saving.create(recorder, "new", tmp_path / "policy.toml", tmp_path / "history", b"x = 1\n")
    assert tree(tmp_path) == {"policy.toml": b"x = 1\n"}
    assert [call[0] for call in recorder.calls] == ["unlink", "create", "write", "sync", "replace", "sync_folder"]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_new_file_that_is_refused_is_not_there(tmp_path: Path, at: int) -> None:
    with pytest.raises(RefusedError, match="new was not begun: the disk is full"):
        saving.create(Failing(at, errno.ENOSPC, False), "new", tmp_path / "policy.toml", tmp_path / "history", b"x")
    assert tree(tmp_path) == {}


def test_a_name_that_another_revision_has_is_not_taken(tmp_path: Path) -> None:
    source, name = tmp_path / "source", tmp_path / "name"
    source.write_bytes(b"whole")
    name.write_bytes(b"whole")
    saving._link(RealFiles(), source, name, b"whole")
    name.write_bytes(b"another")
    with pytest.raises(FileExistsError):
        saving._link(RealFiles(), source, name, b"whole")
    assert name.read_bytes() == b"another"


def half_way(root: Path) -> Shelf:
    """A save whose revision is there and whose file is not yet in place."""
    shelf = plant(root, {})
    shelf.save("shop", OLD, draft("old"), None)
    assert attempt(Shelf(root, Failing(7, errno.EIO, False)), shelf.load("shop").digest)
    return shelf


def test_completing_a_save_makes_each_step_durable(tmp_path: Path) -> None:
    half_way(tmp_path)
    recorder = Recorder(tmp_path)
    assert Shelf(tmp_path, recorder).finish("shop") == "completed"
    made = [call[:2] for call in recorder.calls]
    assert made[0] == ("sync_folder", "shop/history")
    assert [name for name, _ in made[:3]] == ["sync_folder", "replace", "sync_folder"]
    assert made[2] == ("sync_folder", "shop")


def test_a_revision_that_was_tampered_with_completes_nothing(tmp_path: Path) -> None:
    shelf = half_way(tmp_path)
    path = shelf.history("shop") / shelf.names("shop")[-1]
    path.write_bytes(path.read_bytes().replace(b'author = "Ann"', b'author = "Eve"'))
    assert shelf.finish("shop") == "cleared"
    assert shelf.load("shop").loaded.text == OLD


def test_only_our_own_leftovers_are_cleared(tmp_path: Path) -> None:
    others = {"shop/.policy.toml.swp": b"vim", "shop/notes.tmp": b"mine", "shop/history/.gitkeep": b""}
    shelf = plant(tmp_path, {**others, "shop/.policy.toml.new.tmp": b"left"})
    assert shelf.finish("shop") == "cleared"
    assert tree(tmp_path) == others


def test_a_file_that_cannot_be_read_is_refused_and_one_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert saving.bytes_of(tmp_path / "none") is None
    with pytest.raises(RefusedError, match="any draft is kept"):
        saving.bytes_of(tmp_path)

"""What is remembered of a library is never other than what reading it all would say."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytui.clock import FixedClock
from policytui.core.values import Policy
from policytui.store.codec import fresh
from policytui.store.stamps import SETTLED
from policytui.workspace import Entry, State, Workspace
from policytui.workspace import remembered as module
from policytui.workspace.remembered import Remembered

STEP = 0.02


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def library(tmp_path: Path, cache: Path, clock: FixedClock, policy: Policy) -> Workspace:
    """Three policies, written long ago as far as the cache can tell."""
    made = Workspace(tmp_path / "policies", author="Ada", clock=clock, cache=str(cache))
    for slug in ("cookies", "privacy", "terms"):
        made.save_import(slug, policy.with_dates(last_updated=date(2024, 1, 5)), summary="First")
    return made


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Wait until nothing that was written can be written again with the same times."""
    monkeypatch.setattr(module, "SETTLED", int(STEP / 2 * 1e9))
    return lambda: time.sleep(STEP)


def anew(workspace: Workspace) -> list[Entry]:
    """What reading every file says."""
    return Workspace(workspace.root, author="Ada", clock=workspace.clock).entries()


def reads(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs that are read from now on."""
    read: list[str] = []
    plain = Workspace._entry

    def counted(self: Workspace, shelf: object, slug: str) -> Entry:
        read.append(slug)
        return plain(self, shelf, slug)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "_entry", counted)
    return read


def test_the_second_time_nothing_is_read(
    library: Workspace, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    first = library.entries()
    read = reads(library, monkeypatch)
    assert library.entries() == first
    assert read == []
    (library.root / "terms" / "policy.toml").write_text("format = 1")
    settled()
    changed = library.entries()
    assert read == ["terms"]
    assert [entry.state for entry in changed] == [State.CLEAN, State.CLEAN, State.BROKEN]
    assert changed == anew(library)


def test_what_was_written_just_now_is_not_remembered(library: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two edits of the same size within one step of the file system's clock leave the same times."""
    path = library.root / "terms" / "policy.toml"
    text = path.read_text()
    for number in range(60):
        path.write_text(text.replace("Privacy Policy", f"Privacy {number:06}"))
        assert [entry.title for entry in library.entries()][2] == f"Privacy {number:06}"
    read = reads(library, monkeypatch)
    library.entries()
    assert "terms" in read


def edited(root: Path, slug: str, title: str) -> None:
    path = root / slug / "policy.toml"
    status = path.stat()
    path.write_text(path.read_text().replace("Privacy", title))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def forged(root: Path) -> None:
    """A revision written in place, its size and time kept."""
    (path,) = (root / "privacy" / "history").iterdir()
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b'\ncontent = "', b'\nkontent = "'))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def led_out(path: Path) -> None:
    """A symlink out of the root in its place."""
    path.symlink_to(path.rename(path.parent.parent.parent / "aside"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "title": lambda root: edited(root, "terms", "Qrivacy"),
    "broken": lambda root: (root / "privacy" / "policy.toml").write_text("format = "),
    "gone": lambda root: shutil.rmtree(root / "privacy"),
    "no history": lambda root: shutil.rmtree(root / "privacy" / "history"),
    "no policy": lambda root: (root / "privacy" / "policy.toml").unlink(),
    "forged": forged,
    "swapped": lambda root: [(root / a).rename(root / b) for a, b in (("terms", "x"), ("privacy", "terms"))],
    "new": lambda root: shutil.copytree(root / "terms", root / "another"),
    "strange": lambda root: shutil.copytree(root / "terms", root / "No Slug\x1b\udc80"),
    "linked": lambda root: (root / "linked").symlink_to(root / "terms"),
    "led out": lambda root: led_out(root / "terms" / "history"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_seen(
    library: Workspace, settled: Callable[[], None], change: Callable[[Path], object]
) -> None:
    settled()
    before = library.entries()
    change(library.root)
    assert library.entries() == anew(library) != before
    settled()
    assert library.entries() == library.entries() == anew(library)


def test_no_line_depends_on_the_day(library: Workspace, settled: Callable[[], None]) -> None:
    settled()
    library.entries()
    clock = library.clock
    assert isinstance(clock, FixedClock)
    clock.moment += timedelta(days=4000)
    assert library.entries() == anew(library)


def test_what_is_wrong_is_found_anew(library: Workspace, cache: Path, settled: Callable[[], None]) -> None:
    path = library.root / "terms" / "policy.toml"
    path.write_text("[unknown]\n" + path.read_text())
    settled()
    assert library.entries()[2].problems
    assert Remembered(str(cache), str(library.root)).line("terms") is None
    assert Remembered(str(cache), str(library.root)).line("privacy") is not None


def test_the_file_is_its_owners_only(library: Workspace, cache: Path, settled: Callable[[], None]) -> None:
    settled()
    library.entries()
    (path,) = cache.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700


def damaged(data: bytes) -> list[bytes]:
    half = len(data) // 2
    return [b"", data[:half], data + b"\n", data.replace(b"clean", b"saved"), data.replace(b"Privacy", b"\x1b]52;c;"),
            b"00000000" + data[8:], b"\xff" * 100, data[:9] + data[9:].replace(b"\t", b" ")]  # fmt: skip


def test_a_damaged_file_counts_for_nothing(library: Workspace, cache: Path, settled: Callable[[], None]) -> None:
    settled()
    expected = library.entries()
    (path,) = cache.iterdir()
    for data in damaged(path.read_bytes()):
        path.write_bytes(data)
        assert library.entries() == expected
        path.write_bytes(data)
        path.chmod(0o600)
        assert Remembered(str(cache), str(library.root)).line("terms") is None


def test_a_file_that_others_can_write_counts_for_nothing(
    library: Workspace, cache: Path, settled: Callable[[], None]
) -> None:
    settled()
    library.entries()
    (path,) = cache.iterdir()
    assert Remembered(str(cache), str(library.root)).line("terms") is not None
    path.chmod(0o666)
    assert Remembered(str(cache), str(library.root)).line("terms") is None
    path.chmod(0o600)
    path.rename(cache / "aside")
    path.symlink_to(cache / "aside")
    assert Remembered(str(cache), str(library.root)).line("terms") is None


def test_another_version_reads_anew(
    library: Workspace, cache: Path, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    library.entries()
    monkeypatch.setattr(module, "__version__", "99")
    assert Remembered(str(cache), str(library.root)).line("terms") is None


def test_without_a_cache_it_works_as_well(library: Workspace, tmp_path: Path, settled: Callable[[], None]) -> None:
    settled()
    expected = anew(library)
    (tmp_path / "file").write_text("")
    for folder in ("", "/proc/nothing", str(tmp_path / "file"), "/dev/null/below"):
        library.cache = folder
        assert library.entries() == expected
        assert library.entries() == expected


def test_only_so_many_folders_are_remembered(
    library: Workspace, cache: Path, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    settled()
    (cache / "others").parent.mkdir(exist_ok=True)
    (cache / "others").write_text("of another kind")
    for number in range(6):
        other = library.root.parent / f"root-{number}"
        library.root.rename(other)
        library.root = other
        library.entries()
        time.sleep(STEP)
    assert len(list(cache.iterdir())) == 4
    assert (cache / "others").exists()
    assert Remembered(str(cache), str(library.root)).line("terms") is not None


@given(title=st.text(max_size=8) | st.sampled_from(["\\", "\\t", "\t\n\r\\n", "\x1b[2J", "ä–語🙂", "\u202e"]))
def test_any_title_comes_back(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("root")
    cache = folder / "cache"
    (folder / "terms").mkdir()
    (folder / "terms" / "policy.toml").write_text(fresh(Policy("x")))
    line = (title, title[::-1], "", "2024-01-05", "0", "unsaved")
    first = Remembered(str(cache), str(folder))
    text, newest, _ = first.begin("terms")
    first.keep("terms", (text, newest, newest + SETTLED + 1), line)
    first.write()
    assert Remembered(str(cache), str(folder)).line("terms") == line


def test_what_changed_while_it_was_read_is_not_kept(library: Workspace, cache: Path) -> None:
    first = Remembered(str(cache), str(library.root))
    text, newest, _ = first.begin("terms")
    time.sleep(STEP)
    os.utime(library.root / "terms" / "policy.toml")
    first.keep("terms", (text, newest, newest + SETTLED + 1), ("", "", "", "", "0", "clean"))
    first.write()
    assert not cache.exists()

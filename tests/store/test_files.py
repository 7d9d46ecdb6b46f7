"""The seam: whole files or none, modes and links kept, one try for each fsync, a lock that waits and gives up."""

from __future__ import annotations

import errno
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from policytui.core.values import SIZE_CAP
from policytui.errors import RefusedError
from policytui.store import files
from policytui.store.files import RealFiles, lock, names_in, read, refused, target

FILES = RealFiles()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    path = tmp_path / "folder"
    path.mkdir()
    return path


def test_create_writes_all_of_it_though_the_system_takes_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    FILES.sync(FILES.create(tmp_path / "a", b"x" * 100, None))
    assert (tmp_path / "a").read_bytes() == b"x" * 100


def test_create_refuses_an_existing_name_and_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").symlink_to(tmp_path / "c")
    for name in ("a", "b"):
        with pytest.raises(FileExistsError):
            FILES.create(tmp_path / name, b"new", None)
    assert (tmp_path / "a").read_text() == "old"


def test_a_failed_write_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        FILES.create(tmp_path / "a", b"new", None)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_create_takes_the_mode_of_another_file(tmp_path: Path, mode: int) -> None:
    like = tmp_path / "like"
    like.touch()
    like.chmod(mode)
    FILES.sync(FILES.create(tmp_path / "a", b"", like.stat()))
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away")
def test_create_takes_the_owner_of_another_file(tmp_path: Path) -> None:
    like = tmp_path / "like"
    like.touch()
    os.chown(like, 12345, 23456)
    FILES.sync(FILES.create(tmp_path / "a", b"", like.stat()))
    found = (tmp_path / "a").stat()
    assert (found.st_uid, found.st_gid) == (12345, 23456)


def test_an_owner_that_cannot_be_kept_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def forbidden(_: int, user: int, group: int) -> None:
        tries.append((user, group))
        raise PermissionError(errno.EPERM, "no")

    like = tmp_path / "like"
    like.touch()
    status = os.stat_result((*like.stat()[:4], 1, 2, *like.stat()[6:10]))
    monkeypatch.setattr(os, "fchown", forbidden)
    FILES.sync(FILES.create(tmp_path / "a", b"x", status))
    assert (tmp_path / "a").read_bytes() == b"x"
    assert tries == [(1, 2), (-1, 2)]  # who may not give a file away may still give it to a group of theirs


def test_a_failed_fsync_is_tried_once_and_closes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def fail(handle: int) -> None:
        tries.append(handle)
        raise OSError(errno.EIO, "Input/output error")

    handle = FILES.create(tmp_path / "a", b"x", None)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input"):
        FILES.sync(handle)
    assert tries == [handle]
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(handle)
    with pytest.raises(OSError, match="Input"):
        FILES.sync_folder(tmp_path)
    assert len(tries) == 2


def test_link_is_exclusive(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    with pytest.raises(FileExistsError):
        FILES.link(tmp_path / "a", tmp_path / "b")
    FILES.link(tmp_path / "a", tmp_path / "c")
    assert (tmp_path / "c").read_text() == "a"


def test_a_disk_without_hard_links_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    (tmp_path / "a").write_text("a")
    FILES.link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "a"
    (tmp_path / "a").write_text("other")
    with pytest.raises(FileExistsError):
        FILES.link(tmp_path / "a", tmp_path / "b")


def test_a_link_refused_for_another_reason_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", broken)
    (tmp_path / "a").write_text("a")
    with pytest.raises(OSError, match="Input"):
        FILES.link(tmp_path / "a", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_read_stops_one_byte_after_the_cap(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (SIZE_CAP + 5000))
    assert len(read(tmp_path / "a").data) == SIZE_CAP + 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        read(tmp_path / "pipe")
    with pytest.raises(IsADirectoryError):
        read(tmp_path)


def test_names_are_sorted(folder: Path) -> None:
    for name in "cab":
        (folder / name).touch()
    assert names_in(folder) == ["a", "b", "c"]


def test_a_symlink_inside_the_root_is_followed_and_one_out_of_it_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "real").touch()
    (root / "in").symlink_to("real")
    (root / "out").symlink_to(tmp_path / "elsewhere")
    assert target(root / "in", root) == (root / "real").resolve()
    with pytest.raises(RefusedError, match="out of the policies folder"):
        target(root / "out", root)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT, 9999])
def test_an_error_of_the_system_is_a_sentence_and_a_hint(code: int) -> None:
    error = refused(OSError(code, os.strerror(code)), "kleanflo was not saved", "policy.toml is unchanged.")
    assert error.message.startswith("kleanflo was not saved: ")
    assert error.message.endswith(". policy.toml is unchanged.")
    assert error.hint.endswith(".")
    assert error.exit_code == 3


def test_the_lock_is_waited_for(tmp_path: Path) -> None:
    order: list[str] = []
    held = threading.Event()

    def first() -> None:
        with lock(tmp_path):
            held.set()
            time.sleep(0.05)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(5)
    with lock(tmp_path):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_a_lock_held_too_long_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(RefusedError, match=r"lock on .* Nothing was written"), lock(tmp_path, 0.01):
        pass


@pytest.mark.skipif(files.fcntl is None, reason="no flock here")
def test_a_disk_that_has_no_locks_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [errno.ENOLCK, 0]

    def no_locks(*_: object) -> None:
        if code := answers.pop(0):
            raise OSError(code, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(RefusedError, match=r"cannot be locked .*No locks available"), lock(tmp_path):
        pass


def test_a_folder_that_is_not_there_cannot_be_locked(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be locked"), lock(tmp_path / "none"):
        pass


def test_where_there_is_no_flock_a_lock_file_stands_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "fcntl", None)
    with lock(folder), pytest.raises(RefusedError, match="lock on"), lock(folder, 0.02):
        pass
    assert names_in(folder) == []


def test_a_lock_file_of_a_dead_process_is_taken_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "fcntl", None)
    (folder / ".policytui.lock").touch()
    os.utime(folder / ".policytui.lock", (1, 1))
    with lock(folder, 0):
        assert names_in(folder) == [".policytui.lock"]
        assert stat.S_IMODE((folder / ".policytui.lock").stat().st_mode) == 0o600


def test_a_lock_file_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "fcntl", None)
    (folder / ".policytui.lock").touch()
    threading.Timer(0.05, (folder / ".policytui.lock").unlink).start()
    with lock(folder, 20):
        assert names_in(folder) == [".policytui.lock"]


def test_a_lock_file_that_cannot_be_made_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "fcntl", None)
    with pytest.raises(RefusedError, match="cannot be locked"), lock(folder / "none"):
        pass


def open_handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_no_handle_is_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_handles()
    (tmp_path / "there").write_bytes(b"x")
    read(tmp_path / "there")
    RealFiles().sync_folder(tmp_path)
    RealFiles().sync(RealFiles().create(tmp_path / "new", b"x", None))
    with lock(tmp_path):
        pass

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError):
        RealFiles().create(tmp_path / "other", b"x", None)
    monkeypatch.undo()
    assert open_handles() == before


def test_a_new_file_has_the_persons_own_mode_and_a_copy_is_closed_until_it_is_dressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = os.umask(0o022)
    try:
        RealFiles().sync(RealFiles().create(tmp_path / "new", b"", None))
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o644
        monkeypatch.setattr(files, "_dress", lambda handle, like: None)
        RealFiles().sync(RealFiles().create(tmp_path / "copy", b"", (tmp_path / "new").stat()))
        assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    finally:
        os.umask(old)


def test_a_file_of_just_the_cap_is_read_whole_and_one_more_is_seen(tmp_path: Path) -> None:
    for size in (SIZE_CAP, SIZE_CAP + 1):
        (tmp_path / "large").write_bytes(b"x" * size)
        assert len(read(tmp_path / "large").data) == size


def test_a_file_that_comes_in_pieces_is_read_up_to_one_byte_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "large").write_bytes(b"x" * 50)
    whole = os.read
    monkeypatch.setattr(files, "SIZE_CAP", 30)
    monkeypatch.setattr(os, "read", lambda handle, size: whole(handle, min(size, 10)))
    assert len(read(tmp_path / "large").data) == 31


def test_a_symlink_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(RefusedError, match="leads nowhere"):
        target(tmp_path / "loop", tmp_path)


def test_an_error_nobody_knows_keeps_the_words_of_the_system() -> None:
    assert "Level 3 halted" in refused(OSError(errno.EL3HLT, "Level 3 halted"), "Act", "Safe.").message
    assert "no number" in refused(OSError("no number"), "Act", "Safe.").message

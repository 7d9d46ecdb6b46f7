"""A save killed, or refused by the system, at every one of its calls: really, by the kernel.

For each system call a save makes, the n-th one is answered with SIGKILL, then with an error, for every n until the
save gets through. Whatever happens, the file is the whole old or the whole new text, the new one has its revision,
"saved" was said only of what is on disk, and the next open leaves a history that verifies.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from policytui.clock import SystemClock
from policytui.core.values import Policy, Section
from policytui.workspace import Workspace

pytestmark = pytest.mark.slow

CALLS = ("write", "fsync", "link", "linkat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "openat", "mkdir")
ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS")
WRITING = ("write", "fsync", "link", "linkat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir")
SAVE = """
import sys
from dataclasses import replace
from pathlib import Path
from policytui.core.judgement import Decision
from policytui.core.values import Change
from policytui.errors import PolicytuiError
from policytui.workspace import Workspace
from policytui.workspace.workspace import Workspace as W
import policytui.core.decide, policytui.core.compare, policytui.core.published, policytui.core.judge
import policytui.core.changes_summary, policytui.store.splice, policytui.store.shelf, policytui.store.verify
workspace = Workspace(Path(sys.argv[1]), author="Ada")
opened = workspace.open("terms")
section = replace(opened.policy.sections[0], body="Sixty days.\\n")
policy = opened.policy.with_section(section)
proposal = workspace.propose(opened, policy)
Path(sys.argv[2]).touch()
try:
    workspace.save(opened, policy, Decision("x", Change.MATERIAL), proposal=proposal)
except PolicytuiError as error:
    print("refused:", error.message)
    sys.exit(error.exit_code)
print("saved")
"""


@pytest.fixture(scope="module", autouse=True)
def strace() -> None:
    program = shutil.which("strace")
    works = (
        program
        and subprocess.run([program, "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0
    )
    if not works:
        if os.environ.get("CI"):
            pytest.fail("strace does not work here, and CI must run the kill sweep")
        pytest.skip("strace does not work here: the kill sweep was not run")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "policies"
    policy = Policy("Terms", sections=(Section("logs", "Logs", body="Thirty days.\n"),))
    Workspace(root, author="Ada", clock=SystemClock()).save_import("terms", policy, summary="First")
    return root


def attempts(
    root: Path, tmp_path: Path, call: str, answer: str
) -> Iterator[tuple[Path, subprocess.CompletedProcess[str]]]:
    """The save with the n-th such call answered so, for n = 1, 2, … until none is left to answer."""
    for number in range(1, 400):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(root, copy)
        log, begun = tmp_path / "log", tmp_path / f"begun-{number}"
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e",
             f"inject={call}:{answer}:when={number}",
             sys.executable, "-B", "-c", SAVE, str(copy), str(begun)],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if begun.exists():
            yield copy, done
        hit = "(INJECTED)" in log.read_text() or "SIGKILL" in log.read_text()
        shutil.rmtree(copy)
        if not hit:
            return
    pytest.fail(f"{call} was never done with")


def whole(copy: Path, said: str) -> None:
    """The one invariant."""
    file = copy / "terms" / "policy.toml"
    text = file.read_text()
    revisions = [path.read_text() for path in (copy / "terms" / "history").glob("2*.toml")]
    old, new = "Thirty days." in text, "Sixty days." in text
    assert old != new
    assert text.startswith("#:schema")
    if new:
        assert any(revision.startswith(text) for revision in revisions)
    if said.startswith("saved"):
        assert new
    workspace = Workspace(copy, author="Ada")
    opened = workspace.open("terms")
    assert opened.saved == opened.policy
    assert workspace.verify("terms") == []
    assert not [path.name for path in (copy / "terms").rglob("*.tmp")]


@pytest.mark.parametrize("call", [call for call in CALLS if call != "openat"])
def test_a_save_killed_at_any_call_is_whole(root: Path, tmp_path: Path, call: str) -> None:
    for copy, done in attempts(root, tmp_path, call, "signal=SIGKILL"):
        whole(copy, done.stdout)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", WRITING)
def test_a_save_refused_at_any_call_is_whole_and_says_so(root: Path, tmp_path: Path, call: str, error: str) -> None:
    for copy, done in attempts(root, tmp_path, call, f"error={error}"):
        assert "Traceback" not in done.stderr or call == "write"
        assert done.returncode in (0, 3) or call == "write"
        whole(copy, done.stdout)

"""What git repositories cost: 10,000 commits to one policy, and 200 policies, beside git itself on the same ones."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tools.bench import texts
from tools.bench.measures import OURS, Place, Row, row, turns

from policytui.workspace import Workspace
from policytui.workspace.git_history import git_history

COMMITS = 10_000
POLICIES = 200
FILE = "policies/bench/policy.toml"


def measured(place: Place) -> Iterator[Row]:
    """The rows; the repositories are written first."""
    long, wide = place.folder / "long-git", place.folder / "wide-git"
    many_commits(long)
    many_policies(wide)
    fifty = ("git", "-C", str(long), "log", "-n", "50", "--format=%H %s", "--", FILE)
    root = str((long / "policies").relative_to(place.folder))
    inside = Workspace(long / "policies")
    newest = {
        OURS: partial(timed, lambda: git_history(inside, "bench", 50)),
        "git log -n 50": partial(spent, place, fifty),
    }
    yield row("newest 50 of 10,000 commits, in process", turns(place, newest), "ms", "≤ 150 ms")
    process = {
        OURS: partial(spent, place, place.ours("log", "bench", "--git", "--limit", "50", root=root)),
        "git log -n 50": newest["git log -n 50"],
    }
    yield row("… policytui log --git --limit 50", turns(place, process), "ms")
    whole = {
        OURS: partial(spent, place, place.ours("log", "bench", "--git", root=root)),
        "git log": partial(spent, place, (*fifty[:4], "--format=%H %s", "--", FILE)),
    }
    yield row("… policytui log --git, all of them", turns(place, whole), "ms")
    root = str((wide / "policies").relative_to(place.folder))
    git = ("git", "-C", str(wide))
    asked = {
        OURS: partial(spent, place, place.ours("list", root=root)),
        "git status": partial(spent, place, (*git, "status", "--short", "--", "policies")),
        "git log -n 50": partial(spent, place, (*git, "log", "-n", "50", "--format=%H %s", "--", "policies")),
    }
    yield row("policytui list, 200 policies", turns(place, asked), "ms", "≤ 300 ms")
    forgetful = {OURS: partial(unremembered, place, asked[OURS])}
    yield row("… nothing remembered of them", turns(place, forgetful), "ms", "≤ 300 ms")
    library = {
        OURS: partial(painted, place, root, "policy-0003"),
        "library of 5": partial(painted, place, "five", "policy-4"),
    }
    found = turns(place, library)
    yield row("first frame, library of 200", found, "ms")
    yield Row("… beyond that of 5", 1000 * (found[OURS] - found["library of 5"]), "ms", {}, "≤ 300 ms")


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def spent(place: Place, words: tuple[str, ...]) -> float:
    """Seconds of a whole process. CalledProcessError when it fails: a figure of a failure is none."""
    return timed(lambda: subprocess.run(words, env=dict(place.environ), capture_output=True, check=True))


def unremembered(place: Place, program: Callable[[], float]) -> float:
    """The same after everything that is remembered between two runs was thrown away."""
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        shutil.rmtree(place.environ[name], ignore_errors=True)
    return program()


def painted(place: Place, root: str, mark: str) -> float:
    """Seconds to the first frame of a library."""
    with place.start(place.ours(root=root)) as terminal:
        return terminal.seen(mark)


def many_commits(folder: Path) -> None:
    """A policy that every commit changed: 10,000, with five revisions in the last one."""
    texts.put(folder / "policies", "bench", texts.policy(3_000, 5), 5)
    text = (folder / FILE).read_text("utf-8")
    stream: list[bytes] = []
    for number in range(COMMITS - 1):
        old = text.replace("Chapter1 ", f"Chapter1 {number} ", 1).encode()
        said = f"Edit {number}"
        when = 1_600_000_000 + 3600 * number
        head = f"commit refs/heads/main\ncommitter Ada <ada@example.org> {when} +0000\ndata {len(said)}\n{said}\n"
        stream.append(f"{head}M 644 inline {FILE}\ndata {len(old)}\n".encode() + old + b"\n")
    begin(folder)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=b"".join(stream), check=True)
    subprocess.run(["git", "read-tree", "main"], cwd=folder, check=True)
    commit(folder)


def many_policies(folder: Path) -> None:
    """200 policies of one revision, committed."""
    small = texts.policy(3_000, 5)
    for number in range(POLICIES):
        texts.put(folder / "policies", f"policy-{number:04}", small, 1)
    begin(folder)
    commit(folder)


def begin(folder: Path) -> None:
    """An empty repository around what is there."""
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)


def commit(folder: Path) -> None:
    """Everything in one commit."""
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, "commit", "-qm", "All of it"], cwd=folder, check=True)

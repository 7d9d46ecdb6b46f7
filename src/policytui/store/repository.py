"""One git repository, read: commits, trees, blobs. Nothing that the repository configures is ever run.

Rules that hold here:

- Only `rev-parse`, `symbolic-ref`, `for-each-ref`, `merge-base`, `ls-tree`, `ls-files`, `cat-file --batch` and `log`
  without patches are called, through `store.git.ask`: no pager, hook, filter, textconv, external diff, file-system
  monitor, signature check or fetch.
- A name that a person gave stands behind `--end-of-options`, a path behind `--`; answers are split at NUL.
- Texts that git gives (subjects, names) are as they were committed: whoever shows them makes them visible.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from policytui.core.values import SIZE_CAP
from policytui.errors import RefusedError, UsageError
from policytui.store.git import TIMEOUT, absent, ask, command, environment

_START = re.compile(rb"\x01(?=[0-9a-f]{40}(?:[0-9a-f]{24})?\x00)")
_FACTS = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
_LARGEST = SIZE_CAP + 100_000
"""Bytes of a blob that is read: a policy's, and a revision's tail."""
_TIP = "%(refname:short)%00%(symref)%00%(committerdate:unix)%00%(authorname)%00%(HEAD)%00%(contents:subject)%00%01"
_TRUSTED = re.compile(rb"git config --global --add safe\.directory .+")
"""How git itself says it: of the top of the working tree, and quoted for a shell."""
_FORMAT = "%x01%H%x00%P%x00%an <%ae>%x00%ct%x00%D%x00%s%x00"


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. `when` is when it was committed, `refs` the branches and tags that point to it, `paths` what it
    touched of what was asked for (status letter and path), in git's order; `source` is the path that a renamed or
    copied one had before.
    """

    hash: str
    parents: tuple[str, ...]
    author: str
    when: datetime
    refs: str
    subject: str
    paths: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """A branch: its short name (`feature`, `origin/main`), and its newest commit."""

    name: str
    when: datetime
    author: str
    subject: str
    head: bool
    """Whether it is checked out."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working tree. `top` is the root of that tree, `git_dir` where git keeps its own."""

    top: Path
    git_dir: Path

    def relative(self, path: Path) -> str:
        """A path below the top as git names it. UsageError when it lies elsewhere."""
        real = path.resolve()
        try:
            found = real.relative_to(self.top.resolve()).as_posix()
        except ValueError:
            raise UsageError(
                f"{path} is not in the git repository {self.top}.", "Name the folder with --root."
            ) from None
        return "" if found == "." else found

    def commit(self, ref: str) -> str | None:
        """The hash of the commit that a ref names; None when it names none."""
        done = ask(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"], self.top)
        return done.out.decode("ascii", "replace").strip() if done.code == 0 else None

    def branch(self) -> str:
        """The branch that is checked out (it may have no commit yet); empty when HEAD is detached."""
        done = ask(["symbolic-ref", "--quiet", "--short", "HEAD"], self.top)
        return done.out.decode("utf-8", "replace").strip()

    def tips(self) -> list[Tip]:
        """The branches, newest commit first, local ones and those of remotes."""
        words = ["for-each-ref", "--sort=-committerdate", f"--format={_TIP}", "refs/heads", "refs/remotes"]
        return list(_tips(ask(words, self.top).out))

    def holding(self, commit: str) -> tuple[list[str], list[str]]:
        """The tags and the branches that contain a commit (a hash), the oldest first."""
        words = ["for-each-ref", f"--contains={commit}", "--sort=creatordate", "--format=%(refname:short)"]
        tags, branches = (
            ask([*words, *where], self.top).out.decode("utf-8", "replace").split("\n")[:-1]
            for where in (["refs/tags"], ["refs/heads", "refs/remotes"])
        )
        return tags, branches

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """The blobs that names (`COMMIT:PATH`) stand for, by name. What is no blob, or too large, is left out."""
        wanted = [name for name in dict.fromkeys(names) if "\n" not in name]
        found = {}
        for name, line in zip(wanted, self._batch(_FACTS, wanted).split(b"\n"), strict=False):
            facts = line.split(b" ")
            if len(facts) == 3 and facts[1] == b"blob" and int(facts[2]) <= _LARGEST:
                found[name] = facts[0].decode("ascii")
        return found

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit that two commits (hashes) both come from; None when there is none."""
        done = ask(["merge-base", one, other], self.top)
        return done.out.decode("ascii", "replace").strip() or None if done.code == 0 else None

    def files(self, commit: str, folder: str) -> dict[str, str]:
        """The files below a folder of a commit (a hash): path to hash of the blob. No links, no submodules."""
        words = ["ls-tree", "-r", "-z", "--full-tree", commit]
        done = ask([*words, "--", f"{folder}/"] if folder else words, self.top)
        found = {}
        for entry in done.out.split(b"\0"):
            facts, _, path = entry.partition(b"\t")
            parts = facts.split()
            if len(parts) == 3 and parts[1] == b"blob" and parts[0] != b"120000":
                found[path.decode("utf-8", "surrogateescape")] = parts[2].decode("ascii")
        return found

    def staged(self, folder: str) -> dict[str, str]:
        """The files below a folder as the index has them: path to hash of the blob. None that a merge left open."""
        done = ask(["ls-files", "-z", "--stage", "--", folder or "."], self.top)
        found = {}
        for entry in done.out.split(b"\0"):
            facts, _, path = entry.partition(b"\t")
            if facts.endswith(b" 0"):
                found[path.decode("utf-8", "surrogateescape")] = facts.split()[1].decode("ascii")
        return found

    def blobs(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs, by hash, in one go. One larger than the size cap (and a tail's room) is left out.

        RefusedError when the clone does not have one of them.
        """
        wanted = list(dict.fromkeys(hashes))
        found = self.contents(self.named(wanted).values())
        left = [name for name in wanted if name not in found]
        if self._batch(_FACTS, left).count(b" blob ") < len(left):  # too large is there; where one is not, git stops
            raise absent("What a commit holds of the policies")
        return found

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs that `named` has found, by hash."""
        return dict(_contents(self._batch("--batch", list(dict.fromkeys(blobs)))))

    def _batch(self, how: str, names: list[str]) -> bytes:
        if not names:
            return b""
        return ask(
            ["cat-file", how], self.top, data="".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        ).out

    def log(
        self, path: str, *, limit: int | None = None, start: str = "HEAD", follow: bool = False
    ) -> Iterator[Commit]:
        """The commits that touched a file or a folder, newest first, read as they are asked for.

        `follow` goes on below the name that a file had before; then `path` must be a file.
        """
        words = ["log", "-z", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--name-status",
                 "--no-notes", "--no-mailmap", "--decorate=short", f"--format={_FORMAT}"]  # fmt: skip
        if follow:
            words += ["--follow", "-M60%"]
        else:
            words += ["--no-renames", "--diff-merges=first-parent"]
        if limit is not None:
            words.append(f"--max-count={limit}")
        yield from _commits(_stream([*words, "--end-of-options", start, "--", path or "."], self.top))


def repository(folder: Path) -> Repository | None:
    """The repository that a folder (or the nearest one above that exists) is in; None when it is in none.

    RefusedError when git will not read it: the folder belongs to somebody else (`safe.directory`).
    """
    folder = folder.resolve()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    done = ask(["rev-parse", "--show-toplevel", "--absolute-git-dir"], folder)
    if done.code != 0:
        if b"safe.directory" in done.err:
            said = _TRUSTED.search(done.err)
            trusted = said[0].decode("utf-8", "replace") if said else "git config --global --add safe.directory …"
            raise RefusedError(
                f"git does not read the repository at {folder}: it belongs to another user. Nothing was changed.",
                f"If you trust it: {trusted}",
            )
        return None
    lines = done.out.decode("utf-8", "surrogateescape").split("\n")
    return Repository(Path(lines[0]), Path(lines[1]))


def _contents(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What `cat-file --batch` gives: a line of facts, the bytes, a line end."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        facts = data[at:end].split()
        at = end + 1
        if len(facts) == 3:
            size = int(facts[2])
            yield facts[0].decode("ascii"), data[at : at + size]
            at += size + 1


def _tips(out: bytes) -> Iterator[Tip]:
    """Branches out of NUL-parted fields, each closed by a 1 byte."""
    for record in out.split(b"\0\1\n"):
        fields = [field.decode("utf-8", "replace") for field in record.split(b"\0")]
        if len(fields) == 6 and not fields[1] and fields[2].isdigit():  # a symbolic one says nothing of its own
            name, _, when, author, head, subject = fields
            yield Tip(name, datetime.fromtimestamp(int(when), UTC), author, subject, head == "*")


def _stream(words: list[str], folder: Path) -> Iterator[bytes]:
    """The output of a git command in pieces; whoever stops asking ends it."""
    process = subprocess.Popen(
        command(words),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        while piece := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
            yield piece
    finally:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait(TIMEOUT)


def _commits(pieces: Iterable[bytes]) -> Iterator[Commit]:
    """Commits out of the NUL-parted output of `log`: each begins with a 1 byte that no hash or name begins with."""
    rest = b""
    for piece in pieces:
        rest += piece
        *whole, last = _records(rest)
        rest = rest[len(rest) - len(last) - 1 :] if last is not rest else rest
        yield from filter(None, map(_commit, whole))
    yield from filter(None, map(_commit, _records(rest)))


def _records(data: bytes) -> list[bytes]:
    """Cut before each 1 byte that a hash and NUL follow: in a name or subject it starts nothing."""
    starts = [found.start() for found in _START.finditer(data)]
    if not starts:
        return [data]
    return [data[first + 1 : last] for first, last in pairwise([*starts, len(data)])]


def _commit(record: bytes) -> Commit | None:
    fields = record.split(b"\0")
    if len(fields) < 6 or not fields[3].isdigit():
        return None
    name, parents, author, when, refs, subject = (field.decode("utf-8", "replace") for field in fields[:6])
    touched = list(_touched(fields[6:]))
    return Commit(
        name,
        tuple(parents.split()),
        author,
        datetime.fromtimestamp(int(when), UTC),
        refs,
        subject,
        tuple((status, path) for status, path, _ in touched),
        next((source for _, _, source in touched if source), ""),
    )


def _touched(fields: list[bytes]) -> Iterator[tuple[str, str, str]]:
    """Status letters and paths, and of a rename or copy the old path."""
    at = 0
    while at < len(fields):
        status = fields[at].strip(b"\n").decode("ascii", "replace")
        if not status:
            at += 1
            continue
        step = 2 if status[0] in "RC" else 1
        if at + step < len(fields):
            old, new = (fields[at + one].decode("utf-8", "surrogateescape") for one in (1, step))
            yield status[0], new, old if step == 2 else ""
        at += step + 1

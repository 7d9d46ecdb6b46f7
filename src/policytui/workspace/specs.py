"""Names for policies: `SLUG[@REV]`, a file, or `GITREF:PATH`, resolved to a policy.

REV is `r3`, the beginning of a hash, a date (what was in force that day: the newest revision saved by its
end), `latest`, or `draft` (the file as it stands, the default).
"""

from __future__ import annotations

import errno
import os
import re
from stat import S_ISREG

from policytui.core.records import dataclass
from policytui.core.slugs import valid_slug
from policytui.core.values import Policy, Problem, Revision
from policytui.errors import ContentError, RefusedError, UsageError

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from pathlib import Path

    from policytui.workspace.workspace import Workspace

_SUFFIXES = (".toml", ".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Named:
    """A policy that a SPEC named. `label` is how people see it ("kleanflo r3")."""

    policy: Policy
    label: str
    slug: str = ""
    revision: Revision | None = None
    problems: tuple[Problem, ...] = ()


def split_spec(spec: str) -> tuple[str, str]:
    """`SLUG@REV` as its two parts; the second is empty when there is none."""
    slug, _, rev = spec.partition("@")
    return slug, rev


def resolve(workspace: Workspace, spec: str) -> Named:
    """The policy a SPEC names. UsageError when it names none, ContentError when it cannot be read."""
    if spec == os.devnull:  # what git names the side that is not there
        return Named(Policy(""), spec)
    if spec.endswith(_SUFFIXES) and S_ISREG(_mode(spec)):
        return named_bytes(_read(spec), spec)
    slug, rev = split_spec(spec)
    if valid_slug(slug) and not S_ISREG(_mode(spec)):
        if not rev or rev == "draft":
            opened = workspace.open(slug)
            newest = opened.revisions[-1] if opened.revisions else None
            revision = newest if opened.saved == opened.policy else None
            return Named(opened.policy, f"{slug} (file)", slug, revision, opened.problems)
        revision = find_revision(history_of(workspace, slug), slug, rev)
        return Named(workspace.policy_at(slug, revision), f"{slug} {revision.rev}", slug, revision)
    if spec.endswith(_SUFFIXES) and _mode(spec):
        return named_bytes(_read(spec), spec)
    if ":" in spec:
        ref, _, path = spec.partition(":")
        return named_bytes(_at_git(workspace.root, ref, path), spec)
    if spec.endswith(_SUFFIXES):
        raise UsageError(f"There is no file {spec}.", "Check the name.")
    raise UsageError(
        f"“{spec}” names no policy.",
        "Use SLUG, SLUG@REV, a .toml, .md or .txt file, or GITREF:PATH.",
    )


def _mode(name: str) -> int:
    """What kind of file a name stands for; 0: there is none, or the name is too long for one. RefusedError."""
    try:
        return os.stat(name).st_mode  # noqa: PTH116
    except ValueError:
        return 0
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP, errno.ENAMETOOLONG):
            return 0
        raise RefusedError(f"{name} cannot be read: {error.strerror}. Nothing was changed.") from None


def _at_git(root: Path, ref: str, path: str) -> bytes:
    """A file in the repository of the policies; where they are in none, in that of the current directory."""
    from pathlib import Path

    from policytui.store.git import blob
    from policytui.store.repository import repository

    found = repository(root)
    # Within it git knows by itself what `./` means.
    elsewhere = found is not None and not Path.cwd().is_relative_to(found.top)
    return blob(ref, path, found.top if found is not None and elsewhere else None)


def _read(path: str) -> bytes:
    from policytui.workspace.importing import read_bytes

    return read_bytes(path)


def named_bytes(data: bytes, name: str) -> Named:
    """The policy in the bytes of a file (a revision too); the name says of what kind. ContentError when it cannot."""
    if name.endswith(".toml"):
        from policytui.store.codec import decode
        from policytui.store.revisions import text_of

        own = text_of(data)
        loaded = decode(data if own is None else own, name)
        if loaded.policy is None:
            first = loaded.problems[0]
            raise ContentError(f"{first.at()}: {first.message}", first.hint)
        return Named(loaded.policy, name, problems=loaded.problems)
    from policytui.workspace.importing import parse

    imported = parse(data, name)
    return Named(imported.policy, name, problems=imported.problems)


def history_of(workspace: Workspace, slug: str) -> list[Revision]:
    """The revisions of a policy, newest first. UsageError when there is no such policy."""
    revisions = workspace.history(slug)
    if not revisions:
        workspace.open(slug)  # says so when there is none, or nothing that can be read
    return revisions


def find_revision(newest_first: list[Revision], slug: str, rev: str) -> Revision:
    """The revision that REV names. UsageError when there is none, or more than one."""
    if not newest_first:
        raise UsageError(f"“{slug}” has no revisions yet.", f"Save one: policytui save {slug} -m SUMMARY")
    if rev == "latest":
        return newest_first[0]
    if re.fullmatch(r"r\d+", rev):
        number = int(rev[1:])
        for revision in newest_first:
            if revision.number == number:
                return revision
        raise UsageError(f"“{slug}” has no {rev}.", f"It has r1 to {newest_first[0].rev}: policytui log {slug}")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", rev):
        from datetime import date

        try:
            day = date.fromisoformat(rev)
        except ValueError:
            raise UsageError(f"“{rev}” is not a day of the calendar.", "Write it as 2024-05-19.") from None
        for revision in newest_first:
            if revision.saved_at.date() <= day:
                return revision
        first = newest_first[-1].saved_at.date()
        raise UsageError(f"“{slug}” had no revision yet on {rev}.", f"Its first was saved on {first}.")
    if re.fullmatch(r"[0-9a-f]{4,64}", rev):
        found = [revision for revision in newest_first if revision.hash.startswith(rev)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{len(found)} revisions of “{slug}” begin with {rev}.", "Give more of the hash.")
    raise UsageError(f"“{slug}” has no revision “{rev}”.", f"See policytui log {slug}")


def policy_toml(policy: Policy) -> str:
    """A policy as the text of a new `policy.toml`."""
    from policytui.store.codec import fresh

    return fresh(policy)

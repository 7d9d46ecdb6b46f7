"""Revision files: the policy text exactly as saved, then a tail that says who, when, what kind, and the hashes.

Rules that hold here:

- A revision file is valid TOML: the policy's bytes, then one `[revision]` table. The last marker line counts, so a
  body may hold that line too.
- `hash` is the SHA-256 of every byte before the hash line and is the revision's identity; nothing follows that
  line. `content` is the SHA-256 of the policy text with LF line ends and without a byte order mark.
- A list needs only the tail: names, order and numbers are made without reading a policy.
- Order: parents first, then `saved_at`, then name. A missing parent is no parent; a circle (which only a forged
  file can claim) is cut at its oldest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from policytui.core.values import SIZE_CAP, Change, Revision
from policytui.errors import ContentError

MARKER = b"\n# --- policytui revision: written once, never edited ---\n"
NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)-([0-9a-f]{8})\.toml")
LARGEST = SIZE_CAP + 100_000
"""Bytes of the largest revision file: a policy and its tail."""
TAIL_SIZE = 4096
"""Bytes read from the end of a revision file for a list; a longer tail is read again whole."""

_PLAIN = re.compile(
    rb"\n\[revision\]\n"
    rb'parents = \[((?:"[0-9a-f]{64}"(?:, )?)*)\]\n'
    rb'author = "([^"\\\n]*)"\n'
    rb"saved_at = (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z\n"
    rb'change = "(none|editorial|material)"\n'
    rb'proposed = "(none|editorial|material)"\n'
    rb'why = "([^"\\\n]*)"\n'
    rb'summary = "([^"\\\n]*)"\n'
    rb"(?:last_updated = (\d{4}-\d\d-\d\d)\n)?"
    rb'content = "([0-9a-f]{64})"\n'
    rb'replaces = "((?:[0-9a-f]{64})?)"\n'
    rb'hash = "([0-9a-f]{64})"\n\Z'
)
"""The tail as it nearly always is; any other is read as TOML."""
_HASH = re.compile(rb'\nhash = "([0-9a-f]{64})"\n\Z')
_KNOWN = ("parents", "author", "saved_at", "change", "proposed", "why", "summary", "last_updated", "content",
          "replaces", "hash")  # fmt: skip


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def content_hash(text: str | bytes) -> str:
    """The SHA-256 of a policy text, LF line ends, no byte order mark: equal for texts that say the same."""
    data = text.encode() if isinstance(text, str) else text
    return digest(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"))


def encode(text: str, draft: Revision) -> tuple[bytes, Revision]:
    """The bytes of a revision file for `text`, and the revision as it will be read: hashes and name filled in.

    Of `draft` the parents, author, saved_at (aware; cut to whole seconds, UTC), change, proposed, why, summary,
    last_updated, replaces and extra are used.
    """
    from policytui.store import literals

    data = literals.encoded(text)
    saved_at = draft.saved_at.astimezone(UTC).replace(microsecond=0)
    revision = replace(draft, saved_at=saved_at, content=content_hash(data), number=0)
    quoted = literals.escaped
    lines = [
        f"parents = [{', '.join(quoted(parent) for parent in revision.parents)}]",
        f"author = {quoted(revision.author)}",
        f"saved_at = {saved_at:%Y-%m-%dT%H:%M:%SZ}",
        f"change = {quoted(revision.change.value)}",
        f"proposed = {quoted(revision.proposed.value)}",
        f"why = {quoted(revision.why)}",
        f"summary = {quoted(revision.summary)}",
    ]
    if revision.last_updated is not None:
        lines.append(f"last_updated = {revision.last_updated.isoformat()}")
    lines += [f"{literals.key(name)} = {quoted(value)}" for name, value in sorted(revision.extra.items())
              if name not in _KNOWN]  # fmt: skip
    lines += [f'content = "{revision.content}"', f'replaces = "{revision.replaces}"']
    tail = "[revision]\n" + "\n".join(lines) + "\n"
    before_hash = data + MARKER + literals.encoded(tail)
    own = digest(before_hash)
    name = f"{saved_at:%Y-%m-%dT%H%M%SZ}-{own[:8]}.toml"
    return before_hash + f'hash = "{own}"\n'.encode(), replace(revision, hash=own, name=name)


def text_of(data: bytes) -> bytes | None:
    """The policy's own bytes in a revision file, exactly as saved. None when the tail is missing."""
    at = data.rfind(MARKER)
    return None if at < 0 else data[:at]


def decode(data: bytes, name: str = "") -> tuple[Revision, bytes]:
    """The revision and the policy's own bytes. ContentError when the tail is missing or cannot be read."""
    text = text_of(data)
    revision = None if text is None else read_tail(data[len(text) :], name)
    if text is None or revision is None:
        raise ContentError(
            f"{name or 'The file'} is not a whole revision file: its [revision] part is missing or damaged.",
            "Bring it back from git or a backup; policytui never rewrites it.",
        )
    return revision, text


def read_tail(data: bytes, name: str = "", number: int = 0) -> Revision | None:
    """The revision that the end of a file tells of: `data` must hold the whole tail. None when it cannot be read."""
    at = data.rfind(MARKER)
    if at < 0:
        return None
    found = _PLAIN.match(data, at + len(MARKER) - 1)
    if found is None:
        return _read_toml(data[at + len(MARKER) :], name, number)
    parents, author, saved_at, change, proposed, why, summary, updated, content, replaces, own = found.groups()
    try:
        return Revision(
            own.decode(),
            datetime.fromisoformat(saved_at.decode() + "+00:00"),
            author.decode(),
            tuple(re.findall(r"[0-9a-f]{64}", parents.decode())),
            _CHANGES[change],
            _CHANGES[proposed],
            why.decode(),
            summary.decode(),
            content.decode(),
            replaces.decode(),
            date.fromisoformat(updated.decode()) if updated else None,
            number,
            name,
            _NOTHING,
        )
    except ValueError:
        return None


_CHANGES = {change.value.encode(): change for change in Change}
_NOTHING: Mapping[str, str] = MappingProxyType({})


def _read_toml(tail: bytes, name: str, number: int) -> Revision | None:
    """A tail with escapes, extra keys or a later format's order."""
    from policytui.store import toml

    if _HASH.search(tail) is None:
        return None
    try:
        table = toml.loads(tail.decode())["revision"]
        saved_at, updated = table["saved_at"], table.get("last_updated")
        if not isinstance(saved_at, datetime) or saved_at.tzinfo is None or type(updated) not in (date, type(None)):
            return None
        parents = table.get("parents", [])
        texts = {key: value for key, value in table.items() if isinstance(value, str)}
        if not isinstance(parents, list) or not all(isinstance(parent, str) for parent in parents):
            return None
        return Revision(
            hash=texts["hash"],
            saved_at=saved_at.astimezone(UTC),
            author=texts.get("author", ""),
            parents=tuple(parents),
            change=Change(texts.get("change", "material")),
            proposed=Change(texts.get("proposed", "material")),
            why=texts.get("why", ""),
            summary=texts.get("summary", ""),
            content=texts.get("content", ""),
            replaces=texts.get("replaces", ""),
            last_updated=updated,
            number=number,
            name=name,
            extra=MappingProxyType({key: value for key, value in texts.items() if key not in _KNOWN}),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def own_hash(data: bytes) -> tuple[str, str] | None:
    """The hash a revision file claims and the hash its bytes have. None when it does not end in a hash line."""
    found = _HASH.search(data, max(0, len(data) - 80))
    if found is None:
        return None
    return found.group(1).decode(), digest(data[: found.start() + 1])


def ordered(revisions: Iterable[Revision]) -> list[Revision]:
    """Oldest first and numbered from 1: parents before children, then by time, then by name."""
    by_time = sorted(revisions, key=lambda revision: (revision.saved_at, revision.name))
    seen: set[str] = set()
    known = {revision.hash for revision in by_time}
    for revision in by_time:
        if any(parent in known and parent not in seen for parent in revision.parents):
            by_time = _parents_first(by_time)
            break
        seen.add(revision.hash)
    return [revision if revision.number == number else replace(revision, number=number)
            for number, revision in enumerate(by_time, 1)]  # fmt: skip


def _parents_first(by_time: list[Revision]) -> list[Revision]:
    """A topological order that takes the earliest that is free; circles are cut at their earliest."""
    import heapq

    place: dict[str, int] = {}
    for position, revision in enumerate(by_time):
        place.setdefault(revision.hash, position)
    waiting = [
        len({parent for parent in revision.parents if place.get(parent, position) != position})
        for position, revision in enumerate(by_time)
    ]
    children: dict[int, list[int]] = {}
    for position, revision in enumerate(by_time):
        for parent in set(revision.parents):
            if place.get(parent, position) != position:
                children.setdefault(place[parent], []).append(position)
    free = [position for position, count in enumerate(waiting) if count == 0]
    heapq.heapify(free)
    done: list[int] = []
    taken = [False] * len(by_time)
    earliest = 0
    while len(done) < len(by_time):
        if not free:
            while taken[earliest]:
                earliest += 1
            free = [earliest]
        position = heapq.heappop(free)
        if taken[position]:
            continue
        taken[position] = True
        done.append(position)
        for child in children.get(position, ()):
            waiting[child] -= 1
            if waiting[child] == 0 and not taken[child]:
                heapq.heappush(free, child)
    return [by_time[position] for position in done]


def heads(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """The revisions that are nobody's parent: one in a plain history, two after two branches were merged."""
    listed = list(revisions)
    parents = {parent for revision in listed for parent in revision.parents}
    return tuple(revision for revision in listed if revision.hash not in parents)

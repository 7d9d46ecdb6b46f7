r"""Records of a draft's journal: a policy, one edit of one text, or what was typed for its save, as a line with its
own checksum.

Rules that hold here:

- A record is one line: `<crc32 of the rest, 8 hex digits> <JSON>\n`. A line that is cut short or does not match its
  checksum ends the reading: what stands before it is right, what stands after it is not trusted.
- Replaying the records gives the policy exactly: `replay(records(a), records(a → b)) == b`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from policytui.core.values import Dates, HouseRules, Policy, Section

_JSON = json.JSONEncoder(separators=(",", ":"), default=str)


def encode(record: dict[str, Any]) -> bytes:
    """One record as its line."""
    # Piece by piece: made in one go, a megabyte would keep the other threads from running, the one of the keys too.
    body = "".join(_JSON.iterencode(record)).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(body), body)


def decode(data: bytes) -> Iterator[dict[str, Any]]:
    """The records of a journal up to the first one that is not whole."""
    for line in data.split(b"\n")[:-1]:
        body = line[9:]
        if line[8:9] != b" " or line[:8] != b"%08x" % zlib.crc32(body):
            return
        try:
            record = json.loads(body)
        except ValueError:
            return
        if not isinstance(record, dict):
            return
        yield record


def whole(policy: Policy) -> dict[str, Any]:
    """The record of a whole policy."""
    return {"policy": asdict(policy)}


def base_of(policy: Policy) -> dict[str, Any]:
    """The record of the policy that was opened: what the draft began from."""
    return {"base": asdict(policy)}


def step(before: Policy, after: Policy) -> dict[str, Any] | None:
    """The shortest record that leads from one policy to the next; None when they are equal."""
    if before == after:
        return None
    if replace(before, preamble=after.preamble) == after:
        return _edit("@preamble", "preamble", before.preamble, after.preamble)
    if len(before.sections) == len(after.sections):
        pairs = zip(before.sections, after.sections, strict=True)
        changed = [(one, other) for one, other in pairs if one != other]
        if len(changed) == 1 and replace(before, sections=after.sections) == after:
            one, other = changed[0]
            for name in ("body", "title", "summary"):
                if replace(one, **{name: getattr(other, name)}) == other:
                    return _edit(one.id, name, getattr(one, name), getattr(other, name))
    return whole(after)


def said_of(said: tuple[str, str]) -> dict[str, Any]:
    """The record of what was typed for a draft's save: summary and why."""
    return {"said": said}


def _edit(section: str, name: str, before: str, after: str) -> dict[str, Any]:
    head = common_prefix(before, after)
    tail = common_prefix(before[head:][::-1], after[head:][::-1])
    return {
        "in": section,
        "field": name,
        "at": head,
        "cut": len(before) - head - tail,
        "put": after[head : len(after) - tail],
    }


def common_prefix(a: str, b: str) -> int:
    """How many characters two texts share at their beginning; by halving, so that a megabyte costs little."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a journal holds: its header, and the policy after its last whole record (None when there is none)."""

    header: dict[str, Any]
    policy: Policy | None
    records: int
    base: Policy | None = None
    """What the draft began from, when the journal says so."""
    said: tuple[str, str] = ("", "")
    """Summary and why as they were typed for its save."""


def replay(data: bytes) -> Replayed:
    """The policy that a journal leads to. Records that make no sense end the replay, as broken ones do."""
    header: dict[str, Any] = {}
    policy: Policy | None = None
    base: Policy | None = None
    said = ("", "")
    count = 0
    for record in decode(data):
        try:
            if "journal" in record:
                header = record
                continue
            if "base" in record:
                policy = base = _policy(record["base"])
            elif "said" in record:
                summary, why = record["said"]
                said = (str(summary), str(why))
            else:
                policy = _applied(policy, record)
        except (KeyError, TypeError, ValueError):
            break
        count += 1
    return Replayed(header, policy, count, base, said)


def _applied(policy: Policy | None, record: dict[str, Any]) -> Policy:
    if "policy" in record:
        return _policy(record["policy"])
    if policy is None:
        raise ValueError("an edit before any policy")
    section, name = record["in"], record["field"]
    if section == "@preamble":
        return replace(policy, preamble=_text(policy.preamble, record))
    own = policy.sections[policy.index(section)]
    return policy.with_section(replace(own, **{name: _text(getattr(own, name), record)}))  # type: ignore[arg-type]


def _text(text: str, record: dict[str, Any]) -> str:
    at, cut = int(record["at"]), int(record["cut"])
    if not 0 <= at <= at + cut <= len(text):
        raise ValueError("an edit outside its text")
    return text[:at] + str(record["put"]) + text[at + cut :]


def _policy(data: dict[str, Any]) -> Policy:
    def day(value: object) -> date | None:
        return date.fromisoformat(str(value)) if value else None

    dates = dict(data["dates"])
    for name in ("last_updated", "effective", "reviewed"):
        dates[name] = day(dates[name])
    return Policy(
        **{
            **data,
            "dates": Dates(**dates),
            "variables": tuple((str(name), str(value)) for name, value in data["variables"]),
            "sections": tuple(Section(**section) for section in data["sections"]),
            "house_rules": HouseRules(**{name: tuple(items) for name, items in data["house_rules"].items()}),
        }
    )


def joined(records: Iterable[dict[str, Any]]) -> bytes:
    """Several records as they stand in a file."""
    return b"".join(encode(record) for record in records)

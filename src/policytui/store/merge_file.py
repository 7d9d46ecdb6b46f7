"""Three policy files into one: merged as policies, written with as many of both sides' own bytes as can be.

Rules that hold here:

- What is merged is the policy (`core.merge`); the file that is given says exactly that, or nothing is given.
- First the lines of both files are put together as git would; where that says the merged policy, it is the file:
  comments, spacing and key order of both sides are kept.
- Else one side's file is edited to say it (`store.splice`), and comments that only the other side had are put above
  the section they stood at. A key that policytui does not know is never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from policytui.core.conflicts import Conflict
from policytui.core.merge import Merged, merge
from policytui.core.merge_text import merge_lines
from policytui.core.values import Policy
from policytui.errors import ContentError
from policytui.store import codec, literals
from policytui.store.layout import layout
from policytui.store.reading import TABLES
from policytui.store.scan import Scan, scan
from policytui.store.splice import eol_of, splice

_COMMENT = re.compile(r"#[^\r\n]*")
NOTHING = Policy(title="")


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The bytes of a merged policy file, what a person must decide, and what was decided by rule."""

    data: bytes
    policy: Policy
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]
    lost_keys: bool = False
    """Whether the other side changed a key that policytui does not know, which a person must carry over."""

    @property
    def clean(self) -> bool:
        """Whether nobody has to decide anything."""
        return not self.conflicts and not self.lost_keys


def merge_files(base: bytes, mine: bytes, theirs: bytes, *, today: Callable[[str], date] | None = None) -> MergedFile:
    """Three files as one. An empty or unreadable base is no base. ContentError when a side cannot be read.

    `today` gives the day it is in a time zone: that of the policy counts.
    """
    old = codec.decode(base, "the base")
    sides = [codec.decode(mine, "mine"), codec.decode(theirs, "theirs")]
    own, other = (codec.loaded_policy(side) for side in sides)
    begun = old.policy or NOTHING
    merged = merge(begun, own, other, today=today(own.dates.timezone) if today else None)
    begun_text = old.text if old.policy else ""
    text = _text((begun_text, sides[0].text, sides[1].text), (begun, own, other), merged)
    notes = list(merged.notes)
    lost = _lost_keys(begun_text, sides[1].text, text)
    if lost:
        notes.append("The other side changed keys that policytui does not know; carry them over by hand.")
    if codec.decode_text(text).policy != merged.policy:
        raise ContentError(
            "The merged policy could not be written into the file without risk to the rest of it. Nothing was written.",
            "Take one side (git checkout --ours or --theirs) and make the other's change again.",
        )
    return MergedFile(literals.encoded(text), merged.policy, merged.conflicts, tuple(notes), lost)


def _text(texts: tuple[str, str, str], policies: tuple[Policy, Policy, Policy], merged: Merged) -> str:
    base, mine, theirs = texts
    by_lines = _by_lines(base, mine, theirs)
    if by_lines and codec.decode_text(by_lines).policy == merged.policy:
        return by_lines
    said = [_extras(text) for text in texts]
    if said[1] == said[0] and said[2] != said[0]:
        return splice(theirs, policies[2], merged.policy)
    return _with_comments(splice(mine, policies[1], merged.policy), base, theirs, policies[2], merged.policy)


def _by_lines(base: str, mine: str, theirs: str) -> str:
    """The lines of both put together; empty when they meet, or when line ends are not those of one system."""
    eols = {eol_of(text) for text in (base, mine, theirs) if text}
    if len(eols) != 1 or any("\r" in text.replace("\r\n", "") for text in (base, mine, theirs)):
        return ""
    if eols == {"\r\n"} and any(text.count("\n") != text.count("\r\n") for text in (base, mine, theirs)):
        return ""
    plain = [text.replace("\r\n", "\n") for text in (base, mine, theirs)]
    found = merge_lines(*plain, touching=True)
    return found.replace("\n", "\r\n") if eols == {"\r\n"} else found


def _extras(text: str) -> tuple[list[str], set[tuple[str, str, str]]]:
    """What a file holds beside the policy: comments, and keys that are not ours."""
    return [comment for comment, _ in _comments(text)], _unknown(text)


def _comments(text: str) -> list[tuple[str, int | None]]:
    """Every comment, with the position of the section whose piece of the file it stands in."""
    if not text:
        return []
    found = scan(text)
    masked = list(text)
    for table in found.tables:
        for item in table.items:
            masked[item.start : item.end] = " " * (item.end - item.start)
    plain = "".join(masked)
    pieces = layout(found).pieces
    return [
        (match[0].rstrip(), next((piece.section for piece in pieces if piece.start <= match.start() < piece.end), None))
        for match in _COMMENT.finditer(plain)
    ]


def _with_comments(text: str, base: str, theirs: str, policy: Policy, merged: Policy) -> str:
    """The text with the comments that only the other side added, each above the section it stood at."""
    known = {comment for comment, _ in (*_comments(base), *_comments(text))}
    lost = [(comment, at) for comment, at in _comments(theirs) if comment not in known]
    if not lost:
        return text
    eol = eol_of(text)
    found = scan(text)
    places: dict[int, list[str]] = {}
    for comment, at in lost:
        start = None if at is None else _header(found, merged, policy.sections[at].id)
        places.setdefault(len(text) if start is None else start, []).append(comment)
    result, last = [], 0
    for place, comments in sorted(places.items()):
        result += [text[last:place], *(f"{comment}{eol}" for comment in comments)]
        if place == len(text) and text and not text.endswith("\n"):
            result.insert(-len(comments), eol)
        last = place
    return "".join([*result, text[last:]])


def _header(found: Scan, merged: Policy, section_id: str) -> int | None:
    """Where the line of a section's header begins."""
    if merged.section(section_id) is None:
        return None
    path = ("section", merged.index(section_id))
    for table in found.tables:
        if table.array and table.path == path:
            return found.text.rfind("\n", 0, table.start) + 1
    return None


def _lost_keys(base: str, theirs: str, result: str) -> bool:
    """Whether the other side wrote keys that are not ours, and the result does not hold them so."""
    return bool(_unknown(theirs) - _unknown(base) - _unknown(result))


def _unknown(text: str) -> set[tuple[str, str, str]]:
    """The keys of a readable file that are not the policy's: table (or section's id), name, value."""
    import tomllib

    data = tomllib.loads(text.removeprefix(codec.BOM))
    tables = {name: data.get(name, {}) for name in ("policy", "dates", "materiality")}
    found = {("", name, repr(value)) for name, value in data.items() if name not in TABLES and name != "format"}
    for table, held in (*tables.items(), *((f"section {item['id']}", item) for item in data.get("section", []))):
        own = TABLES[table.partition(" ")[0]]
        found |= {(table, name, repr(value)) for name, value in held.items() if name not in own}
    return found

"""What every text view of a redline shares: which blocks are shown, how a section is introduced, how lines wrap.

Rules that hold here: a view is a loop over `Item`s, made once from the redline; every text has been through
`core.visible`; widths are columns of a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policytui.core.patterns import lazy
from policytui.core.records import dataclass
from policytui.core.redline import POLICY_ID, PREAMBLE_ID, Hunk, Redline, SectionChange, Status
from policytui.core.visible import one_line, visible

Run = tuple[str, str]
"""A style (keep, remove, add, note, head) and a text."""

SIGNS = {Status.SAME: " ", Status.CHANGED: "~", Status.ADDED: "+", Status.REMOVED: "-"}
_NAMES = {POLICY_ID: "The policy itself", PREAMBLE_ID: "Before the first section"}
_KINDS = {
    "title": "title",
    "summary": "summary",
    "organization": "organization",
    "label": "date label",
    "effective": "effective date",
    "place": "place",
}
_MARKS = {"remove": ("[-", "-]"), "add": ("{+", "+}")}
_COLOURS = {"remove": "31;9", "add": "36;4", "head": "1", "note": "2"}
"""Red struck through and cyan underlined: told apart without colour, and by people who do not see red and green."""
BECAME = " → "
"""Between two places: without colour they would be one word."""
_ODD = lazy(r"[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]")
"""A character that is white space other than the space, or that may take more or less than one column."""
_PRINTABLE = bytes(range(0x20, 0x7F))
_PIECE = lazy(r"\s+|\S+")


def is_plain(text: str) -> bool:
    """Whether a text is of printable ASCII alone, each character one column, nothing hidden."""
    # four times as fast as to ask each character whether it is printable
    return text.isascii() and not text.encode().translate(None, _PRINTABLE)


def is_odd(text: str) -> bool:
    """Whether a text has a character that may not take one column."""
    return not is_plain(text.replace("§", "")) and _ODD.search(text) is not None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Unchanged blocks that are not shown."""

    count: int

    def __str__(self) -> str:
        return f"⋯ {self.count} unchanged {'block' if self.count == 1 else 'blocks'}"


def shown(redline: Redline, context: int | None) -> Iterator[SectionChange | Hunk | Skipped]:
    """Section heads, blocks and gaps in reading order; `context` unchanged blocks around a change, None for all."""
    for section in redline.sections:
        if context is not None and section.same:
            continue
        if not section.hunks and section.same:
            continue
        yield section
        if context is None:
            yield from section.hunks
            continue
        near = _near([not hunk.same for hunk in section.hunks], context)
        skipped = 0
        for hunk, is_near in zip(section.hunks, near, strict=True):
            if not is_near:
                skipped += 1
                continue
            if skipped:
                yield Skipped(skipped)
                skipped = 0
            yield hunk
        if skipped:
            yield Skipped(skipped)


def _near(changed: Sequence[bool], context: int) -> list[bool]:
    near = [False] * len(changed)
    for at, is_changed in enumerate(changed):
        if is_changed:
            for k in range(max(0, at - context), min(len(changed), at + context + 1)):
                near[k] = True
    return near


def section_name(section: SectionChange) -> str:
    """What a section is called in a view."""
    return _NAMES.get(section.id) or one_line(section.title) or "(no title)"


def section_notes(section: SectionChange) -> list[str]:
    """What became of the section as a whole, in words: `added`, `moved`, `renamed from “…”`, `level 2 → 3`."""
    notes: list[str] = []
    if section.status in (Status.ADDED, Status.REMOVED):
        notes.append(section.status.value)
    if section.moved:
        notes.append("moved")
    if section.renamed:
        notes.append(f"renamed from “{one_line(section.old_title)}”")
    if section.relevelled:
        notes.append(f"level {section.old_level} → {section.level}")
    return notes


def hunk_notes(redline: Redline, hunk: Hunk) -> list[str]:
    """What became of the block's place and form, in words; its text speaks for itself."""
    notes: list[str] = []
    if hunk.moved:
        old = next((s.old_title for s in redline.sections if s.old_id == hunk.old_section), "")
        notes.append(f"moved from “{one_line(old)}”" if old else "moved")
    if hunk.same or not hunk.reformatted:
        return notes
    if hunk.old_kind is not None:
        notes.append(f"{hunk.old_kind} → {hunk.kind}")
    if hunk.old_marker is not None:
        notes.append(f"{hunk.old_marker or 'no marker'} → {hunk.marker or 'no marker'}")
    if hunk.old_depth is not None:
        notes.append(f"depth {hunk.old_depth} → {hunk.depth}")
    return notes


def lead_in(hunk: Hunk) -> str:
    """What stands before a block's text: its indent and marker, or what it is of the policy or section."""
    label = _KINDS.get(hunk.kind)
    if label:
        return f"{label}: "
    if hunk.kind == "quote":
        return "  " * (hunk.depth - 1) + "> "
    if hunk.kind == "code":
        return "  " * hunk.depth + "    "
    return "  " * hunk.depth + (f"{visible(hunk.marker)} " if hunk.marker else "")


def as_before(hunk: Hunk) -> Hunk:
    """The block with the form it had before, to show its old marker beside its old text."""
    return Hunk(
        hunk.status,
        hunk.kind if hunk.old_kind is None else hunk.old_kind,
        hunk.before,
        hunk.after,
        hunk.spans,
        hunk.depth if hunk.old_depth is None else hunk.old_depth,
        hunk.marker if hunk.old_marker is None else hunk.old_marker,
    )


def sign(hunk: Hunk) -> str:
    """One character that says what became of a block, without colour."""
    return ">" if hunk.moved and hunk.status is Status.SAME else SIGNS[hunk.status]


def runs(hunk: Hunk, ops: Sequence[str] = ("keep", "remove", "add"), *, marks: bool = True) -> list[Run]:
    """A block's spans of the given ops, each change between its marks (`[-…-]`, `{+…+}`), its outer spaces not.
    In code they are text.
    """
    out: list[Run] = []
    plain = is_plain(hunk.before) and is_plain(hunk.after)
    became = hunk.is_place and "remove" in ops
    for at, (op, raw) in enumerate(hunk.spans):
        if op not in ops:
            continue
        if became and op == "add" and at and hunk.spans[at - 1][0] == "remove":
            out.append(("note", BECAME))
        text = raw if plain else visible(raw).expandtabs(4)
        inner = (text if hunk.kind == "code" else text.strip()) if marks and op != "keep" else ""
        if not inner:
            out.append((op, text))
            continue
        opened, closed = _MARKS[op]
        if inner == text:
            out.append((op, f"{opened}{text}{closed}"))
            continue
        start = len(text) - len(text.lstrip())
        end = start + len(inner)
        out += [("keep", text[:start]), (op, f"{opened}{inner}{closed}"), ("keep", text[end:])]
    return [run for run in out if run[1]]


def written(found: Sequence[Run], width: int, color: bool, first: str = "", rest: str = "") -> list[str]:
    """Runs as `wrapped`, each line as `painted`."""
    text = "".join([text for _, text in found])
    if color or is_odd(text) or not first.isascii() or len(first) > width - 10:
        return [painted(line, color) for line in wrapped(found, width, first, rest)]
    room = max(width, len(rest) + 10)
    lines = [text[start:end] for start, end in _lines(text, room - len(first), room - len(rest))]
    return [(first + line).rstrip() if at == 0 else rest + line for at, line in enumerate(lines)]


def wrapped(found: Sequence[Run], width: int, first: str = "", rest: str = "") -> list[list[Run]]:
    """Runs broken into lines of at most `width` columns at spaces; `first` and `rest` stand before the lines.

    A word is not broken where its style changes; one that is longer than a line is cut.
    """
    indent = columns(rest)
    room = max(width, indent + 10)
    text = "".join([text for _, text in found])
    if not is_odd(text) and columns(first) <= max(indent, room - 10):
        return _styled(found, _lines(text, room - columns(first), room - indent), first, rest)
    return _wrapped_by_columns(found, room, first, rest)


def _lines(text: str, room: int, later: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a text begin and end, when each character takes one column: `room` on the first of them."""
    start, end = 0, len(text.rstrip(" "))
    if text[:1] != " " and "  " not in text:
        while end - start > room:
            stop = text.rfind(" ", start, start + room + 1)
            yield start, stop if stop > start else start + room
            start = stop + 1 if stop > start else start + room
            room = later
    while end - start > room:
        stop = text.rfind(" ", start, start + room + 1)
        line = text[start:stop].rstrip(" ") if stop > start else ""
        if line.lstrip(" "):
            yield start, start + len(line)
            start = stop + 1
            while text[start] == " ":
                start += 1
        else:
            yield start, start + room
            start += room
        room = later
    yield start, end


def _styled(found: Sequence[Run], lines: Iterator[tuple[int, int]], first: str, rest: str) -> list[list[Run]]:
    """The runs cut into lines."""
    out: list[list[Run]] = []
    at = place = 0
    for start, end in lines:
        line = [("keep", rest if out else first)]
        while at < len(found):
            style, text = found[at]
            piece = text[max(0, start - place) : end - place]
            if piece:
                line.append((style, piece))
            if place + len(text) > end:
                break
            place += len(text)
            at += 1
        out.append(line)
    return out


def _wrapped_by_columns(found: Sequence[Run], room: int, first: str, rest: str) -> list[list[Run]]:
    """The same for any characters: word by word, each measured."""
    lines: list[list[Run]] = [[("keep", first)]]
    used, indent = columns(first), columns(rest)
    space: list[Run] = []
    for is_space, pieces in _units(found):
        if is_space:
            space = pieces
            continue
        need = sum([columns(text) for _, text in pieces])
        gap = sum([columns(text) for _, text in space])
        if space and used + gap + need > room and used > indent:
            lines.append([("keep", rest)])
            used = indent
        else:
            lines[-1] += space
            used += gap
        space = []
        for style, piece in pieces:
            while used + columns(piece) > room:
                head, piece = _cut(piece, room - used)
                lines[-1].append((style, head))
                lines.append([("keep", rest)])
                used = indent
            lines[-1].append((style, piece))
            used += columns(piece)
    return lines


def _units(found: Sequence[Run]) -> Iterator[tuple[bool, list[Run]]]:
    """Runs as words and spaces in turn: a word goes on where only the style changes."""
    unit: list[Run] = []
    was_space = False
    for style, text in found:
        for piece in _PIECE.findall(text):
            is_space = piece.isspace()
            if unit and is_space != was_space:
                yield was_space, unit
                unit = []
            was_space = is_space
            unit.append((style, piece))
    if unit:
        yield was_space, unit


def _cut(piece: str, room: int) -> tuple[str, str]:
    """The piece cut after as many columns as there is room for."""
    used = 0
    for at, char in enumerate(piece):
        used += columns(char)
        if used > room:
            return piece[:at], piece[at:]
    return piece, ""


def columns(text: str) -> int:
    """How many columns a text takes in a terminal."""
    if not is_odd(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def painted(line: Sequence[Run], color: bool) -> str:
    """A line as text; with colour, its styles as terminal codes (our own, never the content's)."""
    if not color:
        return "".join([text for _, text in line]).rstrip()
    parts = [f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if style in _COLOURS and text else text for style, text in line]
    return "".join(parts)

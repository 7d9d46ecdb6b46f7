"""A save as the smallest edit: the text of a policy file with only the bytes of what changed replaced.

Rules that hold here:

- Comments, spacing, line ends, key order, quotes and unknown keys of the rest stay byte for byte; inside a body,
  the lines that did not change stay as they were written.
- The result is read back before it is given: it must say `after` exactly and hold every unknown key that stood
  there before, else `ContentError` and nothing is written.
- Forms that cannot be edited in place (a list of sections written as one inline array) are edited as a whole
  document with tomlkit (`store.whole`), and verified the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from policytui.core.values import Policy, Section
from policytui.errors import ContentError
from policytui.store import codec, literals
from policytui.store.layout import Layout, Piece, layout
from policytui.store.reading import TABLES
from policytui.store.scan import Path, Scan, Span, Table, scan, string_end


class UnspliceableError(Exception):
    """The text has a form that cannot be edited in place."""


def splice(text: str, before: Policy, after: Policy) -> str:
    """`text`, which says `before`, edited to say `after`. ContentError when that cannot be done and proved."""
    from policytui.store import whole

    if before == after:
        return text
    loaded, data = codec.parsed(text)
    if loaded.policy != before:
        raise ContentError(
            "The draft was not made from the text of this file. Nothing was written.",
            "Open the policy again and redo the change; the draft is kept.",
        )
    staying = {section.id for section in after.sections}
    strategies: tuple[Callable[[str, Policy, Policy], str], ...] = (_in_place, _plainly, whole.edit)
    for strategy in strategies:
        try:
            result = strategy(text, before, after)
        except UnspliceableError:
            continue
        kept = _unknown(data)
        kept["section"] = {name: keys for name, keys in kept["section"].items() if name in staying}
        if _proved(kept, result, after):
            literals.encoded(result)
            return result
    codec.loaded_policy(codec.decode_text(codec.fresh(after)))  # says why, when `after` itself is not legal
    raise ContentError(
        "The change could not be written into the file without risk to the rest of it. Nothing was written.",
        "Write the file's dates and sections as plain tables ([dates], [[section]]), then save again.",
    )


def eol_of(text: str) -> str:
    """The line end of a file: that of its first line."""
    at = text.find("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def _in_place(text: str, before: Policy, after: Policy) -> str:
    return _Splicer(text, keep_lines=True).run(before, after)


def _plainly(text: str, before: Policy, after: Policy) -> str:
    """The same, with changed bodies written anew: for texts whose source lines are not their lines."""
    return _Splicer(text, keep_lines=False).run(before, after)


def _proved(kept: dict[str, Any], result: str, after: Policy) -> bool:
    """Whether `result` says `after`, and holds every unknown key that has to be kept."""
    loaded, data = codec.parsed(result)
    if loaded.policy != after:
        return False
    held = _unknown(data)
    sections = kept.pop("section")
    return held.pop("section").items() >= sections.items() and held == kept


def _unknown(data: dict[str, Any]) -> dict[str, Any]:
    """The keys of a file that are not the policy's, those of sections by id."""
    found: dict[str, Any] = {name: value for name, value in data.items() if name not in TABLES and name != "format"}
    for name in ("policy", "dates", "materiality"):
        found[name] = {key: value for key, value in data.get(name, {}).items() if key not in TABLES[name]}
    found["section"] = {
        item["id"]: {key: value for key, value in item.items() if key not in TABLES["section"]}
        for item in data.get("section", [])
    }
    return found


@dataclass
class _Splicer:
    text: str
    keep_lines: bool
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.eol = eol_of(self.text)
        self.scan: Scan = scan(self.text)
        if self.scan.broken:
            raise UnspliceableError
        self.layout: Layout = layout(self.scan)

    def run(self, before: Policy, after: Policy) -> str:
        for name in ("policy", "dates", "variables", "materiality"):
            self.table((name,), name, codec.fields(before, name), codec.fields(after, name))
        return self.sections(before.sections, after.sections)

    # -- keys ---------------------------------------------------------------------------------------------------

    def table(
        self,
        path: Path,
        name: str,
        before: list[tuple[str, literals.Value]],
        after: list[tuple[str, literals.Value]],
    ) -> None:
        """Note the edits that turn the keys of one table from `before` to `after`."""
        old, new = dict(before), dict(after)
        if name == "variables" and list(old) != list(new) and not self.same_order(old, new):
            raise UnspliceableError
        for key in old:
            if key not in new:
                self.remove((*path, key))
        names = [key for key, _ in after]
        for position, (key, value) in enumerate(after):
            if key not in old or old[key] != value or type(old[key]) is not type(value):
                span = self.scan.values.get((*path, key))
                if span is not None:
                    self.edits.append((span.start, span.end, self.rewritten(span, key, old.get(key), value)))
                elif value != codec.default(name, key):
                    self.insert(path, key, value, names[:position])

    def same_order(self, old: dict[str, literals.Value], new: dict[str, literals.Value]) -> bool:
        """Whether keys only went, or came at the end."""
        kept = [key for key in old if key in new]
        return list(new)[: len(kept)] == kept

    def rewritten(self, span: Span, key: str, old: literals.Value | None, new: literals.Value) -> str:
        """The text of a new value in place of `span`, written the way the old one was."""
        raw = self.text[span.start : span.end]
        if isinstance(new, str) and raw[:3] in ('"""', "'''"):
            if self.keep_lines and isinstance(old, str) and (kept := kept_lines(raw, old, new, self.eol)):
                return kept
            return literals.many_lines(new, self.eol, quote=raw[:3], opened=raw[3:5].lstrip("\r")[:1] == "\n")
        if isinstance(new, str) and (key in ("body", "preamble") and "\n" in new):
            return literals.many_lines(new, self.eol)
        if isinstance(new, str) and raw[:1] == '"' and "\n" not in new:
            return literals.escaped(new)
        return literals.literal(new, self.eol)

    def statement(self, path: Path) -> tuple[Table, int] | None:
        """The statement whose value is at `path`, as its table and position, if it is a line of its own."""
        for table in self.scan.tables:
            for position, item in enumerate(table.items):
                if item.path == path:
                    return table, position
        return None

    def remove(self, path: Path) -> None:
        span = self.scan.values.get(path)
        if span is None:
            return
        found = self.statement(path)
        if found is None:
            raise UnspliceableError
        start = self.text.rfind("\n", 0, span.key) + 1
        self.edits.append((start, self.line_end(span.end), ""))

    def line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def insert(self, path: Path, key: str, value: literals.Value, earlier: list[str]) -> None:
        """Note the new line for a key the file does not have, after the nearest key that stands before it."""
        line = codec.statement(key, value, self.eol)
        container = self.scan.values.get(path)
        if container is not None:  # dates = { … }
            raise UnspliceableError
        table = next((table for table in self.scan.tables if table.path == path and table.start), None)
        dotted = [item for item in self.scan.tables[0].items if item.path[: len(path)] == path]
        if table is not None:
            at = table.body
            mine = {item.path[len(path)]: item for item in table.items}
            for name in reversed(earlier):
                if name in mine:
                    at = self.line_end(mine[name].end)
                    break
            else:
                if len(earlier) > 0 and not earlier[0:1] and table.items:
                    at = table.end
        elif dotted:  # dates.style = …
            at = self.line_end(dotted[-1].end)
            line = f"{literals.key(str(path[0]))}.{line}"
        else:
            at = self.new_table_at(str(path[0]))
            if not any(edit[2].startswith(f"{self.eol}[{path[0]}]") for edit in self.edits):
                line = f"{self.eol}[{path[0]}]{self.eol}{line}"
        if at and self.text[at - 1] != "\n":
            line = self.eol + line
        self.edits.append((at, at, line))

    def new_table_at(self, name: str) -> int:
        """Where a table that the file does not have belongs: after the nearest one before it in house order."""
        order = list(TABLES)
        for earlier in reversed(order[: order.index(name)]):
            for table in self.scan.tables[1:]:
                if table.path == (earlier,):
                    return max(t.end for t in self.scan.tables if t.path[:1] == (earlier,))
        return self.scan.tables[0].end

    # -- sections -----------------------------------------------------------------------------------------------

    def sections(self, before: tuple[Section, ...], after: tuple[Section, ...]) -> str:
        origin = origins(before, after)
        pieces = self.layout.sections
        for section, position in zip(after, origin, strict=True):
            if position is not None and before[position] != section:
                old = codec.section_fields(before[position])
                self.table(("section", position), "section", old, codec.section_fields(section))
        if origin == list(range(len(before))):
            return self.edited(0, len(self.text))
        if before and len(pieces) != len(before):
            raise UnspliceableError  # section = [{ … }]
        return self.rebuilt(after, origin, pieces)

    def rebuilt(self, after: tuple[Section, ...], origin: list[int | None], pieces: dict[int, Piece]) -> str:
        """The text with its section pieces put in a new order, new ones written, those no longer there left out."""
        written = [
            codec.section_text(section, self.eol)
            if position is None
            else self.edited(pieces[position].start, pieces[position].end)
            for section, position in zip(after, origin, strict=True)
        ]
        slots = [piece for piece in self.layout.pieces if piece.section is not None]
        output: list[str] = []
        filled = 0
        for piece in self.layout.pieces[:-1]:
            if piece.section is None:
                output.append(self.edited(piece.start, piece.end))
            elif filled < len(written):
                last = piece is slots[-1]
                take = len(written) if last else filled + 1
                output += written[filled:take]
                filled = take
        output += written[filled:]
        footer = self.layout.footer
        output.append(self.edited(footer.start, footer.end))
        return self.joined(output)

    def joined(self, parts: list[str]) -> str:
        """The parts as one text; a part that follows another begins on a line of its own."""
        text = ""
        chunks: list[str] = []
        for part in parts:
            if part and text and not text.endswith("\n"):
                chunks.append(self.eol)
            if part:
                chunks.append(part)
                text = part
        return "".join(chunks)

    def edited(self, start: int, end: int) -> str:
        """The characters from `start` to `end` with the edits that lie there made."""
        output: list[str] = []
        at = start
        for first, last, new in sorted(self.edits, key=lambda edit: (edit[0], edit[1])):
            # An insertion at a seam belongs to the piece that ends there.
            inside = start <= first and last <= end and not (first == last == start and start > 0)
            if not inside:
                continue
            if first < at:
                raise UnspliceableError
            output += (self.text[at:first], new)
            at = last
        output.append(self.text[at:end])
        return "".join(output)


def origins(before: tuple[Section, ...], after: tuple[Section, ...]) -> list[int | None]:
    """For each section after, the position of the one before that it comes from; None for a new one."""
    known = {section.id: position for position, section in enumerate(before)}
    result = [known.get(section.id) for section in after]
    free = set(range(len(before))) - {position for position in result if position is not None}
    for index, section in enumerate(after):
        if result[index] is not None:
            continue
        # Another id with the same text is the same section: its comments stay with it.
        for position in sorted(free, key=lambda position: abs(position - index)):
            old = before[position]
            if old.title and old.title == section.title and (old.body == section.body or position == index):
                result[index] = position
                free.discard(position)
                break
    return result


def kept_lines(raw: str, old: str, new: str, eol: str) -> str:
    """A multi-line string saying `new`, its unchanged first and last lines as they were written.

    Empty when the source lines of `raw` are not the lines of `old` (escaped line ends, joined lines).
    """
    quote = raw[:3]
    head = 3
    for first in ("\r\n", "\n"):
        if raw.startswith(first, 3):
            head = 3 + len(first)
            break
    source = raw[head:-3].split("\n")
    lines, wanted = old.split("\n"), new.split("\n")
    if len(source) != len(lines) or (quote == "'''" and not literals.fits_literal(new)):
        return ""
    same = 0
    while same < min(len(lines), len(wanted)) and lines[same] == wanted[same]:
        same += 1
    tail = 0
    while tail < min(len(lines), len(wanted)) - same and lines[-1 - tail] == wanted[-1 - tail]:
        tail += 1
    middle = wanted[same : len(wanted) - tail]
    written = list(middle)
    if quote == '"""':
        final = len(middle) - 1 if not tail else -1
        written = [literals.basic_lines(line, last=number == final) for number, line in enumerate(middle)]
    carriage = "\r" if eol == "\r\n" else ""
    result: list[str] = source[:same] + [line + carriage for line in written] + source[len(source) - tail :]
    if not tail and carriage and written:
        result[-1] = result[-1].removesuffix("\r")
    if same == len(lines) and written and carriage:  # the line that was last has no line end of its own
        result[same - 1] += carriage
    if not tail and not written and carriage:
        result[-1] = result[-1].removesuffix("\r")
    text = "\n".join(result)
    opening = raw[:head]
    if head == 3 and text[:2].lstrip("\r").startswith("\n"):
        opening += eol
    joined = f"{opening}{text}{quote}"
    return joined if string_end(joined, 0) == len(joined) else ""

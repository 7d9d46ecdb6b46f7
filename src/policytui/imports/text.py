"""Plain text in: a policy from a text as people paste it.

Rules that hold here:

- No word is lost: what is dropped (heading numbers, a contents list, marks between sections) is in `dropped` and
  told as a problem; what is doubtful stays in the text.
- Everything guessed is told, with its line.
- No rule knows a particular policy. Each of the rooms beside this one holds the rules of one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policytui.core.slugs import unique_id
from policytui.core.values import Policy, Problem, Section, Severity
from policytui.imports import phrases
from policytui.imports.chunks import Chunk, Kind, chunks_of
from policytui.imports.contents import drop_contents
from policytui.imports.front import read_front
from policytui.imports.headings import join_run_ins, labels_are_headings, mark_headings, settle_lone
from policytui.imports.levels import set_levels
from policytui.imports.lines import read_lines, shape_of
from policytui.imports.outline import Imported, RunIn
from policytui.imports.reach import mark_reach
from policytui.imports.render import Body, render, summary_of
from policytui.imports.series import number_headings
from policytui.imports.unmarked import mark_unmarked


def read_text(text: str, *, path: str = "") -> Imported:
    """Read a plain text as a policy. `path` is only named in the problems."""
    lines = read_lines(text)
    shape = shape_of(lines)
    chunks = chunks_of(lines, shape)
    told = _Telling(path)
    separators = settle_lone(chunks)
    told.separators(separators)
    front = read_front(chunks, path)
    line, dropped = drop_contents(chunks)
    told.contents(line, dropped)
    chunks = [chunk for chunk in chunks if chunk.kind is not Kind.DROPPED]
    series = number_headings(chunks)
    for begun in mark_reach(chunks):
        told.note("import-contact", "A contact block was kept line by line.", begun)
    for begun, count in mark_unmarked(chunks):
        told.note("import-list", f"{count} lines without bullets were read as a list.", begun)
    run_ins = labels_are_headings(chunks)
    if run_ins:
        join_run_ins(chunks)
    mark_headings(chunks, shape)
    set_levels(chunks, series)
    _mark_labels(chunks, run_ins=run_ins)
    policy, found = _assemble(chunks, front.title, told)
    policy = replace(policy, organization=front.organization, dates=front.dates)
    if not front.found:
        told.note("import-date", "The text has no date line.", 0, "The first save will date it.")
    told.numbering()
    told.guesses(chunks)
    problems = (*front.problems, *sorted(told.problems, key=lambda problem: problem.line))
    return Imported(policy, tuple(found), problems, front.found, (*front.dropped, *told.dropped))


def _mark_labels(chunks: Sequence[Chunk], *, run_ins: bool) -> None:
    """Say which labels are set in bold, and which of them are headings."""
    items: list[Chunk] = []
    for chunk, after in zip(chunks, [*chunks[1:], None], strict=False):
        if chunk.kind is Kind.ITEM:
            items.append(chunk)
        if items and (after is None or after.kind is not Kind.ITEM):
            labels = [phrases.label(item.text, small=True) is not None for item in items]
            if 3 * sum(labels) >= 2 * len(labels):
                for item, labelled in zip(items, labels, strict=True):
                    item.labelled = labelled
            items = []
        if chunk.kind is Kind.TEXT:
            named = phrases.label(chunk.text)
            if named is not None:
                chunk.labelled = not phrases.reach_label(named[0])
                chunk.run_in = chunk.labelled and run_ins
            elif chunk.colon and after is not None and after.kind is Kind.ITEM:
                chunk.labelled = phrases.heading_like(chunk.text) and len(chunk.text.split()) <= 6


def _assemble(chunks: Sequence[Chunk], title: str, told: _Telling) -> tuple[Policy, list[RunIn]]:
    """Sections from headings and what stands below them."""
    body = Body()
    sections: list[Section] = []
    run_ins: list[RunIn] = []
    heading: Chunk | None = None
    preamble = ""
    ids: set[str] = set()

    def close() -> None:
        nonlocal preamble, body
        summary, prefix = summary_of(body) if heading is not None else ("", "")
        if summary and phrases.key(prefix) == "in short in short":
            told.drop("import-summary", "In Short", "“In short:” stood twice and was kept once.", body.line)
        elif summary and phrases.key(prefix) != "in short":
            message = f"“{prefix}” became the summary of the section, printed as “In short:”."
            told.drop("import-summary", prefix, message, body.line)
        if heading is None:
            preamble = render(body, with_summary=True)
        else:
            sections.append(_section(heading, summary, render(body), ids, told))
        body = Body()

    for chunk in chunks:
        if chunk.kind is Kind.HEADING:
            close()
            heading = chunk
        elif chunk.kind is not Kind.DROPPED:
            if chunk.run_in:
                labelled = phrases.label(chunk.text)
                assert labelled is not None
                level = heading.level + 1 if heading is not None else 1
                run_ins.append(RunIn(len(sections) if heading is not None else -1, labelled[0], level))
            body.add(chunk)
    close()
    return Policy(title, preamble=preamble, sections=tuple(sections)), run_ins


def _section(heading: Chunk, summary: str, body: str, ids: set[str], told: _Telling) -> Section:
    title = heading.text.rstrip().removesuffix(":").rstrip()
    if heading.number is not None:
        if title.endswith(".") and title.count(".") == 1:
            title = title[:-1]
        told.numbers.append(heading)
    section_id = unique_id(title, ids)
    ids.add(section_id)
    return Section(section_id, title, heading.level, summary, body)


class _Telling:
    """The problems found on the way, and what was dropped."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.dropped: list[str] = []
        self.numbers: list[Chunk] = []

    def note(self, rule: str, message: str, line: int, hint: str = "") -> None:
        """Something a person may want to know."""
        self.problems.append(Problem(rule, message, hint, Severity.NOTE, self.path, line))

    def drop(self, rule: str, text: str, message: str, line: int) -> None:
        """Something of the source that the policy does not hold."""
        self.dropped.append(text)
        self.note(rule, message, line)

    def separators(self, separators: Sequence[Chunk]) -> None:
        """The marks between sections."""
        if separators:
            self.dropped.extend(chunk.text for chunk in separators)
            marks = ", ".join(sorted({f"“{chunk.text[:12]}”" for chunk in separators}))
            many = f"{len(separators)} lines of {marks} between sections were"
            message = f"{many if len(separators) > 1 else f'A line of {marks} between sections was'} dropped."
            self.note("import-separator", message, separators[0].line)

    def contents(self, line: int, dropped: Sequence[str]) -> None:
        """The contents list."""
        if line:
            self.dropped.extend(dropped)
            first = dropped[0] if len(dropped[0]) <= 40 else dropped[0][:40] + "…"
            message = f"A contents list of {len(dropped)} lines (“{first}”) was dropped: it repeats the headings."
            self.note("import-contents", message, line)

    def numbering(self) -> None:
        """The numbers of headings, and where they do not count on."""
        marks = [heading.number.mark for heading in self.numbers if heading.number is not None]
        if not marks:
            return
        self.dropped.extend(marks)
        shown = ", ".join(marks[:12]) + (", …" if len(marks) > 12 else "")
        many = f"The numbers of {len(marks)} headings were" if len(marks) > 1 else "The number of a heading was"
        message = f"{many} dropped ({shown})."
        self.note("import-number", message, self.numbers[0].line)
        for before, after in zip(self.numbers, self.numbers[1:], strict=False):
            first, second = before.number, after.number
            if first is None or second is None or (first.kind, first.depth) != (second.kind, second.depth):
                continue
            if first.value + 1 < second.value:
                message = f"The numbers of the headings go from “{first.mark}” to “{second.mark}” (“{after.text}”)."
                hint = "Nothing was left out by the import: look whether the source lacks a section."
                self.problems.append(
                    Problem("import-number-gap", message, hint, Severity.WARNING, self.path, after.line)
                )

    def guesses(self, chunks: Sequence[Chunk]) -> None:
        """The headings that nothing but their place shows."""
        guessed = [chunk for chunk in chunks if chunk.kind is Kind.HEADING and chunk.guessed and chunk.number is None]
        if guessed:
            many = f"{len(guessed)} short lines were read as headings; their levels are"
            message = f"{many if len(guessed) > 1 else 'A short line was read as a heading; its level is'} a guess."
            self.note("import-heading", message, guessed[0].line, "Look through the outline.")

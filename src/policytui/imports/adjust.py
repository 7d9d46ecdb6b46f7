"""Changes to an import before it is saved: promote, demote, merge, split, drop, retitle.

Rules that hold here: pure functions, an `Imported` in and another out; run-ins follow the text they stand in; no
word is lost but by `drop`. Positions are those of `policy.sections`; a position that does not exist raises
IndexError, an act that makes no sense ValueError with a sentence for people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policytui.core.slugs import unique_id
from policytui.core.values import MAX_LEVEL, Section
from policytui.imports.escape import escape
from policytui.imports.outline import Imported, RunIn


def promote(imported: Imported, at: int) -> Imported:
    """One level up, with the sections below it."""
    return _relevel(imported, at, -1)


def demote(imported: Imported, at: int) -> Imported:
    """One level down, with the sections below it."""
    return _relevel(imported, at, 1)


def retitle(imported: Imported, at: int, title: str) -> Imported:
    """Another title; the id follows, as nothing is saved yet."""
    bare = " ".join(title.split())
    if not bare:
        raise ValueError("A section needs a title.")
    sections = _sections(imported, at)
    taken = {section.id for position, section in enumerate(sections) if position != at}
    sections[at] = replace(sections[at], title=bare, id=unique_id(bare, taken))
    return _with(imported, sections, lambda run: run)


def merge(imported: Imported, at: int) -> Imported:
    """Merge a section with the one before it (the first with the preamble); its title becomes a paragraph."""
    sections = _sections(imported, at)
    section = sections.pop(at)
    summary = f"In short: {section.summary}" if section.summary else ""
    text = "\n\n".join(part for part in (escape(section.title), summary, section.body) if part)
    preamble = imported.policy.preamble
    if at:
        before = sections[at - 1]
        sections[at - 1] = replace(before, body=_joined(before.body, text))
    else:
        preamble = _joined(preamble, text)
    merged = _with(imported, sections, lambda run: _moved(run, at, -1) if run.section >= at else run)
    return replace(merged, policy=replace(merged.policy, preamble=preamble))


def split(imported: Imported, at: int, line: int, title: str = "") -> Imported:
    """Split a section (-1: the preamble) before a line of its body, from 0: what follows is a section of its own.

    Without a title, the line itself becomes the title when it is short, else the first words of it are repeated
    as one.
    """
    sections = _sections(imported, at) if at >= 0 else list(imported.policy.sections)
    body = (sections[at].body if at >= 0 else imported.policy.preamble).split("\n")
    if not 0 <= line < len(body) or not "\n".join(body[line:]).strip():
        raise ValueError("There is no text below that line to split off.")
    above, below = body[:line], body[line:]
    while not below[0].strip():
        below.pop(0)
    if not title.strip():
        title = _plain(below[0])
        if len(title.split()) <= 14 and not title.endswith((".", ";", ",")):
            below.pop(0)
        else:
            title = " ".join(title.split()[:6]).rstrip(".,;:")
    title = " ".join(title.split()).rstrip(":") or "Untitled"
    level = sections[at].level if at >= 0 else 1
    rest = "\n".join(below).strip("\n")
    section = Section(unique_id(title, {each.id for each in sections}), title, level, "", rest)
    head = "\n".join(above).strip("\n")
    preamble = imported.policy.preamble
    if at >= 0:
        sections[at] = replace(sections[at], body=head)
    else:
        preamble = head
    sections.insert(at + 1, section)

    def moved(run: RunIn) -> RunIn:
        below_line = run.section == at and f"**{escape(run.title, line_start=False)}" not in head
        return _moved(run, at, 1) if run.section > at or below_line else run

    done = _with(imported, sections, moved)
    return replace(done, policy=replace(done.policy, preamble=preamble))


def drop(imported: Imported, at: int) -> Imported:
    """Leave a section out, with its text; it is listed in `dropped`."""
    sections = _sections(imported, at)
    gone = sections.pop(at)
    kept = tuple(run for run in imported.run_ins if run.section != at)
    text = "\n\n".join(part for part in (gone.title, gone.summary, gone.body) if part)
    done = _with(
        replace(imported, run_ins=kept), sections, lambda run: _moved(run, at, -1) if run.section > at else run
    )
    return replace(done, dropped=(*done.dropped, text))


def _sections(imported: Imported, at: int) -> list[Section]:
    sections = list(imported.policy.sections)
    if not 0 <= at < len(sections):
        raise IndexError(at)
    return sections


def _with(imported: Imported, sections: list[Section], moved: Callable[[RunIn], RunIn]) -> Imported:
    policy = replace(imported.policy, sections=tuple(sections))
    return replace(imported, policy=policy, run_ins=tuple(moved(run) for run in imported.run_ins))


def _moved(run: RunIn, _at: int, by: int) -> RunIn:
    return replace(run, section=run.section + by)


def _relevel(imported: Imported, at: int, by: int) -> Imported:
    sections = _sections(imported, at)
    end = at + 1
    while end < len(sections) and sections[end].level > sections[at].level:
        end += 1
    levels = [section.level + by for section in sections[at:end]]
    if min(levels) < 1 or max(levels) > MAX_LEVEL:
        raise ValueError(f"Levels go from 1 to {MAX_LEVEL}; this section cannot be moved further.")
    for position, level in zip(range(at, end), levels, strict=True):
        sections[position] = replace(sections[position], level=level)
    return _with(imported, sections, lambda run: replace(run, level=run.level + by) if at <= run.section < end else run)


def _joined(above: str, below: str) -> str:
    return "\n\n".join(part for part in (above.rstrip("\n"), below) if part.strip())


def _plain(line: str) -> str:
    """A line of a body as a title: list marks, emphasis and escapes taken off."""
    from policytui.imports.markdown import plain

    bare = line.strip().lstrip("#>").strip().removeprefix("- ").removeprefix("* ")
    return plain(bare.removesuffix("\\")).rstrip(":")

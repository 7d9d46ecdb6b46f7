"""What the library says of a policy: its row, and the lines below the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policytui.core.values import Problem, Severity
from policytui.tui.screens.chrome import Piece
from policytui.tui.screens.notice import key_piece
from policytui.tui.screens.rows import Row
from policytui.workspace import Entry, State

DRAFT = "draft"
_STATE_STYLES = {"unread": "dim", "clean": "dim", "unsaved": "warn", DRAFT: "warn", "broken": "bad"}
_STATE_MARKS = {"unread": "  ", "clean": "  ", "unsaved": "● ", DRAFT: "● ", "broken": "✗ "}


def day(when: date | None) -> str:
    """A date in a list: ISO, or a dash."""
    return when.isoformat() if when else "–"


def unread(slug: str) -> Entry:
    """What stands for a policy that is not read yet: its name."""
    return Entry(slug, slug, None, None, 0, State.UNREAD)


def row_of(entry: Entry, drafted: bool, uncommitted: int) -> Row:
    """A row of the list. `uncommitted`: how many of its files git does not hold as they are."""
    state = DRAFT if drafted and entry.state is not State.BROKEN else entry.state.value
    return Row(
        (
            (entry.title or entry.slug, "bad" if state == "broken" else ""),
            (entry.organization, ""),
            (entry.slug, "dim"),
            (day(entry.last_updated), ""),
            (day(entry.effective), "dim"),
            (str(entry.revisions), "dim"),
            (_STATE_MARKS[state] + state, _STATE_STYLES[state]),
            (f"+{uncommitted}" if uncommitted else "", "warn"),
        ),
        key=entry.slug,
    )


def lines_about(entry: Entry, drafted: bool, uncommitted: int) -> list[Sequence[Piece]]:
    """What there is to say of the policy that the cursor is on."""
    lines: list[Sequence[Piece]] = []
    if drafted:
        lines.append(
            [
                ("A draft is kept and not yet saved. ", "warn"),
                ("Enter goes on with it, t shows what it changes.", "dim"),
            ]
        )
    elif entry.state is State.UNSAVED:
        lines.append(
            [
                ("The file holds text that no revision holds. ", "warn"),
                ("t shows it; Enter, then ctrl+s saves it.", "dim"),
            ]
        )
    elif entry.state is State.CLEAN and not entry.problems:
        lines.append([(f"{entry.slug}: ", "dim"), ("the file is what its newest revision saved.", "dim")])
    if uncommitted:
        files = "1 file is" if uncommitted == 1 else f"{uncommitted} files are"
        said = (f"{files} not committed. ", "warn")
        lines.insert(1, [said, *key_piece("library.commit", "commits the policy")])
    for problem in entry.problems[:8]:
        lines.extend(problem_lines(problem))
    if len(entry.problems) > 8:
        lines.append([(f"… and {len(entry.problems) - 8} more: `policytui check {entry.slug}` lists them all.", "dim")])
    return lines


def problem_lines(problem: Problem, line: str = "") -> list[Sequence[Piece]]:
    """A problem: where, what, and how to mend it. With `line` only that word and the number say where."""
    style = {Severity.ERROR: "bad", Severity.WARNING: "warn"}.get(problem.severity, "dim")
    at = (f"{line}{problem.line}" if problem.line else "") if line else problem.at()
    where = f"{at}  " if at else ""
    lines: list[Sequence[Piece]] = [[(where, "strong"), (problem.message, style)]]
    if problem.hint:
        lines.append([(f"  {problem.hint}", "dim")])
    return lines

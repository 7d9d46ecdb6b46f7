"""The moments of a history as rows, as lines that tell of one, and as pairs to review.

Rules that hold here: a revision and a commit of git's past are told and compared alike; what is compared is read when
it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policytui.core.values import Policy
from policytui.tui.screens.chrome import Piece
from policytui.tui.screens.pairs import Pair
from policytui.tui.screens.policy_rows import day
from policytui.tui.screens.rows import Column, Row
from policytui.workspace.git_history import Moment, policy_at, policy_before

if TYPE_CHECKING:
    from policytui.workspace import Workspace


SHORT = 160
"""Characters of a summary where more is said than that."""


def columns(in_git: bool) -> tuple[Column, ...]:
    """The columns of a history; commits only where there are any."""
    return (
        Column("", 1),
        Column("Rev.", 5),
        Column("Saved", 10),
        Column("Time", 5, shown_from=100),
        Column("Kind", 10),
        *([Column("Commit", 8, shown_from=56)] if in_git else []),
        Column("Last updated", 12, shown_from=92 if in_git else 70),
        Column("Author", 18, shown_from=112),
        Column("Summary", 0),
    )


def key_of(moment: Moment) -> str:
    """What a moment is known by: the hash of its revision, else of its commit."""
    if moment.revision is not None:
        return moment.revision.hash
    return moment.commit.hash if moment.commit else ""


def name_of(moment: Moment) -> str:
    """How people call it: `r3`, or the beginning of a commit's hash."""
    if moment.revision is not None:
        return moment.revision.rev
    return moment.commit.hash[:8] if moment.commit else "–"


def _label(moment: Moment) -> str:
    return f"{name_of(moment)}, {moment.when:%Y-%m-%d}"


def rows(moments: Sequence[Moment], picked: Sequence[str], in_git: bool) -> list[Row]:
    """A row for each moment."""
    return [row(moments, at, picked, in_git) for at in range(len(moments))]


def row(moments: Sequence[Moment], at: int, picked: Sequence[str], in_git: bool) -> Row:
    """One of the moments in the columns that `columns` gives. Branches and tags stand where a commit comes first."""
    moment = moments[at]
    revision, commit = moment.revision, moment.commit
    when = moment.when.astimezone()
    if revision is not None:
        overruled = revision.change is not revision.proposed
        kind: Piece = (revision.change.value + ("*" if overruled else ""), f"plain-{revision.change.value}")
    else:
        kind = ("commit" if moment.spec else "removed", "dim")
    author = revision.author if revision else commit.author if commit else ""
    summary = revision.summary if revision else commit.subject if commit else ""
    first = at == 0 or moments[at - 1].commit != commit
    refs = f"({commit.refs.removeprefix('HEAD -> ')}) " if first and commit and commit.refs else ""
    git: list[Piece] = [_commit(moment)] if in_git else []
    return Row(
        (
            ("◆" if key_of(moment) in picked else " ", "mark"),
            (revision.rev if revision else "–", "strong"),
            (f"{when:%Y-%m-%d}", ""),
            (f"{when:%H:%M}", "dim"),
            kind,
            *git,
            (day(revision.last_updated) if revision else "", ""),
            (_who(author), "dim"),
            (refs + summary, ""),
        ),
        key=key_of(moment),
    )


def _commit(moment: Moment) -> Piece:
    if moment.commit is not None:
        return (moment.commit.hash[:8], "dim")
    return ("yes", "dim") if moment.committed else ("not yet", "warn")


def about(moment: Moment, holding: tuple[list[str], list[str]] | None, in_git: bool) -> list[list[Piece]]:
    """What there is to say of a moment. `holding` are the tags and branches that contain its commit, once known."""
    revision, commit = moment.revision, moment.commit
    lines: list[list[Piece]] = []
    if revision is not None:
        lines.append([(_short(revision.summary) or "No summary.", "strong")])
        said = f"{revision.rev} · {revision.hash[:8]} · saved {moment.when.astimezone():%Y-%m-%d %H:%M}"
        lines.append([(said + (f" by {_who(revision.author)}" if revision.author else ""), "dim")])
        if revision.change is not revision.proposed:
            why = _short(revision.why) or "No why was given."
            lines.append([(f"* The rules proposed {revision.proposed.value}. ", "warn"), (why, "")])
        if in_git and not moment.committed:
            lines.append([("Not committed yet.", "warn")])
    if commit is not None:
        who = _who(commit.author)
        if revision is None:
            said = (
                f"A commit without a revision · {commit.hash[:10]} · {moment.when.astimezone():%Y-%m-%d %H:%M} by {who}"
            )
            lines += [[(_short(commit.subject) or "No subject.", "strong")], [(said, "dim")]]
        else:
            lines.append([(f"Commit {commit.hash[:10]} by {who}: {_short(commit.subject)}", "dim")])
        if holding is not None:
            lines.append(_where(*holding))
    return lines


def _short(text: str) -> str:
    """What may stand before other facts without pushing them out."""
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _who(author: str) -> str:
    return author.partition(" <")[0][:40]


def _where(tags: Sequence[str], branches: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = [("In ", "dim"), (tags[0], "strong"), (" and later tags", "dim")] if tags else []
    if tags and len(tags) == 1:
        pieces.pop()
    if branches:
        more = f" and {len(branches) - 4} more" if len(branches) > 4 else ""
        pieces += [(" · on " if pieces else "On ", "dim"), (", ".join(branches[:4]) + more, "")]
    return pieces or [("On no branch and in no tag.", "warn")]


def pair(workspace: Workspace, slug: str, before: Moment, after: Moment) -> Pair:
    """Two moments, the older one first."""

    def load() -> tuple[Policy, Policy]:
        return policy_at(workspace, slug, before), policy_at(workspace, slug, after)

    return Pair(_label(before), _label(after), load, _note(after), slug, before.spec, after.spec)


def pairs(workspace: Workspace, slug: str, newest_first: Sequence[Moment]) -> list[Pair]:
    """Each moment against what it changed, oldest first: what the review steps through."""
    saved = {moment.revision.hash: moment for moment in newest_first if moment.revision}
    result = []
    for at in range(len(newest_first) - 1, -1, -1):
        moment, older = newest_first[at], newest_first[at + 1] if at + 1 < len(newest_first) else None
        parents = moment.revision.parents if moment.revision else ()
        parent = next((saved[one] for one in parents if one in saved), None)
        result.append(
            _changed(workspace, slug, moment, older) if parent is None else pair(workspace, slug, parent, moment)
        )
    return result


def _changed(workspace: Workspace, slug: str, moment: Moment, older: Moment | None) -> Pair:
    """A moment against what is not in the list, or stands before it there only by time."""

    def load() -> tuple[Policy, Policy]:
        return policy_before(workspace, slug, moment, older), policy_at(workspace, slug, moment)

    before = _label(older) if older else "nothing"
    if moment.revision is None and moment.commit and moment.commit.parents:
        before = moment.commit.parents[0][:8]
    return Pair(before, _label(moment), load, _note(moment), slug, older.spec if older else "", moment.spec)


def _note(moment: Moment) -> str:
    return moment.revision.summary if moment.revision else moment.commit.subject if moment.commit else ""

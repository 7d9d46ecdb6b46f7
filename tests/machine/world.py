"""One policy, one person at work on it, others beside, and what must always be true of what is on disk.

Rules that hold here:

- The world knows what it did only by what the program promised: texts that a save called saved, the draft that was on
  the screen, the dates that a decision gave.
- A crash stops the save at one of its calls to the system, before or in the middle of it; nothing is cleaned up, as
  when the process is killed. Then somebody starts the program again.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from policytui.clock import FixedClock, today
from policytui.core.draft import Draft
from policytui.core.judgement import Decision
from policytui.core.values import Change, Dates, Policy, Section, Severity
from policytui.errors import StaleError, UsageError
from policytui.store.files import RealFiles
from policytui.store.journal import Journal
from policytui.store.records import replay
from policytui.store.shelf import Shelf
from policytui.workspace import Opened, Saved, Workspace
from policytui.workspace.drafts import Drafts, LeftDraft

SLUG = "lantern"
FIRST = Policy(
    "Lantern Privacy",
    "Lantern Ltd",
    dates=Dates(last_updated=date(2024, 1, 5)),
    sections=(
        Section("keep", "What we keep", body="We keep lamp orders for 30 days.\nThen they are deleted.\n"),
        Section("share", "Sharing", 2, "With nobody.", "We share your data with nobody.\n"),
        Section("contact", "Contact", body="Write to the lamp house.\n"),
    ),
)


class Killed(BaseException):
    """The process is no more."""


class Dying(RealFiles):
    """The six calls, until the n-th: that one does nothing or half of it, and none comes after."""

    def __init__(self, at: int, half: bool) -> None:
        self.left, self.half = at, half

    def _next(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed

    def create(self, path: Path, data: bytes, like: os.stat_result | None) -> int:
        if self.left == 0 and self.half:
            self.left = -1
            path.write_bytes(data[: len(data) // 2])
            raise Killed
        self._next()
        return super().create(path, data, like)

    def sync(self, handle: int) -> None:
        try:
            self._next()
        except Killed:
            os.close(handle)
            raise
        super().sync(handle)

    def link(self, source: Path, target: Path) -> None:
        self._next()
        super().link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self._next()
        super().replace(source, target)

    def unlink(self, path: Path) -> None:
        self._next()
        super().unlink(path)

    def sync_folder(self, folder: Path) -> None:
        self._next()
        super().sync_folder(folder)


class Standing(Workspace):
    """A workspace whose writing calls a test can put its hand on."""

    files: RealFiles = RealFiles()

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self.root, self.files)


@dataclass
class World:
    """The state. `folder` is empty at first."""

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2024, 6, 1, 12, 0, tzinfo=UTC)))
    saved: dict[str, Policy] = field(default_factory=dict)
    """Everything that a save called saved: hash of the revision → policy."""
    given_up: list[Policy] = field(default_factory=list)
    """Drafts that somebody put aside."""
    events: Counter[str] = field(default_factory=Counter)
    """What happened, and how often: so that a test can say that it happened at all."""

    def __post_init__(self) -> None:
        self.workspace = Standing(self.folder / "policies", author="Ada <ada@lamp.example>", clock=self.clock)
        self.drafts = Drafts(self.workspace, self.folder / "drafts")
        self.opened = self.workspace.save_import(SLUG, FIRST, summary="First version")
        self.saved[self.opened.revisions[0].hash] = self.opened.policy
        self.file = self.opened.policy
        """What the file must hold."""
        self.draft = Draft.of(self.opened.policy)
        self.journal: Journal = self.drafts.journal(self.opened)

    # --- the person ---------------------------------------------------------------------------------------

    def edit(self, draft: Draft) -> None:
        """The draft as it is now goes to the journal."""
        self.draft = draft
        self.journal.write(draft.policy)

    def save(self, change: Change | None) -> None:
        """Save the draft, as proposed or overruled, and go on with it; a file that changed meanwhile stops it."""
        proposal = self.workspace.propose(self.opened, self.draft.policy)
        why = "it says the same" if change is Change.EDITORIAL else ""
        decision = Decision("a save", change, why)
        old = self.opened.saved.dates.last_updated if self.opened.saved else None
        if self.opened.saved == self.draft.policy:
            with_nothing = (UsageError,) if self.opened.policy == self.file else (UsageError, StaleError)
            _raises(with_nothing, lambda: self.workspace.save(self.opened, self.draft.policy, decision))
            return
        if self.opened.policy != self.file or self.workspace.digest(SLUG) != self.opened.digest:
            _raises((StaleError,), lambda: self.workspace.save(self.opened, self.draft.policy, decision))
            self.events["stale"] += 1
            return
        saved = self.workspace.save(self.opened, self.draft.policy, decision, proposal=proposal)
        self._date_law(saved, old)
        sent, now = self.draft.policy, saved.opened.policy
        assert now.sections == sent.sections
        assert (now.title, now.preamble) == (sent.title, sent.preamble)
        self.kept(saved)
        self.draft = self.draft.with_policy(now, "save").rebased(now)
        self._journal_anew()

    def _date_law(self, saved: Saved, old: date | None) -> None:
        day = saved.opened.policy.dates.last_updated
        overruled = saved.revision.change is not saved.revision.proposed
        self.events[f"{saved.revision.change}{', overruled' if overruled else ''}"] += 1
        assert saved.revision.last_updated == day
        if saved.revision.change is Change.MATERIAL:
            assert day == max(today(self.clock), old or date.min)
        else:
            assert day == old

    def kept(self, saved: Saved) -> None:
        """A save said that it saved."""
        self.opened = saved.opened
        self.file = saved.opened.policy
        self.saved[saved.revision.hash] = saved.opened.policy

    def load(self) -> None:
        """Take the file as it is; what was typed is put aside, not thrown away."""
        if self.draft.modified:
            self.given_up.append(self.draft.policy)
            self.drafts.put_aside(self.journal)
        else:
            self.journal.drop()
        self.begin()

    def keep_upon(self) -> None:
        """Go on with the draft upon a file that changed: saving replaces what the file says now."""
        self.opened = self.workspace.open(SLUG)
        self.draft = self.draft.rebased(self.opened.policy)
        self._journal_anew()

    def _journal_anew(self) -> None:
        """The draft upon another file: its new journal is there before the old one goes."""
        old, self.journal = self.journal, self.drafts.journal(self.opened)
        self.journal.write(self.draft.policy)
        old.drop()

    def begin(self) -> None:
        """Open the file with no draft."""
        self.opened = self.workspace.open(SLUG)
        self.draft = Draft.of(self.opened.policy)
        self.journal = self.drafts.journal(self.opened)

    # --- what happens to a person ---------------------------------------------------------------------------

    def wait(self, hours: int) -> None:
        """Time passes."""
        self.clock.moment += timedelta(hours=hours, seconds=1)

    def killed(self, at: int | None = None, half: bool = False, change: Change | None = None) -> list[LeftDraft]:
        """The process dies, in the middle of a save with `at`; what the next one finds of its draft."""
        draft = self.draft.policy
        fit = self.workspace.digest(SLUG) == self.opened.digest and draft != self.opened.saved
        if at is not None and fit:
            self._die_saving(at, half, change)
        self.journal.close()
        now = self.workspace.open(SLUG)
        fresh = [one for one in now.revisions if one.hash not in self.saved]
        assert len(fresh) <= 1
        for revision in fresh:
            self.saved[revision.hash] = now.policy
            assert now.policy.sections == draft.sections
        self.file = now.policy if fresh else self.file
        left = self.drafts.left(SLUG)
        said = {id(one): one.policy for one in left}.values()
        self.events["killed, completed" if fresh else "killed"] += 1
        if self.draft.modified and not fresh:
            self.events["draft offered"] += 1
            assert draft in said, "what was typed is offered"
        self.begin()
        return left

    def _die_saving(self, at: int, half: bool, change: Change | None) -> None:
        self.workspace.files = Dying(at, half)
        decision = Decision("a save", change, "it says the same" if change is Change.EDITORIAL else "")
        try:
            saved = self.workspace.save(self.opened, self.draft.policy, decision)
            self.saved[saved.revision.hash] = saved.opened.policy
            self.file = saved.opened.policy
        except Killed:
            self.events["killed while saving"] += 1
        finally:
            self.workspace.files = RealFiles()

    # --- others ---------------------------------------------------------------------------------------------

    def by_hand(self, old: str, new: str) -> None:
        """Somebody edits the file."""
        path = self.folder / "policies" / SLUG / "policy.toml"
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        path.write_text(text.replace(old, new, 1), encoding="utf-8", errors="surrogateescape", newline="")
        standing = self.workspace.standing(SLUG)
        assert standing is not None
        self.file = standing

    def other(self) -> Opened:
        """What another person opens now."""
        return self.workspace.open(SLUG)

    # --- the one law ----------------------------------------------------------------------------------------

    def check(self) -> None:
        """What must be true after every step."""
        shelf = Shelf(self.workspace.root)
        stored = shelf.load(SLUG)
        assert stored.loaded.policy == self.file, "the file is whole and says what was last written"
        revisions = shelf.revisions(SLUG)
        assert {one.hash for one in revisions} == set(self.saved), "every save is there, and nothing else"
        for one in revisions:
            assert self.workspace.policy_at(SLUG, one) == self.saved[one.hash], "every saved text can still be read"
        wrong = [problem for problem in self.workspace.verify(SLUG) if problem.severity is not Severity.NOTE]
        assert wrong == []
        material = [one.last_updated for one in revisions if one.change is Change.MATERIAL]
        assert revisions[-1].last_updated == material[-1], "the date is that of the newest material revision"
        if self.draft.modified:
            self.journal.write(self.draft.policy)
            assert replay(self.journal.path.read_bytes()).policy == self.draft.policy, "what is typed is journalled"
        aside = self.folder / "drafts" / "discarded"
        kept = [replay(path.read_bytes()).policy for path in aside.glob("*")] if aside.is_dir() else []
        assert all(one in kept for one in self.given_up), "what was put aside can be had again"
        leftovers = [path.name for path in self.workspace.root.rglob("*.tmp")]
        assert leftovers == []


def _raises(errors: tuple[type[Exception], ...], act: object) -> None:
    try:
        act()  # type: ignore[operator]
    except errors:
        return
    raise AssertionError(f"one of {errors} was to be raised")

"""The workspace: policies of one root, for one author, at one clock.

Rules that hold here:

- What is judged and compared is the text as published (`core.published`).
- A draft is judged against the newest revision, so a hand edit of the file is part of what a save decides.
- A save writes a revision first, then the file; the store makes the pair as good as one write.
- A policy's first revision is material and keeps the date the text came with.
"""

from __future__ import annotations

from functools import cached_property

from policytui.clock import SystemClock, today
from policytui.core.records import replace
from policytui.core.values import Change, Policy, Problem, Revision, Section
from policytui.errors import ContentError, PolicytuiError, StaleError, UsageError

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from policytui.clock import Clock
    from policytui.core.judgement import Decision, Judgement
    from policytui.core.redline import Redline
    from policytui.core.values import HouseRules
    from policytui.imports.outline import Imported
    from policytui.store.shelf import Shelf, Stored
    from policytui.workspace.entry import Entry
    from policytui.workspace.specs import Named
    from policytui.workspace.values import Opened, Proposal, Saved

EMPTY = Policy(title="")


class Workspace:
    """All policies below `root`. Errors are `errors.PolicytuiError`; content problems are values.

    `root` is the folder, or a function that finds out when it is needed; so is `author`, who saves. `cache` is the
    folder where lines of the library are remembered; "" remembers none.
    """

    def __init__(
        self,
        root: Path | Callable[[], Path],
        *,
        author: str | Callable[[], str] = "",
        clock: Clock | None = None,
        cache: str = "",
    ) -> None:
        self._root = root
        self.cache = cache
        self.clock = clock or SystemClock()
        self._author = author

    @cached_property
    def root(self) -> Path:
        """The policies folder."""
        return self._root() if callable(self._root) else self._root

    @property
    def author(self) -> str:
        """Who saves."""
        if callable(self._author):
            self._author = self._author()
        return self._author

    @property
    def _shelf(self) -> Shelf:
        from policytui.store.shelf import Shelf

        return Shelf(self.root)

    # --- reading ------------------------------------------------------------------------------------------

    def slugs(self) -> list[str]:
        """The slugs of all policies, in order."""
        return self._shelf.slugs()

    def entries(self) -> list[Entry]:
        """Every policy, by slug; broken ones too. An absent or empty root gives an empty list."""
        return list(self.each_entry())

    def each_entry(self) -> Iterator[Entry]:
        """The same one by one: a library of thousands can show its first screenful first."""
        from policytui.workspace.entry import Entry
        from policytui.workspace.remembered import Remembered

        shelf = self._shelf
        remembered = Remembered(self.cache, str(self.root))
        for slug in shelf.slugs():
            line = remembered.line(slug)
            if line is not None:
                yield Entry.of(slug, line)
                continue
            begun = remembered.begin(slug)
            entry = self._entry(shelf, slug)
            if (line := entry.line()) is not None:
                remembered.keep(slug, begun, line)
            yield entry
        remembered.write()

    def _entry(self, shelf: Shelf, slug: str) -> Entry:
        from policytui.workspace.entry import Entry, State

        stored = shelf.load(slug)
        problems = tuple(replace(problem, slug=slug) for problem in stored.loaded.problems)
        policy = stored.loaded.policy
        try:
            revisions = shelf.revisions(slug)
        except PolicytuiError as error:  # one strange folder must not hide all the others
            if not problems:
                problems = (Problem("history", error.message, error.hint, path=str(stored.path.parent), slug=slug),)
            return Entry(slug, policy.title if policy else slug, None, None, 0, State.BROKEN, problems)
        if policy is None:
            return Entry(slug, slug, None, None, len(revisions), State.BROKEN, problems)
        clean = bool(revisions) and revisions[-1].content == content_of(stored)
        state = State.CLEAN if clean else State.UNSAVED
        dates = policy.dates
        return Entry(
            slug,
            policy.title,
            dates.last_updated,
            dates.effective,
            len(revisions),
            state,
            problems,
            policy.organization,
        )

    def open(self, slug: str) -> Opened:
        """Open a policy for editing, completing an interrupted save first. ContentError when it is broken."""
        from policytui.workspace.values import Opened

        shelf = self._shelf
        shelf.finish(slug)
        stored = shelf.load(slug)
        policy = self._readable(stored)
        revisions = tuple(shelf.revisions(slug))
        saved, held = None, False
        if revisions:
            held = revisions[-1].content == content_of(stored)
            saved = policy if held else self.policy_at(slug, revisions[-1])
        return Opened(slug, stored.path, policy, saved, stored.digest, revisions, stored.loaded.problems, held)

    def _readable(self, stored: Stored) -> Policy:
        policy = stored.loaded.policy
        if policy is None:
            first = stored.loaded.problems[0]
            if first.rule == "bad-slug" or (first.rule == "missing" and not stored.path.parent.is_dir()):
                raise UsageError(f"There is no policy “{stored.slug}” in {self.root}.", "See policytui list.")
            raise ContentError(f"{first.at()}: {first.message}", first.hint)
        return policy

    def changed_on_disk(self, opened: Opened) -> bool:
        """Whether the file no longer holds the bytes that were opened."""
        return self.digest(opened.slug) != opened.digest

    def digest(self, slug: str) -> str:
        """Which bytes the policy's file holds now (SHA-256, hex); empty when it cannot be read."""
        return self._shelf.digest(slug)

    def stamp(self, slug: str) -> tuple[int, ...]:
        """Something quick to read that differs when the policy's file was written since; empty when there is none."""
        try:
            status = self._shelf.path(slug).stat()
        except (OSError, PolicytuiError):
            return ()
        return status.st_mtime_ns, status.st_size, status.st_ino

    def standing(self, slug: str) -> Policy | None:
        """The policy as its file stands now; None when it cannot be read. Changes nothing on disk."""
        try:
            return self._shelf.load(slug).loaded.policy
        except PolicytuiError:
            return None

    def history(self, slug: str, limit: int | None = None) -> list[Revision]:
        """The revisions, newest first; with a limit only the newest, read without the others (`Shelf.recent`)."""
        shelf = self._shelf
        return (shelf.revisions(slug) if limit is None else shelf.recent(slug, limit))[::-1]

    def policy_at(self, slug: str, revision: Revision) -> Policy:
        """The policy as that revision saved it. ContentError when it cannot be read any more."""
        from policytui.store.codec import decode

        shelf = self._shelf
        path = shelf.history(slug) / revision.name
        loaded = decode(shelf.revision_text(slug, revision.name), str(path))
        if loaded.policy is None:
            first = loaded.problems[0]
            raise ContentError(f"{first.at()}: {first.message}", "Run `policytui verify` to see what was changed.")
        return loaded.policy

    def resolve(self, spec: str) -> Named:
        """The policy a SPEC names: `SLUG[@REV]`, a .toml, .md or .txt file, or `GITREF:PATH`."""
        from policytui.workspace.specs import resolve

        return resolve(self, spec)

    # --- comparing ----------------------------------------------------------------------------------------

    def compare(
        self,
        before: Policy,
        after: Policy,
        *,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Redline:
        """The redline of two policies as published. Raises `core.compare.Cancelled` when cancelled."""
        from policytui.core.compare import redline
        from policytui.core.published import published

        return redline(published(before), published(after), cancelled=cancelled, progress=progress)

    def judge(self, redline: Redline) -> Judgement:
        """The verdict on a redline, under the rules of the house. Loads the spelling list the first time."""
        from policytui.core.judge import judge

        return judge(redline, self._house_rules(redline))

    def _house_rules(self, redline: Redline) -> HouseRules:
        from policytui.workspace.house import combined, root_rules

        return combined(root_rules(self.root), redline.before.house_rules, redline.after.house_rules)

    def propose(
        self,
        opened: Opened,
        policy: Policy,
        *,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Proposal:
        """What saving would mean; UsageError while a conflict is open. Call it off the event loop: it may take long."""
        from policytui.core.bodydates import stale_dates
        from policytui.core.changes_summary import summarise
        from policytui.core.decide import date_problems, proposed_dates
        from policytui.core.judgement import Judgement, Reason
        from policytui.core.redline import POLICY_ID
        from policytui.workspace import merging
        from policytui.workspace.values import Proposal

        merging.decided(opened, policy)
        before, joining = opened.saved, None
        redline = self.compare(before or EMPTY, policy, cancelled=cancelled, progress=progress)
        if before is None:
            reason = Reason(POLICY_ID, Change.MATERIAL, "first", "", policy.title, "It is the first revision.")
            judgement, summary = Judgement(Change.MATERIAL, (reason,)), "First revision"
        elif (joining := merging.joining_of(self, opened, policy)) is not None:
            judgement, summary = joining.judgement, joining.summary
            policy = policy.with_dates(last_updated=joining.last_updated)
        else:
            judgement = self.judge(redline)
            summary = summarise(redline, judgement) or "Nothing that is published changed"
        day = today(self.clock, policy.dates.timezone)
        dated = joining.day if joining and judgement.change is Change.MATERIAL else day
        material = proposed_dates(policy.dates, Change.MATERIAL, dated)
        if before is None and policy.dates.last_updated is not None:
            material = policy.dates
        editorial = proposed_dates(policy.dates, Change.EDITORIAL, day)
        # A save is a look at the policy: that one is due is not said while it happens.
        found = date_problems(policy.dates, day, before.dates if before else None)
        return Proposal(
            redline,
            judgement,
            summary,
            (material.last_updated, material.effective),
            (editorial.last_updated, editorial.effective),
            tuple(problem for problem in found if problem.rule != "review-due"),
            stale_dates(replace(policy, dates=material)),
            joining,
        )

    # --- writing ------------------------------------------------------------------------------------------

    def create(self, slug: str, title: str, *, organization: str = "", language: str = "en") -> Opened:
        """A new policy with one empty section and no revision yet. UsageError if the slug exists or is bad."""
        from policytui.store.codec import fresh

        policy = Policy(title, organization, language, sections=(Section("introduction", "Introduction"),))
        self._shelf.create(slug, fresh(policy))
        return self.open(slug)

    def save(self, opened: Opened, policy: Policy, decision: Decision, *, proposal: Proposal | None = None) -> Saved:
        """Write a revision and the policy. StaleError when the file changed since it was opened.

        `proposal` spares the work when it was made for the very same policy; any other is ignored.
        """
        from policytui.core.bodydates import stale_dates, with_dates_moved
        from policytui.core.decide import decided
        from policytui.store.splice import splice
        from policytui.workspace.values import Saved

        if proposal is None or not self._covers(proposal, opened, policy):
            proposal = self.propose(opened, policy)
        joining = proposal.joining
        if opened.held and opened.policy == policy and joining is None:
            raise UsageError("There is nothing to save: this is what the newest revision holds.")
        shelf = self._shelf
        stored = shelf.load(opened.slug)
        if stored.digest != opened.digest:
            raise StaleError(
                f"{opened.path} changed on disk since it was opened. Nothing was written; any draft is kept.",
                "Open it again to see what changed, then save.",
            )
        judgement = proposal.judgement
        day = today(self.clock, policy.dates.timezone)
        if joining is not None:
            policy = policy.with_dates(last_updated=joining.last_updated)
            day = proposal.dates_if_material[0] or day
        final = decided(opened.saved, policy, judgement, decision, day)
        if decision.body_dates:
            final = with_dates_moved(final, stale_dates(final))
        change = decision.change or judgement.change
        draft = Revision(
            hash="",
            saved_at=self.clock.now(),
            author=self.author,
            parents=opened.heads,
            change=Change.EDITORIAL if change is Change.NONE else change,
            proposed=judgement.change,
            why=decision.why or (joining.why if joining else ""),
            summary=decision.summary or proposal.summary,
            last_updated=final.dates.last_updated,
        )
        text = splice(stored.loaded.text, opened.policy, final)
        revision = shelf.save(opened.slug, text, draft, opened.digest)
        return Saved(revision, self.open(opened.slug))

    def _covers(self, proposal: Proposal, opened: Opened, policy: Policy) -> bool:
        from policytui.core.published import published

        redline = proposal.redline
        return redline.after == published(policy) and redline.before == published(opened.saved or EMPTY)

    def mark_reviewed(self, slug: str, summary: str = "Reviewed, unchanged") -> Saved:
        """Record that somebody looked today and changed nothing: a revision that moves only `reviewed`.

        UsageError when the file holds text that no revision holds.
        """
        from policytui.core.decide import reviewed
        from policytui.core.judgement import Decision

        opened = self.open(slug)
        if opened.saved != opened.policy:
            raise UsageError(
                f"{opened.path} holds text that no revision holds, so it is not unchanged. Nothing was saved.",
                f"Save it first: policytui save {slug}",
            )
        policy = reviewed(opened.policy, today(self.clock, opened.policy.dates.timezone))
        return self.save(opened, policy, Decision(summary))

    def restore(self, slug: str, revision: Revision, decision: Decision) -> Saved:
        """Save the text of an earlier revision again, as a new one; the dates are decided as for any save."""
        opened = self.open(slug)
        return self.save(opened, self.restored(opened, revision), decision)

    def restored(self, opened: Opened, revision: Revision) -> Policy:
        """The policy of an earlier revision with the dates as they stand now: a draft of a restore."""
        dates = opened.policy.dates
        earlier = self.policy_at(opened.slug, revision)
        return earlier.with_dates(last_updated=dates.last_updated, effective=dates.effective, reviewed=dates.reviewed)

    # --- import -------------------------------------------------------------------------------------------

    def read_import(self, path: Path, fmt: str = "auto") -> Imported:
        """Read a text or Markdown file as a policy, saving nothing."""
        from policytui.workspace.importing import read

        return read(path, fmt)

    def save_import(self, slug: str, policy: Policy, *, summary: str, source: Path | None = None) -> Opened:
        """Save an (adjusted) import, read from `source`, as a new policy (`importing.save`)."""
        from policytui.workspace.importing import save

        return save(self, slug, policy, summary, source)

    # --- checking -----------------------------------------------------------------------------------------

    def check(self, slug: str) -> list[Problem]:
        """Problems of content, dates and history that a person should know of."""
        from policytui.workspace.checking import check

        return check(self, slug)

    def verify(self, slug: str) -> list[Problem]:
        """Whether every revision file is what was saved: names, hashes, parents."""
        return [replace(problem, slug=slug) for problem in self._shelf.verify(slug)]


def content_of(stored: Stored) -> str:
    """The hash of a stored text as revisions carry it."""
    from policytui.store.revisions import content_hash

    return content_hash(stored.loaded.text)

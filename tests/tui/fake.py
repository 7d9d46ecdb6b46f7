"""A workspace in memory, for screens: quick, and it remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from policytui.clock import FixedClock, today
from policytui.core.judgement import Decision, Judgement, Reason
from policytui.core.redline import Hunk, Redline, SectionChange, Span, Status
from policytui.core.values import Change, Dates, Policy, Revision, Section
from policytui.errors import ContentError, UsageError
from policytui.workspace import Entry, Opened, Proposal, Saved, State, Workspace

NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


def policy(title: str = "Privacy Policy", sections: int = 3) -> Policy:
    from datetime import date

    names = ["What we collect", "How long we keep it", "Your rights", "Cookies", "Contact"]
    return Policy(
        title,
        "Lantern Ltd",
        dates=Dates(last_updated=date(2024, 5, 19), timezone="Europe/London"),
        sections=tuple(
            Section(
                names[n % 5].lower().replace(" ", "-") + ("" if n < 5 else f"-{n}"),
                names[n % 5],
                1 + (n % 3 == 2),
                "The short of it.",
                f"We keep lamp orders for {18 + n} months.\nThen they are deleted.\n\n- one\n- two\n",
            )
            for n in range(sections)
        ),
    )


class FakeWorkspace(Workspace):
    """Policies in a dict, revisions in lists."""

    def __init__(self, root: Path, policies: dict[str, Policy] | None = None) -> None:
        super().__init__(root, author="Ada", clock=FixedClock(NOON))
        self.files: dict[str, Policy] = dict(policies if policies is not None else {"lantern": policy()})
        self.kept: dict[str, list[tuple[Revision, Policy]]] = {
            slug: [(self._revision(1, Decision("First version"), Change.MATERIAL, one), one)]
            for slug, one in self.files.items()
        }
        self.broken: list[Entry] = []
        self.decisions: list[Decision] = []

    def _revision(self, number: int, decision: Decision, change: Change, one: Policy) -> Revision:
        return Revision(
            f"{number:064x}", NOON, "Ada", (), change, change, decision.why, decision.summary,
            last_updated=one.dates.last_updated, number=number,
        )  # fmt: skip

    def slugs(self) -> list[str]:
        return [entry.slug for entry in self.each_entry()]

    def each_entry(self) -> Iterator[Entry]:
        found = [
            Entry(slug, one.title, one.dates.last_updated, one.dates.effective, len(self.kept[slug]),
                  State.CLEAN if self.kept[slug] and self.kept[slug][-1][1] == one else State.UNSAVED)
            for slug, one in self.files.items()
        ]  # fmt: skip
        return iter(sorted([*found, *self.broken], key=lambda entry: entry.slug))

    def open(self, slug: str) -> Opened:
        for entry in self.broken:
            if entry.slug == slug:
                raise ContentError(f"{slug}/policy.toml cannot be read.", "Mend it.")
        one, kept = self.files[slug], self.kept[slug]
        return Opened(slug, self.root / slug / "policy.toml", one, kept[-1][1] if kept else None, str(hash(one)),
                      tuple(revision for revision, _ in kept), (), bool(kept) and kept[-1][1] == one)  # fmt: skip

    def changed_on_disk(self, opened: Opened) -> bool:
        return str(hash(self.files[opened.slug])) != opened.digest

    def create(self, slug: str, title: str, *, organization: str = "", language: str = "en") -> Opened:
        if slug in self.files:
            raise UsageError("It exists.")
        self.files[slug] = Policy(title, sections=(Section("section", "First section"),))
        self.kept[slug] = []
        return self.open(slug)

    def propose(
        self,
        opened: Opened,
        policy: Policy,
        *,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Proposal:
        line = self.compare(opened.saved or Policy(""), policy)
        judgement = self.judge(line)
        now = today(self.clock)
        effective = policy.dates.effective
        return Proposal(line, judgement, "Section changed", (now, effective), (policy.dates.last_updated, effective))

    def save(self, opened: Opened, policy: Policy, decision: Decision, *, proposal: Proposal | None = None) -> Saved:
        proposal = self.propose(opened, policy)
        change = decision.change or proposal.judgement.change
        dates = proposal.dates_if_material if change is Change.MATERIAL else proposal.dates_if_editorial
        policy = policy.with_dates(last_updated=decision.last_updated or dates[0])
        if decision.effective:
            policy = policy.with_dates(effective=decision.effective)
        self.decisions.append(decision)
        self.files[opened.slug] = policy
        kept = self.kept[opened.slug]
        revision = self._revision(len(kept) + 1, decision, change, policy)
        kept.append((revision, policy))
        return Saved(revision, self.open(opened.slug))

    def history(self, slug: str, limit: int | None = None) -> list[Revision]:
        return [revision for revision, _ in reversed(self.kept[slug])][:limit]

    def policy_at(self, slug: str, revision: Revision) -> Policy:
        return self.kept[slug][revision.number - 1][1]

    def compare(
        self,
        before: Policy,
        after: Policy,
        *,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Redline:
        changes = []
        for section in after.sections:
            old = before.section(section.id)
            status = Status.ADDED if old is None else Status.CHANGED if old != section else Status.SAME
            before_text, after_text = old.body if old else "", section.body
            spans: tuple[Span, ...] = (("remove", before_text), ("add", after_text))
            spans = tuple((op, text) for op, text in spans if text)
            if status is Status.SAME:
                spans = (("keep", after_text),) if after_text else ()
            hunk = Hunk(status, "paragraph", before_text, after_text, spans)
            changes.append(SectionChange(section.id, section.title, section.level, status, (hunk,)))
        return Redline(before, after, tuple(changes))

    def judge(self, redline: Redline) -> Judgement:
        reasons = tuple(
            Reason(section.id, Change.MATERIAL, "number", hunk.before, hunk.after, "A number changed.", 0)
            for section, hunk in redline.changes()
        )
        return Judgement(Change.MATERIAL if reasons else Change.NONE, reasons)

    def restored(self, opened: Opened, revision: Revision) -> Policy:
        return self.policy_at(opened.slug, revision)

    def restore(self, slug: str, revision: Revision, decision: Decision) -> Saved:
        return self.save(self.open(slug), self.policy_at(slug, revision), decision)

    def edit_by_hand(self, slug: str) -> None:
        """Somebody else changes the file."""
        one = self.files[slug]
        self.files[slug] = replace(one, title=one.title + " by hand")

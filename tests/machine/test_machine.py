"""Whatever is done to a policy, in whatever order: nothing that was saved or typed is lost, and every date is true."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from policytui.clock import today
from policytui.core.draft import Draft
from policytui.core.judgement import Decision
from policytui.core.redline import POLICY_ID, PREAMBLE_ID
from policytui.core.values import Change
from policytui.errors import UsageError
from tests.machine import conftest  # noqa: F401 - its profiles
from tests.machine.world import SLUG, World
from tests.store.strategies import texts

CHANGES = st.sampled_from([None, Change.MATERIAL, Change.EDITORIAL])
WORDS = st.sampled_from(["We keep it for 90 days.\n", "We keep it for 30 day.\n", "", "- one\n- two\n", "Cookies."])
TITLES = st.sampled_from(["Cookies", "Your rights", "What we keep", "Überblick", "[/x]", "a\x1b[2Jb", "Children"])
PICK = st.integers(0, 50)
HANDS = st.sampled_from(
    [("Ltd", "Limited"), ("30 days", "60 days"), ("lamp", "lantern"), ("\n", "\n# a note\n"), ("title", "title "),
     ("\n", "\r\n"), ("We", "They")]
)  # fmt: skip


class Machine(RuleBasedStateMachine):
    """A person, others, a disk."""

    steps = 0
    events: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.world = World(self.folder, events=Machine.events)

    def teardown(self) -> None:
        self.world.journal.close()
        shutil.rmtree(self.folder)

    def _section(self, pick: int) -> str:
        sections = self.world.draft.policy.sections
        return sections[pick % len(sections)].id if sections else PREAMBLE_ID

    def _act(self, act: Callable[[Draft], Draft]) -> None:
        with contextlib.suppress(UsageError):  # the first section cannot be merged, the preamble cannot be moved…
            self.world.edit(act(self.world.draft))

    # --- editing ------------------------------------------------------------------------------------------

    @rule(pick=PICK, text=WORDS | texts)
    def type_a_body(self, pick: int, text: str) -> None:
        self.world.edit(self.world.draft.with_text(self._section(pick), "body", text))

    @rule(pick=PICK, text=TITLES)
    def type_a_summary(self, pick: int, text: str) -> None:
        section = self._section(pick)
        if section != PREAMBLE_ID:
            self.world.edit(self.world.draft.with_text(section, "summary", text))

    @rule(text=TITLES | texts.filter(lambda text: bool(text.strip())))
    def type_the_title(self, text: str) -> None:
        self.world.edit(self.world.draft.with_text(POLICY_ID, "title", text))

    @rule(pick=PICK, title=TITLES)
    def add(self, pick: int, title: str) -> None:
        self._act(lambda draft: draft.add(self._section(pick), title))

    @rule(pick=PICK, what=st.sampled_from(["remove", "duplicate", "promote", "demote", "merge"]))
    def restructure(self, pick: int, what: str) -> None:
        self._act(lambda draft: getattr(draft, what)(self._section(pick)))

    @rule(pick=PICK, by=st.sampled_from([-1, 1]))
    def move(self, pick: int, by: int) -> None:
        self._act(lambda draft: draft.move(self._section(pick), by))

    @rule(pick=PICK, title=TITLES)
    def rename(self, pick: int, title: str) -> None:
        self._act(lambda draft: draft.rename(self._section(pick), title))

    @rule(pick=PICK, line=st.integers(0, 3), column=st.integers(0, 9))
    def split(self, pick: int, line: int, column: int) -> None:
        self._act(lambda draft: draft.split(self._section(pick), line, column))

    @rule(times=st.integers(1, 4), back=st.booleans())
    def undo_or_redo(self, times: int, back: bool) -> None:
        for _ in range(times):
            self.world.edit(self.world.draft.undo() if back else self.world.draft.redo())

    # --- saving -------------------------------------------------------------------------------------------

    @rule(change=CHANGES, hours=st.sampled_from([0, 1, 30]))
    def save(self, change: Change | None, hours: int) -> None:
        self.world.wait(hours)
        self.world.save(change)

    @rule(pick=PICK, text=WORDS, change=CHANGES)
    def type_upon_the_file_and_save(self, pick: int, text: str, change: Change | None) -> None:
        self.world.wait(7)
        self.world.keep_upon()
        self.world.edit(self.world.draft.with_text(self._section(pick), "body", text))
        self.world.save(change)

    @precondition(lambda self: not self.world.draft.modified)
    @rule(pick=PICK, change=CHANGES)
    def mend_a_mark_and_save(self, pick: int, change: Change | None) -> None:
        world = self.world
        world.wait(25)
        world.begin()
        section = self._section(pick)
        body = world.draft.text(section, "body")
        world.edit(
            world.draft.with_text(section, "body", body.replace(".", "!") if "." in body else body.replace("!", "."))
        )
        world.save(change)

    @precondition(lambda self: not self.world.draft.modified)
    @rule(pick=PICK, change=CHANGES)
    def restore(self, pick: int, change: Change | None) -> None:
        world = self.world
        world.wait(1)
        revisions = world.workspace.history(SLUG)
        world.begin()
        revision = revisions[pick % len(revisions)]
        decision = Decision(f"Restored {revision.rev}", change, "as before")
        if world.workspace.restored(world.opened, revision) == world.opened.saved:
            return
        saved = world.workspace.restore(SLUG, revision, decision)
        assert saved.opened.policy.sections == world.saved[revision.hash].sections
        world.kept(saved)
        world.begin()

    @precondition(lambda self: not self.world.draft.modified)
    @rule()
    def review_and_change_nothing(self) -> None:
        world = self.world
        world.wait(1)
        world.begin()
        if world.opened.saved != world.opened.policy:
            with pytest.raises(UsageError):
                world.workspace.mark_reviewed(SLUG)
            return
        before = world.opened.policy
        if before.dates.reviewed == today(world.clock):
            return
        saved = world.workspace.mark_reviewed(SLUG)
        assert saved.opened.policy.with_dates(reviewed=before.dates.reviewed) == before
        world.kept(saved)
        world.begin()

    # --- others, and bad luck -------------------------------------------------------------------------------

    @rule(hand=HANDS)
    def edit_by_hand(self, hand: tuple[str, str]) -> None:
        self.world.by_hand(*hand)

    @rule(text=WORDS, change=CHANGES)
    def somebody_else_saves(self, text: str, change: Change | None) -> None:
        world = self.world
        world.wait(1)
        opened = world.other()
        policy = Draft.of(opened.policy).add(PREAMBLE_ID, "Theirs").policy
        policy = Draft.of(policy).with_text(policy.sections[0].id, "body", text).policy
        mine = world.opened
        world.kept(world.workspace.save(opened, policy, Decision("theirs", change, "they say so")))
        world.opened = mine

    @rule(keep=st.booleans())
    def open_again(self, keep: bool) -> None:
        if keep:
            self.world.keep_upon()
        else:
            self.world.load()

    @rule(
        at=st.none() | st.integers(0, 9),
        half=st.booleans(),
        change=CHANGES,
        then=st.sampled_from(["go on", "put aside", "leave"]),
    )
    def killed(self, at: int | None, half: bool, change: Change | None, then: str) -> None:
        world = self.world
        for left in world.killed(at, half, change):
            if then == "go on":
                world.edit(world.draft.with_policy(left.policy, "recover").rebased(world.opened.policy))
            if then != "leave":
                world.drafts.discard(left)
                world.given_up.append(left.policy)

    @invariant()
    def nothing_is_lost(self) -> None:
        Machine.steps += 1
        self.world.check()


def _run(profile: str) -> int:
    Machine.steps = 0
    Machine.events.clear()
    run_state_machine_as_test(Machine, settings=settings.get_profile(profile))
    return Machine.steps


def test_nothing_is_lost_in_a_hundred_steps() -> None:
    assert _run("machine-quick") >= 100


@pytest.mark.slow
def test_nothing_is_lost_in_four_thousand_steps() -> None:
    assert _run("machine-long") >= 4000
    must = ("material", "editorial", "editorial, overruled", "material, overruled", "stale", "killed while saving",
            "killed, completed", "draft offered")  # fmt: skip
    assert [what for what in must if Machine.events[what] < 5] == [], Machine.events


def _still(*_: object, **__: object) -> None:
    """Do nothing."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "what", "instead"),
    [
        ("policytui.store.saving", "finish", lambda *_: ""),
        ("policytui.core.decide", "decided", lambda before, after, *_: after),
        ("policytui.store.journal.Journal", "write", _still),
        ("policytui.store.splice", "splice", lambda text, before, after: text),
    ],
)
def test_the_machine_notices_what_it_is_there_for(
    monkeypatch: pytest.MonkeyPatch, where: str, what: str, instead: object
) -> None:
    monkeypatch.setattr(f"{where}.{what}", instead)
    with pytest.raises((AssertionError, FileNotFoundError, ExceptionGroup)):
        _run("machine-sabotaged")

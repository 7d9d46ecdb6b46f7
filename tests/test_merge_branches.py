"""Two clones, random pairs of branches, merged by git: with our driver, and as git does it by itself.

Slow. It prints how many needed a person each way, and for what; `docs/git.md` has the figures, of
`POLICYTUI_PAIRS=200` from several first seeds (`POLICYTUI_SEED`). A seed whose authors changed nothing is no pair.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.align import likeness
from policytui.core.blocks import fold
from policytui.core.conflicts import GONE, Conflict, find
from policytui.core.judgement import Decision
from policytui.core.merge_text import ALIKE
from policytui.core.sources import units
from policytui.core.values import Change, Policy, Severity
from policytui.workspace.git_setup import setup
from policytui.workspace.merging import join, resolve
from tests.gitbox import Box
from tests.policy_edits import edited, made

PAIRS = int(os.environ.get("POLICYTUI_PAIRS", "40"))
FIRST = int(os.environ.get("POLICYTUI_SEED", "0"))


def lines(policy: Policy) -> set[str]:
    texts = [policy.preamble, *(value for _, value in policy.variables)]
    texts += [part for one in policy.sections for part in (one.title, one.summary, one.body)]
    return {" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()}


def act(rng: random.Random, box: Box, mark: str) -> bool:
    """Some saves of one person, committed: half of the people change material things, whose date moves."""
    saved = False
    decision = rng.choice((Decision("", Change.MATERIAL), Decision("", Change.EDITORIAL, "It means the same.")))
    for _ in range(rng.randint(1, 3)):
        box.clock.moment += timedelta(hours=rng.randint(1, 400))
        opened = box.workspace.open("privacy")
        policy = edited(rng, opened.policy, mark, rng.randint(1, 3)).with_dates(
            last_updated=opened.policy.dates.last_updated
        )
        if policy == opened.policy:
            continue
        box.workspace.save(opened, policy, decision)
        saved = True
    if saved:
        box.commit_all(f"{mark} saved")
    return saved


def stops(base: Policy, mine: Policy, theirs: Policy, merged: Policy) -> list[str]:
    """What each question is about that the driver asks. AssertionError for one that needs nobody.

    It is found without the merge: a paragraph is changed where its text stands nowhere on that side any more.
    """
    still = [_paragraphs(side) for side in (mine, theirs)]
    return [_stop(found.conflict, [base, mine, theirs], still) for found in find(merged)]


def _stop(conflict: Conflict, policies: list[Policy], still: list[set[str]]) -> str:
    base, mine, theirs = (conflict.base, conflict.mine, conflict.theirs)
    if conflict.field == "section":
        changed, gone = ("mine", 2) if theirs == GONE else ("theirs", 1)
        assert policies[gone].section(conflict.section) is None, conflict
        left = policies[3 - gone].section(conflict.section)
        assert left is not None, changed
        assert left != policies[0].section(conflict.section), conflict
        return "a section removed here and changed there"
    assert mine != theirs, conflict
    if conflict.field != "body":
        assert base not in (mine, theirs), conflict
        return f"one {conflict.field.partition('.')[0].removesuffix('s')} set to two values"
    olds = [fold(unit.text) for unit in units(base) if unit.text]
    if not olds:
        alike = max(likeness(fold(a.text), fold(b.text)) for a in units(mine) for b in units(theirs))
        assert alike >= ALIKE, conflict
        return "two alike paragraphs written in one place"
    twice = [old for old in olds if not any(old in side for side in still)]
    assert twice, conflict
    if not (mine.strip() and theirs.strip()):
        return "a paragraph removed here and changed there"
    return "one paragraph changed on both sides"


def _paragraphs(policy: Policy) -> set[str]:
    texts = (policy.preamble, *(section.body for section in policy.sections))
    return {fold(unit.text) for text in texts for unit in units(text)}


@pytest.mark.slow
def test_random_branches_of_two_clones(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    seeds = itertools.count(FIRST)
    while counts["pairs"] < PAIRS:
        seed = next(seeds)
        rng = random.Random(seed)
        one = Box.new(tmp_path / f"one-{seed}", FixedClock(clock.moment))
        base = made(rng, rng.randint(3, 9))
        one.put("privacy", base)
        setup(one.workspace, one.environ)
        one.commit_all("begin")
        subprocess.run(["git", "clone", "-q", str(one.top), str(tmp_path / f"two-{seed}")], check=True)
        two = Box(tmp_path / f"two-{seed}", FixedClock(clock.moment))
        two.identify()
        two.workspace._author = "Ben <ben@example.org>"
        if not (act(rng, one, "m") and act(rng, two, "t")):
            continue
        mine, theirs = (box.workspace.open("privacy").policy for box in (one, two))
        one.git("fetch", "-q", str(two.top), "main:theirs")
        later = max(one.clock.moment, two.clock.moment) + timedelta(days=1)
        monkeypatch.setenv("POLICYTUI_NOW", later.isoformat())
        both = base.dates.last_updated not in (mine.dates.last_updated, theirs.dates.last_updated)
        kind = "both dates moved" if both else "one date moved, or none"
        alone = plain_stops(one, tmp_path / f"plain-{seed}")
        said = one.git("merge", "--no-edit", "theirs", check=False)
        stopped = (one.top / ".git" / "MERGE_HEAD").exists()
        for name, count in (("pairs", 1), ("git alone", alone), ("driver", stopped)):
            counts[f"{kind}: {name}"] += count
            counts[name] += count
        one.clock.moment = later
        workspace = one.workspace
        merged = workspace.open("privacy").policy
        questions = stops(base, mine, theirs, merged)
        assert stopped == bool(questions), (seed, said)
        asked.update(questions)
        lost = ((lines(mine) | lines(theirs)) - lines(base)) - lines(merged)
        assert not lost, (seed, lost)
        if seed % 4 == 0:  # a verdict on every policy is what takes the time
            errors = {problem.rule for problem in workspace.check("privacy") if problem.severity is Severity.ERROR}
            assert errors <= ({"merge-conflict"} if stopped else set()), seed
        assert workspace.verify("privacy") == [], seed
        finish(one, rng, seed)
        for folder in ("one", "two", "plain"):
            shutil.rmtree(tmp_path / f"{folder}-{seed}")
    print(dict(counts), "questions:", dict(asked))  # noqa: T201
    assert counts["driver"] <= counts["git alone"]


def finish(box: Box, rng: random.Random, seed: int) -> None:
    """A person decides what is left and saves: both heads are parents and everything verifies."""
    workspace = box.workspace
    before = {one.hash for one in workspace.history("privacy")}
    while left := find(workspace.open("privacy").policy):
        text = left[0].conflict.field == "body"
        resolve(workspace, "privacy", 1, rng.choice(("mine", "theirs", "both") if text else ("mine", "theirs")))
    heads = {one.hash for one in workspace.history("privacy")} - {
        parent for one in workspace.history("privacy") for parent in one.parents
    }
    assert len(heads) == 2
    saved = join(workspace, "privacy")
    assert set(saved.revision.parents) == heads, seed
    assert workspace.verify("privacy") == [], seed
    assert before <= {one.hash for one in workspace.history("privacy")}
    box.commit_all("joined")


def plain_stops(box: Box, copy: Path) -> bool:
    """Whether git by itself, without a driver, stops at this merge (tried in a copy)."""
    subprocess.run(["git", "clone", "-q", str(box.top), str(copy)], check=True)
    plain = Box(copy, box.clock)
    plain.identify()
    plain.git("fetch", "-q", "origin", "theirs")
    return not plain.ok("merge", "-q", "--no-edit", "FETCH_HEAD")


@pytest.mark.slow
def test_without_dates_git_alone_merges_different_sections(tmp_path: Path, clock: FixedClock) -> None:
    """How often the format by itself lets git merge: edits of different sections, editorial, so that no date moves."""
    stopped = 0
    for seed in range(PAIRS):
        rng = random.Random(seed)
        box = Box.new(tmp_path / f"{seed}", FixedClock(clock.moment))
        base = made(rng, 6)
        box.put("privacy", base)
        box.commit_all("begin")
        first, second = rng.sample(range(len(base.sections)), 2)
        for branch, at in (("side", first), ("main", second)):
            if branch == "side":
                box.git("checkout", "-q", "-b", "side")
            opened = box.workspace.open("privacy")
            section = opened.policy.sections[at]
            words = section.body.split(" ")
            words[rng.randrange(len(words))] = branch
            policy = opened.policy.with_section(replace(section, body=" ".join(words)))
            box.clock.moment += timedelta(days=1)
            box.workspace.save(opened, policy, Decision("", Change.EDITORIAL, "no meaning"))
            box.commit_all(branch)
            if branch == "side":
                box.git("checkout", "-q", "main")
        stopped += not box.ok("merge", "-q", "--no-edit", "side")
    print({"pairs": PAIRS, "git alone stopped": stopped})  # noqa: T201
    assert stopped <= PAIRS // 10

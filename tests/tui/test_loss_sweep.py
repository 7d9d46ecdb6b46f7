"""How much typing a crash can cost: real keys at 30 a second into a real terminal, and an end at a random moment.

Each key is told from the others by its place, so what is lost is known: the keys that were sent and are not in the
draft that is offered. The loss in time is that of the first such key, counted to the moment of the end.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import string
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.store.records import replay
from policytui.workspace import Workspace
from policytui.workspace.drafts import Drafts
from tests.tui.fake import NOON, policy
from tests.tui.pty import Session

RATE = 30.0
"""Keys a second."""
PROMISE = 0.25
"""Seconds of typing that may be lost."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run showed. `loss` in seconds; `bad` counts lines of the journal that are not whole records."""

    how: signal.Signals
    sent: int
    kept: int
    loss: float
    bad: int
    offered: bool
    prefix: bool


def one_run(folder: Path, how: signal.Signals, chance: random.Random, seconds: tuple[float, float]) -> Run:
    """Type for a random time, end it, and see what is left."""
    folder.mkdir()
    root, state = folder / "policies", folder / "state"
    workspace = Workspace(root, author="Ada", clock=FixedClock(NOON))
    opened = workspace.save_import("lantern", policy(), summary="First version")
    body = opened.policy.sections[0].body
    times: list[float] = []
    with Session("lantern", root=root, state=state) as session:
        # The promise is about the program, not about what else this machine is doing: other tests let it go first.
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, session.child.pid, -20)
        session.until(b"lamp orders")
        session.read(0.3)
        stop = time.monotonic() + chance.uniform(*seconds)
        due = time.monotonic()
        while True:
            now = time.monotonic()
            if now >= stop:
                break
            if now >= due:
                session.send(string.ascii_letters[len(times) % 52].encode())
                times.append(time.monotonic())
                due += chance.uniform(0.5, 1.5) / RATE
            session.read(max(0.0, min(due, stop) - time.monotonic()))
        session.signal(how)
        ended = time.monotonic()
        session.child.wait(20)
    drafts = Drafts(workspace, state / "policytui" / "drafts")
    lines = [line for path in drafts.folder.glob("*.journal") for line in path.read_bytes().split(b"\n")]
    records = sum(replay(path.read_bytes()).records for path in drafts.folder.glob("*.journal"))
    # The header is a line and no record; behind the last line end there is nothing.
    bad = max(0, len(lines) - 2 - records) if lines else 0
    left = drafts.left("lantern")
    text = left[0].policy.sections[0].body.removesuffix(body) if left else ""
    expected = "".join(string.ascii_letters[number % 52] for number in range(len(times)))
    loss = ended - times[len(text)] if len(text) < len(times) else 0.0
    return Run(how, len(times), len(text), loss, bad, len(left) == 1, expected.startswith(text))


def _say(line: str) -> None:
    sys.__stdout__.write(line + "\n") if sys.__stdout__ else None


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP])
def test_an_end_while_typing_costs_less_than_a_quarter_of_a_second(tmp_path: Path, how: signal.Signals) -> None:
    run = one_run(tmp_path / "run", how, random.Random(5), (0.5, 0.8))
    assert run.offered
    assert run.prefix
    assert run.bad == 0
    assert run.loss < 2 * PROMISE  # a busy machine is slow to read a key; the sweep below says what is true


@pytest.mark.slow
def test_fifty_ends_at_random_moments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = random.SystemRandom().randrange(10**9)
    chance = random.Random(seed)
    runs = []
    for number in range(50):
        how = chance.choice([signal.SIGKILL, signal.SIGHUP])
        runs.append(one_run(tmp_path / str(number), how, chance, (0.4, 6.0)))
    with capsys.disabled():
        for how in (signal.SIGKILL, signal.SIGHUP):
            losses = sorted(run.loss * 1000 for run in runs if run.how is how)
            _say(
                f"\n{how.name}: {len(losses)} runs, {sum(run.sent for run in runs if run.how is how)} keys; "
                f"loss median {losses[len(losses) // 2]:.0f} ms, largest {losses[-1]:.0f} ms"
            )
        _say(
            f"bad records {sum(run.bad for run in runs)}; offered {sum(run.offered for run in runs)} of {len(runs)}; "
            f"seed {seed}"
        )
    assert all(run.offered and run.prefix and run.bad == 0 for run in runs)
    assert max(run.loss for run in runs) < PROMISE

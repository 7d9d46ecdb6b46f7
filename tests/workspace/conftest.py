"""A workspace over an empty folder, at a clock a test can move."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.values import Dates, Policy, Section
from policytui.workspace import Workspace
from tests.gitbox import Box

LOGS = "We keep server logs for 30 days.\nAfter that they are remvoed.\n"


@pytest.fixture
def workspace(tmp_path: Path, clock: FixedClock) -> Workspace:
    return Workspace(tmp_path / "policies", author="Ada <ada@example.org>", clock=clock)


@pytest.fixture
def policy() -> Policy:
    return Policy(
        "Privacy Policy",
        "Acme Ltd",
        dates=Dates(timezone="Europe/London"),
        sections=(
            Section("logs", "Logs", body=LOGS),
            Section("sharing", "Sharing", body="We share nothing with anyone.\n"),
        ),
    )


@pytest.fixture
def box(tmp_path: Path, clock: FixedClock, policy: Policy) -> Box:
    """A repository with `privacy` in it, saved and committed."""
    made = Box.new(tmp_path / "repository", clock)
    made.put("privacy", policy.with_dates(last_updated=date(2024, 1, 5)))
    made.commit_all("Add the privacy policy")
    return made

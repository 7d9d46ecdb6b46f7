"""Nothing has to be kept out here: `core` knows neither files nor the environment (`tests/test_floors.py`)."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def hermetic() -> None:
    """No home of its own for each of thousands of tests that have no use for one."""

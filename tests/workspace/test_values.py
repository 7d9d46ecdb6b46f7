"""What the workspace gives is a value, and each name is loaded when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import policytui.workspace
from policytui.workspace import Saved
from policytui.workspace.values import Saved as Own


def test_every_name_of_the_door_is_there() -> None:
    for name in policytui.workspace.__all__:
        assert getattr(policytui.workspace, name).__name__ == name
    assert Saved is Own
    with pytest.raises(AttributeError, match="Nonsense"):
        _ = policytui.workspace.Nonsense  # type: ignore[attr-defined]


def test_a_list_does_not_load_what_a_save_needs() -> None:
    code = (
        "import sys; from policytui.workspace import Workspace, State; print('policytui.core.redline' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

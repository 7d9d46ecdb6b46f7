"""The table of commands can be looked into without loading what reads a command line."""

from __future__ import annotations

import subprocess
import sys


def test_the_table_is_quick_to_load() -> None:
    code = "import sys, policytui.cli.commands as c; print(len(c.COMMANDS), 'argparse' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    many, loaded = done.stdout.split()
    assert int(many) > 20
    assert loaded == "False"

"""Copying where the terminal may not take it: into tmux's own buffer, which answers whether it has it."""

from __future__ import annotations

from collections.abc import Mapping


def into_tmux(text: str, environ: Mapping[str, str]) -> bool:
    """Put a text into the buffer of the tmux around us, which hands it on to its terminal. Whether it took it.

    tmux takes no OSC 52 of a program in it unless `set-clipboard` is `on`, and it is not by default.
    """
    if not environ.get("TMUX"):
        return False
    import subprocess

    # -w, to hand it on, is of tmux 3.2.
    for words in (["load-buffer", "-w", "-"], ["load-buffer", "-"]):
        try:
            done = subprocess.run(
                ["tmux", *words], input=text.encode("utf-8"), env=dict(environ), capture_output=True, timeout=2
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        if done.returncode == 0:
            return True
    return False

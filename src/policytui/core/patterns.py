"""Regular expressions compiled when they are first used.

Compiling one takes as long as reading hundreds of lines: a command should not pay for those it never needs.
"""

from __future__ import annotations

import re


class _Pattern:
    """Stands for the compiled pattern, whose methods become its own at the first use of one."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self._flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, put off until the pattern is asked to look at a text."""
    return _Pattern(pattern, flags)  # type: ignore[return-value]

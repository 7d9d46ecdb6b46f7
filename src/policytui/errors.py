"""Failed acts, named for who must act. Bad *content* is a value (`core.values.Problem`), not an exception.

Every error is a full sentence (what happened, what is still safe) and a hint (what to do). `cli.main` and
`tui.app` are the only places that show them; the exit code comes with the class.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from typing import ClassVar


class PolicytuiError(Exception):
    """A failed act: `message` says what happened and what is still safe, `hint` what to do."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PolicytuiError):
    """The person asked for something that does not exist or makes no sense. Exit code 2."""


class ContentError(PolicytuiError):
    """A file cannot be read as what it should be; the message names file, line and column. Exit code 2."""


class StaleError(PolicytuiError):
    """The file changed on disk since it was opened; nothing was written. Exit code 2."""


class RefusedError(PolicytuiError):
    """The system refused: disk, rights, git. Exit code 3."""

    exit_code: ClassVar[int] = 3

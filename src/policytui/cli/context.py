"""What every command is given: the configuration and the workspace, each made when first asked for."""

from __future__ import annotations

from functools import cached_property

from policytui.clock import SystemClock
from policytui.config import Config

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from policytui.clock import Clock
    from policytui.workspace import Workspace
    from policytui.workspace.drafts import Drafts


class Context:
    """One run of the program."""

    def __init__(self, root: str | None = None, config: Config | None = None, clock: Clock | None = None) -> None:
        self.config = config or Config()
        self._root = root
        self._clock = clock

    @cached_property
    def workspace(self) -> Workspace:
        """The policies of the root, for this person, now."""
        from policytui.workspace import Workspace

        clock = self._clock or self._pinned() or SystemClock()
        config = self.config
        return Workspace(lambda: config.root(self._root), author=self.author, clock=clock, cache=config.cache)

    @cached_property
    def drafts(self) -> Drafts:
        """The person's unsaved drafts of these policies."""
        from policytui.workspace.drafts import Drafts

        return Drafts(self.workspace, self.config.state / "drafts")

    def _pinned(self) -> Clock | None:
        """A clock pinned by POLICYTUI_NOW (ISO 8601, with an offset): for tests and reproducible samples."""
        text = self.config.environ.get("POLICYTUI_NOW")
        if not text:
            return None
        from datetime import datetime

        from policytui.clock import FixedClock
        from policytui.errors import UsageError

        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise UsageError(f"POLICYTUI_NOW is “{text}”, which is not a moment.", "Write it as 2024-06-01T12:00:00Z.")
        return FixedClock(moment)

    def author(self) -> str:
        """Who saves: as configured, else git's identity, else the login name."""
        if self.config.author:
            return self.config.author
        from policytui.workspace.people import git_identity

        return git_identity(self.config.environ, self.config.root(self._root)) or self.config.login

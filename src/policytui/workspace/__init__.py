"""The one door to policies: open, save, history, compare, import, check. Screens and commands come through here.

Importing this loads nothing: neither textual nor rich, tomlkit or the spelling list, and each of its own names only
when it is asked for (PEP 562). So `policytui list` does not wait for what only a save needs.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from policytui.workspace.entry import Entry, State
    from policytui.workspace.specs import Named
    from policytui.workspace.values import Opened, Proposal, Saved
    from policytui.workspace.workspace import Workspace
else:
    _HOMES = {"Entry": "entry", "State": "entry", "Named": "specs", "Opened": "values", "Proposal": "values",
              "Saved": "values", "Workspace": "workspace"}  # fmt: skip

    def __getattr__(name: str) -> object:
        """A name of `__all__`, from the module it lives in."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(__import__(f"{__name__}.{_HOMES[name]}", fromlist=[name]), name)


__all__ = ["Entry", "Named", "Opened", "Proposal", "Saved", "State", "Workspace"]

"""What can be put right in an import before it is saved: the screens' way to `imports.adjust`."""

from policytui.imports.adjust import demote, drop, merge, promote, retitle, split
from policytui.imports.outline import Imported

__all__ = ["Imported", "demote", "drop", "merge", "promote", "retitle", "split"]

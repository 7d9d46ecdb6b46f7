"""Where a section stands and at which level, in words: what a reviewer stops at when only that changed.

Rules that hold here:

- A section that is on both sides and moved, or has another level, has one hunk of kind `place` at its head, whatever
  else changed in it. One that came or went and has no text has one too: nothing changes without a hunk.
- A place is told by the nearest section above that did not move: so sections that moved together say the same, and
  the words before and after always differ.
- A place is no text of the policy: it is in no `Block`, and the verdict on it is the one on the section.
"""

from __future__ import annotations

from collections.abc import Sequence

from policytui.core.blocks import Kind, fold
from policytui.core.redline import Hunk, SectionChange, Span, Status
from policytui.core.values import Section

FIRST = "at the beginning"
"""Where a section stands that has none above it that stayed."""


class Places:
    """Where the matched sections of two policies stand. `pairs` are their positions, `went` those after that moved."""

    def __init__(
        self, before: Sequence[Section], after: Sequence[Section], pairs: Sequence[tuple[int, int]], went: set[int]
    ) -> None:
        stayed = sorted((i, j) for i, j in pairs if j not in went)
        self._before = _above(before, [i for i, _ in stayed])
        self._after = _above(after, [j for _, j in stayed])

    def hunk(self, change: SectionChange, i: int, j: int) -> Hunk:
        """The hunk for a section that is at `i` before and at `j` after."""
        old = [f"level {change.old_level}"] if change.relevelled else []
        new = [f"level {change.level}"] if change.relevelled else []
        if change.moved:
            (left, n), (right, m) = self._before[i], self._after[j]
            old.append(f"{left} ({n})" if left == right else left)
            new.append(f"{right} ({m})" if left == right else right)
        return place_hunk(Status.CHANGED, ", ".join(old), ", ".join(new))


def place_hunk(status: Status, before: str, after: str) -> Hunk:
    """A hunk that says where a section stood and where it stands; "" where it does not stand at all."""
    spans: list[Span]
    if before.startswith("level ") and before[7:] == after[7:] and before and after:
        spans = [("keep", "level "), ("remove", before[6]), ("add", after[6]), ("keep", before[7:])]
    else:
        spans = [("remove", before), ("add", after)]
    return Hunk(status, Kind.PLACE.value, before, after, tuple([(op, text) for op, text in spans if text]))


def _above(sections: Sequence[Section], stayed: Sequence[int]) -> list[tuple[str, int]]:
    """For each section, the nearest one above that stayed, in words, and which of those that stayed it is."""
    found: list[tuple[str, int]] = []
    words, count = FIRST, 0
    for at, section in enumerate(sections):
        found.append((words, count))
        if count < len(stayed) and stayed[count] == at:
            words, count = f"after “{fold(section.title) or section.id}”", count + 1
    return found

"""Two small policies and their redline: what the tests of the views look at."""

from __future__ import annotations

from policytui.core.compare import redline
from policytui.core.judgement import Judgement, Reason
from policytui.core.redline import Redline
from policytui.core.values import Change, Policy, Section

MOVED = "Write to our office in the old town whenever you want to know more of this."
BEFORE = Policy(
    "Privacy",
    sections=(
        Section("a", "Data", 1, "", f"We keep your orders for 30 days, no more.\n\nStays as it is.\n\n{MOVED}"),
        Section("gone", "Fax", 2, "", "We no longer send anything by fax machine."),
        Section("list", "Rights", 1, "", "- see it\n- mend it"),
    ),
)
AFTER = Policy(
    "Privacy",
    sections=(
        Section("a", "Your data", 1, "", "We keep your orders for 60 days, no more.\n\nStays as it is."),
        Section("list", "Rights", 2, "", "1. see it\n2. mend it"),
        Section("new", "Cookies", 1, "", f"We set one cookie and <b>no</b> other.\n\n{MOVED}"),
    ),
)
HOSTILE = Policy(
    "T\u202e", sections=(Section("x", "A\x1b[31m", 1, "", "one \x1b]52;c;x\x07 <script>alert(1)</script> two"),)
)


def example() -> Redline:
    """A redline with every kind of change."""
    return redline(BEFORE, AFTER)


def hostile() -> Redline:
    """A redline of texts that would act on a terminal or a browser."""
    return redline(Policy("T"), HOSTILE)


def verdict() -> Judgement:
    """A judgement that finds the number material."""
    at = next(n for n, hunk in enumerate(example().sections[1].hunks) if "60" in hunk.after)
    return Judgement(Change.MATERIAL, (Reason("a", Change.MATERIAL, "number", "30", "60", "A number <changed>.", at),))

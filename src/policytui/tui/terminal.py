"""What the terminal is like: its colours, its background, and the answers it gives between the keys.

Rules that hold here:

- Nothing waits for an answer. The question goes out when the screen is taken over, the first frame is painted from
  what the environment says, and an answer that differs changes the theme.
- Behind the question about the background (OSC 11) stands one that every terminal answers (primary device
  attributes): once that answer is here, no other will come.
- An answer is never a key, however late it comes and however it is torn; what is no answer is passed on untouched.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping

from textual.message import Message

QUESTION = "\x1b]11;?\x1b\\\x1b[c"
"""What colour is your background? And: what are you?"""
PATIENCE = 2.0
"""Seconds after which an answer changes nothing any more: nobody wants other colours while typing."""
AT_THE_END = 0.3
"""Seconds after the question in which leaving waits for what is still to come, so that no shell gets it."""

_ANSWER = re.compile(r"\x1b\]1[01];([^\x07\x1b]{0,64})(?:\x07|\x1b\\)|\x1b\[\?[\d;]*c")
_TORN = re.compile(r"\x1b(?:\](?:1(?:[01](?:;[^\x07\x1b]{0,64}\x1b?)?)?)?|\[(?:\?[\d;]*)?)?\Z")
_COLOUR = re.compile(r"rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})", re.IGNORECASE)


class BackgroundTold(Message):
    """The terminal has said what its background is."""

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self.dark = dark


def plain_terminal(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says that it has sixteen colours or fewer, or the person wants none."""
    if environ.get("NO_COLOR"):
        return True
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return False
    term = environ.get("TERM", "")
    return not ("256" in term or "direct" in term or term in ("xterm-kitty", "alacritty", "wezterm", "ghostty"))


def can_be_asked(environ: Mapping[str, str]) -> bool:
    """Whether a question is understood, or at least swallowed. (Emacs and the consoles would print it.)"""
    return not environ.get("TERM", "").startswith(("dumb", "linux", "eterm", "cons25", "vt"))


def said_dark(environ: Mapping[str, str]) -> bool | None:
    """What COLORFGBG says of the background (`15;0`, `0;default;15`); None where it says nothing."""
    last = environ.get("COLORFGBG", "").rpartition(";")[2]
    # Of the sixteen colours 7 and those from 9 on are light; 8 is a dark grey.
    return None if not last.isdecimal() else int(last) in (*range(7), 8)


def is_dark(colour: str) -> bool | None:
    """Whether `rgb:1212/1616/1d1d` is nearer to black than to white for the eye (Rec. 601); None: it is no colour."""
    match = _COLOUR.fullmatch(colour.strip())
    if match is None:
        return None
    red, green, blue = (int(part, 16) / float(16 ** len(part) - 1) for part in match.groups())
    return bool(0.299 * red + 0.587 * green + 0.114 * blue < 0.5)


class Answers:
    """Takes the terminal's answers out of what it sends. Used by the thread that reads, and by the one that leaves."""

    def __init__(self) -> None:
        self.dark: bool | None = None
        """What it said of its background."""
        self._asked: float | None = None
        self._all_here = threading.Event()
        self._torn = ""
        self._torn_since = 0.0

    def ask(self) -> bool:
        """Whether to ask now: once is enough for a terminal."""
        first = self._asked is None
        if first:
            self._asked = time.monotonic()
        return first

    @property
    def awaited(self) -> bool:
        """Whether there may be an answer on its way."""
        return self._asked is not None and not self._all_here.is_set() and time.monotonic() < self._asked + PATIENCE

    @property
    def patience(self) -> float:
        """Seconds that answers on their way are given before reading ends; 0 when there are none."""
        if self._asked is None or self._all_here.is_set():
            return 0.0
        return max(0.0, self._asked + AT_THE_END - time.monotonic())

    def wait(self) -> None:
        """Give the answers that are on their way a moment to arrive."""
        self._all_here.wait(self.patience)

    def feed(self, text: str) -> str:
        """What came, without answers. The beginning of one is kept until its rest comes, or `late` gives it up."""
        if not self._torn and "\x1b" not in text:
            return text
        text = self._torn + text
        self._torn = ""
        text = _ANSWER.sub(self._take, text)
        # A lone escape is a key, but for the moments in which an answer may begin with it.
        torn = _TORN.search(text)
        if torn and (self.awaited or len(torn.group()) > 3):
            self._torn, self._torn_since = torn.group(), time.monotonic()
            text = text[: torn.start()]
        return text

    def late(self) -> str:
        """What is to be taken for keys after all, when nothing followed it: call it now and then."""
        text, waited = self._torn, time.monotonic() - self._torn_since
        surely = text.startswith(("\x1b]1", "\x1b[?"))
        if not text or (surely and waited < PATIENCE):
            return ""
        self._torn = ""
        return "" if surely else text

    def _take(self, answer: re.Match[str]) -> str:
        if answer[1] is None:
            self._all_here.set()
        elif self._asked is not None and time.monotonic() < self._asked + PATIENCE:
            self.dark = is_dark(answer[1])
        return ""

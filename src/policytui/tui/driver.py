"""The terminal driver: Textual's own, with an input thread that ends when it is told to.

Rules that hold here:

- Textual's thread looks for the end every 100 ms and then waits another 100 ms for a last key: leaving takes that
  long. Ours waits on a pipe too, so that it ends at once; what it reads and how it is understood is Textual's.
- What the terminal answers (`tui.terminal`) is taken out before anything is understood as a key.
- What is pasted is text to its end: an escape inside it is no key. (Textual's parser would take it, and what follows,
  for keys.)
- A byte that is no text of this terminal is one odd character, and never the end of the program.
- A picture of the library may stand on the terminal already (`tui.opening`): it is not wiped away, and in the end the
  terminal gets the settings it had before that.
- Where Textual has no driver for this system, or another shape of it, its own is used as it is.
"""

from __future__ import annotations

import os
import select
import sys
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from policytui.tui.opening import ALTERNATE, take
from policytui.tui.terminal import QUESTION, Answers, BackgroundTold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App
    from textual.message import Message

    from policytui.tui.opening import Standing

TICK = 0.1
"""Seconds after which an escape that nothing followed is a key; as in Textual."""

_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after what is pasted."""


class QuickDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, quick to leave."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._wake: tuple[int, int] | None = None
        self._answers = Answers()
        self.standing: Standing | None = None
        """What stands on the terminal, painted before; None when the terminal was wiped."""
        self._painted = False
        self._told: bool | None = None
        """What the app was told of the background."""
        self.begin_to_read()

    @property
    def awaits_background(self) -> bool:
        """Whether the terminal may still say what its background is."""
        return self._answers.awaited

    def use_mouse(self, wanted: bool) -> None:
        """Take the mouse, or leave it to the terminal, which can then select."""
        self._mouse = True  # else Textual says nothing to the terminal
        if wanted:
            self._enable_mouse_support()
        else:
            self._disable_mouse_support()
        self._mouse = wanted

    def start_application_mode(self) -> None:
        """As Textual, with a pipe to wake the input thread, and the question about the background the first time."""
        if self._wake is None:
            self._wake = os.pipe()
        taken = take()
        self._painted = taken is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if taken is not None:
            self.standing = None if self._painted else taken
            self.attrs_before = taken.attributes
        if self._writer_thread is not None and getattr(self._app, "asks_background", False) and self._answers.ask():
            self.write(QUESTION)
            self.flush()

    def write(self, data: str) -> None:
        """As Textual."""
        super().write(self.unwiped(data))

    def unwiped(self, data: str) -> str:
        """What to write: the screen that a picture stands on is not wiped by going there again."""
        if self._painted and data == ALTERNATE:
            self._painted = False
            return ""
        return data

    def disable_input(self) -> None:
        """End the input thread now."""
        self._answers.wait()
        wake, self._wake = self._wake, None
        if wake is None:
            super().disable_input()
            return
        os.write(wake[1], b".")  # never read: the thread sees it until it ends
        super().disable_input()
        for handle in wake:
            os.close(handle)

    def run_input_thread(self) -> None:
        """Keys from the terminal to the app, until `disable_input`."""
        wake = self._wake
        watched = [self.fileno] if wake is None else [self.fileno, wake[0]]
        self.begin_to_read()
        while not self.exit_event.is_set():
            ready, _, _ = select.select(watched, [], [], TICK)
            data = os.read(self.fileno, 4096) if self.fileno in ready else None
            if data == b"":  # the terminal is gone: never spin on it
                self.exit_event.wait(0.005)
            for message in self.understood(data):
                self.process_message(message)

    def begin_to_read(self) -> None:
        """Forget the half of a character or a key that came before."""
        self._parser = XTermParser(self._debug)
        self._decode = getincrementaldecoder(_encoding())(errors="replace").decode
        self._pasted: str | None = None
        """What was pasted, while its end has not come."""

    def understood(self, data: bytes | None) -> Iterator[Message]:
        """What the terminal sent, as messages. None: nothing came for `TICK` seconds."""
        text = self._answers.late() if data is None else self._answers.feed(self._decode(data))
        while text:
            if self._pasted is None:
                keys, paste, text = text.partition(_PASTE)
                if keys:  # nothing would be the end of all keys
                    yield from self._parser.feed(keys)
                if paste:
                    self._pasted = ""
                continue
            torn = max(0, len(self._pasted) - len(_PASTED))
            self._pasted += text
            end = self._pasted.find(_PASTED, torn)
            if end < 0:
                break
            pasted, text, self._pasted = self._pasted[:end], self._pasted[end + len(_PASTED) :], None
            yield events.Paste(pasted.replace("\x00", ""))
        if self._answers.dark is not self._told and self._answers.dark is not None:
            self._told = self._answers.dark
            yield BackgroundTold(self._told)
        yield from self._parser.tick()


def _encoding() -> str:
    """How the terminal sends text. Where the locale knows ASCII only, UTF-8 is the better guess."""
    named = sys.__stdin__.encoding if sys.__stdin__ else ""
    return "utf-8" if named in ("", "ascii", "ANSI_X3.4-1968") else named

"""Between the terminal and the screens with no thread in the way: keys are read, and frames written, in the event loop.

Rules that hold here:

- A frame goes out at once as far as the terminal takes it. What it does not take is left to Textual's writing thread,
  and so is all that comes while that is behind: the order is kept and the loop never waits.
- A key that the focused editor alone can claim is given to it directly, and what it changed is painted before anything
  else runs.
- No key overtakes another. Textual hands a character to the editor at once, while a key that is bound to an action goes
  up through every queue first: of keys that come together, as over a slow line, the characters would be done before
  the backspace that came ahead of them. So one is done before the next one goes in.
- Where the system or Textual is of another shape, threads read and write as Textual's do.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import os
import select
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual import events

from policytui.tui.driver import TICK, QuickDriver

if TYPE_CHECKING:
    from textual.app import App
    from textual.events import Event
    from textual.message import Message

    _Base = App[Any]
else:
    _Base = object

IN_LOOP = sys.platform.startswith("linux")
"""Elsewhere the loop cannot watch every terminal (kqueue and /dev/tty)."""
PATIENCE = 0.25
"""Seconds that a key is waited for, before the next one goes in: what it began may be waiting for the person."""
_TICKS = 20
"""How often it is looked, after reading, whether the rest of a key stays away."""


class _Sink:
    """The file of the writing thread, which counts what has been written."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.done = 0

    def fileno(self) -> int:
        return self._file.fileno()

    def encode(self, text: str) -> bytes:
        return text.encode(self._file.encoding or "utf-8", self._file.errors or "replace")

    def write(self, text: str | bytes) -> None:
        left = memoryview(self.encode(text) if isinstance(text, str) else text)
        while left:
            left = left[os.write(self.fileno(), left) :]
        self.done += 1

    def flush(self) -> None:
        """Nothing is held back."""


class WireDriver(QuickDriver):
    """Textual's driver, read and written in the loop."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._sink: _Sink | None = None
        self._straight = -1
        self._left = 0
        """How many pieces were left to the thread."""
        self._listening = False
        self._thread = threading.get_ident()
        self._context = contextvars.copy_context()
        self._ticks = 0
        if IN_LOOP and self.input_tty and self._file is not None and self._file.isatty():
            self._sink = _Sink(cast("TextIO", self._file))
            self._file = cast(Any, self._sink)

    # --- writing ------------------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """As Textual; and open the terminal once more, in a way that never waits."""
        if self._sink is not None and self._straight < 0:
            self._straight = _unwaiting(self._sink.fileno())
        super().start_application_mode()

    def write(self, data: str) -> None:
        """Write now what the terminal takes, the rest in the thread."""
        sink = self._sink
        if sink is None:
            super().write(data)
            return
        rest = sink.encode(self.unwiped(data))
        if self._straight >= 0 and self._left == sink.done and threading.get_ident() == self._thread:
            # A terminal that is gone fails here and in the thread: there it is dealt with.
            with contextlib.suppress(OSError):
                rest = rest[os.write(self._straight, rest) :]
        if rest:
            self._left += 1
            super().write(cast(str, rest))

    def close(self) -> None:
        """As Textual."""
        super().close()
        straight, self._straight = self._straight, -1
        if straight >= 0:
            os.close(straight)

    # --- reading ------------------------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Have the loop read, and end."""
        if self._sink is None:
            super().run_input_thread()
            return
        self._listening = True
        self._loop.call_soon_threadsafe(self._listen, context=self._context)

    def disable_input(self) -> None:
        """Read no more."""
        # Answers that nobody reads would be taken for keys by whoever comes next.
        with contextlib.suppress(OSError, ValueError):
            while self._listening and (patience := self._answers.patience):
                if not select.select([self.fileno], [], [], patience)[0] or not (data := os.read(self.fileno, 4096)):
                    break
                self._tell(data)
        # The reader itself is taken out in the loop: this may be a signal's handler, anywhere inside it.
        self._listening = False
        super().disable_input()

    def _listen(self) -> None:
        if self._listening:
            self.begin_to_read()
            self._loop.add_reader(self.fileno, self._read)

    def _read(self) -> None:
        data = b""
        if self._listening:
            with contextlib.suppress(OSError):
                data = os.read(self.fileno, 4096)
        if not data:  # told to end, or the terminal is gone
            self._loop.remove_reader(self.fileno)
            return
        self._tell(data)
        if not self._ticks:
            self._loop.call_later(TICK, self._tick)
        self._ticks = _TICKS

    def _tick(self) -> None:
        """An escape that nothing followed is a key."""
        self._tell(None)
        self._ticks -= 1
        if self._ticks:
            self._loop.call_later(TICK, self._tick)

    def _tell(self, data: bytes | None) -> None:
        """Characters that came together go together: a slow line brings a word at a time."""
        typed: list[Message] = []
        for message in self.understood(data):
            if isinstance(message, events.Key) and message.is_printable:
                typed.append(message)
            else:
                self._type(typed)
                typed = []
                self.process_message(message)
        self._type(typed)

    def _type(self, keys: list[Message]) -> None:
        if len(keys) > 1:
            text = "".join([cast(events.Key, key).character or "" for key in keys])
            if self._at_once(events.Key(text[0], text)):
                return
        for key in keys:
            self.process_message(key)

    def _at_once(self, key: events.Key) -> bool:
        take = getattr(self._app, "take_at_once", None)
        return take is not None and bool(take(key))

    def send_message(self, message: Message) -> None:
        """To the app, in its turn."""
        if threading.get_ident() != self._thread:
            super().send_message(message)
        elif isinstance(self._app, AtOnce):
            self._app.take_in_turn(message)
        else:
            self._app.post_message(message)


def _unwaiting(handle: int) -> int:
    """The same terminal, opened so that writing never waits; -1 where that cannot be."""
    try:
        opened = os.open(os.ttyname(handle), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return -1
    if os.fstat(opened).st_rdev != os.fstat(handle).st_rdev:
        os.close(opened)
        return -1
    return opened


class AtOnce(_Base):
    """Mixed into an App, before it: keys that the focused editor takes before anything else runs, and all in order."""

    _handling = 0
    _line: deque[Message] | None = None
    """What waits for its turn, while something is on its way."""
    _way: Message | None = None
    """What is on its way."""

    async def on_event(self, event: Event) -> None:
        """While one is handled here, keys wait in the queue."""
        came_back = event.is_forwarded
        self._handling += 1
        try:
            await super().on_event(event)
        finally:
            self._handling -= 1
            if came_back or not event.is_forwarded:
                self.done_with(event)

    def done_with(self, event: Event) -> None:
        """What came after this event may go in."""
        if event is self._way:
            self._way = None

    def take_in_turn(self, message: Message) -> None:
        """Act on what came from the terminal once what came before it is done."""
        if self._line is not None:
            self._line.append(message)
        elif isinstance(message, events.Key) and self.take_at_once(message):
            return
        elif isinstance(message, (events.Key, events.Paste)):
            self._line = deque((message,))
            self.run_worker(self._one_by_one(self._line), group="keys")
        else:
            self.post_message(message)

    async def _one_by_one(self, line: deque[Message]) -> None:
        try:
            while line:
                message = line.popleft()
                if isinstance(message, events.Key) and self.take_at_once(message, in_turn=True):
                    continue
                self._way = message
                self.post_message(message)
                if isinstance(message, (events.Key, events.Paste)):
                    until = time.monotonic() + PATIENCE
                    # Whoever stopped it has acted on it.
                    while self._way is message and not message._stop_propagation and time.monotonic() < until:
                        await asyncio.sleep(0)
        finally:
            self._line = self._way = None
            for message in line:
                self.post_message(message)

    def take_at_once(self, event: events.Key, *, in_turn: bool = False) -> bool:
        """Whether the focused editor took the key, and what it changed was painted.

        Its `character` may be several, typed one after another. `in_turn`: nothing that came before it waits.
        """
        if self._handling or self._batch_count or not self._running or not self.app_focus:
            return False
        if self._line is not None and not in_turn:
            return False
        screen = self.screen
        focused = screen.focused
        take = getattr(focused, "take_at_once", None)
        if focused is None or take is None or focused.loading:
            return False
        above = focused.ancestors
        if any(not node._message_queue.empty() for node in (focused, *above)):
            return False
        if not focused.check_consume_key(event.key, event.character) and (
            self._keymap or any(b.priority for node in above for b in node._bindings.key_to_bindings.get(event.key, ()))
        ):
            return False
        with focused._context():
            if not take(event):
                return False
        screen._clear_tooltip()
        if not (focused._layout_required or focused._scroll_required or screen._layout_required):
            focused._repaint_required = False
            waiting = screen._dirty_widgets - {focused}
            with screen._context():
                screen._compositor.update_widgets({focused})
                screen._compositor_refresh()
            screen._dirty_widgets.update(waiting)
        return True

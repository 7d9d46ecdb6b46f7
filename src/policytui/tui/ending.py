"""How the program ends: asked to, told to by a signal, without its terminal, or by a mistake of its own.

Rules that hold here:

- Drafts are in their journals before anything else is done.
- Every end leaves the terminal as it was: ordinary screen, cursor shown, no mouse reports, no bracketed paste.
- The exit code says why: 0 asked to, 128+n for a signal or a lost terminal (SIGHUP), 70 for a mistake of the program.
- A mistake leaves a report without any text of a policy (`tui.crash`), and one sentence on the terminal.
- What hangs while ending is cut off after a few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policytui.core.visible import one_line
from policytui.tui import opening
from policytui.tui.crash import cause, write_report
from policytui.tui.opening import RESTORE, SIGNALS
from policytui.tui.screens.base import Host

CRASHED = 70
"""The exit code of a mistake of the program (EX_SOFTWARE of sysexits.h)."""
CUT_OFF = 4.0
"""Seconds that an end may take."""


class Ending(Host):
    """The app, as far as its end goes."""

    mouse = True
    """Whether the program has the mouse."""
    crash: BaseException | None = None
    """The mistake it ended with."""
    _report: Path | None = None
    _kept = False
    """Whether there was a draft that was not saved."""
    _signal = 0
    _attributes: list[Any] | None = None
    _timer: threading.Timer | None = None

    def live(self) -> int:
        """Show the screens until they end, whatever ends them. Gives the exit code."""
        with contextlib.suppress(termios.error, ValueError, OSError):
            self._attributes = opening.attributes() or termios.tcgetattr(_stdin())
        hook, threading.excepthook = threading.excepthook, self._thread_failed
        for number in SIGNALS:
            signal.signal(number, self._stopped_early)
        try:
            self.run(mouse=self.mouse)
        except Exception as error:
            # Textual itself failed: it may have left anything behind.
            self._crashed(error)
            self._restore()
        finally:
            self.keeper.close()
            threading.excepthook = hook
            if self._timer is not None:
                self._timer.cancel()
        if self._signal:
            return 128 + self._signal
        if self.crash is not None:
            with contextlib.suppress(OSError, ValueError):
                print(self._last_words(), file=sys.__stderr__)
            return CRASHED
        return self.return_code or 0

    def on_unmount(self) -> None:
        """The screens are gone: nothing more is typed."""
        self.keeper.close()

    # --- from outside -------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Hear of signals, and of a terminal that is gone. Call it when the loop runs."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._task_failed)
        if self.is_headless:
            return
        self._listen_to(*SIGNALS)
        self.set_interval(1, self._guard_terminal)

    def stopped(self, number: int) -> None:
        """A signal came, or what is like one: keep the drafts, and end."""
        if self._signal:
            return
        self._signal = number
        self.keeper.flush()
        if not self.is_headless:
            self._cut_off_later()
        self.exit(return_code=128 + number)

    def action_suspend_process(self) -> None:
        """Back to the shell for a while; `fg` comes back. What may happen there, the drafts are kept."""
        self.keeper.flush()
        super().action_suspend_process()

    @contextlib.contextmanager
    def handed_over(self) -> Iterator[None]:
        """The terminal given to another program: what ctrl+c ends there is that program, not this one."""
        self.keeper.flush()
        loop = asyncio.get_running_loop()
        keys = (signal.SIGINT, signal.SIGQUIT)
        with self.suspend():
            for number in keys:
                loop.remove_signal_handler(number)
                signal.signal(number, _heard)
            try:
                yield
            finally:
                # Only when the loop has read what was pressed meanwhile: it was not for us.
                loop.call_later(0.2, self._listen_to, *keys)

    def _listen_to(self, *numbers: signal.Signals) -> None:
        for number in numbers:
            asyncio.get_running_loop().add_signal_handler(number, self.stopped, int(number))

    def _guard_terminal(self) -> None:
        """A terminal that is gone reads as an endless end of file: leave instead of spinning on it."""
        if terminal_gone():
            self.stopped(int(signal.SIGHUP))

    def _cut_off_later(self) -> None:
        def cut_off() -> None:
            self._restore()
            os._exit(128 + self._signal)

        self._timer = threading.Timer(CUT_OFF, cut_off)
        self._timer.daemon = True
        self._timer.start()

    def _stopped_early(self, number: int, _: object) -> None:
        """A signal before the loop listens: there is no draft yet, but the terminal may be half ours."""
        self._restore()
        os._exit(128 + number)

    def _restore(self) -> None:
        """Put the terminal back by hand."""
        with contextlib.suppress(termios.error, ValueError, OSError):
            if self._attributes is not None:
                termios.tcsetattr(_stdin(), termios.TCSANOW, self._attributes)
            if select.select([], [2], [], 0)[1]:
                os.write(2, RESTORE)

    # --- mistakes -----------------------------------------------------------------------------------------

    def panic(self, *renderables: object) -> None:  # noqa: ARG002
        """Something failed that Textual would print: a lost terminal, or a mistake of the program."""
        if self._exception is None and terminal_gone():
            self.stopped(int(signal.SIGHUP))
        else:
            self._crashed(self._exception or RuntimeError())
            self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """A mistake: no traceback, because it may hold what somebody wrote."""
        self._crashed(self._exception or sys.exc_info()[1] or RuntimeError())
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Nothing: `live` says the one sentence."""
        self._exit_renderables.clear()

    def _crashed(self, error: BaseException) -> None:
        if self.crash is None:
            self.crash = error
            self._report, self._kept = self._reported(error), self.keeper.keeps
            self.keeper.flush()

    def _reported(self, error: BaseException) -> Path | None:
        drafts = self.keeper.drafts
        return write_report(error, drafts.folder.parent / "crashes" if drafts else None)

    def _last_words(self) -> str:
        """What happened, where the report is, where the draft is."""
        kind = type(cause(self.crash or RuntimeError())).__name__
        words = [f"policytui: a mistake of the program ended it ({kind})."]
        if self._report is not None:
            words.append(f"The report, without any text of a policy, is {one_line(str(self._report))}.")
        drafts = self.keeper.drafts
        if self._kept and drafts is not None:
            where = one_line(str(drafts.folder))
            words.append(f"Your draft is kept in {where}: start policytui again, and it is offered.")
        return " ".join(words)

    def _thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        """A thread failed. The one that writes to the terminal fails when the terminal is gone."""
        thread = failed.thread
        if thread is not None and thread.name == "textual-output":
            with contextlib.suppress(RuntimeError):
                self.call_later(self.stopped, int(signal.SIGHUP))
            # Nobody must wait for a terminal that is not there.
            queue = getattr(thread, "_queue", None)
            while queue is not None and queue.get() is not None:
                pass
        elif failed.exc_value is not None:
            self._reported(failed.exc_value)

    def _task_failed(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What asyncio would print with its traceback."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._reported(error)


def _heard(_: int, __: object) -> None:
    """A signal that is meant for somebody else. (One that is ignored would be ignored by what is started, too.)"""


def _stdin() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ else 0


def terminal_gone() -> bool:
    """Whether the terminal that we read from is there no more."""
    watcher = select.poll()
    with contextlib.suppress(ValueError, OSError):
        watcher.register(_stdin(), 0)
        return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in watcher.poll(0))
    return True

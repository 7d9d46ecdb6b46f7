"""Drafts on their way to their journals: what is typed is on disk a tenth of a second later, whatever the screens do.

Rules that hold here:

- The loop only says what the draft is now; a thread writes it, at once and then at most every 100 ms, the last state
  always (a throttle with a trailing write, never a debounce: somebody who types without a pause is written too).
- A third thread makes it durable: after a second of rest, and every five seconds while somebody types.
- A draft of a newly opened or saved text gets a journal of its own; the one before goes once the new one is written.
- A draft that equals what was opened has no journal. One that is given up is put aside, and kept for 30 days.
- A disk that refuses is told once; the draft stays on the screen, and it is tried again.
- Nothing here can keep the program from ending: who waits, waits two seconds at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policytui.core.values import Policy
from policytui.errors import PolicytuiError, RefusedError

if TYPE_CHECKING:
    from policytui.workspace import Opened
    from policytui.workspace.drafts import Drafts, Journal, LeftDraft

EVERY = 0.1
"""Seconds between two writes of a draft."""
REST = 1.0
"""Seconds without a write after which what was written is made durable."""
LONGEST = 5.0
"""Seconds after which it is made durable while somebody types on."""
AGAIN = 2.0
"""Seconds until a disk that refused is asked again."""
PATIENCE = 2.0
"""Seconds that the end of the program waits for a disk."""


@dataclass(slots=True, eq=False)
class _Kept:
    """A draft and its journal."""

    opened: Opened
    policy: Policy
    said: tuple[str, str] = ("", "")
    """Summary and why as they were typed for its save."""
    journal: Journal | None = None
    written: tuple[Policy, tuple[str, str]] | None = None
    wrote: float = 0.0
    unsynced: float = 0.0
    """Since when something is written and not durable; 0 when all is."""
    aside: bool = False

    @property
    def modified(self) -> bool:
        return self.policy != self.opened.policy

    @property
    def waits(self) -> bool:
        """Whether it is not written as it is now."""
        return self.written is None or self.written[0] is not self.policy or self.written[1] != self.said


class Keeper:
    """The journals of one session. `refused` is told, from a thread, when the disk does not take a draft.

    Without `drafts` it keeps nothing.
    """

    def __init__(self, drafts: Drafts | None, refused: Callable[[PolicytuiError], None]) -> None:
        self.drafts = drafts
        self._refused = refused
        self._lock = threading.Lock()
        """Held for the moment it takes to look at or set what is to be written."""
        self._io = threading.Lock()
        """Held while something is written. The loop never waits for it."""
        self._kept: dict[str, _Kept] = {}
        self._ended: list[_Kept] = []
        self._thread: threading.Thread | None = None
        self._syncing: threading.Thread | None = None
        self._ending = threading.Event()
        self._again = 0.0
        self._told = False

    # --- from the loop ------------------------------------------------------------------------------------

    def changed(self, opened: Opened, policy: Policy) -> None:
        """The draft of an opened policy is this now. Another text opened or saved ends the journal before."""
        if self.drafts is None or self._ending.is_set():
            return
        with self._lock:
            kept = self._kept.get(opened.slug)
            if kept is not None and kept.opened.digest != opened.digest:
                self._ended.append(self._kept.pop(opened.slug))
                kept = None
            if kept is None and policy is not opened.policy:
                kept = _Kept(opened, policy)
                self._kept[opened.slug] = kept
            elif kept is not None:
                kept.policy = policy
            self._start()

    def say(self, slug: str, policy: Policy, said: tuple[str, str]) -> None:
        """Summary and why for the save of this draft are these now. (A text without a draft has nothing to keep.)"""
        with self._lock:
            kept = self._kept.get(slug)
            if kept is not None and kept.policy == policy and not self._ending.is_set():
                kept.said = said
                self._start()

    def said(self, slug: str, policy: Policy) -> tuple[str, str]:
        """Summary and why as they were typed for the save of this draft."""
        with self._lock:
            kept = self._kept.get(slug)
            return kept.said if kept is not None and kept.policy == policy else ("", "")

    def give_up(self, slug: str) -> None:
        """The draft of a policy is given up: put its journal aside."""
        with self._lock:
            kept = self._kept.pop(slug, None)
            if kept is not None:
                kept.aside = True
                self._ended.append(kept)
                self._start()

    def flush(self, patience: float = PATIENCE) -> bool:
        """Write and make durable what there is, now. Whether all of it is kept, in `patience` seconds."""
        return self._waited(self._flush, patience) and not any(kept.waits for kept in self._all())

    def close(self, patience: float = PATIENCE) -> bool:
        """The program ends: drafts are written, made durable and left where they are, to be offered next time."""
        self._ending.set()
        return self._waited(self._close, patience)

    def left(self) -> list[LeftDraft]:
        """The drafts that other sessions left behind, newest first. Reads files: call it in a thread."""
        return self.drafts.left() if self.drafts is not None else []

    @property
    def takes(self) -> bool:
        """Whether drafts are kept, and the disk took the last one it was given."""
        return self.drafts is not None and not self._told

    @property
    def keeps(self) -> bool:
        """Whether there is a draft that is not saved."""
        return self.drafts is not None and any(kept.modified for kept in self._all())

    # --- in threads ---------------------------------------------------------------------------------------

    def _start(self) -> None:
        """With the lock held: see to it that something writes."""
        if self._thread is None and self._todo():
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()

    def _todo(self) -> bool:
        kept = self._kept.values()
        return bool(self._ended) or any(one.unsynced or one.waits for one in kept)

    def _run(self) -> None:
        while not self._ending.is_set():
            with self._io:
                self._write()
                self._sync_soon()
            with self._lock:
                if not self._todo():
                    self._thread = None
                    return
            self._ending.wait(EVERY)

    def _write(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if now < self._again and not at_once:
            return
        with self._lock:
            todo = [(kept, kept.policy, kept.said) for kept in self._kept.values() if kept.waits]
            ended, self._ended = self._ended, []
        for kept, policy, said in todo:
            self._put(kept, policy, said)
        for kept in ended:
            if kept.aside and kept.modified and self.drafts is not None:
                self._put(kept, kept.policy, kept.said)
                if kept.journal is not None:
                    self.drafts.put_aside(kept.journal)
            elif kept.journal is not None:
                kept.journal.drop()

    def _put(self, kept: _Kept, policy: Policy, said: tuple[str, str]) -> None:
        try:
            if policy != kept.opened.policy:
                if kept.journal is None and self.drafts is not None:
                    kept.journal = self.drafts.journal(kept.opened)
                if kept.journal is not None:
                    kept.journal.write(policy, said)
                kept.wrote = time.monotonic()
                kept.unsynced = kept.unsynced or kept.wrote
            elif kept.journal is not None:
                kept.journal.drop()
                kept.unsynced = 0.0
        except Exception as error:  # Whatever it is, the thread must live: it has other drafts to write.
            self._again = time.monotonic() + AGAIN
            if not self._told:
                self._told = True
                if not isinstance(error, PolicytuiError):
                    error = RefusedError(f"The draft is not journalled: {type(error).__name__}.")
                self._refused(error)
        else:
            kept.written = policy, said
            self._told = False

    def _all(self) -> list[_Kept]:
        with self._lock:
            return list(self._kept.values())

    def _sync_soon(self) -> None:
        """Have durable made what is due, in a thread of its own: a slow disk does not delay what is typed next."""
        now = time.monotonic()
        due = [
            kept for kept in self._all()
            if kept.unsynced and (now - kept.wrote >= REST or now - kept.unsynced >= LONGEST)
        ]  # fmt: skip
        if due and (self._syncing is None or not self._syncing.is_alive()):
            self._syncing = threading.Thread(target=_sync, args=(due,), name="journal-sync", daemon=True)
            self._syncing.start()

    def _flush(self) -> None:
        with self._io:
            self._write(at_once=True)
            _sync(self._all())

    def _close(self) -> None:
        with self._io:
            self._write(at_once=True)
            for kept in self._all():
                if kept.journal is not None:
                    kept.journal.close()
            with self._lock:
                self._kept.clear()

    def _waited(self, act: Callable[[], None], patience: float) -> bool:
        if not self._kept and not self._ended:
            return True
        thread = threading.Thread(target=act, name="journal-end", daemon=True)
        thread.start()
        thread.join(patience)
        return not thread.is_alive()


def _sync(due: list[_Kept]) -> None:
    for kept in due:
        kept.unsynced = 0.0
        if kept.journal is not None:
            kept.journal.sync()

"""The work of a review: the redline of the pair, then its verdict, and the keys that are pressed meanwhile.

Rules that hold here:

- Whatever grows with the policies is done in a thread; the loop only takes what was found and shows a screenful.
- How far it is is said after 200 ms; Escape stops it.
- A key that goes somewhere waits for the redline it was meant for, and is then done in its turn. A key that says
  something of a change is not: nobody has seen a change yet.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from textual import work
from textual.timer import Timer

from policytui.core.compare import Cancelled, RestingCollector
from policytui.core.judgement import Judgement
from policytui.core.redline import Redline
from policytui.errors import PolicytuiError
from policytui.tui.screens.base import Guarded
from policytui.tui.screens.chrome import StatusLine
from policytui.tui.widgets.redline_stops import Stops
from policytui.tui.widgets.redline_view import Ready, RedlineView
from policytui.workspace.marks import marks_of

if TYPE_CHECKING:
    from policytui.tui.screens.review import ReviewScreen

P = ParamSpec("P")
C = TypeVar("C", bound="Comparison")


class Found(NamedTuple):
    """What a comparison came to: all that a review shows, worked out beforehand."""

    redline: Redline
    judgement: Judgement | None
    marks: list[str]
    """The mark of each change."""
    ready: Ready


def in_turn(action: Callable[Concatenate[C, P], object]) -> Callable[Concatenate[C, P], None]:
    """An action of a review that waits while the redline it is meant for is worked out."""

    def act(self: C, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self.waiting is None:
            action(self, *args, **kwargs)
        else:
            self.waiting.append(lambda: action(self, *args, **kwargs))

    update_wrapper(act, action)
    return act


class Comparison(Guarded):
    """Compare, and go on. Mixed into the review screen."""

    waiting: list[Callable[[], object]] | None = None
    """What keys asked for while the redline is worked out, in their order; None while none is."""
    _stop: threading.Event
    _share = 0.0

    @property
    def _comparing(self) -> ReviewScreen:
        return cast("ReviewScreen", self)

    def compare(self) -> None:
        """Begin with the pair of now; what was begun is given up, and so are the keys that waited for it."""
        self.stop_comparing()
        self.waiting = []
        self._share = 0.0
        screen = self._comparing
        screen.redline = screen.judgement = None
        screen.crumbs()
        self._work_out()

    def stop_comparing(self) -> None:
        """Give up what is being compared."""
        self._stop.set()

    @work(exclusive=True, group="compare")
    async def _work_out(self) -> None:
        screen, pair = self._comparing, self._comparing.pair
        stop = self._stop = threading.Event()
        context = screen.query_one(RedlineView).context
        timer: Timer = screen.set_interval(0.2, self._progress)

        def compared() -> Found:
            before, after = pair.load()
            redline = self.workspace.compare(before, after, cancelled=stop.is_set, progress=self._at_share)
            return Found(redline, None, marks_of(redline), Ready.of(redline, None, context))

        def judged(found: Found) -> Found:
            with RestingCollector():
                judgement = self.workspace.judge(found.redline)
            ready = found.ready._replace(stops=Stops(found.redline, judgement))
            return found._replace(judgement=judgement, ready=ready)

        try:
            await screen.load_marks()
            found = await asyncio.to_thread(compared)
            self.still_here()
            screen.show(found)
            self._catch_up()
            found = await asyncio.to_thread(judged, found)
            self.still_here()
            if not stop.is_set():
                screen.show(found)
        except Cancelled:
            return
        except PolicytuiError as error:
            self.host.show_error(error)
        finally:
            timer.stop()
            if self._stop is stop:
                self.waiting = None

    def _catch_up(self) -> None:
        """What keys asked for meanwhile."""
        waiting, self.waiting = self.waiting or [], None
        for act in waiting:
            act()

    def _at_share(self, share: float) -> None:
        self._share = share

    def _progress(self) -> None:
        screen = self._comparing
        if screen.redline is None:
            many = len(self.waiting or ())
            keys = f"   {many} key{'s' * (many != 1)} waiting" if many else ""
            said = (f"Comparing… {self._share:.0%}", "strong"), (f"   Esc stops{keys}", "dim")
            screen.query_one(StatusLine).say(said)

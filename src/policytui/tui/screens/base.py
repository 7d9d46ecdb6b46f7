"""What the screens share: the workspace, the drafts, one place for errors, work off the loop.

Rules that hold here: an error is shown once, as its sentence and its hint; whatever reads or writes files or may take
longer than a key press runs in a thread; a draft lives in the app, so that leaving a screen loses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar, cast

from textual import on
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from policytui.errors import PolicytuiError
from policytui.tui.journaling import Keeper
from policytui.tui.keys import bindings
from policytui.tui.screens.rows import Rows
from policytui.tui.widgets.frame import RowScreen

if TYPE_CHECKING:
    from policytui.core.draft import Draft
    from policytui.tui.widgets.redline_view import Look
    from policytui.workspace import Opened, Saved, Workspace
    from policytui.workspace.drafts import Drafts

R = TypeVar("R")
S = TypeVar("S")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Editing:
    """A policy being edited: what was opened, and the draft."""

    opened: Opened
    draft: Draft


class Host(App[int]):
    """The app as the screens know it."""

    def __init__(self, workspace: Workspace, drafts: Drafts | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.keeper = Keeper(drafts, self._refused)
        """The journals of the drafts."""
        self.drafts: dict[str, Editing] = {}
        """What is being edited, by slug; a draft that equals its base is not kept."""
        self.waiting = 0
        """How many drafts that sessions left behind wait for an answer."""
        self.reviewed: set[str] = set()
        """Marks of the review (`workspace.marks.marks_of`) of this session and, with `state`, of earlier ones."""
        self.look: Look | None = None
        """How the last review showed its redline: the next one of this session begins so."""
        self.state: Path | None = None
        """The folder where marks are kept; None keeps them for this session only."""

    def _refused(self, error: PolicytuiError) -> None:
        """The disk does not take a draft (said from a thread): nothing is lost yet."""
        self.notify(f"{error.message} {error.hint}", severity="warning", timeout=10, markup=False)

    def keep(self, editing: Editing) -> None:
        """Keep a draft; forget it once nothing of it would be lost."""
        if editing.draft.modified:
            self.drafts[editing.opened.slug] = editing
        else:
            self.drafts.pop(editing.opened.slug, None)

    def draft_changed(self, opened: Opened, draft: Draft) -> None:
        """A draft is another one now: told with every key."""
        self.keeper.changed(opened, draft.policy)

    def restored(self, saved: Saved) -> None:
        """An earlier text was saved again while the editor may be open below: it goes on upon that."""
        for screen in self.screen_stack:
            renew = getattr(screen, "renew", None)
            if callable(renew):
                renew(saved.opened)

    lowered = False
    """Whether nothing is shown yet, because the first screen is not whole (`tui.curtain`)."""

    def lift(self) -> None:
        """The first screen is whole: show it."""

    def when_at_rest(self, act: Callable[[], object]) -> None:
        """Do what need not be done before the first screen is shown."""
        act()

    def keep_picture(self) -> None:
        """The first screen, untouched, has come to show all there is."""

    def show_error(self, error: PolicytuiError) -> None:
        """The one place where errors are shown."""
        raise NotImplementedError

    def open_policy(self, slug: str, then_save: bool = False) -> None:
        """Open a policy for editing, or go on with its draft; with `then_save` straight on to the save dialog."""
        raise NotImplementedError

    def handed_over(self) -> AbstractContextManager[None]:
        """The terminal given to another program, with the drafts kept first. SuspendNotSupported where it cannot be."""
        raise NotImplementedError

    def offer_drafts(self, asked: bool = False) -> object:
        """Offer the drafts that sessions left behind; when nobody asked, only if there are any."""
        raise NotImplementedError


class Guarded:
    """Work off the loop, for screens of every kind. Mixed into the two bases below."""

    HOSTED: ClassVar[bool] = True

    @property
    def host(self) -> Host:
        """The app."""
        return cast(Host, cast("Screen[object]", self).app)

    @property
    def workspace(self) -> Workspace:
        """The one door."""
        return self.host.workspace

    async def off_loop(self, act: Callable[P, S], *args: P.args, **kwargs: P.kwargs) -> S | None:
        """Run it in a thread. None when it failed: the error has then been shown. A worker whose screen is gone by then
        ends here, because there is nothing left to show it in.
        """
        try:
            done = await asyncio.to_thread(act, *args, **kwargs)
        except PolicytuiError as error:
            self.host.show_error(error)
            return None
        self.still_here()
        return done

    def still_here(self) -> None:
        """Cancels the worker that asks, once the screen is being taken away. (Its widgets go first, and the workers are
        cancelled last: one that went on in between would not find what it shows things in.)
        """
        screen = cast("Screen[object]", self)
        if screen._pruning or screen._closing or screen._closed or not screen.is_attached:
            raise asyncio.CancelledError


class Once(Screen[R]):
    """A screen that gives one answer: the second of two keys that came together would end the program, or take away
    the screen below.
    """

    _answered = False

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """As Textual, the first time."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)


class BaseScreen(Guarded, RowScreen, Once[R]):
    """A screen with a place in the table of keys."""

    PLACES: ClassVar[tuple[str, ...]] = ()
    """Which keys of the table help and palette show here."""
    AUTO_FOCUS: ClassVar[str | None] = None

    def _compositor_refresh(self) -> None:
        """Textual's hook for a frame: nobody sees one while nothing is shown, so it is not rendered."""
        if not self.host.lowered:
            super()._compositor_refresh()


class ListScreen(BaseScreen[R]):
    """One list; below it (`#detail`) what is to say about the line its cursor is on. With the class `-empty` neither is
    shown, but what to do about that (`#empty`).
    """

    DEFAULT_CSS = """
    ListScreen Rows { height: 1fr; margin: 1 1 0 1; }
    ListScreen #detail { height: auto; max-height: 40%; border-top: solid $rule; padding: 0 3; }
    ListScreen #detail Static { height: auto; }
    ListScreen #empty { height: 1fr; padding: 2 6; display: none; }
    ListScreen.-empty #empty { display: block; }
    ListScreen.-empty Rows, ListScreen.-empty #detail { display: none; }
    """


class BaseDialog(Guarded, RowScreen, Once[R], ModalScreen[R]):
    """A dialog over a screen."""

    PLACES: ClassVar[tuple[str, ...]] = ("dialog",)
    BINDINGS: ClassVar = bindings("box")
    DEFAULT_CSS = """
    BaseDialog { align: center middle; background: $background 60%; }
    BaseDialog > #box {
        width: 72; max-width: 96%; height: auto; max-height: 94%;
        background: $surface; border: round $rule; padding: 0 2; border-title-color: $primary;
        border-title-style: bold; overflow-y: auto; scrollbar-size-vertical: 1;
    }
    BaseDialog Input { border: none; height: 1; padding: 0; background: $panel; }
    BaseDialog Input:focus { border: none; height: 1; padding: 0; background: $panel; }
    BaseDialog .label { color: $muted; height: 1; }
    BaseDialog .error { color: $error; text-style: bold; height: auto; }
    BaseDialog .text { height: auto; margin: 1 0 0 0; }
    BaseDialog .hint { color: $muted; height: auto; margin: 0 0 1 0; }
    BaseDialog .keys { height: 1; margin: 1 0 0 0; }
    """

    def action_scroll_box(self, pages: int) -> None:
        """Pages of what does not fit."""
        box = self.query_one("#box")
        box.scroll_to(y=box.scroll_y + pages * max(1, box.scrollable_content_region.height - 1), animate=False)

    @on(Rows.Moved)
    def _follow(self, event: Rows.Moved) -> None:
        """Keep the row in sight that the cursor is on."""
        rows = event.rows
        if rows.has_focus:
            box = self.query_one("#box")
            row = rows.row_region(event.index).translate(rows.region.offset - box.scrollable_content_region.offset)
            box.scroll_to_region(row.translate(box.scroll_offset), animate=False)

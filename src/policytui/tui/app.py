"""The terminal program: which screen first, which theme, what happens at the end.

Rules that hold here:

- It starts on a real terminal only; elsewhere it names the commands that do the same.
- How it ends, whatever ends it, is in `tui.ending`.
- Nothing moves that need not: no animations, no blinking.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import SystemCommand
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import ModalScreen, Screen
from textual.widgets import Input
from textual.worker import WorkerError

from policytui.config import ASCII, UNICODE, Settings
from policytui.core.values import Problem, Severity
from policytui.core.visible import visible
from policytui.errors import ContentError, PolicytuiError, UsageError
from policytui.tui import terminal, themes
from policytui.tui.ascii import AsciiFilter
from policytui.tui.curtain import Curtain
from policytui.tui.ending import Ending
from policytui.tui.hostile import HostileFilter
from policytui.tui.keys import bindings, display, get, usable
from policytui.tui.palette import Commands
from policytui.tui.screens.base import Editing
from policytui.tui.screens.chrome import KeyLine
from policytui.tui.wire import WireDriver

if TYPE_CHECKING:
    from textual.driver import Driver

    from policytui.workspace import Named, Opened, Workspace
    from policytui.workspace.drafts import Drafts

LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Start:
    """What to open, and a person's settings. With `before` and `after` the review of the two; with `commits` what that
    range of them did; with `slug` that policy; else the library. `config` is the folder that may hold `themes/`.
    """

    slug: str = ""
    before: Named | None = None
    after: Named | None = None
    commits: str = ""
    theme: str = ""
    """Its name; empty: by what the terminal says of its background."""
    settings: Settings = field(default_factory=Settings)
    config: Path | None = None
    state: Path | None = None
    """Where reviewed marks are kept; None keeps them for the session only."""
    keeper: Drafts | None = None
    """Where unsaved drafts are journalled; None keeps none."""
    characters: str = UNICODE
    """What the terminal can draw, a word of `policytui.config`."""
    mouse: bool = True
    """Whether the program takes the mouse, which the terminal then cannot select with."""


class PolicytuiApp(Curtain, Ending):
    """The program."""

    TITLE = "policytui"
    BINDINGS: ClassVar = bindings("app")
    COMMANDS: ClassVar = {Commands}
    CSS_PATH = None
    CSS = """
    CommandPalette > Vertical { width: 78; max-width: 96%; background: $surface; }
    CommandPalette #--input { border: none; height: auto; padding: 1 0 0 0; background: $surface; }
    CommandPalette SearchIcon { display: none; }
    Input:ansi > .input--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
    CommandPalette #--input .input--placeholder { color: $muted; }
    CommandPalette > .command-palette--help-text { color: $foreground; }
    CommandPalette:ansi > .command-palette--help-text { color: transparent; text-style: not bold; }
    CommandPalette OptionList { background: $surface; }
    CommandPalette CommandList:ansi > .option-list--option-highlighted {
        color: ansi_bright_white; background: ansi_blue; text-style: bold underline;
    }
    """

    def __init__(self, workspace: Workspace, start: Start | None = None) -> None:
        self.start = start or Start()
        super().__init__(workspace, self.start.keeper)
        self.state = self.start.state
        self.animation_level = "none"
        if not os.environ.get("NO_COLOR"):
            # Set, but empty, it counts for nothing (no-color.org); for Textual it does.
            self.no_color = False
            self._filters = [one for one in self._filters if not isinstance(one, (Monochrome, NoColor))]
        else:
            # Textual has decided on greys before a theme was worn: they would paint the terminal's colours black.
            self._filters = [NoColor() if isinstance(one, Monochrome) else one for one in self._filters]
        self._gates: list[LineFilter] = [HostileFilter()]
        if self.start.characters != UNICODE:
            self._gates.append(AsciiFilter(letters=self.start.characters != ASCII))
        self.mouse = self.start.mouse
        found, problems = themes.load_themes(themes.theme_folders(self.start.config))
        for theme in found:
            self.register_theme(theme)
        self.setting_problems = (*self.start.settings.problems, *problems)
        self._use_settings()

    def _use_settings(self) -> None:
        settings = self.start.settings
        wanted, self._guessed = self.start.theme, ""
        if self.no_color or (not wanted and terminal.plain_terminal(os.environ)):
            wanted = themes.PLAIN
        elif not wanted:
            light = terminal.said_dark(os.environ) is False
            wanted = self._guessed = themes.DEFAULT_LIGHT if light else themes.DEFAULT_DARK
        self.asks_background = bool(self._guessed) and terminal.can_be_asked(os.environ)
        keymap, problems = usable(settings.keymap, settings.keys == "vim", settings.path, settings.places)
        self.set_keymap(keymap)
        if wanted in self.available_themes:
            self.theme = wanted
        else:
            hint = "`policytui themes` lists them."
            problems.append(Problem("theme", f"There is no theme “{wanted}”.", hint, Severity.WARNING))
        self.setting_problems = (*self.setting_problems, *problems)
        self.stylesheet.set_variables(self.get_css_variables())

    def refresh_css(self, animate: bool = True) -> None:
        """As Textual; but not before there is a screen: the style sheet is read with the first theme's colours then."""
        if self.screen_stack:
            super().refresh_css(animate)

    def on_background_told(self, told: terminal.BackgroundTold) -> None:
        """The terminal's background is light, or dark: wear what goes with it, unless a person has chosen."""
        if self.theme == self._guessed:
            self.theme = self._guessed = themes.DEFAULT_DARK if told.dark else themes.DEFAULT_LIGHT

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, quick to write and to leave where ours fits."""
        usual = super().get_driver_class()
        return WireDriver if usual.__name__ == "LinuxDriver" else usual

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, the last gate for hostile text, and that for what the terminal cannot draw. Of no
        colours nothing may be made but none: greys made of a terminal's own colours are black on black.
        """
        own = [NoColor() if isinstance(one, Monochrome) else one for one in super().get_line_filters()]
        return [*own, *self._gates]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The house's colours, for themes that do not define them."""
        ansi = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
        return ansi | themes.variable_defaults()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """None of Textual's: the palette is made of the table of keys."""
        return ()

    # --- start and end ------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Open the first screen; listen for the ends that come from outside."""
        self.listen()
        self.lower()
        from policytui.tui.screens.library import LibraryScreen

        await self.push_screen(LibraryScreen(below=bool(self.start.slug or self.start.before or self.start.commits)))
        if self.start.before is not None and self.start.after is not None:
            from policytui.tui.screens.review import Pair, ReviewScreen

            await self.push_screen(ReviewScreen([Pair.of(self.start.before, self.start.after)]))
            self.call_after_refresh(self.lift)
        elif self.start.commits:
            from policytui.tui.screens.branches import BranchScreen

            await self.push_screen(BranchScreen(self.start.commits))
            self.call_after_refresh(self.lift)
        elif self.start.slug:
            self.open_policy(self.start.slug)
        if self.start.before is None and not self.start.commits:
            self.when_at_rest(self.offer_drafts)
        for problem in self.setting_problems[:3]:
            where = f"{problem.at()}: " if problem.path else ""
            said = visible(f"{where}{problem.message} {problem.hint}".strip())
            self.notify(said, severity="warning", timeout=10, markup=False)
        if more := self.setting_problems[3:]:
            self.notify(f"`policytui config` says {len(more)} more.", severity="warning", timeout=10, markup=False)

    def _refresh_notifications(self) -> None:
        """What has just happened, said in the line of keys: Textual's own boxes lie over what one works with. A dialog
        says what happened since it was opened, not what was said of something else before.
        """
        looks = {"information": "", "warning": "warn", "error": "bad"}
        # Their length must not be asked for: it lets go of those that have run out, while they are being listed.
        # What is said again stands once, where it was said last.
        notes = sorted({note.message: note for note in self._notifications}.values(), key=lambda note: note.raised_at)
        lines = [line for screen in self.screen_stack for line in screen.query(KeyLine)]
        if not lines:
            super()._refresh_notifications()
            return
        for line in lines:
            since = line.since if isinstance(line.screen, ModalScreen) else 0.0
            told = [note for note in notes if note.raised_at >= since]
            line.tell([(note.message, looks[note.severity]) for note in told[-3:]])
        if notes:
            self.set_timer(max(0.0, min(note.time_left for note in notes)) + 0.05, self._refresh_notifications)

    # --- acts of every screen -----------------------------------------------------------------------------

    def open_policy(self, slug: str, then_save: bool = False) -> None:
        """Open a policy for editing, or go on with its draft; with `then_save` straight on to the save dialog."""
        self.run_worker(self._open(slug, then_save), group="open", exclusive=True)

    async def _open(self, slug: str, then_save: bool) -> None:
        from policytui.core.conflicts import find
        from policytui.core.draft import Draft
        from policytui.tui.screens.edit import EditScreen

        editing = [screen for screen in self.screen_stack if isinstance(screen, EditScreen)]
        if editing and editing[0].slug == slug:
            while self.screen is not editing[0]:
                await self.pop_screen()
            screen = editing[0]
        else:
            kept = self.drafts.get(slug)
            if kept is None:
                opened = await self._opened(slug)
                if opened is None:
                    return
                kept = Editing(opened, Draft.of(opened.policy))
            screen = EditScreen(kept)
            await self.push_screen(screen)
            self.call_after_refresh(self.lift)
        if then_save:
            screen.action_save()
        elif find(screen.draft.policy):
            screen.action_disk()

    async def _opened(self, slug: str) -> Opened | None:
        """The policy, put in order first where git stopped in the middle of its file; None when it cannot be opened."""
        try:
            return await asyncio.to_thread(self.workspace.open, slug)
        except ContentError as error:
            trouble: PolicytuiError = error
        except PolicytuiError as error:
            self.show_error(error)
            return None
        from policytui.tui.screens.resolving import put_in_order

        try:
            done = await put_in_order(self, self.workspace, slug)
            if done:
                return await asyncio.to_thread(self.workspace.open, slug)
            if done is not None:
                return None
        except PolicytuiError as error:
            trouble = error
        self.show_error(trouble)
        return None

    @work
    async def offer_drafts(self, asked: bool = False) -> None:
        """Offer the drafts that sessions left behind; when nobody asked, only if there are any."""
        from policytui.tui.screens.recover import RecoverScreen

        left = await asyncio.to_thread(self.keeper.left)
        self.waiting = len(left)
        if not left:
            if asked:
                self.notify("No session left a draft behind.", markup=False)
            return
        # On top of the policy that is being opened, never below it.
        opening = [worker for worker in self.workers if worker.group == "open"]
        if opening:
            with contextlib.suppress(WorkerError):
                await self.workers.wait_for_complete(opening)
        # What did not work while opening is said first: it would lie hidden below.
        while isinstance(self.screen, ModalScreen):
            await asyncio.sleep(0.1)
        await self.push_screen(RecoverScreen(left))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """No cursor blinks: each time it would be bytes on the line."""
        if isinstance(event.widget, Input):
            event.widget.cursor_blink = False

    def on_app_focus(self) -> None:
        """Back from another window: the file may be another one now."""
        for screen in self.screen_stack:
            look = getattr(screen, "look_at_disk", None)
            if callable(look):
                look()

    def show_error(self, error: PolicytuiError) -> None:
        """The one place where errors are shown: a sentence, and what to do."""
        from policytui.tui.screens.dialogs import error_dialog

        self.push_screen(error_dialog(error))
        self.lift()

    def action_help(self) -> None:
        """The keys of the screen below."""
        from policytui.tui.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def action_redraw(self) -> None:
        """Paint the whole screen anew: something else wrote to the terminal."""
        self.forget_frame()
        self.refresh(layout=True)

    def copy_to_clipboard(self, text: str) -> None:
        """Ask the terminal to copy it (nobody says whether it did); a tmux around us is given it, too."""
        super().copy_to_clipboard(text)
        if os.environ.get("TMUX"):
            from policytui.tui.clipboard import into_tmux

            self.run_worker(asyncio.to_thread(into_tmux, text, os.environ), group="copy", exit_on_error=False)

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal, so that it can select; or take it back."""
        use = getattr(self._driver, "use_mouse", None)
        if use is None:
            self.notify("The mouse cannot be switched on this system.", severity="warning", markup=False)
            return
        self.mouse = not self.mouse
        use(self.mouse)
        if self.mouse:
            said = "The mouse works here again."
        else:
            key = display(self._keymap.get("app.mouse", get("app.mouse").keys))
            said = f"The mouse is the terminal's now: select as in a shell. {key} takes it back."
        self.notify(said, markup=False)

    def action_theme(self) -> None:
        """Choose a theme, seeing it while choosing."""
        from policytui.tui.screens.theme import ThemeDialog

        if not isinstance(self.screen, ThemeDialog):
            self.push_screen(ThemeDialog())

    def action_help_quit(self) -> None:
        """ctrl+c copies; who wants to leave is told how."""
        self.notify("ctrl+q leaves policytui. ctrl+c copies what is selected.", markup=False)

    async def action_quit(self) -> None:
        """Leave; ask first when a draft would be lost."""
        for screen in self.screen_stack:
            settle = getattr(screen, "settle", None)
            if callable(settle):
                settle()
        if not self.drafts:
            self.exit(0)
            return
        from policytui.tui.screens.leaving import ask_to_leave

        ask_to_leave(self)


def refuse_without_terminal() -> None:
    """UsageError, naming the commands that do the same, where the screens cannot be shown."""
    reason = ""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        reason = "standard input or output is not a terminal"
    elif os.environ.get("TERM", "") in ("", "dumb"):
        reason = "this terminal cannot place a cursor (TERM is dumb or not set)"
    if reason:
        raise UsageError(
            f"The screens need a terminal: {reason}.",
            "Use `policytui list`, `show`, `log`, `diff`, `judge`, `save` or `check`; `policytui --help` lists all.",
        )


def run(workspace: Workspace, start: Start | None = None) -> int:
    """Show the screens until the person leaves. Gives the exit code. UsageError where there is no terminal."""
    refuse_without_terminal()
    return PolicytuiApp(workspace, start).live()

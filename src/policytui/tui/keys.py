"""Every key there is: the one table behind the bindings, the help, the palette and `policytui keys`.

Rules that hold here:

- A key works over SSH, tmux and screen: nothing only on alt, shift+enter, ctrl+a or ctrl+b; never ctrl+h, i, j, m or
  `[`, which are other keys there; and nothing that the text area swallows while it has the focus.
- An id is forever: a person's own keys name it. Its first part says where the key works.
- A person's own keys are checked here, because Textual takes an unknown id or another key's key without a word. What
  is wrong is told with its place, and only that is left out.
- A command may have no key until a person, or `keys = "vim"`, gives it one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from policytui.core.values import Problem, Severity

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType

WHERE = {
    "app": "Everywhere",
    "library": "Library",
    "edit": "Edit",
    "section": "Sections (in the outline, or after ctrl+o)",
    "find": "Find",
    "save": "Save",
    "commit": "Commit",
    "refused": "When git refuses",
    "history": "History",
    "review": "Review",
    "branch": "Branch",
    "import": "Import",
    "drafts": "Drafts left behind",
    "conflict": "Conflicts",
    "approve": "Before it is taken",
    "dialog": "Dialogs",
    "box": "Dialogs higher than the window",
    "list": "Lists",
    "view": "Redline and preview",
}
"""The places where keys work, and how people call them."""

WITHIN = {
    "library": ("list",), "section": ("list",), "save": ("list",), "history": ("list",), "review": ("list", "view"),
    "import": ("list",), "drafts": ("list",), "conflict": ("view",), "approve": ("view",),
}  # fmt: skip
"""Places inside a place: what has the cursor there takes its keys first."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `id` ("edit.save"), `keys` (alternatives, comma between; maybe none), `action` (Textual's), what it does
    in one word for the key line and in one sentence for help and palette. `line` puts it into the key line.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    line: bool = False

    @property
    def where(self) -> str:
        """The place it works in: a key of `WHERE`."""
        return self.id.partition(".")[0]


KEYS: tuple[Key, ...] = (
    Key("app.help", "f1", "app.help", "Help", "Show the keys of this screen", True),
    Key("app.palette", "ctrl+p", "app.command_palette", "Commands", "Find any command by its name"),
    Key("app.redraw", "ctrl+l", "app.redraw", "Redraw", "Paint the screen anew, when something else wrote to it"),
    Key("app.theme", "f12", "app.theme", "Theme", "Choose another theme"),
    Key(
        "app.mouse", "f10", "app.mouse", "Mouse", "Leave the mouse to the terminal, to select with it; or take it back"
    ),
    Key("app.quit", "ctrl+q", "app.quit", "Quit", "Leave policytui; asks only when a draft would be lost", True),
    Key("app.suspend", "f11", "app.suspend_process", "Suspend", "Back to the shell for a while; `fg` comes back"),
    # --- library
    Key("library.open", "enter", "open", "Edit", "Open the policy to edit it", True),
    Key(
        "library.changes",
        "t,ctrl+t",
        "changes",
        "Changes",
        "What the file or the draft holds that no revision holds",
        True,
    ),
    Key("library.history", "h,ctrl+r", "history", "History", "Show the revisions of the policy", True),
    Key("library.new", "n", "new", "New", "Write a new policy", True),
    Key("library.import", "i", "import", "Import", "Read a policy from a text or Markdown file", True),
    Key(
        "library.reviewed",
        "v",
        "reviewed",
        "Reviewed",
        "Record that the policy was looked at and nothing had to change",
    ),
    Key("library.commit", "c", "commit", "Commit", "Commit the policy's files to git, and nothing else"),
    Key("library.branch", "b", "branch", "Branch", "Review what a branch did to the policies"),
    Key("library.drafts", "d", "drafts", "Drafts", "Drafts that a session left behind: recover, keep, discard"),
    Key("library.reload", "r", "reload", "Reload", "Read the folder again"),
    Key("library.suspend", "ctrl+z", "app.suspend_process", "Suspend", "Back to the shell for a while"),
    # --- edit
    Key("edit.save", "ctrl+s", "save", "Save", "Save as a revision: see each change and its verdict first", True),
    Key("edit.changes", "ctrl+t", "changes", "Changes", "What have I changed? Draft against the newest revision", True),
    Key("edit.history", "ctrl+r", "history", "History", "Show the revisions of this policy", True),
    Key("edit.goto", "ctrl+g", "goto", "Go to", "Go to a section by its name", True),
    Key("edit.find", "ctrl+f", "find", "Find", "Find text in the whole draft", True),
    Key("edit.sections", "ctrl+o", "sections", "Section…", "Add, split, merge, move… the section", True),
    Key("edit.before", "f2", "before", "Before", "Go to the section before"),
    Key("edit.after", "f3", "after", "After", "Go to the section after"),
    Key("edit.editor", "f4", "editor", "$EDITOR", "Edit this text in $EDITOR and come back"),
    Key("edit.outline", "f5", "toggle_outline", "Outline", "Show or hide the outline", True),
    Key("edit.preview", "f8", "toggle_preview", "Preview", "Show or hide the preview", True),
    Key("edit.undo", "ctrl+z", "undo", "Undo", "Take back the last act: typing or structure"),
    Key("edit.redo", "ctrl+y", "redo", "Redo", "Do again what was taken back"),
    Key("edit.commit", "f6", "commit", "Commit", "Commit the policy's files to git, and nothing else"),
    Key("edit.disk", "ctrl+n", "disk", "On disk", "What a merge left open, or somebody wrote into the file"),
    Key("edit.discard", "f9", "discard", "Discard", "Give this draft up and go back to the file"),
    Key("edit.back", "escape", "back", "Back", "Back to the library; the draft is kept"),
    # --- sections
    Key("section.add", "a", "screen.section('add')", "Add", "Add a section behind this one"),
    Key("section.rename", "e", "screen.section('rename')", "Rename", "Give the section another title"),
    Key("section.duplicate", "d", "screen.section('duplicate')", "Duplicate", "Add a copy of the section behind it"),
    Key("section.remove", "x", "screen.section('remove')", "Remove", "Remove the section; its subsections stay"),
    Key("section.up", "K", "screen.section('up')", "Move up", "Move the section with its subsections up"),
    Key("section.down", "J", "screen.section('down')", "Move down", "Move the section with its subsections down"),
    Key("section.promote", "<", "screen.section('promote')", "Promote", "One level up, towards level 1"),
    Key("section.demote", ">", "screen.section('demote')", "Demote", "One level down"),
    Key("section.split", "s", "screen.section('split')", "Split", "Cut the section in two at the cursor"),
    Key("section.merge", "m", "screen.section('merge')", "Merge", "Join the section to the one before it"),
    # --- find
    Key("find.next", "enter,down", "next", "Next", "Go to the next place", True),
    Key("find.previous", "up", "previous", "Previous", "Go to the place before", True),
    Key("find.close", "escape", "close", "Close", "Close the search and stay where you are", True),
    # --- save
    Key("save.save", "ctrl+s", "accept", "Save", "Save the revision", True),
    Key("save.verdict", "ctrl+t", "verdict", "Verdict", "As proposed, material, or editorial", True),
    Key(
        "save.body_dates", "ctrl+o", "body_dates", "Dates in the text", "Move the policy's dates inside its text along"
    ),
    Key("save.cancel", "escape", "cancel", "Back to the draft", "Save nothing and go on editing", True),
    # --- commit
    Key("commit.commit", "ctrl+s", "accept", "Commit", "Commit the files under this message", True),
    Key("commit.editor", "f4", "editor", "$EDITOR", "Edit the message in $EDITOR and come back", True),
    Key(
        "commit.terminal",
        "ctrl+t",
        "terminal",
        "In the terminal",
        "Commit with the terminal handed to git: for a passphrase, or a hook that asks",
        True,
    ),
    Key("commit.cancel", "escape", "cancel", "Cancel", "Commit nothing; while git is at work: stop it", True),
    Key("refused.again", "r", "again", "Again", "Try again: what was in the way is mended", True),
    Key(
        "refused.terminal",
        "t,ctrl+t",
        "terminal",
        "In the terminal",
        "Try again, with the terminal handed to git",
        True,
    ),
    Key("refused.back", "escape,enter", "cancel", "Back", "Back to the message; nothing was committed", True),
    # --- history
    Key(
        "history.review", "enter", "review", "Review", "What this revision changed; with two picked: between them", True
    ),
    Key("history.pick", "space", "pick", "Pick", "Pick a revision, or let it go: up to two", True),
    Key("history.compare", "c", "compare", "Against draft", "Compare the revision with the policy as it stands", True),
    Key("history.restore", "R", "restore", "Restore", "Save the text of this revision again, as a new one", True),
    Key("history.commit", "C", "commit", "Commit", "Commit the policy's files to git, and nothing else"),
    Key("history.reload", "r", "reload", "Reload", "Read the history again"),
    Key("history.back", "escape", "back", "Back", "Go back", True),
    # --- review
    Key("review.next", "n", "next", "Next", "Next change", True),
    Key("review.previous", "p", "previous", "Previous", "Change before", True),
    Key("review.section_after", "]", "section(1)", "Section", "First change of the next section"),
    Key("review.section_before", "[", "section(-1)", "Section before", "First change of the section before"),
    Key("review.newer", "}", "step(1)", "Newer", "The next revision"),
    Key("review.older", "{", "step(-1)", "Older", "The revision before"),
    Key("review.mark", "space", "mark", "Reviewed", "Mark the change as reviewed, or take the mark off", True),
    Key("review.mark_section", "M", "mark_section", "Section done", "Mark every change of this section as reviewed"),
    Key("review.unreviewed", "u", "unreviewed", "Unreviewed", "Next change that is not marked", True),
    Key("review.layout", "v", "layout", "Side by side", "Inline or side by side", True),
    Key("review.wrap", "w", "wrap", "Wrap", "Wrap paragraphs, or show each as one line to go along", True),
    Key("review.right", "right,l", "along(1)", "Right", "Without wrapping: along the lines to the right"),
    Key("review.left", "left,h", "along(-1)", "Left", "Without wrapping: along the lines to the left"),
    Key("review.more", "+", "context(1)", "More context", "Show more around each change, up to the whole document"),
    Key("review.less", "-", "context(-1)", "Less context", "Show less around each change"),
    Key("review.compare", "c", "compare", "Compare…", "Compare other policies, revisions, days, files or branches"),
    Key("review.find", "/,ctrl+f", "find", "Find", "Find text in the changes", True),
    Key("review.list", "f5", "toggle_list", "List", "Show or hide the list of changed sections"),
    Key("review.text", "enter", "text", "To the text", "From the list of sections to the change in the text"),
    Key("review.summary", "y", "summary", "Summary", "Copy or save the summary of changes as Markdown", True),
    Key("review.back", "escape", "back", "Back", "Go back; while it is computed: stop", True),
    # --- branch
    Key("branch.review", "enter", "review", "Review", "Show what the branch changed in the policy", True),
    Key("branch.summary", "y", "summary", "Summary", "Copy or save all of it as Markdown, for a pull request", True),
    Key("branch.reload", "r", "reload", "Reload", "Look at the range again"),
    Key("branch.range", "b", "range", "Range", "Review another branch or range", True),
    Key("branch.back", "escape", "back", "Back", "Go back; while it is computed: stop", True),
    # --- import
    Key("import.save", "ctrl+s", "save", "Save", "Save as a policy with its first revision", True),
    Key("import.rename", "e", "adjust('rename')", "Retitle", "Give the section another title", True),
    Key("import.promote", "<", "adjust('promote')", "Promote", "One level up, towards level 1", True),
    Key("import.demote", ">", "adjust('demote')", "Demote", "One level down", True),
    Key("import.merge", "m", "adjust('merge')", "Merge", "Join the section to the one before it", True),
    Key("import.split", "s", "adjust('split')", "Split", "Cut the section at one of its paragraphs", True),
    Key("import.remove", "x", "adjust('remove')", "Drop", "Leave the section out", True),
    Key("import.undo", "z,ctrl+z", "undo", "Undo", "Take the last step back", True),
    Key("import.redo", "ctrl+y", "redo", "Redo", "Do again what was taken back"),
    Key("import.details", "d", "details", "Details", "Title, organization and dates"),
    Key("import.problems", "f5", "toggle_problems", "Doubts", "Show or hide what was dropped, guessed or is in doubt"),
    Key("import.back", "escape", "back", "Back", "Leave the import unsaved", True),
    # --- drafts left behind, merges
    Key("drafts.show", "enter", "show", "What it changes", "Show the draft against the file as it is now", True),
    Key("drafts.recover", "r", "recover", "Recover", "Go on with the draft; merged when the file changed since", True),
    Key("drafts.save", "s", "save", "Save as a file", "Write the draft to a file of its own", True),
    Key("drafts.discard", "d", "discard", "Discard", "Put the draft aside; it is kept for 30 days", True),
    Key("drafts.back", "escape", "back", "Later", "Decide later; the draft waits", True),
    Key("conflict.mine", "m", "choose('mine')", "Mine", "Take mine: the draft's text, or that of this branch", True),
    Key("conflict.theirs", "t", "choose('theirs')", "Theirs", "Take theirs: the file's, or the other branch's", True),
    Key("conflict.both", "b", "choose('both')", "Both", "Take both, mine first", True),
    Key("conflict.base", "o", "choose('base')", "As before", "Take what both began from", True),
    Key("conflict.hand", "e", "hand", "By hand", "Write what shall stand there, beginning with both texts", True),
    Key("conflict.next", "n", "step(1)", "Next", "Next conflict", True),
    Key("conflict.previous", "p", "step(-1)", "Previous", "Conflict before"),
    Key("conflict.accept", "ctrl+s", "accept", "Go on", "Take what is written, and go on when all are decided", True),
    Key("conflict.back", "escape", "back", "Not now", "Leave the rest for later", True),
    Key("approve.take", "a", "take", "Take it", "Take what is shown into the draft", True),
    # --- dialogs and lists
    Key("dialog.cancel", "escape", "cancel", "Cancel", "Close without doing anything", True),
    Key("dialog.accept", "ctrl+s", "accept", "OK", "Do it", True),
    Key("box.page_up", "pageup", "scroll_box(-1)", "Page up", "What is above"),
    Key("box.page_down", "pagedown", "scroll_box(1)", "Page down", "What is below"),
    Key("list.up", "up,k", "cursor_up", "Up", "One line up"),
    Key("list.down", "down,j", "cursor_down", "Down", "One line down"),
    Key("list.page_up", "pageup", "page_up", "Page up", "One page up"),
    Key("list.page_down", "pagedown", "page_down", "Page down", "One page down"),
    Key("list.half_up", "", "half(-1)", "Half up", "Half a page up"),
    Key("list.half_down", "", "half(1)", "Half down", "Half a page down"),
    Key("list.first", "home,g", "cursor_first", "First", "To the first line"),
    Key("list.last", "end,G", "cursor_last", "Last", "To the last line"),
    Key("view.up", "up,k", "rows(-1)", "Up", "One line up"),
    Key("view.down", "down,j", "rows(1)", "Down", "One line down"),
    Key("view.page_up", "pageup", "pages(-1)", "Page up", "One page up"),
    Key("view.page_down", "pagedown", "pages(1)", "Page down", "One page down"),
    Key("view.half_up", "", "pages(-0.5)", "Half up", "Half a page up"),
    Key("view.half_down", "", "pages(0.5)", "Half down", "Half a page down"),
    Key("view.top", "home", "top", "First", "To the beginning"),
    Key("view.bottom", "end", "bottom", "Last", "To the end"),
)

VIM: Mapping[str, str] = MappingProxyType(
    {
        "list.half_up": "ctrl+u",
        "list.half_down": "ctrl+d",
        "view.half_up": "ctrl+u",
        "view.half_down": "ctrl+d",
        "view.top": "home,g",
        "view.bottom": "end,G",
        "review.previous": "p,N",
        "conflict.previous": "p,N",
    }
)
"""What `keys = "vim"` adds to the lists and the review, where the table has not that key already."""

RESERVED = frozenset([*(f"ctrl+{letter}" for letter in "abcdehijkmuvwx"), "f7"])
"""Keys that a terminal, tmux, screen or the text area takes for itself."""

NAMED = {"escape": "Esc", "enter": "Enter", "space": "Space", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
          "end": "End", "up": "↑", "down": "↓", "left": "←", "right": "→", "tab": "Tab",
          "delete": "Del", "backspace": "Backspace", "insert": "Ins", "slash": "/", "plus": "+",
          "minus": "-", "underscore": "_"}  # fmt: skip


def display(keys: str, alternatives: bool = False) -> str:
    """How a key is printed: `^S`, `F1`, `Esc`, `]`; the first alternative, or all of them; none is a dash."""
    shown = [_shown(key.strip()) for key in keys.split(",") if key and not key.startswith(_NO_KEY)]
    return (" or ".join(shown) if alternatives else shown[0]) if shown else "–"


def _shown(key: str) -> str:
    modifier, plus, name = key.rpartition("+") if len(key) > 1 else ("", "", key)
    if name in NAMED:
        name = NAMED[name]
    elif len(name) > 1 and name[0] == "f" and name[1:].isdigit():
        name = name.upper()
    elif "_" in name and len(name) > 1:
        name = _character(name)
    if plus and modifier == "ctrl":
        return f"^{name.upper()}"
    return f"{modifier}{plus}{name}"


def _character(name: str) -> str:
    """Textual's long name of a key as the character it is: `right_square_bracket` → `]`."""
    try:
        return unicodedata.lookup(name.replace("_", " ").upper().replace(" THAN", "-THAN"))
    except KeyError:
        return name


def of(*places: str) -> Iterator[Key]:
    """The keys of these places, in the order of the table."""
    return (key for place in places for key in KEYS if key.where == place)


_NO_KEY = "no-key:"


def bindings(*places: str) -> list[Binding | BindingType]:
    """Textual's bindings for these places. (Textual is loaded here, so that `policytui keys` goes without.)"""
    from textual.binding import Binding

    # A binding that has no key could not be given one: it gets a name that no terminal sends.
    return [
        Binding(key.keys or _NO_KEY + key.id, key.action, key.label, show=key.line, id=key.id) for key in of(*places)
    ]


def get(key_id: str) -> Key:
    """The key of that id. KeyError when there is none."""
    for key in KEYS:
        if key.id == key_id:
            return key
    raise KeyError(key_id)


def usable(
    mine: Mapping[str, str], vim: bool = False, path: str = "", places: Mapping[str, tuple[int, int]] | None = None
) -> tuple[dict[str, str], list[Problem]]:
    """The keys to use (id → keys) and what is wrong with a person's own, which are then left out.

    `path` and `places` (id → line, column) say where they stand.
    """
    wrong = list(_wrong(mine, VIM if vim else {}))
    left_out = {key_id for key_id, _, _ in wrong}
    keymap = {**(VIM if vim else {}), **{key_id: keys for key_id, keys in mine.items() if key_id not in left_out}}
    problems = [
        Problem(
            "keymap", f"{message} It is left out.", hint, Severity.WARNING, path, *(places or {}).get(key_id, (0, 0))
        )
        for key_id, message, hint in wrong
    ]
    return keymap, problems


def _wrong(mine: Mapping[str, str], added: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a person's own keys: (id, message, hint). Unknown ids, no keys, keys that never arrive or are
    taken twice.
    """
    known = {key.id for key in KEYS}
    for key_id, keys in mine.items():
        if key_id not in known:
            yield key_id, f"There is no command “{key_id}” to put on a key.", "`policytui keys` lists them all."
            continue
        for one in map(str.strip, keys.split(",")):
            if one in RESERVED or one.startswith("alt+"):
                yield (
                    key_id,
                    f"“{one}” for {key_id} may never arrive: a terminal, tmux or the text area takes it.",
                    "Choose a function key, or ctrl with f g l n o r s t.",
                )
            elif not is_key(one):
                yield key_id, f"“{one}” for {key_id} is no key.", "Write it like f9, ctrl+n, space, x or ]."
    now = {**added, **mine}
    said: set[tuple[str, str, str]] = set()
    for place in WHERE:
        taken: dict[str, str] = {}
        for key in of(place, *WITHIN.get(place, ()), *(("app",) if place != "app" else ())):
            for one in map(str.strip, now.get(key.id, key.keys).split(",")):
                other = taken.setdefault(one, key.id)
                clash = (one, other, key.id)
                if one and other != key.id and (key.id in mine or other in mine) and clash not in said:
                    said.add(clash)
                    blamed = key.id if key.id in mine else other
                    yield blamed, f"“{one}” is on both {other} and {key.id}.", "Give one of them another key."


def is_key(name: str) -> bool:
    """Whether a key is called so: a character, or a name such as `f9`, `ctrl+n`, `pageup`, `right_square_bracket`."""
    last = re.sub(r"^(?:(?:ctrl|shift)\+)*(?=.)", "", name)
    if len(last) == 1:
        return last.isprintable() and not last.isspace()
    if last in NAMED or re.fullmatch(r"f(?:[1-9]|1\d|2[0-4])", last):
        return True
    return "_" in last and len(_character(last)) == 1

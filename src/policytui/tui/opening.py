"""The library as it was last seen, painted before Textual is loaded.

Rules that hold here:

- Only what is sure to be so is painted. A picture is kept with all that it was made of: the lines of the library,
  which must still be true (`workspace.remembered`), the terminal and its size, settings, themes, versions, the day. Any
  difference, and there is no picture. It counts for nothing when it is damaged.
- A picture is characters and colours. Its file is the person's own, and every piece is looked at again before it goes
  out: nothing in it can act on a terminal.
- The terminal does not echo, keys wait for the screens, ctrl+c ends it. Every end puts the terminal back; the driver
  takes over with the terminal's own settings (`tui.driver`), and `tui.curtain` goes on from what is shown.
- Only what is quick to load is imported.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from zlib import crc32

from policytui.folders import cache_folder, settings_path, state_folder
from policytui.workspace import remembered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from policytui.workspace.remembered import Line

    Run = tuple[str, str]
    """Neighbouring characters and the SGR codes they are written with."""
    Picture = list[list[Run]]
    """Each row of the screen, from the first column to the last."""

ALTERNATE = "\x1b[?1049h"
"""To the screen that leaves the other as it was."""
RESTORE = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Everything that is switched on, off again: for ends that Textual has no part in."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
_LOOKS = ("CLICOLOR", "COLORFGBG", "COLORTERM", "FORCE_COLOR", "HOME", "LANG", "NO_COLOR", "TERM", "TERM_PROGRAM", "TZ",
          "XDG_CONFIG_HOME", "XDG_STATE_HOME")  # fmt: skip
"""The variables that a screen may depend on, and with what the names of others begin."""
_BEGIN = ("LC_", "POLICYTUI_", "TEXTUAL")
_OURS = "TEXTUAL_FPS"
"""Set by the program itself on its way (`cli.screens`)."""


class Standing:
    """A picture that stands on the terminal, and the settings that the terminal had before."""

    def __init__(self, picture: Picture, size: tuple[int, int], attributes: list[Any]) -> None:
        self.picture = picture
        self.size = size
        """Columns and rows."""
        self.attributes = attributes


_standing: Standing | None = None


def paint(root: str, environ: Mapping[str, str]) -> bool:
    """Paint the library below `root`, if it can be known how it looks. Whether it was painted."""
    global _standing
    size = _terminal(environ)
    if size is None:
        return False
    made_of = circumstances(root, environ, size, remembered.all_lines(cache_folder(environ), root))
    picture = _load(_path(root, environ, size), made_of, size) if made_of else None
    if picture is None:
        return False
    try:
        attributes = termios.tcgetattr(0)
    except termios.error:
        return False
    _standing = Standing(picture, size, attributes)
    for number in SIGNALS:
        signal.signal(number, _ended)
    termios.tcsetattr(0, termios.TCSANOW, _quiet(attributes))
    _write(f"{ALTERNATE}\x1b[?25l{text_of(picture)}".encode())
    return True


def attributes() -> list[Any] | None:
    """The settings that the terminal had before a picture was painted; None when none stands."""
    return _standing.attributes if _standing else None


def take() -> Standing | None:
    """What stands on the terminal, for the driver that goes on from there and puts the terminal back in the end."""
    global _standing
    taken, _standing = _standing, None
    return taken


def close() -> None:
    """Put the terminal back, unless the driver has taken over or nothing was painted."""
    taken = take()
    if taken is not None:
        _write(RESTORE)
        try:
            termios.tcsetattr(0, termios.TCSANOW, taken.attributes)
        except termios.error:  # the terminal is gone
            return


def keep(root: str, environ: Mapping[str, str], made_of: str, size: tuple[int, int], picture: Picture) -> None:
    """Keep a picture for the next time, with what it was made of (`circumstances`)."""
    rows = [_escaped(made_of)]
    rows += ["\t".join(_escaped(part) for run in row for part in run) for row in picture]
    rest = "\n".join(rows).encode("ascii")
    data = b"%08x\n%s" % (crc32(rest), rest)
    path = _path(root, environ, size)
    if remembered.own_bytes(path) != data:
        remembered.put(path, data)


def text_of(picture: Picture) -> str:
    """What to write so that the terminal shows the picture."""
    out = []
    for y, row in enumerate(picture, 1):
        out.append(f"\x1b[{y};1H")
        out += [f"\x1b[{codes}m{text}\x1b[0m" if codes else text for codes, text in row]
    return "".join(out)


def circumstances(
    root: str, environ: Mapping[str, str], size: tuple[int, int], lines: Sequence[tuple[str, Line]]
) -> str:
    """All that the first picture of a library of these lines depends on; "" when it cannot be known."""
    cache, state, settings = cache_folder(environ), state_folder(environ), settings_path(environ)
    if not (lines and cache and state and settings) or _drafts(f"{state}/drafts"):
        return ""
    import time

    looks = [
        (name, value)
        for name, value in sorted(environ.items())
        if name in _LOOKS or (name.startswith(_BEGIN) and name != _OURS)
    ]
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    themes = (f"{package}/_themes", f"{package}/../../themes", f"{settings.rpartition('/')[0]}/themes")
    packages = [path for path in sys.path if path.endswith("-packages")]
    place = os.path.abspath(root)  # noqa: PTH100
    program = remembered.program("core", "store", "workspace", "tui", "tui/screens", "tui/widgets")
    stats = [_stat(path) for path in (settings, *packages)], [_inside(folder) for folder in themes]
    writable = os.access(root, os.W_OK | os.X_OK)
    return repr((program, size, place, writable, time.localtime()[:3], looks, stats, list(lines)))


def _terminal(environ: Mapping[str, str]) -> tuple[int, int] | None:
    """The size of the terminal that the screens would be shown on; None where they would not, or not as usual."""
    unusual = any(environ.get(name) for name in ("COLUMNS", "LINES", "TEXTUAL_DRIVER"))
    if unusual or environ.get("TERM", "") in ("", "dumb"):
        return None
    try:
        if not all(os.isatty(handle) for handle in (0, 1, 2)) or os.tcgetpgrp(0) != os.getpgrp():
            return None
        columns, rows = os.get_terminal_size(1)
    except OSError:
        return None
    return (columns, rows) if columns and rows else None


def _quiet(attributes: list[Any]) -> list[Any]:
    """The settings of a terminal that keeps what is typed, unseen and as it is; only ctrl+c acts."""
    iflag, oflag, cflag, lflag, ispeed, ospeed, characters = attributes
    iflag &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    lflag &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    characters = list(characters)
    characters[termios.VMIN] = 1
    for number in (termios.VQUIT, termios.VSUSP):
        characters[number] = b"\x00"
    return [iflag, oflag, cflag, lflag, ispeed, ospeed, characters]


def _ended(number: int, _: object) -> None:
    """A signal before the screens live."""
    try:
        close()
    finally:
        os._exit(128 + number)


def _write(data: bytes) -> None:
    """Write to the terminal; one that is gone, or takes nothing for a second, is left alone."""
    rest = memoryview(data)
    try:
        while rest and select.select([], [2], [], 1)[1]:
            rest = rest[os.write(2, rest) :]
    except OSError:
        return


def _path(root: str, environ: Mapping[str, str], size: tuple[int, int]) -> str:
    name = crc32(os.fsencode(f"{os.path.abspath(root)} {size}"))  # noqa: PTH100
    return f"{cache_folder(environ)}/picture-{name:08x}"


def _load(path: str, made_of: str, size: tuple[int, int]) -> Picture | None:
    """The picture in a file, if it was made of this and holds nothing but characters and colours."""
    check, _, rest = (remembered.own_bytes(path) or b"").partition(b"\n")
    if not rest or check != b"%08x" % crc32(rest):
        return None
    try:
        first, *lines = rest.decode("ascii").split("\n")
        if first != _escaped(made_of) or len(lines) != size[1]:
            return None
        picture = []
        for line in lines:
            parts = [remembered.plain(part) for part in line.split("\t")]
            picture.append(list(zip(parts[::2], parts[1::2], strict=True)))
    except ValueError:
        return None
    harmless = all(is_harmless(run) for row in picture for run in row)
    return picture if harmless else None


def is_harmless(run: Run) -> bool:
    """Whether codes are numbers, and the text shows what it is."""
    codes, text = run
    numbers = codes.replace(";", "")
    return (not numbers or (numbers.isascii() and numbers.isdigit())) and text.isprintable()


def _escaped(text: str) -> str:
    return remembered.escaped(text)


def _drafts(folder: str) -> bool:
    """Whether a session left a draft there, or keeps one now: then the first screen is another."""
    try:
        return any(name.endswith(".journal") for name in os.listdir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _stat(path: str) -> tuple[int, ...]:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _inside(folder: str) -> list[tuple[str, tuple[int, ...]]]:
    """The files of a folder, and what tells that they are the same."""
    try:
        return [(name, _stat(f"{folder}/{name}")) for name in sorted(os.listdir(folder))]  # noqa: PTH208
    except OSError:
        return []

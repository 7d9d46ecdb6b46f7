"""What keeps a text from being read as a policy file, as problems with their places.

Rules that hold here: every problem has a line, a column and a way to mend it; a text is scanned only when there is
something to say of it. `store.codec` imports this only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytui.core.values import SIZE_CAP, Problem, Severity
from policytui.store.reading import BOM, Found
from policytui.store.scan import Scan, scan
from policytui.store.toml import MAX_MARKS, CrowdedError

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_HINTS = (
    ("Cannot overwrite", "The key or table stands twice: delete or rename one of them."),
    ("Cannot declare", "The table stands twice: join the two into one, or write [[section]] with double brackets."),
    ("Cannot mutate", "The table is already closed: put the key where the table is first written."),
    ("Duplicate inline", "The key stands twice between the braces: delete one."),
    ("Unescaped '\\\\'", "Double the backslash, or put the text between ''' and ''' where it stands for itself."),
    ("Illegal character '\\n'", 'Close the quote on the same line, or use """ for text over several lines.'),
    ("Illegal character", "Delete the hidden character, or write it as an escape such as \\u001b."),
    ("Expected '='", "Write  key = value  on one line."),
    ("Expected newline", "Nothing but a comment may follow a value: is a quote missing or one too many?"),
    ("Invalid statement", "A line is  key = value , a [table] or a # comment: is a quote missing further up?"),
    ("Invalid initial character", "A key is letters, digits, - and _; anything else goes in quotes."),
    ("Invalid value", "Put text in quotes; write dates as 2024-05-19."),
    ("Invalid date", "Write dates as 2024-05-19, a day that exists."),
    ("Unclosed array", "Close the list with ]."),
    ("Expected ']'", "Close the header: [table] or [[section]]."),
)


def placed(text: str, found_all: Iterable[Found], path: str) -> list[Problem]:
    """Problems of the data with their lines, in the order of the file."""
    where = scan(text)
    problems = []
    for found in found_all:
        at = where.find(found.path)
        line, column = (1, 1) if at is None else where.position(at)
        problems.append(Problem(found.rule, found.message, found.hint, found.severity, path, line, column))
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def too_large(path: str) -> Problem:
    """A file over the size cap."""
    return Problem(
        "too-large",
        f"The file has more than {SIZE_CAP / 1e6:.0f} MB ({SIZE_CAP:,} bytes) and was not opened.",
        "Split it into several policies, or look for something pasted into it by mistake.",
        path=path,
        line=1,
        column=1,
    )


def bom(path: str) -> Problem:
    """A byte order mark: read, kept, warned about."""
    return Problem(
        "byte-order-mark",
        "The file begins with a byte order mark; it is read without it and saved with it.",
        "Save the file as UTF-8 without BOM: some tools stumble over it.",
        Severity.WARNING,
        path,
        1,
        1,
    )


def not_utf8(data: bytes, good: str, path: str) -> Problem:
    """Bytes that are no UTF-8; `good` is the text before the first of them."""
    line = good.count("\n") + 1
    column = len(good) - (good.rfind("\n") + 1) + 1
    encoding = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    byte = data[len(good.encode("utf-8"))]
    return Problem(
        "not-utf-8",
        f"The file is {encoding}, not UTF-8." if encoding else f"The file is not UTF-8: byte 0x{byte:02X} is not text.",
        "Save it as UTF-8 in your editor (iconv -f … -t UTF-8 does it too).",
        path=path,
        line=line,
        column=column,
    )


def unreadable(text: str, error: ValueError | RecursionError, path: str) -> Problem:
    """Why `store.toml` could not read a text."""
    import tomllib

    if isinstance(error, RecursionError):
        return _too_deep(scan(text), path)
    if isinstance(error, CrowdedError):
        return _crowded(text, error.at + text.startswith(BOM), path)
    if isinstance(error, tomllib.TOMLDecodeError):
        return _syntax(text, str(error), path)
    # A number of thousands of digits, a day that does not exist.
    return _bad_value(text, str(error), path)


def _crowded(text: str, at: int, path: str) -> Problem:
    line, column = Scan(text, []).position(at)
    return Problem(
        "too-many",
        f"The file has more than {MAX_MARKS:,} keys, values and comments and was not read.",
        "A policy needs a few for each section: look for something pasted into it by mistake.",
        path=path,
        line=line,
        column=column,
    )


def _too_deep(where: Scan, path: str) -> Problem:
    line, column = where.position(where.broken_at)
    return Problem(
        "too-deep",
        "Values are nested too deeply, or a key has too many dotted parts.",
        "A policy needs no nesting: delete the value at this place.",
        path=path,
        line=line,
        column=column,
    )


def _bad_value(text: str, message: str, path: str) -> Problem:
    """A value that is valid TOML and too much for Python: found as the longest bare one."""
    where = scan(text)
    bare = [span for span in where.values.values() if text[span.start] not in "\"'[{"]
    longest = max(bare, key=lambda span: span.end - span.start, default=None)
    line, column = where.position(longest.start if longest else 0)
    return Problem(
        "bad-value",
        f"A value cannot be read: {message.split(';')[0][:120]}.",
        "Write a number or a date as people write it.",
        path=path,
        line=line,
        column=column,
    )


def _syntax(text: str, message: str, path: str) -> Problem:
    """What `tomllib` says, with a place even when it says "end of document", and with a hint."""
    place = _PLACE.search(message)
    what = message.rsplit(" (at ", 1)[0]
    if place:
        line, column = int(place[1]), int(place[2])
        if line == 1 and text.startswith(BOM):
            column = max(1, column)
    else:
        line, column = text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1
    if conflict := _CONFLICT.search(text):
        row = text.count("\n", 0, conflict.start()) + 1
        if row <= line + 1:
            return Problem(
                "conflict-marks",
                "The file holds unresolved merge marks of git.",
                "Put both sides together with  policytui resolve SLUG , or keep one side of each "
                "<<<<<<< … ======= … >>>>>>> and delete the marks.",
                path=path,
                line=row,
                column=1,
            )
    hint = next((mend for start, mend in _HINTS if what.startswith(start)), "Mend the line, or restore it from git.")
    where = scan(text)
    if where.broken == "string" and not place:
        line, column = where.position(where.broken_at)
        what = "A text that begins here is never closed"
        hint = "Close it with the same quotes it begins with."
    return Problem("syntax", f"Not valid TOML: {what}.", hint, path=path, line=line, column=column)

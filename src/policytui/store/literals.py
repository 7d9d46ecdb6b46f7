r"""Values as TOML text: how a string, a date, a number or a list is written.

Rules that hold here:

- Reading back gives the value exactly, its first and last line ends included.
- Characters that a terminal or an editor hides (controls, C1, bidirectional marks, zero-width, tags) are written as
  escapes, so that `cat policy.toml` can do nothing to a terminal and a reviewer sees them in `git diff`.
- Text over several lines stays so: a multi-line string, never one line full of `\n`.
"""

from __future__ import annotations

import re
from datetime import date

from policytui.errors import ContentError

Value = str | int | date | tuple[str, ...]
"""What a key of a policy may hold."""

# Patterns as text: `re` compiles one when it is first used, and a command that only reads uses none.
_HIDDEN = "\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_ONE_LINE = f'["\\\\\x00-\x1f{_HIDDEN}]'
_MANY_LINES = f"[\\\\\x00-\x08\x0b-\x1f{_HIDDEN}]"
_NOT_LITERAL = f"[\x00-\x08\x0b-\x1f{_HIDDEN}]|'''|'\\Z"
_BARE_KEY = r"[A-Za-z0-9_-]+"
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def one_line(text: str) -> str:
    """A single-line string: `"…"`, or `'…'` where that spares the reader escapes."""
    awkward = '"' in text or "\\" in text
    if awkward and not any(character in text for character in "'\n\t") and fits_literal(text):
        return f"'{text}'"
    return escaped(text)


def escaped(text: str) -> str:
    """A single-line basic string, always in double quotes."""
    return f'"{re.sub(_ONE_LINE, _escape, text)}"'


def fits_literal(text: str) -> bool:
    """Whether `text` can stand between `'''` as it is."""
    return not re.search(_NOT_LITERAL, text)


def basic_lines(text: str, *, last: bool = False) -> str:
    """`text` as it stands between `\"\"\"`; `last` when the delimiter follows it directly."""
    if last and text.endswith('"'):
        return basic_lines(text[:-1]) + '\\"'
    return re.sub(_MANY_LINES, _escape, text).replace('"""', '""\\"')


def many_lines(text: str, eol: str = "\n", *, quote: str = "", opened: bool = True) -> str:
    """A multi-line string. `quote` asks for a delimiter, kept if it can hold the text; without one, `'''` is
    taken only for text with backslashes or triple quotes. `opened`: text begins on the line after the delimiter.
    """
    if not quote:
        quote = "'''" if "\\" in text or '"""' in text else '"""'
    if quote == "'''" and fits_literal(text):
        inner = text
    else:
        quote = '"""'
        inner = basic_lines(text, last=True)
    # A line end right after the delimiter is dropped by TOML: one more keeps a text that begins with one.
    head = "\n" if opened or inner.startswith("\n") else ""
    return f"{quote}{(head + inner).replace(chr(10), eol)}{quote}"


def literal(value: Value, eol: str = "\n") -> str:
    """Any value but a body: text in one line unless it has several, dates bare, lists of strings."""
    if isinstance(value, str):
        return many_lines(value, eol) if "\n" in value.strip("\n") else one_line(value)
    if isinstance(value, tuple):
        words = [one_line(word) for word in value]
        line = f"[{', '.join(words)}]"
        if len(line) <= 90:
            return line
        return f"[{eol}" + "".join(f"  {word},{eol}" for word in words) + "]"
    return value.isoformat() if isinstance(value, date) else str(value)


def key(name: str) -> str:
    """A key: bare where TOML allows it."""
    return name if re.fullmatch(_BARE_KEY, name) else escaped(name)


def encoded(text: str) -> bytes:
    """The bytes of a file. ContentError for half characters that UTF-8 cannot hold (lone surrogates)."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise ContentError(
            f"The text holds a character that cannot be written as UTF-8 (U+{ord(text[error.start]):04X}, "
            f"line {line}). Nothing was written.",
            "Delete that character: it is half of a pair, usually from a broken paste.",
        ) from None

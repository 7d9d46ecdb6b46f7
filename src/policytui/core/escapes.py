r"""Backslashes in running Markdown: a hard break, or a character that stands for itself (`\*`, `2\.`).

Rules that hold here:

- A backslash goes only where the text without it is read the same: `\*a\*` keeps its backslashes, because `*a*` would
  be emphasis, and a change from one to the other must be seen.
- A backslash at the end of a line is a line break, and so white space. The last line of a text has no break to make.
- In code and in addresses between angle brackets a backslash is a backslash. Where there is a backtick at all, only
  line breaks go: a backslash beside code is told from one in it by too little.
"""

from __future__ import annotations

from bisect import bisect_left

from policytui.core.patterns import lazy

_MARK = lazy(r"\\(?:[!-/:-@\[-`{-~]|[ \t\r\f\v]*\n)|`+|<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w.-]+)>")
_TICKS = lazy(r"`+")
_ENTITY = lazy(r"&#?\w{1,31};")
_TAG = frozenset("/!?")
_ALWAYS = frozenset("#$%+,-./:;=?@^{|}")
"""Characters that mean nothing inside a line, wherever they stand."""
_OF_LINKS = frozenset("()<>\"'")
"""Characters that mean something in the target of a link, and (the brackets of tags) nearly nowhere else."""


def unescaped(text: str, keep: str = "") -> str:
    """The text of one block as it is read. `keep`: characters whose backslash stays (a bar in a table)."""
    if "\\" not in text:
        return text
    parts: list[str] = []
    ticks: dict[int, list[int]] | None = None
    coded = "`" in text
    at = done = 0
    while found := _MARK.search(text, at):
        start, at = found.span()
        if text[start] == "`":
            if ticks is None:
                ticks = _ticks(text)
            places = ticks.get(at - start, [])
            closing = bisect_left(places, at)
            if closing < len(places):
                at = places[closing] + at - start
        elif text[start] == "\\":
            if text[start + 1].isspace():
                parts += (text[done:start], " ")
                done = at
            elif text[start + 1] not in keep and not coded and _means_nothing(text, start + 1):
                parts.append(text[done:start])
                done = start + 1
    return "".join([*parts, text[done:]]) if parts else text


def _ticks(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    found: dict[int, list[int]] = {}
    for run in _TICKS.finditer(text):
        found.setdefault(run.end() - run.start(), []).append(run.start())
    return found


def _means_nothing(text: str, at: int) -> bool:
    """Whether the character at a place would be read as itself without the backslash before it."""
    char, before, after = text[at], text[at - 2 : at - 1], text[at + 1 : at + 2]
    if char in _ALWAYS:
        return char != ":" or before != "]"
    if char in _OF_LINKS:
        if "](" in text or "]\\(" in text or (char == ">" and "<" in text):
            return False
        return char != "<" or not (after.isalpha() or after in _TAG)
    if char in "*_~`":
        # At one end of a word it would be taken for a part of the word.
        alone = text.count(char) == 1 and not (char == "_" and (before.isalnum() or after.isalnum()))
        spaced = not (before.strip() or after.strip()) and char in "*_"
        return alone or spaced or (char == "_" and before.isalpha() and after.isalpha())
    if char == "[":
        return "]" not in text[at:]
    if char == "]":
        return "[" not in text[:at]
    if char == "!":
        return after != "["
    if char == "&":
        return not _ENTITY.match(text, at)
    return char == "\\" and (not after or after.isalnum() or after.isspace())

"""Plain text as Markdown that publishes the very same text, with as few backslashes as possible.

Rule that holds here: what is escaped is only what CommonMark, tables, or policytui itself (`{{ variables }}`)
would read as something else than text.
"""

from __future__ import annotations

import re

_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_STAR = re.compile(r"\*+")
_UNDERSCORE = re.compile(r"_+")
_TICK = re.compile(r"`")
_LINK = re.compile(r"\[(?=[^\[\]]*\](?:\(|\[|:))|\[(?=\^)")
_BRACE = re.compile(r"\{(?=\{|:|#|%)")
_TILDES = re.compile(r"~~")
_LEAD = re.compile(r"(?:[-+](?=[ \t]|$)|>|#{1,6}(?=[ \t]|$)|=+[ \t]*$|-{2,}[ \t]*$|~{3,}|\||\[(?=.*\]:))")
_ORDERED = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_SPECIAL = re.compile(r"[\\<&*_`\[{~]")


def escape(text: str, *, line_start: bool = True) -> str:
    """Escape one line of plain text; `line_start` False when something stands before it on the line."""
    if _SPECIAL.search(text):
        text = _BACKSLASH.sub(r"\\\\", text)
        text = _TAG.sub(r"\\<", text)
        text = _ENTITY.sub(r"\\&", text)
        text = _emphasis(_STAR, text)
        text = _emphasis(_UNDERSCORE, text)
        if text.count("`") > 1:
            text = _TICK.sub(r"\\`", text)
        text = _LINK.sub(r"\\[", text)
        text = _BRACE.sub(r"\\{", text)
        text = _TILDES.sub(r"\\~\\~", text)
    if not line_start:
        return text
    if _LEAD.match(text) or _RULE.match(text):
        return "\\" + text
    return _ORDERED.sub(r"\1\\\2", text, count=1) if _ORDERED.match(text) else text


def _emphasis(marks: re.Pattern[str], text: str) -> str:
    """Escape a run of `*` or `_` unless it stands between spaces or, for `_`, inside a word."""

    def mend(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - 1) : match.start()]
        after = text[match.end() : match.end() + 1]
        run = match[0]
        free = not (before.strip() or after.strip()) and bool(before)
        inner = run[0] == "_" and before.isalnum() and after.isalnum()
        return run if free or inner else "".join("\\" + char for char in run)

    return marks.sub(mend, text)

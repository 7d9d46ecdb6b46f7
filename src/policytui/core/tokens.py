"""Tokens: what people see as one thing inside a changed stretch of text.

Rules that hold here: the tokens of a text joined give the text; words, whole numbers with their separators, sign and
unit sign, links, addresses and variables are one token each; scripts written without spaces are cut by character.
"""

from __future__ import annotations

import re

from policytui.core.patterns import lazy

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"

_TOKEN = (
    r"\{\{[^{}\n]*\}\}"
    r"|(?:https?://|www\.|mailto:)[^\s<>\"”|)\]]*[^\s<>\"”|)\].,;:!?'’*_]"
    r"|(?=[\w.+-]++@)[\w.+-]*\w@\w[\w-]*(?:\.[\w-]+)*\.\w+"
    r"|(?<=\]\()[^\s()<>]+"
    r"|[$€£¥]?\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?\b%?"
    rf"|[{_UNSPACED}]"
    rf"|[^\W_{_UNSPACED}]+(?:[’'_-][^\W_{_UNSPACED}]+)*"
    r"|\s+"
    r"|(.)\1*"
)
_TOKEN_OF_ASCII = _TOKEN.replace(f"|[{_UNSPACED}]", "").replace(_UNSPACED, "")
"""The same without the scripts that ASCII has not: compiled ten times as fast."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
WHOLE = lazy(
    rf"{_MONTH} {_DAY},? \d{{4}}\b|\b{_DAY} (?:of )?{_MONTH},? \d{{4}}\b"
    r"|\{\{[^{}\n]*\}\}"
    r"|“[^“”\n]{2,60}”"
)
"""What has spaces inside and is one thing all the same: a date, a variable, a term in quotation marks (defined)."""


def maybe_whole(text: str) -> bool:
    """A quick look whether `WHOLE` is worth a search."""
    # One character is looked for ten times as fast as three.
    if ("0" in text and " 20" in text) or ("9" in text and " 19" in text):
        return True
    return "“" in text or ("{" in text and "{{" in text)


LONG = 200
"""Characters from which a word is no word: a blob, a script that is not cut above."""
_PIECE = lazy(r"[^#*18?FMT\[bipw~]{0,63}[#*18?FMT\[bipw~]|.{1,64}", re.DOTALL)
"""A piece of a blob: cut after some characters, wherever they come, so that both sides are cut alike."""


_PATTERNS = {
    (whole, plain): lazy((f"{WHOLE.pattern}|" if whole else "") + (_TOKEN_OF_ASCII if plain else _TOKEN), re.DOTALL)
    for whole in (False, True)
    for plain in (False, True)
}
"""What cuts a text: by whether something whole may be in it, and whether it is ASCII."""


def tokens(text: str) -> list[str]:
    """The tokens of a text; joined they give it back. A word of more than `LONG` characters is cut into pieces."""
    if len(text) <= LONG and (simple := _simple(text)):
        return simple
    pattern = _PATTERNS[maybe_whole(text), text.isascii()]
    found = [match[0] for match in pattern.finditer(text)]
    if len(text) > LONG and any(len(token) > LONG for token in found):
        return [piece for token in found for piece in ([token] if len(token) <= LONG else _PIECE.findall(token))]
    return found


def _simple(text: str) -> list[str]:
    """The tokens of plain words, each with at most a mark after it; none of any other text.

    They are those of the pattern, which takes four times as long, and is compiled first.
    """
    if not text.isascii() or maybe_whole(text):
        return []
    found: list[str] = []
    for word in text.split(" "):
        if word.isalnum():
            found += word, " "
        elif word[:-1].isalnum() and word[-1] in ".,;:!?":
            found += word[:-1], word[-1], " "
        else:
            return []
    return found[:-1]


_LITTLE = (
    "a an and any are as at be but by can do for from had has have if in is it its may no nor not of on or our "
    "so such that the their them then they this those to under upon us was we were will with you your"
)
LITTLE = frozenset(_LITTLE.split())
"""Short common words: a change on both sides of one is read as one phrase."""

"""Text that does something to a terminal, a reader or our own program when it gets out; and how to see that it did."""

from __future__ import annotations

import re

PAYLOADS: dict[str, str] = {
    "osc 52 bel": "\x1b]52;c;aGF0\x07",
    "osc 52 st": "\x1b]52;c;aGF0\x1b\\",
    "osc title": "\x1b]0;owned\x07",
    "csi": "\x1b[8;777;777t",
    "csi colour": "\x1b[8;31;777m",
    "osc 8": "\x1b]8;;http://x.example\x1b\\here\x1b]8;;\x1b\\",
    "dcs": "\x1bP+q544e\x1b\\",
    "apc": "\x1b_Gf=24;AAAA\x1b\\",
    "c1 csi": "\x9b8;777;777t",
    "c1 osc": "\x9d52;c;aGF0\x9c",
    "bidi override": "ab\u202ecd\u202c",
    "isolates": "ab\u2067cd\u2069\u2066\u2068",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "del": "ab\x7fc",
    "nul": "a\x00b",
    "c0": "a\x07\x08\x0b\x0c\x0e\x0f\x10b",
    "carriage return": "honest\rforged",
    "tags": "tag\U000e0041\U000e0042\U000e007f",
    "soft hyphen": "re\xadtention",
    "line separator": "one\u2028two\u2029three\x85four",
    "filler": "a\u3164b\uffa0c\u115fd",
    "combining flood": "z" + "\u0301\u0316" * 40 + " end",
    "closing tag": "[/x]",
    "action": "[@click=app.quit]x[/]",
    "markup": "[bold red]loud[/bold red]",
    "emoji code": ":boom: :warning:",
    "html": '<script>alert(1)</script><img src=x onerror="alert(2)">',
    "script link": "[here](javascript:alert(3)) <javascript:alert(4)>",
}
"""Name → text. The control sequences carry numbers that nothing of ours ever sends (777, hat)."""

NO_TEXT = "a\udc9b8;777;777tb\udcff\udce2\udc80\udcae"
"""Bytes that are no UTF-8, one of them C1: as they come from a file name or an argument. No file can hold them."""

EVERYTHING = " ".join(PAYLOADS.values())
"""All of them in one line, as far as one line goes."""

_C0 = r"\x00-\x08\x0b-\x1f\x7f"
_HIDDEN = (
    r"\x80-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    r"\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
RAW = re.compile(f"[{_C0}{_HIDDEN}]")
"""A character that must not get out. Written down here once more, apart from the program's own list."""


def hits(output: bytes) -> list[str]:
    """Every raw character in what was printed, with a little around it; empty when it is harmless."""
    text = output.decode("utf-8", "surrogateescape")
    return [repr(text[max(0, found.start() - 20) : found.end() + 20]) for found in RAW.finditer(text)]

"""An HTML page that needs nothing else: a strict content policy, no script, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a page may do: wear its own style, and nothing more (Content Security Policy Level 3)."""


def page(title: str, style: str, body: Iterable[str], language: str = "") -> str:
    """A whole document of a title and a body that are HTML, and a style sheet. `language` is a BCP 47 tag, or text that
    somebody wrote for one.
    """
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(language or "en")}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{CSP}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )

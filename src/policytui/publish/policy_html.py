"""A policy out as HTML: one file that needs nothing else and lets nothing in.

Rules that hold here: every text is escaped; raw HTML in a body stays visible text; a strict content security
policy allows no script, no image, no font from anywhere; links are kept but never to `javascript:`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from policytui.core.values import Policy
from policytui.publish.links import Definitions, target, targets
from policytui.publish.page import page
from policytui.publish.policy_dates import date_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 0.5em; font-family: system-ui, sans-serif; }
h1 { font-size: 2rem; margin-top: 0; }
h2 { font-size: 1.4rem; }
h3 { font-size: 1.15rem; }
h4, h5, h6 { font-size: 1rem; }
.dates { font-family: system-ui, sans-serif; opacity: 0.8; margin: 0 0 2rem; }
.dates span { display: block; }
.summary { border-left: 0.25rem solid; padding-left: 1rem; font-style: italic; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
pre { overflow-x: auto; }
a { overflow-wrap: anywhere; }
@media print {
  body { max-width: none; margin: 0; font-size: 11pt; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  p, li, tr { orphans: 3; widows: 3; }
  a[href^="http"]::after { content: " (" attr(href) ")"; }
}
"""


def to_html(policy: Policy) -> str:
    """The whole policy as one HTML document."""
    reader = _reader(targets(policy))
    known = Definitions(policy, reader)
    title = escape(policy.title)
    parts = [
        "<main>",
        f"<h1>{title}</h1>",
    ]
    dates = date_lines(policy.dates)
    if dates:
        parts.append('<p class="dates">' + "".join(f"<span>{escape(line)}</span>" for line in dates) + "</p>")
    if policy.preamble.strip():
        parts.append(reader.render(policy.preamble, known.env(policy.preamble)).rstrip("\n"))
    for section in policy.sections:
        tag = f"h{min(section.level + 1, 6)}"
        parts.append(f'<section id="{escape(section.id)}">')
        parts.append(f"<{tag}>{escape(section.title)}</{tag}>")
        if section.summary.strip():
            summary = reader.renderInline(section.summary.strip(), known.env(section.body))
            parts.append(f'<p class="summary"><strong>In short:</strong> {summary}</p>')
        if section.body.strip():
            parts.append(reader.render(section.body, known.env(section.body)).rstrip("\n"))
        parts.append("</section>")
    parts.append("</main>")
    return page(title, _STYLE, parts, policy.language)


def _reader(named: Mapping[str, str]) -> MarkdownIt:
    """Markdown without raw HTML; images, which the page may not load, become links to them.

    `named` are the sections that links lead to, by what these call them.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])

    def link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        tokens[index].attrSet("href", target(str(tokens[index].attrGet("href")), named))
        return str(renderer.renderToken(tokens, index, options, env))

    reader.add_render_rule("image", _image)
    reader.add_render_rule("link_open", link)
    return reader


def _image(_renderer: object, tokens: list[object], index: int, _options: object, _env: object) -> str:
    token = tokens[index]
    source = str(token.attrGet("src") or "")  # type: ignore[attr-defined]
    name = str(token.content) or source  # type: ignore[attr-defined]
    return f'<a href="{escape(source)}">{escape(name)}</a>'

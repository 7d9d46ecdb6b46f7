"""A redline as one HTML file: readable, printable, and needing nothing else.

Rules that hold here: every text is made visible and escaped; a strict content security policy allows no script and
nothing from elsewhere; `ins` and `del` carry the meaning, colour only helps; a verdict stands as a word.
"""

from __future__ import annotations

from html import escape

from policytui.core.judgement import Judgement
from policytui.core.redline import Hunk, Redline, SectionChange, Status
from policytui.core.values import Change
from policytui.core.visible import visible
from policytui.publish.redline_json import verdict_of
from policytui.publish.redline_lines import Skipped, hunk_notes, section_name, section_notes, shown

CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """\
:root { color-scheme: light dark; --add: #d3e5ff; --remove: #ffe2cc; --line: #8885; --loud: #9a3412; }
@media (prefers-color-scheme: dark) { :root { --add: #12365e; --remove: #5c2a0c; --loud: #fdba74; } }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; }
h1, h2, .said, .badge, .skip, .legend, .what { font-family: system-ui, sans-serif; }
h1 { line-height: 1.25; margin: 0 0 0.25em; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2em 0 0.5em; border-top: 1px solid var(--line); padding-top: 1em; }
.said, .what { font-size: 0.85rem; font-weight: normal; opacity: 0.8; }
.skip { font-size: 0.85rem; opacity: 0.6; margin: 0.5em 0; }
.legend { font-size: 0.9rem; margin: 0 0 1.5em; }
.block { margin: 0 0 0.75em; padding-left: 0.75rem; border-left: 0.25rem solid transparent; overflow-wrap: anywhere; }
.changed, .added, .removed, .moved { border-left-color: var(--line); }
.added { border-left-color: #2563eb; }
.removed { border-left-color: #c2410c; }
.code { font-family: ui-monospace, monospace; white-space: pre-wrap; margin-bottom: 0; }
.heading, .title { font-weight: bold; }
.summary { font-style: italic; }
ins { background: var(--add); text-decoration: underline; }
del { background: var(--remove); text-decoration: line-through; }
.badge { font-size: 0.75rem; border: 1px solid; border-radius: 0.6em; padding: 0 0.5em; white-space: nowrap; }
.material { color: var(--loud); font-weight: bold; }
@media print {
  body { max-width: none; margin: 0; font-size: 11pt; }
  h2 { break-after: avoid; }
  .block { break-inside: avoid; }
  ins, del { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def to_html(
    redline: Redline,
    judgement: Judgement | None = None,
    *,
    context: int | None = 1,
    labels: tuple[str, str] = ("", ""),
) -> str:
    """The redline as one HTML document. `labels` name the two sides; with a judgement, verdicts and reasons too."""
    title = _text(redline.after.title) or "Changes"
    verdicts, reasons = verdict_of(judgement), _reasons(judgement)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(redline.after.language or "en")}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}: what changed</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}: what changed {_badge(judgement.change if judgement else None)}</h1>",
        _legend(labels),
        "<main>",
    ]
    at, section_id = -1, ""
    positions: dict[int, int] = {}
    for item in shown(redline, context):
        if isinstance(item, SectionChange):
            section_id = item.id
            positions = {id(hunk): place for place, hunk in enumerate(item.hunks)}
            parts.append(_head(item, verdicts.get((section_id, -1))))
        elif isinstance(item, Skipped):
            parts.append(f'<p class="skip">{_text(str(item))}</p>')
        else:
            at = positions[id(item)]
            parts.append(_block(redline, item, verdicts.get((section_id, at)), reasons.get((section_id, at), ())))
    if redline.empty:
        parts.append("<p>Nothing changed.</p>")
    return "\n".join([*parts, "</main>", "</body>", "</html>", ""])


def _text(text: str) -> str:
    return escape(visible(text))


def _legend(labels: tuple[str, str]) -> str:
    sides = f"From {_text(labels[0])} to {_text(labels[1])}. " if all(labels) else ""
    return f'<p class="legend">{sides}<del>Removed</del> and <ins>added</ins> words are marked.</p>'


def _reasons(judgement: Judgement | None) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for reason in judgement.reasons if judgement else ():
        found.setdefault((reason.section, reason.hunk), []).append(reason.why)
    return found


def _badge(verdict: Change | None) -> str:
    return f'<span class="badge {verdict}">{verdict}</span>' if verdict and verdict is not Change.NONE else ""


def _head(section: SectionChange, verdict: Change | None) -> str:
    said = " · ".join([_text(note) for note in section_notes(section)])
    notes = f' <span class="said">{said}</span>' if said else ""
    return f"<h2>{_text(section_name(section))}{notes} {_badge(verdict)}</h2>"


def _block(redline: Redline, hunk: Hunk, verdict: Change | None, why: list[str] | tuple[()]) -> str:
    names = ["block", escape(hunk.kind), str(hunk.status), *(["moved"] if hunk.moved else [])]
    tags = {"keep": ("", ""), "remove": ("<del>", "</del>"), "add": ("<ins>", "</ins>")}
    text = "".join([f"{tags[op][0]}{_text(text)}{tags[op][1]}" for op, text in hunk.spans])
    marker = f"{_text(hunk.marker)} " if hunk.kind == "item" else ""
    if hunk.kind == "rule":
        marker = "— — —"
    notes = "".join([f' <span class="what">({_text(note)})</span>' for note in hunk_notes(redline, hunk)])
    said = "".join([f'<br><span class="what">{_text(line)}</span>' for line in why])
    badge = f" {_badge(verdict)}" if hunk.status is not Status.SAME or hunk.moved else ""
    return (
        f'<div class="{" ".join(names)}" style="margin-left:{min(hunk.depth, 6) * 1.5}rem">'
        f"{marker}{text}{notes}{badge}{said}</div>"
    )

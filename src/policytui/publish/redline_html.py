"""A redline as one HTML file: readable, printable, and needing nothing else. Its parts make a file of several.

Rules that hold here: every text is made visible and escaped; a strict content security policy allows no script and
nothing from elsewhere; `ins` and `del` carry the meaning, colour only helps; a verdict stands as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from policytui.core.dates import format_date
from policytui.core.judgement import Judgement
from policytui.core.redline import POLICY_ID, Hunk, Redline, SectionChange
from policytui.core.values import Change
from policytui.core.visible import visible
from policytui.publish.page import page
from policytui.publish.redline_json import covering, verdict_of
from policytui.publish.redline_lines import BECAME, Skipped, hunk_notes, section_name, section_notes, shown

STYLE = """\
:root { color-scheme: light dark; --add: #d3e5ff; --remove: #ffe2cc; --line: #8885; --loud: #9a3412; --calm: #555;
  --new: #2563eb; --gone: #c2410c; }
@media (prefers-color-scheme: dark) { :root { --add: #12365e; --remove: #5c2a0c; --loud: #fdba74; --calm: #aaa;
  --new: #7aa7ff; --gone: #fb923c; } }
body { max-width: 46rem; margin: 2.5rem auto 4rem; padding: 0 1.25rem;
  font: 1.0625rem/1.6 Georgia, "Times New Roman", serif; }
h1, h2, h3, nav, dl, .problems, .said, .badge, .skip, .legend, .what, .kind, .n { font-family: system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 0.4em; }
h2, h3 { font-size: 1.2rem; line-height: 1.35; margin: 2.2em 0 0.6em; border-top: 1px solid var(--line);
  padding-top: 1.2em; }
.sub { font-size: 1.05rem; }
.policy { font-size: 1.5rem; border-top-width: 0.2rem; }
.problems { font-size: 0.9rem; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; font-size: 0.9rem; margin: 0 0 1em; }
dt { color: var(--calm); }
dd { margin: 0; }
nav { font-size: 0.9rem; border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.7rem 1rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { display: flex; gap: 0.75rem; align-items: baseline; justify-content: space-between; }
nav li > span { flex: none; white-space: nowrap; }
nav a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.2em; }
.legend { font-size: 0.9rem; margin: 0 0 1.2em; color: var(--calm); }
.legend ins, .legend del { color: CanvasText; }
.said, .what { font-size: 0.85rem; font-weight: normal; font-style: normal; color: var(--calm); }
.what { line-height: 1.45; }
.why { display: block; padding-left: 1em; text-indent: -1em; margin-top: 0.15em; }
.why::before { content: "\\2514\\00a0"; }
.skip { font-size: 0.8rem; color: var(--calm); margin: 0.6em 0; padding-left: 2.25rem; }
.block { position: relative; margin: 0 0 0.8em; padding-left: 2.25rem; overflow-wrap: anywhere; }
.changed, .added, .removed, .moved { border-left: 0.2rem solid var(--line); padding-left: 2.05rem; }
.added { border-left-color: var(--new); }
.removed { border-left-color: var(--gone); }
.moved { border-left-style: dotted; }
.n { position: absolute; left: 0.35rem; font-size: 0.75rem; font-weight: normal; font-style: normal;
  line-height: 1.7rem; color: var(--calm); }
.kind { font-size: 0.8rem; font-weight: normal; font-style: normal; color: var(--calm); margin-right: 0.4em; }
.item { padding-left: 3.25rem; text-indent: -1rem; }
.item.changed, .item.added, .item.removed, .item.moved { padding-left: 3.05rem; }
.item .n, .item .badge { text-indent: 0; }
.code { font: 0.9rem/1.5 ui-monospace, monospace; white-space: pre-wrap; margin-bottom: 0; }
.heading, .title { font-weight: bold; }
.summary, .quote { font-style: italic; }
.dim { color: var(--calm); font-size: 0.9em; }
ins { background: var(--add); text-decoration: underline; text-decoration-thickness: 0.08em; border-radius: 0.15em; }
del { background: var(--remove); text-decoration: line-through; border-radius: 0.15em; }
del { margin-right: 0.12em; }
del::before, del::after, ins::before, ins::after { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(100%); white-space: nowrap; }
del::before { content: " [removed: "; }
ins::before { content: " [added: "; }
del::after, ins::after { content: "] "; }
.badge { display: inline-block; font-size: 0.72rem; line-height: 1.5; font-style: normal; font-weight: normal;
  border: 1px solid; border-radius: 0.7em; padding: 0 0.55em; white-space: nowrap; color: var(--calm);
  vertical-align: 0.08em; }
.material { color: var(--loud); font-weight: bold; }
@page { margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light; --add: #d3e5ff; --remove: #ffe2cc; --loud: #9a3412; --calm: #444; --new: #2563eb;
    --gone: #c2410c; }
  html { font-size: 10.5pt; }
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; line-height: 1.45; }
  h1 { font-size: 18pt; }
  h2, h3 { font-size: 12.5pt; margin-top: 1.4em; padding-top: 0.8em; break-after: avoid; break-inside: avoid; }
  .sub { font-size: 11pt; }
  .policy { font-size: 15pt; }
  p, .block { orphans: 3; widows: 3; }
  .why { break-before: avoid; break-inside: avoid; }
  :is(h2, h3) + .skip, .title { break-after: avoid; }
  .block + .skip { break-before: avoid; }
  nav { border: none; padding: 0; }
  nav, nav .said { font-size: 8.5pt; }
  nav ol { columns: 2; column-gap: 3em; }
  nav li { break-inside: avoid; padding: 0 2pt 1pt 0; }
  ins, del, .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
_STRONG = "**"
_MARKUP = re.compile(
    r"(?P<link>(?<!!)\[(?P<words>[^\[\]]+)\]\((?P<to>[^()\s]+)\))|(?P<marks>\*{1,3}|`+|\]\([^()\s]*\))"
)
_KINDS = {"title": "Title", "summary": "In short", "organization": "Organization", "label": "Date label"}
_KINDS |= {"effective": "Effective", "place": "Place"}


def to_html(
    redline: Redline,
    judgement: Judgement | None = None,
    *,
    context: int | None = 1,
    labels: tuple[str, str] = ("", ""),
) -> str:
    """The redline as one HTML document. `labels` name the two sides; with a judgement, verdicts and reasons too."""
    title = shown_text(redline.after.title) or "Changes"
    heading = f"<h1>{title}: what changed {verdict_badge(judgement.change if judgement else None)}</h1>"
    body = [heading, *head(redline, judgement, labels), "<main>", *blocks(redline, judgement, context), "</main>"]
    return page(f"{title}: what changed", STYLE, body, redline.after.language)


def head(redline: Redline, judgement: Judgement | None, labels: tuple[str, str], mark: str = "") -> Iterator[str]:
    """What was compared, and the changed sections as links. `mark` parts the links of one redline from another's."""
    verdicts = verdict_of(judgement)
    yield from _facts(redline, verdicts if judgement else None, labels)
    yield from _contents(redline, verdicts, judgement is not None, mark)


def blocks(
    redline: Redline, judgement: Judgement | None, context: int | None, mark: str = "", level: int = 2
) -> Iterator[str]:
    """The sections and their blocks; `level` is that of a section's heading in the document."""
    verdicts, reasons = verdict_of(judgement), _reasons(judgement)
    number = 0
    section: SectionChange | None = None
    positions: dict[int, int] = {}
    for item in shown(redline, context):
        if isinstance(item, Skipped):
            yield f'<p class="skip">{shown_text(str(item))}</p>'
        elif isinstance(item, Hunk):
            assert section is not None
            if item.same and item.kind == "title" and section.id != POLICY_ID:
                continue  # the heading of the section says it
            at = positions[id(item)]
            number += not item.same
            why = reasons.get((section.id, at), [])
            if item is next(iter(section.changed_hunks), None):
                why = [*reasons.get((section.id, -1), []), *why]
            verdict = covering(verdicts, section, at) if judgement else None
            yield _block(redline, item, number, verdict, why)
        else:
            section = item
            positions = {id(hunk): place for place, hunk in enumerate(item.hunks)}
            yield _heading(f"{mark}s{redline.sections.index(item)}", level, item, _worst(verdicts, item))
    if redline.empty:
        yield "<p>Nothing changed.</p>"


def shown_text(text: str) -> str:
    """Words of a policy, or of a person, as HTML: visible and escaped."""
    return escape(visible(text))


def _facts(redline: Redline, verdicts: dict[tuple[str, int], Change] | None, labels: tuple[str, str]) -> Iterator[str]:
    """What was compared, the dates that both sides print, how many changes there are."""
    rows = []
    for name, key in (("Last updated", "last_updated"), ("Effective", "effective")):
        old, new = (getattr(side.dates, key) for side in (redline.before, redline.after))
        if old or new:
            style = redline.after.dates.style
            before, after = (escape(format_date(day, style)) if day else "none" for day in (old, new))
            rows.append((name, after if old == new else f"{before} → {after}"))
    changed = [section for section in redline.sections if not section.same]
    many = sum(len(section.changed_hunks) for section in changed)
    if many:
        said = f"{many} in {len(changed)} {'section' if len(changed) == 1 else 'sections'}"
        if verdicts is not None:
            grave = sum(
                covering(verdicts, section, at) is Change.MATERIAL
                for section in changed
                for at, hunk in enumerate(section.hunks)
                if not hunk.same
            )
            said += f", {grave} of them material" if grave else ", none of them material"
        rows.append(("Changes", said))
    if rows:
        yield "<dl>"
        yield from (f"<dt>{name}</dt><dd>{said}</dd>" for name, said in rows)
        yield "</dl>"
    sides = f"From {shown_text(labels[0])} to {shown_text(labels[1])}. " if all(labels) else ""
    said = "<del>Removed</del> and <ins>added</ins> words are marked; each change has its number."
    yield f'<p class="legend">{sides}{said}</p>'


def _contents(redline: Redline, verdicts: dict[tuple[str, int], Change], judged: bool, mark: str) -> Iterator[str]:
    """The changed sections with their counts, as links into the page; nothing for a single one."""
    changed = [(at, section) for at, section in enumerate(redline.sections) if not section.same]
    if len(changed) < 2:
        return
    top = min(section.level for _, section in changed)
    yield '<nav aria-label="Changed sections"><ol>'
    for at, section in changed:
        count = len(section.changed_hunks)
        said = f'<span class="said">{count} {"change" if count == 1 else "changes"}</span>'
        badge = f" {verdict_badge(_worst(verdicts, section))}" if judged else ""
        indent = f' style="margin-left:{min(section.level - top, 5) * 1.25}em"' if section.level > top else ""
        name = shown_text(section_name(section))
        yield f'<li{indent}><a href="#{mark}s{at}">{name}</a> <span>{said}{badge}</span></li>'
    yield "</ol></nav>"


def _worst(verdicts: dict[tuple[str, int], Change], section: SectionChange) -> Change:
    found = Change.NONE
    for at in range(-1, len(section.hunks)):
        found |= verdicts.get((section.id, at), Change.NONE)
    return found


def _reasons(judgement: Judgement | None) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for reason in judgement.reasons if judgement else ():
        found.setdefault((reason.section, reason.hunk), []).append(reason.why)
    return found


def verdict_badge(verdict: Change | None) -> str:
    """A verdict as a word in a frame; nothing for none."""
    return f'<span class="badge {verdict}">{verdict}</span>' if verdict and verdict is not Change.NONE else ""


def _heading(name: str, level: int, section: SectionChange, verdict: Change) -> str:
    said = " · ".join([shown_text(note) for note in section_notes(section)])
    notes = f' <span class="said">{said}</span>' if said else ""
    sub = ' class="sub"' if section.level > 1 else ""
    return f'<h{level} id="{name}"{sub}>{shown_text(section_name(section))}{notes} {verdict_badge(verdict)}</h{level}>'


def _block(redline: Redline, hunk: Hunk, number: int, verdict: Change | None, why: Sequence[str]) -> str:
    names = ["block", escape(hunk.kind), str(hunk.status), *(["moved"] if hunk.moved else [])]
    lead = f'<span class="n">{number}</span>' if not hunk.same else ""
    if hunk.kind in _KINDS:
        lead += f'<span class="kind">{_KINDS[hunk.kind]}</span>'
    if hunk.kind == "item":
        lead += f"{shown_text(hunk.marker)} "
    elif hunk.kind == "rule":
        lead += "— — —"
    notes = "".join([f' <span class="what">({shown_text(note)})</span>' for note in hunk_notes(redline, hunk)])
    said = "".join([f'<span class="what why">{shown_text(line)}</span>' for line in why])
    badge = f" {verdict_badge(verdict)}" if not hunk.same else ""
    indent = f' style="margin-left:{min(hunk.depth, 6) * 1.5}rem"' if hunk.depth else ""
    return f'<div class="{" ".join(names)}"{indent}>{lead}{_words(hunk)}{notes}{badge}{said}</div>'


def _words(hunk: Hunk) -> str:
    """The spans of a block. Markup that both sides share is shown as what it does, other markup as it is written."""
    if hunk.kind in ("code", "title", "place"):
        between = BECAME if hunk.is_place else ""
        return "".join([_marked(op, shown_text(text)) for op, text in hunk.spans]).replace(
            "</del><ins>", f"</del>{between}<ins>"
        )
    kept = [text for op, text in hunk.spans if op == "keep"]
    changed = [text for op, text in hunk.spans if op != "keep"]
    stars, pairs, loose = ("".join(kept).count(marks) for marks in ("*", _STRONG, f" {_STRONG} "))
    bold = pairs % 2 == 0 and stars == 2 * pairs and not loose and not any("*" in text for text in changed)
    parts: list[str] = []
    opened = False
    for op, text in hunk.spans:
        if op != "keep":
            parts.append(_marked(op, shown_text(text)))
            continue
        at = 0
        for found in _MARKUP.finditer(text):
            parts.append(shown_text(text[at : found.start()]))
            at = found.end()
            if found["link"]:
                address = (
                    "" if found["to"] == found["words"] else f' <span class="dim">({shown_text(found["to"])})</span>'
                )
                parts.append(f"<u>{shown_text(found['words'])}</u>{address}")
            elif bold and found["marks"] == _STRONG:
                parts.append("</strong>" if opened else "<strong>")
                opened = not opened
            else:
                parts.append(f'<span class="dim">{shown_text(found["marks"])}</span>')
        parts.append(shown_text(text[at:]))
    return "".join(parts)


def _marked(op: str, text: str) -> str:
    tag = {"remove": "del", "add": "ins"}.get(op)
    return f"<{tag}>{text}</{tag}>" if tag else text

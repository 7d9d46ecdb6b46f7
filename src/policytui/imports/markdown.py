"""Markdown in: a policy from a document as sites keep it.

Rules that hold here:

- Bodies keep their Markdown as it is, line by line; only headings, the date line, `In short:` lines and what is
  never published (`imports.metadata`) are taken out.
- Headings are those of CommonMark at the outermost level: `#` lines and underlined ones, never in code.
- The first `#` heading is the title (else the front matter's); levels are counted from the highest below it.
- Fast enough to run on every version of a long history: one pass over the lines, no Markdown parser.
"""

from __future__ import annotations

import re

from policytui.core.patterns import lazy
from policytui.core.records import replace
from policytui.core.slugs import slugify, unique_id
from policytui.core.values import MAX_LEVEL, Policy, Problem, Section, Severity
from policytui.imports import normalise
from policytui.imports.dateline import Front, completes, take_date
from policytui.imports.metadata import Metadata, take_metadata
from policytui.imports.outline import Imported

_ATX = lazy(r" {0,3}(#{1,6})(?=[ \t]|$)")
_HTML_HEADING = lazy(r"\s*<h([1-6])(?P<attributes>[^>]*)>(.*?)</h\1>\s*$", re.IGNORECASE)
_ID = lazy(r"\bid\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_SETEXT = lazy(r" {0,3}(=+|-+)[ \t]*$")
_NO_PARAGRAPH = lazy(r"\s*(?:[-+*]\s|\d{1,9}[.)]\s|>|#{1,6}\s|\||<)|\s{4,}|\t")
_HEADING_ID = lazy(r"\s*(?<!\\)\{#([^}\s]+)[^}]*\}\s*$")
_LINK = lazy(r"!?\[([^\[\]]*)\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)?)(?:\s+[\"'][^\"']*[\"'])?\)")
_MARKS = lazy(r"(\*\*|__|\*|`+)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = lazy(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)")
_BACKSLASH = lazy(r"\\([!-/:-@\[-`{-~])")
_ENTITY = lazy(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});")
_SUMMARY = lazy(
    r"(?P<open>\*\*|__|\*|_)?in short(?:\s*[:：]\s*(?P<close>\*\*|__|\*|_)?|(?P<close2>\*\*|__|\*|_)\s*[:：])\s*",
    re.IGNORECASE,
)
_IN_SHORT = 12
"""Characters that `In short` and the marks before it take at most."""
_ASIDE = 0xE000
_LONGEST_TITLE = 1_000
_DATE_WORD = lazy(r"\d{4}|\d[/.]\d")
_DATED = lazy(
    r"(?:this (?:\w+ ){1,3}was )?(?:last|updated?|revised|modified|amended|effective|posted|published|date)\b.*\d{4}",
    re.IGNORECASE,
)
_CONTENTS = lazy(r"(?:table of )?contents|on this page|in this (?:policy|notice|document)", re.IGNORECASE)
_CONTENTS_ITEM = lazy(r"\s*(?:[-*+]|\d+[.)])\s+\[([^\]]*)\]\(#[^)]*\)\s*$")


class _Part:
    """A heading and the lines below it. The first part has no heading."""

    def __init__(self, level: int = 0, title: str = "", id: str = "", line: int = 0) -> None:
        self.level = level
        self.title = title
        self.id = id
        self.line = line
        self.body: list[tuple[int, str]] = []


def read_markdown(text: str, *, path: str = "") -> Imported:
    """Read a Markdown document as a policy. `path` is only named in the problems."""
    data = take_metadata(normalise(text))
    parts = _parts(data)
    front = Front()
    _dates(front, parts, data, path)
    title, sections_from = _title(front, parts, data, path)
    problems = _told(data, path)
    dropped = [piece for pieces in data.taken.values() for _, piece in pieces]
    preamble = "\n\n".join(filter(None, (_body(part) for part in parts[:sections_from])))
    lowest = min((part.level for part in parts[sections_from:]), default=1)
    taken: set[str] = set()
    sections = []
    for part in parts[sections_from:]:
        if _is_contents(part, parts):
            entries = "\n".join(line for _, line in part.body).strip()
            dropped += [part.title, entries]
            message = f"The contents list “{part.title}” was dropped: it repeats the headings."
            problems.append(Problem("import-contents", message, "", Severity.NOTE, path, part.line))
            continue
        summary = _summary(part)
        section_id = unique_id(part.id or part.title, taken)
        taken.add(section_id)
        level = min(part.level - lowest + 1, MAX_LEVEL)
        sections.append(Section(section_id, part.title, level, summary, _body(part)))
    language = data.front.get("lang") or data.front.get("language") or "en"
    policy = Policy(
        title,
        data.front.get("organization") or data.front.get("company") or "",
        language if language == "en" or re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else "en",
        preamble,
        front.dates,
        sections=tuple(sections),
    )
    if not front.found:
        note = Problem("import-date", "The text has no date line.", "The first save will date it.", Severity.NOTE, path)
        problems.append(note)
    ordered = sorted([*front.problems, *problems], key=lambda problem: problem.line)
    return Imported(policy, (), tuple(ordered), front.found, (*dropped, *front.dropped))


def plain(markdown: str) -> str:
    """A title without its Markdown: emphasis, code marks, links, escapes and entities taken off."""
    if len(markdown) > _LONGEST_TITLE or not any(mark in markdown for mark in "*_`[\\&"):
        return " ".join(markdown.split())
    # Escaped marks are set aside in the private use area, so that they mark nothing.
    text = _BACKSLASH.sub(lambda match: chr(_ASIDE + ord(match[1])), markdown)
    text = _ENTITY.sub(_character, text) if "&" in text else text
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\1", _MARKS.sub(r"\2", _MARKS.sub(r"\2", text)))
    return " ".join("".join(chr(ord(c) - _ASIDE) if _ASIDE < ord(c) < _ASIDE + 128 else c for c in text).split())


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for, set aside where it would be read as a mark."""
    from html import unescape

    char = unescape(entity[0])
    return chr(_ASIDE + ord(char)) if char in "*_`[]\\" else char


def _parts(data: Metadata) -> list[_Part]:
    """The document cut at its headings."""
    parts = [_Part()]
    paragraph = 0
    blocked = False
    for at, line in enumerate(data.lines):
        part = parts[-1]
        if not line or at in data.fenced or line.isspace():
            paragraph, blocked = 0, False
        elif line[0].isalpha():
            # most lines: no heading, no underline, and running text unless it is a row
            blocked = blocked or line.count("|") > 1
            paragraph = 0 if blocked else paragraph + 1
        elif (heading := _heading(line, at, data)) is not None:
            parts.append(heading)
            paragraph, blocked = 0, False
            continue
        elif paragraph and (underline := _SETEXT.match(line)) is not None:
            title = " ".join(text.strip() for _, text in part.body[-paragraph:])
            del part.body[-paragraph:]
            parts.append(_new_part(1 if underline[1][0] == "=" else 2, title, at - paragraph, data))
            paragraph = 0
            continue
        elif blocked or _no_paragraph(line):
            # What follows an item or a row without a blank line belongs to it and cannot be underlined.
            paragraph, blocked = 0, True
        else:
            paragraph += 1
        part.body.append((at, line))
    return parts


def _no_paragraph(line: str) -> bool:
    """Whether a line is none of running text: an item, a quote, a row, markup, code."""
    return _NO_PARAGRAPH.match(line) is not None or ("|" in line and line.count("|") > 1)


def _heading(line: str, at: int, data: Metadata) -> _Part | None:
    bare = line.lstrip(" ")
    if bare.startswith("#") and len(line) - len(bare) <= 3:
        match = _ATX.match(line)
        if match is None:
            return None
        written = line[match.end() :].strip()
        unclosed = written.rstrip("#")
        closed = not unclosed or unclosed[-1] in " \t"
        return _new_part(len(match[1]), unclosed.rstrip() if closed else written, at, data)
    if bare[:2] in ("<h", "<H"):
        html = _HTML_HEADING.match(line)
        if html is not None:
            part = _new_part(int(html[1]), re.sub(r"<[^>]*>", "", html[3]), at, data)
            given = _ID.search(html["attributes"])
            part.id = part.id or (slugify(given[1]) if given else "")
            return part
    return None


def _new_part(level: int, written: str, at: int, data: Metadata) -> _Part:
    given = _HEADING_ID.search(written) if "{#" in written else None
    if given is not None:
        data.take("attribute", at, given[0].strip())
        written = written[: given.start()]
    if "](" in written:
        for _, address in _LINK.findall(written):
            data.take("link of a heading", at, address)
    anchor = data.anchors.get(at)
    above = at - 1
    while anchor is None and above >= 0 and not data.lines[above].strip() and at - above <= 2:
        anchor = data.anchors.get(above)
        above -= 1
    name = given[1] if given else anchor
    return _Part(level, plain(written), slugify(name) if name else "", at + 1)


def _title(front: Front, parts: list[_Part], data: Metadata, path: str) -> tuple[str, int]:
    """The title, and how many parts stand before the first section."""
    headed = parts[1:]
    tops = [part for part in headed if part.level == 1]
    only = bool(headed) and sum(part.level <= headed[0].level for part in headed) == 1
    if (
        headed
        and headed[0].title
        and (headed[0].level == 1 or ("title" not in data.front and only and len(headed) > 1))
    ):
        return headed[0].title, 2
    given = plain(data.front.get("title", ""))
    if given:
        return given, 1
    if tops and tops[0].title:
        return tops[0].title, 1
    front.problems.append(
        Problem(
            "import-title",
            "The text has no title; “Untitled policy” stands in for it.",
            "Set the title before you publish it.",
            Severity.WARNING,
            path,
        )
    )
    return "Untitled policy", 1


def _dates(front: Front, parts: list[_Part], data: Metadata, path: str) -> None:
    """Take the date lines out: lines that are a paragraph of their own, and a heading that is none below the title."""
    _dated_heading(front, parts, path)
    lines = [
        (part, place)
        for part in parts
        for place, (at, line) in enumerate(part.body)
        if line
        and len(line) <= 250
        and at not in data.fenced
        and _DATE_WORD.search(line) is not None
        and not _no_paragraph(line)
    ]
    for telling, (part, place) in ((telling, found) for telling in (True, False) for found in lines):
        at, line = part.body[place]
        near = part is parts[0] or part is parts[1]
        start = _label_above(part, place) if near else place
        above = _above_dates(part, start) if telling else start
        before = part.body[above - 1][1] if above else ""
        after = part.body[place + 1][1] if place + 1 < len(part.body) else ""
        if near and place + 2 < len(part.body) and _label_above(part, place + 2) == place + 1:
            after = part.body[place + 2][1]  # a date line of two lines
        alone = not before.strip() and (not after.strip() or _DATE_WORD.search(after) is not None)
        written = " ".join(_bare(text) for _, text in part.body[start : place + 1] if text.strip())
        if line and alone and take_date(front, written, at + 1, path, lone=near, telling=telling):
            for taken in range(start, place + 1):
                at, line = part.body[taken]
                for _, address in _LINK.findall(line):
                    data.take("link of the date", at, address)
                part.body[taken] = (at, "")
            if above < start:
                at, line = part.body[start - 1]
                part.body[start - 1] = (at, line.rstrip().rstrip("\\"))  # it breaks no line any more
    if front.found:
        return
    for name in (
        "last_updated",
        "lastupdated",
        "updated",
        "last_modified",
        "lastmod",
        "modified",
        "effective_date",
        "date",
    ):
        if data.front.get(name) and take_date(front, data.front[name], 1, path, lone=True):
            label = name.replace("_", " ").replace("lastupdated", "last updated").replace("lastmod", "last modified")
            front.dates = replace(front.dates, label=label.capitalize())
            return


def _label_above(part: _Part, place: int) -> int:
    """Where the date line begins that ends at `place`: at a label on the line above, or above a blank line."""
    above = place - 1
    if above > 0 and not part.body[above][1].strip():
        above -= 1
    label = part.body[above][1] if above >= 0 else ""
    if not label.strip() or _no_paragraph(label):
        return place
    return above if completes(_bare(label), _bare(part.body[place][1])) else place


def _above_dates(part: _Part, place: int) -> int:
    """Where the dated lines begin that stand right above `place`; `place` itself when there are none."""
    from policytui.core.dates import find_date_line

    while place and (above := part.body[place - 1][1].strip()):
        if _no_paragraph(above) or find_date_line(_bare(above)) is None:
            break
        place -= 1
    return place


def _bare(line: str) -> str:
    """A line without its Markdown, and without the backslash that breaks it."""
    return plain(line).rstrip("\\")


def _dated_heading(front: Front, parts: list[_Part], path: str) -> None:
    """Take a date line out that is set as the heading below the title; several are sections, one for each version."""
    if [at for at, part in enumerate(parts) if _DATED.match(part.title)] != [2]:
        return
    dated = parts[2]
    if take_date(front, dated.title, dated.line, path, lone=False):
        parts[1].body += [(dated.line - 1, ""), *dated.body]
        del parts[2]


def _body(part: _Part) -> str:
    lines = ["" if not line or line.isspace() else line for _, line in part.body]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    text = "\n".join(kept)
    # one character is looked for many times as fast as three
    if ("`" in text and "```" in text) or ("~" in text and "~~~" in text):
        # Blank lines of a code block count.
        text = "\n".join(lines)
    return text.strip("\n").rstrip()


def _summary(part: _Part) -> str:
    """Take an `In short:` paragraph off the top of a part."""
    for place, (_, line) in enumerate(part.body):
        if not line.strip():
            continue
        match = _SUMMARY.match(line) if "hort" in line[:_IN_SHORT].lower() else None
        if match is None:
            return ""
        end = place
        while end < len(part.body) and part.body[end][1].strip():
            end += 1
        text = " ".join(line.strip() for _, line in part.body[place:end])[match.end() :].strip()
        opened = match["open"] or ""
        if opened and not (match["close"] or match["close2"]):
            text = text.removesuffix(opened).strip() if text.endswith(opened) else opened + text
        if text:
            del part.body[:end]
        return text
    return ""


def _is_contents(part: _Part, parts: list[_Part]) -> bool:
    """Whether a section is only a list of links to the headings of this document."""
    if not _CONTENTS.fullmatch(part.title.strip(" :")):
        return False
    from policytui.imports.phrases import key

    lines = [line for _, line in part.body if line.strip()]
    items = [match[1] for line in lines if (match := _CONTENTS_ITEM.match(line)) is not None]
    titles = {key(other.title) for other in parts}
    return len(items) == len(lines) >= 2 and sum(key(plain(item)) in titles for item in items) >= 0.6 * len(items)


_KINDS = {
    "front matter": "The front matter is not part of the published text and was left out.",
    "comment": "{count} HTML comments are not part of the published text and were left out.",
    "attribute": "{count} attribute lists ({{: …}}, {{#…}}) were left out; ids given in them were kept as section ids.",
    "anchor": "{count} anchors were left out; those of headings became section ids.",
    "tag": "{count} template tags ({first}) were left out: what they would have printed is not known here.",
    "contents": "{count} lines that ask for a contents list were left out.",
    "link of a heading": "{count} links in headings were left out, their text was kept.",
    "link of the date": "The link of the date ({first}) was left out.",
}


def _told(data: Metadata, path: str) -> list[Problem]:
    problems = []
    for kind, pieces in data.taken.items():
        first = pieces[0][1] if len(pieces[0][1]) <= 60 else pieces[0][1][:60] + "…"
        message = _KINDS[kind].format(count=len(pieces), first=first)
        hint = "Fill in by hand what they stood for." if kind == "tag" else ""
        severity = Severity.WARNING if kind == "tag" else Severity.NOTE
        rule = "import-" + kind.replace(" ", "-")
        problems.append(Problem(rule, message, hint, severity, path, pieces[0][0]))
    return problems

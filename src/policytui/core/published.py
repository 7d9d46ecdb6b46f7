r"""What a reader sees of a policy: variables filled in, what is only for the editor left out.

Rules that hold here:

- Ids, levels and order stay; a policy in which nothing is to be done is given back as the same object.
- Left out: HTML comments, kramdown attribute lines (`{: .note}`) and attribute lists, empty anchor tags
  (`<a name="x"></a>`). Text inside code (fenced or between backticks) is published as it stands,
  and so are titles and the organization, which are plain text.
- `{{ name }}` is filled in once; a value is text, not filled in again. A name that is not defined stays visible.
- What a backslash stands before is text: `\{{ name }}` is not filled in, `\<!-- a -->` is no comment and read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from policytui.core.patterns import lazy
from policytui.core.records import replace
from policytui.core.values import Policy, Section

VARIABLE = lazy(r"(?<!\\)\{\{[ \t]*([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*\}\}")
"""A variable in a text: `{{ company }}`."""

_NO_BREAK = lazy(r"[^\n]")
_FENCE = r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)?? {0,3}(?P=fence)[`~]*[ \t]*$"
_TICKS = r"(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"
_CODE_OR_COMMENT = lazy(
    rf"{_FENCE}|{_TICKS}"
    r"|(?P<lines>^[ \t]*<!--.*?-->[ \t]*(?:\n|\Z))"
    r"|(?P<comment>(?<!\\)<!--.*?-->)"
    r"|(?P<attribute>^[ \t]*\{:[^{}\n]*\}[ \t]*(?:\n|\Z))"
    r"|(?P<inline>[ \t]*(?<!\\)\{:[^{}\n]*\})"
    r"|(?P<anchor>(?<!\\)<a\s+(?:name|id)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)\s*(?:/>|>\s*</a>))",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def published(policy: Policy) -> Policy:
    """The policy as its readers see it: same ids, levels and order. Costs nothing when there is nothing to do."""
    fill = _filler(dict(policy.variables))
    seen = {
        "title": fill(policy.title),
        "organization": fill(policy.organization),
        "preamble": published_text(policy.preamble, fill),
    }
    changed = {name: text for name, text in seen.items() if text != getattr(policy, name)}
    label = fill(policy.dates.label)
    sections = tuple(_section(section, fill) for section in policy.sections)
    same = all(new is old for new, old in zip(sections, policy.sections, strict=True))
    if not changed and same and label == policy.dates.label:
        return policy
    return replace(
        policy,
        **changed,  # type: ignore[arg-type]
        dates=policy.dates if label == policy.dates.label else replace(policy.dates, label=label),
        sections=policy.sections if same else sections,
    )


def published_text(text: str, fill: Callable[[str], str]) -> str:
    """One text as published: `fill` puts the variables in, the editor's own marks are left out."""
    if "<" in text or ("{" in text and "{:" in text):
        text = without_marks(text)
    return fill(text)


def without_marks(text: str) -> str:
    """The text without HTML comments, attribute lines and lists, and anchor tags; code stays as it is."""
    if "<!--" not in text and "{:" not in text and not re.search(r"<a\s", text, re.IGNORECASE):
        return text
    return _CODE_OR_COMMENT.sub(lambda m: m[0] if _is_code(m) else "", text)


def blanked(text: str, *, code: bool = False) -> str:
    """The text with spaces for what is not published, and for code if asked: all else keeps its place."""
    if "<" not in text and "{:" not in text and not (code and ("`" in text or "~~~" in text)):
        return text
    return _CODE_OR_COMMENT.sub(lambda m: m[0] if _is_code(m) and not code else _NO_BREAK.sub(" ", m[0]), text)


def _is_code(match: re.Match[str]) -> bool:
    return bool(match["fence"] or match["ticks"])


def _filler(variables: Mapping[str, str]) -> Callable[[str], str]:
    def fill(text: str) -> str:
        if not variables or "{{" not in text:
            return text
        return VARIABLE.sub(lambda m: variables.get(m[1], m[0]), text)

    return fill


def _section(section: Section, fill: Callable[[str], str]) -> Section:
    title = fill(section.title)
    summary = published_text(section.summary, fill)
    body = published_text(section.body, fill)
    if title == section.title and summary == section.summary and body == section.body:
        return section
    return replace(section, title=title, summary=summary, body=body)

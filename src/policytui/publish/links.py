"""Links of a policy whose ends stand in different sections: link definitions, and links to a section.

Rules that hold here: a policy is one document, so that a definition in one section holds in all of them, and a
section's own before another's; a link that `check` accepts leads somewhere in every format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from policytui.core.slugs import slugify
from policytui.core.values import Policy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TARGET = re.compile(r"\]\(#([^)\s]+)")
_NO_ANCHOR = re.compile(r"[^\w\- ]")


class Definitions:
    """The link definitions of a policy: `[name]: address`."""

    def __init__(self, policy: Policy, reader: MarkdownIt) -> None:
        self._reader = reader
        self._all: dict[str, Any] = {}
        for text in (policy.preamble, *(section.body for section in policy.sections)):
            self._all = {**self._own(text), **self._all}

    def env(self, text: str) -> dict[str, Any]:
        """What the reader is given along with a text: all definitions, the text's own before others."""
        return {"references": {**self._all, **self._own(text)}}

    def _own(self, text: str) -> dict[str, Any]:
        if "]:" not in text:
            return {}
        env: dict[str, Any] = {}
        self._reader.parse(text, env)
        found: dict[str, Any] = env.get("references", {})
        return found


def targets(policy: Policy) -> dict[str, str]:
    """The section that each name leads to: its id, or its title as an anchor. The first of several counts."""
    named: dict[str, str] = {}
    for section in policy.sections:
        named.setdefault(slugify(section.title), section.id)
    return named | {section.id: section.id for section in policy.sections}


def target(href: str, named: Mapping[str, str]) -> str:
    """The address of a link; one to a section by its title, or in capitals, becomes one to its id."""
    return f"#{named.get(href[1:].lower(), href[1:])}" if href.startswith("#") else href


def missing_anchors(policy: Policy) -> set[str]:
    """The ids that are linked to and are not what Markdown readers make of the section's title."""
    texts = (policy.preamble, *(text for section in policy.sections for text in (section.summary, section.body)))
    linked = {name for text in texts if "](#" in text for name in _TARGET.findall(text)}
    found: set[str] = set()
    made: set[str] = set()
    for section in policy.sections if linked else ():
        anchor = _NO_ANCHOR.sub("", section.title.lower()).replace(" ", "-")
        if section.id in linked and (anchor != section.id or anchor in made):
            found.add(section.id)
        made.add(anchor)
    return found

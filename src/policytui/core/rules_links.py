"""A link whose words stayed: does it lead to the same place, to that place at a new address, or elsewhere?

Rules that hold here:

- A page that moved within its site is editorial; another site is another promise (its owner may be another vendor).
- An address of a person (mail, telephone) is how rights are exercised: a changed one is material.
- Another version or date in a linked document's name is another document, and what it says binds too.
- A link gained says nothing new; a link lost takes something away from the reader, unless it led within the page.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from policytui.core.rules_text import Link, Reading

_SECOND_LEVEL = frozenset(
    (
        "ac",
        "co",
        "com",
        "edu",
        "go",
        "gob",
        "gov",
        "gouv",
        "govt",
        "ltd",
        "me",
        "ne",
        "net",
        "nhs",
        "nom",
        "or",
        "org",
        "plc",
    )
)
_PROVIDERS = (
    "amazonaws.com amplifyapp.com appspot.com atlassian.net azureedge.net azurewebsites.net bitbucket.io"
    " blogspot.com cloudfront.net firebaseapp.com fly.dev freshdesk.com github.io gitlab.io"
    " helpscoutdocs.com herokuapp.com hubspot.com intercom.help medium.com myshopify.com netlify.app"
    " notion.site onrender.com pages.dev readme.io readthedocs.io sharepoint.com squarespace.com"
    " statuspage.io substack.com surge.sh tumblr.com typeform.com vercel.app web.app webflow.io weebly.com"
    " windows.net wixsite.com wordpress.com workers.dev zendesk.com"
)
_SHARED = frozenset(_PROVIDERS.split())
"""Hosts under which each name is another owner's."""
_VERSIONED = re.compile(r"\.(?:pdf|docx?|odt|rtf|txt|zip)\Z", re.IGNORECASE)
_VERSION = re.compile(
    r"(?<![a-z0-9])v(?:er(?:sion)?)?[-_.]?\d[\d.]*|(?<!\d)(?:19|20)\d\d(?:[-_.]?\d\d)*(?!\d)", re.IGNORECASE
)
_DEICTIC = frozenset(("here", "this", "this link", "link", "click here", "this page", "this form", "form", "more"))


class LinkChange(NamedTuple):
    """What happened to a link. `rule` is the name of a rule; the targets are as written ("" where there is none)."""

    rule: str
    before: str
    after: str


def link_changes(before: Reading, after: Reading) -> list[LinkChange]:
    """What happened to the links of two readings whose words are the same. Empty when nothing did."""
    if before.links == after.links:
        return []
    old = [(link, _words(before, link)) for link in before.links]
    new = [(link, _words(after, link)) for link in after.links]
    led_to, leads_to = ({link.target for link in side.links} for side in (before, after))
    found: list[LinkChange] = []
    place = 0
    for link, words in old:
        at = next((n for n in range(place, len(new)) if _same_words(link, words, *new[n])), None)
        if at is None:
            found.append(_lost(link, words, after))
            continue
        found += [_gained(new[n][0], after) for n in range(place, at)]
        place = at + 1
        if link.target != new[at][0].target:
            rule = target_rule(link.target, new[at][0].target)
            if rule == "link-moved" and (new[at][0].target in led_to or link.target in leads_to):
                rule = "link-exchanged"
            found.append(LinkChange(rule, link.target, new[at][0].target))
    found += [_gained(link, after) for link, _ in new[place:]]
    return found


def target_rule(old: str, new: str) -> str:
    """The rule that a change of target from `old` to `new` falls under."""
    if "{{" in old + new:
        return "address"
    left, right = _parts(old), _parts(new)
    schemes = {left.scheme, right.scheme}
    if not schemes <= {"http", "https", ""}:
        return "address" if schemes & {"mailto", "tel", "sms"} else "link-elsewhere"
    if not (left.netloc + right.netloc).isascii() or "xn--" in left.netloc + right.netloc or "@" in right.netloc:
        return "link-elsewhere"
    if _version(old) != _version(new) and (_VERSIONED.search(left.path) or (_version(old) and _version(new))):
        return "link-document"
    if left.netloc and right.netloc:
        return "link-moved" if site(left.netloc) == site(right.netloc) else "link-elsewhere"
    if not left.netloc and not right.netloc:
        return "link-moved"
    slugs = [set(re.findall(r"[a-z]{4,}", unquote(part.path + "#" + part.fragment).lower())) for part in (left, right)]
    return "link-moved" if slugs[0] & slugs[1] else "link-elsewhere"


def site(host: str) -> str:
    """The part of a host that somebody registered: `docs.example.co.uk` → `example.co.uk`.

    An address in numbers, and a name at a provider that gives one to every customer (`acme.github.io`), are whole.
    """
    host = host.lower()
    labels = host.split(":")[0].rstrip(".").split(".")
    if host.startswith("[") or labels[-1].isdigit():
        return host
    if ".".join(labels[-2:]) in _SHARED or ".".join(labels[-3:]) in _SHARED:
        return ".".join(labels)
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


class _Parts(NamedTuple):
    scheme: str
    netloc: str
    path: str
    fragment: str


def _parts(target: str) -> _Parts:
    try:
        found = urlsplit(target)
    except ValueError:
        return _Parts("unreadable", "", target, "")
    return _Parts(found.scheme.lower(), found.netloc, found.path, found.fragment)


def _version(target: str) -> str:
    found = _VERSION.search(unquote(target).replace("_", " "))
    return found[0].lower() if found else ""


def _words(reading: Reading, link: Link) -> str:
    return re.sub(r"[^\w]+", " ", reading.words(link.first, link.last)).strip()


def _same_words(old: Link, words: str, new: Link, others: str) -> bool:
    """Whether two links stand on the same words, or one on two or more of the words of the other."""
    if old.image != new.image:
        return False
    shorter, longer = sorted((words, others), key=len)
    return words == others or (" " in shorter and f" {shorter} " in f" {longer} ")


def _lost(link: Link, words: str, after: Reading) -> LinkChange:
    if link.image:
        return LinkChange("image", link.target, "")
    harmless = link.target.startswith("#") or link.target.removeprefix("mailto:").lower() in (
        token.text.lower() for token in after.tokens
    )
    return LinkChange("link-gained" if harmless and words not in _DEICTIC else "link-lost", link.target, "")


def _gained(link: Link, after: Reading) -> LinkChange:
    if link.image:
        return LinkChange("image", "", link.target)
    if not _leads_where_it_says(link, after):
        return LinkChange("address", "", link.target)
    scheme = _parts(link.target).scheme
    return LinkChange(
        "link-gained" if scheme in ("http", "https", "", "mailto", "tel") else "link-elsewhere", "", link.target
    )


def _leads_where_it_says(link: Link, after: Reading) -> bool:
    """Whether an address in the words of a link is the one it leads to: `[a@a.example](mailto:b@b.example)` is not."""
    target = link.target.lower()
    for token in after.tokens[link.first : link.last]:
        said = token.text.lower()
        if token.kind == "address" and "@" in said and said not in unquote(target):
            return False
        if token.kind == "address" and "@" not in said:
            parts = _parts(said if "://" in said else f"https://{said}")
            if parts.netloc and _parts(target).netloc and site(parts.netloc) != site(_parts(target).netloc):
                return False
    digits = "".join(re.findall(r"\d", after.words(link.first, link.last)))
    return not target.startswith("tel:") or len(digits) < 5 or "".join(re.findall(r"\d", target)).endswith(digits[-5:])

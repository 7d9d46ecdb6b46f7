"""Policies to measure with: made from a seed, of any size, with as many revisions as are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from policytui.core.values import Change, Dates, Policy, Revision, Section
from policytui.publish.policy_markdown import to_markdown
from policytui.store import revisions
from policytui.store.codec import fresh

_WORDS = (
    "account", "address", "agree", "archive", "browser", "calendar", "choose", "collect", "complaint",
    "consent", "copy", "country", "customer", "data", "delete", "describe", "device", "email", "explain",
    "export", "form", "gather", "house", "keep", "language", "law", "letter", "list", "location", "mail",
    "message", "month", "name", "notice", "number", "offer", "office", "order", "partner", "person", "phone",
    "policy", "print", "purpose", "question", "reason", "record", "request", "retain", "right", "rule",
    "secure", "send", "service", "share", "store", "term", "text", "time", "transfer", "trust", "update",
    "visit", "week", "write", "year",
)  # fmt: skip
_BEGAN = datetime(2020, 1, 1, 12, tzinfo=UTC)


def sentence(random: Random) -> str:
    """A sentence that means nothing and reads like a policy."""
    words = random.choices(_WORDS, k=random.randint(8, 18))
    return f"{' '.join(words).capitalize()}."


def body(random: Random, size: int) -> str:
    """Markdown of about `size` characters: paragraphs, lists, emphasis and links."""
    lines: list[str] = []
    length = 0
    while length < size:
        kind = random.random()
        if kind < 0.2:
            block = [f"- **{random.choice(_WORDS).capitalize()}:** {sentence(random)}" for _ in range(4)]
        elif kind < 0.3:
            block = [f"{sentence(random)[:-1]}, see [{random.choice(_WORDS)}](https://example.org/)."]
        else:
            block = [sentence(random) for _ in range(3)]
        lines += [*block, ""]
        length += sum(len(line) + 1 for line in block) + 1
    return "\n".join(lines)


def policy(size: int, sections: int, seed: int = 7) -> Policy:
    """A policy of about `size` characters."""
    random = Random(seed)
    made = tuple(
        Section(f"section-{number}", f"Chapter{number} {random.choice(_WORDS)}",
                body=body(random, size // sections))
        for number in range(1, sections + 1)
    )  # fmt: skip
    return Policy("Bench policy", "Bench", sections=made, dates=Dates(last_updated=date(2024, 5, 19)))


def put(root: Path, slug: str, made: Policy, history: int = 1) -> None:
    """Write a policy with `history` revisions, each after the one before; its text stays the same but for a word."""
    folder = root / slug / "history"
    folder.mkdir(parents=True)
    parents: tuple[str, ...] = ()
    text = ""
    for number in range(1, history + 1):
        text = fresh(replace(made, organization=f"Bench {number}"))
        draft = Revision("", _BEGAN + timedelta(hours=number), "Bench <bench@example.org>", parents,
                         Change.EDITORIAL, Change.EDITORIAL, summary=f"Change{number}",
                         last_updated=made.dates.last_updated)  # fmt: skip
        data, revision = revisions.encode(text, draft)
        (folder / revision.name).write_bytes(data)
        parents = (revision.hash,)
    (root / slug / "policy.toml").write_bytes(text.encode())


def markdown(made: Policy) -> str:
    """The same text for programs that edit one file."""
    return to_markdown(made)

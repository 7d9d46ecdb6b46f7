"""What a review compares: two policies with their names, read when they are needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policytui.core.values import Policy
from policytui.workspace import Named, Opened

EMPTY = Policy("")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two policies to compare: how people call them, how to get them, a word on the second (its summary)."""

    before: str
    after: str
    load: Callable[[], tuple[Policy, Policy]]
    note: str = ""
    slug: str = ""
    """Whose reviewed marks count; empty for files."""
    before_spec: str = ""
    """How the command line would name it; empty where it could not."""
    after_spec: str = ""

    @classmethod
    def between(cls, before: str, after: str, old: Policy, new: Policy, slug: str = "") -> Pair:
        """Two policies at hand."""
        return cls(before, after, lambda: (old, new), slug=slug)

    @classmethod
    def of(cls, before: Named, after: Named, before_spec: str = "", after_spec: str = "") -> Pair:
        """Two policies that SPECs named."""
        policies, slug = (before.policy, after.policy), after.slug or before.slug
        specs = [spec or _spec(one) for spec, one in ((before_spec, before), (after_spec, after))]
        return cls(before.label, after.label, lambda: policies, "", slug, *specs)

    @classmethod
    def of_draft(cls, opened: Opened, policy: Policy) -> Pair:
        """The newest revision and what is being edited."""
        slug, newest = opened.slug, opened.revisions[-1].rev if opened.revisions else ""
        policies = opened.saved or EMPTY, policy
        return cls(
            f"{slug} {newest}" if newest else "nothing saved yet",
            "draft" if policy != opened.policy else "file",
            lambda: policies,
            "",
            slug,
            f"{slug}@{newest}" if newest else "",
            f"{slug}@draft",
        )


def _spec(one: Named) -> str:
    if not one.slug:
        return one.label
    rev = one.revision.rev if one.revision else ""
    return f"{one.slug}@{rev}" if one.label == f"{one.slug} {rev}" else f"{one.slug}@draft"

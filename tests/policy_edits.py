"""Policies and edits as people make them, out of a seed: for the laws of merging, and for real branches."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from policytui.core.slugs import unique_id
from policytui.core.values import Dates, Policy, Section

WORDS = (  # noqa: SIM905
    "we keep your data order name mail server log shop account partner address notice right delete ask copy store "
    "country month day year law team office visit page cookie choice consent form phone reply request record text"
).split()
START = date(2024, 1, 10)


def sentence(rng: random.Random, mark: str = "") -> str:
    """A sentence that says who wrote it."""
    words = [rng.choice(WORDS) for _ in range(rng.randint(5, 14))]
    if mark:
        words.insert(rng.randrange(1, len(words)), f"{mark}{rng.randrange(10**6)}")
    return " ".join(words).capitalize() + "."


def paragraph(rng: random.Random, mark: str = "") -> str:
    kind = rng.random()
    if kind < 0.25:
        return "\n".join(f"- {sentence(rng, mark)}" for _ in range(rng.randint(2, 4)))
    return "\n".join(sentence(rng, mark) for _ in range(rng.randint(1, 4)))


def body(rng: random.Random, mark: str = "") -> str:
    return "\n\n".join(paragraph(rng, mark) for _ in range(rng.randint(1, 5))) + "\n"


def made(rng: random.Random, count: int = 6) -> Policy:
    """A policy of some sections."""
    sections: list[Section] = []
    for _ in range(count):
        sections.append(_new(rng, [one.id for one in sections]))
    return Policy(
        "Privacy Policy",
        "Acme Ltd",
        preamble=rng.choice(["", "We are Acme.\n"]),
        dates=Dates(last_updated=START, timezone="UTC"),
        variables=(("company", "Acme"), ("mail", "a@example.org")),
        sections=tuple(sections),
    )


def _new(rng: random.Random, taken: list[str], mark: str = "") -> Section:
    title = f"{rng.choice(WORDS)} {rng.choice(WORDS)} {mark}{rng.randrange(1000)}".capitalize()
    return Section(unique_id(title, set(taken)), title, rng.choice((1, 1, 1, 2)), body=body(rng, mark))


def edited(rng: random.Random, policy: Policy, mark: str, acts: int = 3) -> Policy:
    """The policy after some acts of one person, whose words carry `mark`."""
    for _ in range(acts):
        policy = rng.choices(
            (_reword, _add_text, _drop_text, _add_section, _move, _rename, _drop_section, _level, _date, _variable),
            (10, 5, 2, 2, 2, 1, 1, 1, 1, 1),
        )[0](rng, policy, mark)
    return policy


def _chosen(rng: random.Random, policy: Policy) -> Section | None:
    return rng.choice(policy.sections) if policy.sections else None


def _with_body(policy: Policy, section: Section, lines: list[str]) -> Policy:
    return policy.with_section(replace(section, body="\n".join(lines)))


def _reword(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    if section is None:
        return policy
    lines = section.body.split("\n")
    at = rng.randrange(len(lines))
    if not lines[at]:
        return policy
    words = lines[at].split(" ")
    words[rng.randrange(1 if len(words) > 1 else 0, len(words))] = f"{mark}{rng.randrange(10**6)}"
    lines[at] = " ".join(words)
    return _with_body(policy, section, lines)


def _add_text(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    if section is None:
        return policy
    parts = section.body.rstrip("\n").split("\n\n")
    parts.insert(rng.randint(0, len(parts)), paragraph(rng, mark))
    return policy.with_section(replace(section, body="\n\n".join(part for part in parts if part) + "\n"))


def _drop_text(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    if section is None:
        return policy
    parts = section.body.rstrip("\n").split("\n\n")
    del parts[rng.randrange(len(parts))]
    return policy.with_section(replace(section, body="\n\n".join(parts) + "\n" if parts else ""))


def _add_section(rng: random.Random, policy: Policy, mark: str) -> Policy:
    at = rng.randint(0, len(policy.sections))
    new = _new(rng, [one.id for one in policy.sections], mark)
    return replace(policy, sections=(*policy.sections[:at], new, *policy.sections[at:]))


def _move(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    rest = [one for one in policy.sections if one is not section]
    if section is not None:
        rest.insert(rng.randint(0, len(rest)), section)
    return replace(policy, sections=tuple(rest))


def _rename(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    if section is None:
        return policy
    return policy.with_section(replace(section, title=f"{section.title} {mark}{rng.randrange(1000)}"))


def _drop_section(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    return replace(policy, sections=tuple(one for one in policy.sections if one is not section))


def _level(rng: random.Random, policy: Policy, mark: str) -> Policy:
    section = _chosen(rng, policy)
    return policy if section is None else policy.with_section(replace(section, level=rng.randint(1, 3)))


def _date(rng: random.Random, policy: Policy, mark: str) -> Policy:
    return policy.with_dates(last_updated=START + timedelta(days=rng.randint(1, 300)))


def _variable(rng: random.Random, policy: Policy, mark: str) -> Policy:
    pairs = dict(policy.variables)
    pairs[rng.choice(("company", "mail", f"{mark}-own"))] = f"{mark} {rng.randrange(1000)}"
    return replace(policy, variables=tuple(pairs.items()))

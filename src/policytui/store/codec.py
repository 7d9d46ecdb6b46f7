"""Policy files read and written whole: bytes → `Loaded`, policy → the text of a new `policy.toml`.

Rules that hold here:

- `decode` never raises: whatever the bytes are, the answer is a value whose problems say file, line, column and
  how to mend it. A text over the size cap, too deep or too large a number is such a problem, not a crash.
- `decode(fresh(policy))` gives the policy back exactly.
- Text has LF line ends in a `Policy`, whatever the file has; `Loaded.text` is the file's text as it is, byte order
  mark and line ends included, so that a save can keep them.
- Importing this loads no tomlkit: `tomllib` reads, and only when asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policytui.core.values import SIZE_CAP, Dates, Policy, Problem, Section, Severity
from policytui.errors import ContentError
from policytui.store import literals, reading, toml

SCHEMA_NAME = "policy.schema.json"
"""The schema's file name: a copy stands in the policies folder, so that editors find it without a network."""
SCHEMA_LINE = f"#:schema ../{SCHEMA_NAME}"
"""First line of a new policy file: taplo and the TOML plug-ins of editors resolve it from the file's own folder."""
BOM = reading.BOM


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as read. `policy` is None when an error keeps it from being used; `text` is the file's own text."""

    policy: Policy | None
    text: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str = "") -> Loaded:
    """Read a policy file. `path` is only for the problems to name. Never raises."""
    if len(data) > SIZE_CAP:
        from policytui.store import faults

        return Loaded(None, "", (faults.too_large(path),))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        from policytui.store import faults

        good = data[: error.start].decode("utf-8")
        return Loaded(None, data.decode("utf-8", "replace"), (faults.not_utf8(data, good, path),))
    return decode_text(text, path)


def decode_text(text: str, path: str = "") -> Loaded:
    """Read the text of a policy file, byte order mark and line ends as in the file. Never raises."""
    return parsed(text, path)[0]


def parsed(text: str, path: str = "") -> tuple[Loaded, dict[str, Any]]:
    """As `decode_text`, with the whole TOML data beside it: the unknown keys too. Empty data when it is no TOML."""
    try:
        data = toml.loads(text.removeprefix(BOM))
    except (ValueError, RecursionError) as error:
        from policytui.store import faults

        return Loaded(None, text, (faults.unreadable(text, error, path),)), {}
    policy, found_all = reading.read(data)
    if not found_all and not text.startswith(BOM):
        return Loaded(policy, text), data
    from policytui.store import faults

    problems = faults.placed(text, found_all, path)
    if text.startswith(BOM):
        problems.insert(0, faults.bom(path))
    return Loaded(policy, text, tuple(problems)), data


def fresh(policy: Policy) -> str:
    """A whole new `policy.toml`, in house order with LF line ends. ContentError for what UTF-8 cannot hold."""
    parts = [f"{SCHEMA_LINE}\nformat = {reading.FORMAT}\n"]
    for name in ("policy", "dates", "variables", "materiality"):
        pairs = fields(policy, name)
        if pairs:
            parts.append(f"\n[{name}]\n" + "".join(statement(key, value) for key, value in pairs))
    parts += [section_text(section) for section in policy.sections]
    text = "".join(parts)
    literals.encoded(text)
    return text


def fields(policy: Policy, table: str) -> list[tuple[str, literals.Value]]:
    """What a new file says in a table, in order: empty and unset keys are left out."""
    dates = policy.dates
    if table == "variables":
        return list(policy.variables)
    if table == "policy":
        return [("title", policy.title), *_set(organization=policy.organization), ("language", policy.language),
                *_set(preamble=policy.preamble)]  # fmt: skip
    if table == "materiality":
        rules = policy.house_rules
        return _set(terms=rules.terms, words=rules.words, sections=rules.sections)
    return [
        ("label", dates.label),
        ("style", dates.style),
        *_set(
            last_updated=dates.last_updated,
            effective=dates.effective,
            reviewed=dates.reviewed,
            notice_days=dates.notice_days,
            timezone=dates.timezone,
        ),
    ]


def section_fields(section: Section) -> list[tuple[str, literals.Value]]:
    """What a new file says of a section, in order."""
    return [("id", section.id), ("level", section.level), ("title", section.title),
            *_set(summary=section.summary), ("body", section.body)]  # fmt: skip


def section_text(section: Section, eol: str = "\n") -> str:
    """A section as it stands in a new file: an empty line, its header, its keys."""
    lines = "".join(statement(key, value, eol) for key, value in section_fields(section))
    return f"{eol}[[section]]{eol}{lines}"


def statement(key: str, value: literals.Value, eol: str = "\n") -> str:
    """One `key = value` line; a body or preamble is a multi-line string whatever it holds."""
    if key in ("body", "preamble") and isinstance(value, str):
        return f"{literals.key(key)} = {literals.many_lines(value, eol)}{eol}"
    return f"{literals.key(key)} = {literals.literal(value, eol)}{eol}"


def default(table: str, key: str) -> literals.Value | None:
    """What a key means when it is not in the file; None for "not set" and for variables."""
    values: dict[str, literals.Value | None] = {
        "language": "en", "label": Dates().label, "style": Dates().style, "level": 1,
        "last_updated": None, "effective": None, "reviewed": None, "notice_days": None,
        "terms": (), "words": (), "sections": (),
    }  # fmt: skip
    return None if table == "variables" else values.get(key, "")


def _set(**values: literals.Value | None) -> list[tuple[str, literals.Value]]:
    return [(name, value) for name, value in values.items() if value not in (None, "", ())]


def loaded_policy(loaded: Loaded) -> Policy:
    """The policy of a file that must be readable. ContentError names the first error, its line and column."""
    if loaded.policy is not None:
        return loaded.policy
    problem = next(problem for problem in loaded.problems if problem.severity is Severity.ERROR)
    where = f"{problem.at()}: " if problem.at() else ""
    raise ContentError(f"{where}{problem.message}", problem.hint)

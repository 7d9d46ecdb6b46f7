"""From parsed TOML to a policy: each value checked, each problem with its place and how to mend it.

Rules that hold here:

- Nothing is guessed in silence: a wrong type, a bad date or an unknown style is an error, never "close enough".
- An unknown key is kept in the file and only warned about; `revision` at the top is reserved.
- Reading goes on after a problem, so that a person sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from policytui.core.slugs import valid_slug
from policytui.core.values import (
    DATE_STYLES,
    MAX_LEVEL,
    Dates,
    HouseRules,
    Policy,
    Section,
    Severity,
)

if TYPE_CHECKING:
    from policytui.store.scan import Path

FORMAT = 1
"""The newest file format this program reads and the one it writes."""
MAX_FOUND = 100
"""The most problems listed for one file, errors before others."""
MAX_PARTS = 32
"""The most parts a dotted key may have: `tomllib` takes quadratic time over a longer one."""
BOM = "\ufeff"

TABLES: Mapping[str, tuple[str, ...]] = {
    "policy": ("title", "organization", "language", "preamble"),
    "dates": ("label", "style", "last_updated", "effective", "reviewed", "notice_days", "timezone"),
    "variables": (),
    "materiality": ("terms", "words", "sections"),
    "section": ("id", "level", "title", "summary", "body"),
}
"""The tables of a policy and their keys, in house order. `variables` takes any key."""

_KINDS = {str: "text in quotes", int: "a whole number", dict: "a table", list: "a list", date: "a date"}


class Found(NamedTuple):
    """A problem before its line is known: `path` is where it stands in the data."""

    rule: str
    message: str
    hint: str
    path: Path
    severity: Severity = Severity.ERROR


def read(data: Mapping[str, object]) -> tuple[Policy | None, list[Found]]:
    """The policy in parsed TOML, None when an error keeps it from being used, and what is wrong."""
    reader = _Reader()
    policy = reader.policy(data)
    errors = [found for found in reader.found if found.severity is Severity.ERROR]
    rest = [found for found in reader.found if found.severity is not Severity.ERROR]
    return (None if errors else policy), [*errors, *rest][:MAX_FOUND]


def shown(name: object) -> str:
    """A name from a file as it may stand in a sentence: quoted, escaped, short."""
    text = str(name)
    text = "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, datetime):
        return "a date with a time"
    for kind, name in _KINDS.items():
        if isinstance(value, kind):
            return name
    return "a decimal number" if isinstance(value, float) else "something else"


class _Reader:
    def __init__(self) -> None:
        self.found: list[Found] = []

    def note(self, rule: str, message: str, hint: str, path: Path, severity: Severity = Severity.ERROR) -> None:
        self.found.append(Found(rule, message, hint, path, severity))

    def policy(self, data: Mapping[str, object]) -> Policy:
        self.format(data)
        if "revision" in data:
            self.note(
                "reserved-key",
                "The key “revision” is reserved: it stands only in the files of the history folder.",
                "Delete the [revision] table to the end of the file; the policy text above it is fine.",
                ("revision",),
            )
        self.unknown(data, ("format", "revision", *TABLES), ())
        head = self.table(data, "policy")
        title = self.text(head, "policy", "title")
        told = not isinstance(data.get("policy", {}), dict) or not isinstance(head.get("title", ""), str)
        if not title.strip() and not told:
            self.note(
                "missing-title",
                "The policy has no title.",
                'Add  title = "…"  under [policy].',
                ("policy", "title") if "title" in head else ("policy",),
            )
        sections = self.sections(data)
        return Policy(
            title=title,
            organization=self.text(head, "policy", "organization"),
            language=self.text(head, "policy", "language", "en"),
            preamble=self.text(head, "policy", "preamble"),
            dates=self.dates(self.table(data, "dates")),
            variables=self.variables(self.table(data, "variables")),
            sections=sections,
            house_rules=self.rules(self.table(data, "materiality")),
        )

    def format(self, data: Mapping[str, object]) -> None:
        value = data.get("format")
        if value is None:
            self.note(
                "missing-format",
                "The file does not say which format it has; it is read as format 1.",
                "Add  format = 1  as the first line.",
                (),
                Severity.WARNING,
            )
        elif isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.wrong(("format",), value, "a whole number", "Write  format = 1 .")
        elif value > FORMAT:
            self.note(
                "newer-format",
                f"The file has format {str(value)[:20]}, which is newer than this policytui reads ({FORMAT}).",
                "Update policytui; the file is left as it is.",
                ("format",),
            )

    def wrong(self, path: Path, value: object, wanted: str, hint: str) -> None:
        self.note("wrong-type", f"{shown(path[-1])} should be {wanted}, and is {_kind(value)}.", hint, path)

    def unknown(self, data: Iterable[str], known: Iterable[str], path: Path) -> None:
        names = set(known)
        for name in data:
            if name in names:
                continue
            near: list[str] = []
            if len(self.found) < MAX_FOUND:
                from difflib import get_close_matches

                near = get_close_matches(name[:40], sorted(names - {"revision"}), 1, 0.75)
            self.note(
                "unknown-key",
                f"The key {shown(name)} is not known; it is kept and not used.",
                f"Did you mean {near[0]}?" if near else "Check its spelling, or leave it for your own use.",
                (*path, name),
                Severity.WARNING,
            )

    def table(self, data: Mapping[str, object], name: str) -> Mapping[str, object]:
        value = data.get(name, {})
        if not isinstance(value, dict):
            self.wrong((name,), value, "a table", f"Write  [{name}]  on a line of its own, its keys below.")
            return {}
        if TABLES[name]:
            self.unknown(value, TABLES[name], (name,))
        return value

    def text(self, table: Mapping[str, object], where: str | Path, name: str, default: str = "") -> str:
        value = table.get(name, default)
        if isinstance(value, str):
            return value
        path = (where,) if isinstance(where, str) else where
        self.wrong((*path, name), value, "text in quotes", f'Write  {name} = "…" .')
        return default

    def dates(self, table: Mapping[str, object]) -> Dates:
        style = self.text(table, "dates", "style", "long")
        if style not in DATE_STYLES:
            self.note(
                "unknown-style",
                f"The date style {shown(style)} is not known.",
                f"Use one of: {', '.join(DATE_STYLES)}.",
                ("dates", "style"),
            )
        notice = table.get("notice_days")
        if notice is not None and (isinstance(notice, bool) or not isinstance(notice, int)):
            self.wrong(("dates", "notice_days"), notice, "a whole number", "Write  notice_days = 30 .")
            notice = None
        elif isinstance(notice, int) and not 0 <= notice <= 3650:
            self.note(
                "bad-notice",
                "notice_days should be between 0 and 3650 days.",
                "Write  notice_days = 30 .",
                ("dates", "notice_days"),
            )
        return Dates(
            label=self.text(table, "dates", "label", "Last updated"),
            style=style,
            last_updated=self.day(table, "last_updated"),
            effective=self.day(table, "effective"),
            reviewed=self.day(table, "reviewed"),
            notice_days=notice if isinstance(notice, int) else None,
            timezone=self.text(table, "dates", "timezone"),
        )

    def day(self, table: Mapping[str, object], name: str) -> date | None:
        value = table.get(name)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        hint = f"Write a bare date, year first and without quotes:  {name} = 2024-05-19 ."
        if isinstance(value, datetime):
            hint = f"Leave the time out:  {name} = {value.date().isoformat()} ."
        self.note("bad-date", f"{shown(name)} should be a date, and is {_kind(value)}.", hint, ("dates", name))
        return None

    def variables(self, table: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        pairs = []
        for name, value in table.items():
            if isinstance(value, str):
                pairs.append((name, value))
            else:
                self.wrong(("variables", name), value, "text in quotes", "Put the value in quotes.")
        return tuple(pairs)

    def rules(self, table: Mapping[str, object]) -> HouseRules:
        return HouseRules(*(self.words(table, name) for name in TABLES["materiality"]))

    def words(self, table: Mapping[str, object], name: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list):
            self.wrong(("materiality", name), value, "a list", f'Write  {name} = ["…", "…"] .')
            return ()
        for position, word in enumerate(value):
            if not isinstance(word, str):
                where = ("materiality", name, position)
                self.note(
                    "wrong-type",
                    f"Word {position + 1} of {name} should be text in quotes, and is {_kind(word)}.",
                    "Put it in quotes.",
                    where,
                )
        return tuple(word for word in value if isinstance(word, str))

    def sections(self, data: Mapping[str, object]) -> tuple[Section, ...]:
        value = data.get("section", [])
        if isinstance(value, dict):
            self.note(
                "wrong-type",
                "“section” is one table, and should be a list of tables.",
                "Write  [[section]]  with double brackets above each section.",
                ("section",),
            )
            return ()
        if not isinstance(value, list):
            self.wrong(("section",), value, "a list of tables", "Write  [[section]]  above each section.")
            return ()
        if not value:
            self.note(
                "no-sections",
                "The policy has no sections yet.",
                "Add one in the editor, or write  [[section]]  with id, title and body.",
                (),
                Severity.NOTE,
            )
        sections: list[Section] = []
        seen: dict[str, int] = {}
        for position, item in enumerate(value):
            where = ("section", position)
            if not isinstance(item, dict):
                self.note(
                    "wrong-type",
                    f"Section {position + 1} should be a table, and is {_kind(item)}.",
                    "Write  [[section]]  above each section.",
                    where,
                )
                continue
            self.unknown(item, TABLES["section"], where)
            section = Section(
                id=self.id(item, position, seen),
                title=self.text(item, where, "title"),
                level=self.level(item, where),
                summary=self.text(item, where, "summary"),
                body=self.text(item, where, "body"),
            )
            if not section.title.strip() and isinstance(item.get("title", ""), str):
                self.note(
                    "empty-title",
                    f"Section {position + 1} ({shown(section.id)}) has no title.",
                    'Add  title = "…" .',
                    (*where, "title") if "title" in item else where,
                    Severity.WARNING,
                )
            sections.append(section)
        return tuple(sections)

    def id(self, item: Mapping[str, object], position: int, seen: dict[str, int]) -> str:
        where = ("section", position)
        if "id" not in item:
            self.note(
                "missing-id",
                f"Section {position + 1} has no id.",
                'Add  id = "…" : lower-case letters, digits and hyphens, never changed again.',
                where,
            )
            return ""
        value = self.text(item, where, "id")
        if not isinstance(item["id"], str):
            return ""
        if not valid_slug(value):
            self.note(
                "bad-id",
                f"The id {shown(value)} of section {position + 1} is not legal.",
                "Use 1 to 64 lower-case letters, digits and hyphens, beginning with a letter or a digit.",
                (*where, "id"),
            )
        elif value in seen:
            self.note(
                "duplicate-id",
                f"The id {shown(value)} is used twice: by section {seen[value] + 1} and section {position + 1}.",
                "Give one of them another id; the one that is older should keep it.",
                (*where, "id"),
            )
        seen.setdefault(value, position)
        return value

    def level(self, item: Mapping[str, object], where: Path) -> int:
        value = item.get("level", 1)
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong((*where, "level"), value, "a whole number", f"Write a level from 1 to {MAX_LEVEL}.")
            return 1
        if not 1 <= value <= MAX_LEVEL:
            self.note(
                "bad-level",
                f"The level {str(value)[:20]} is not known.",
                f"Write a level from 1 (top) to {MAX_LEVEL}.",
                (*where, "level"),
            )
            return 1
        return value

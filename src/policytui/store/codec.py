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

import re
from dataclasses import dataclass
from typing import Any

from policytui.core.values import SIZE_CAP, Dates, Policy, Problem, Section, Severity
from policytui.errors import ContentError
from policytui.store import literals, reading
from policytui.store.scan import MAX_PARTS, Scan, scan

SCHEMA_NAME = "policy.schema.json"
"""The schema's file name: a copy stands in the policies folder, so that editors find it without a network."""
SCHEMA_LINE = f"#:schema ../{SCHEMA_NAME}"
"""First line of a new policy file: taplo and the TOML plug-ins of editors resolve it from the file's own folder."""
BOM = "\ufeff"

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_HINTS = (
    ("Cannot overwrite", "The key or table stands twice: delete or rename one of them."),
    ("Cannot declare", "The table stands twice: join the two into one, or write [[section]] with double brackets."),
    ("Cannot mutate", "The table is already closed: put the key where the table is first written."),
    ("Duplicate inline", "The key stands twice between the braces: delete one."),
    ("Unescaped '\\\\'", "Double the backslash, or put the text between ''' and ''' where it stands for itself."),
    ("Illegal character '\\n'", 'Close the quote on the same line, or use """ for text over several lines.'),
    ("Illegal character", "Delete the hidden character, or write it as an escape such as \\u001b."),
    ("Expected '='", "Write  key = value  on one line."),
    ("Expected newline", "Nothing but a comment may follow a value: is a quote missing or one too many?"),
    ("Invalid statement", "A line is  key = value , a [table] or a # comment: is a quote missing further up?"),
    ("Invalid initial character", "A key is letters, digits, - and _; anything else goes in quotes."),
    ("Invalid value", "Put text in quotes; write dates as 2024-05-19."),
    ("Invalid date", "Write dates as 2024-05-19, a day that exists."),
    ("Unclosed array", "Close the list with ]."),
    ("Expected ']'", "Close the header: [table] or [[section]]."),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as read. `policy` is None when an error keeps it from being used; `text` is the file's own text."""

    policy: Policy | None
    text: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str = "") -> Loaded:
    """Read a policy file. `path` is only for the problems to name. Never raises."""
    if len(data) > SIZE_CAP:
        return Loaded(
            None,
            "",
            (
                Problem(
                    "too-large",
                    f"The file has more than {SIZE_CAP / 1e6:.0f} MB ({SIZE_CAP:,} bytes) and was not opened.",
                    "Split it into several policies, or look for something pasted into it by mistake.",
                    path=path,
                    line=1,
                    column=1,
                ),
            ),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        return Loaded(None, data.decode("utf-8", "replace"), (_not_utf8(data, good, path),))
    return decode_text(text, path)


def decode_text(text: str, path: str = "") -> Loaded:
    """Read the text of a policy file, byte order mark and line ends as in the file. Never raises."""
    return parsed(text, path)[0]


def parsed(text: str, path: str = "") -> tuple[Loaded, dict[str, Any]]:
    """As `decode_text`, with the whole TOML data beside it: the unknown keys too. Empty data when it is no TOML."""
    import tomllib

    if found := _bomb(text, path):
        return Loaded(None, text, (found,)), {}
    try:
        data = tomllib.loads(text.removeprefix(BOM))
    except tomllib.TOMLDecodeError as error:
        return Loaded(None, text, (_syntax(text, str(error), path),)), {}
    except RecursionError:
        return Loaded(None, text, (_too_deep(scan(text), path),)), {}
    except ValueError as error:  # a number of thousands of digits, a day that does not exist
        return Loaded(None, text, (_bad_value(text, str(error), path),)), {}
    policy, found_all = reading.read(data)
    problems = _placed(text, found_all, path)
    if text.startswith(BOM):
        problems.insert(0, _bom(path))
    return Loaded(policy, text, tuple(problems)), data


def _placed(text: str, found_all: list[reading.Found], path: str) -> list[Problem]:
    """The problems with their lines. A text without problems is not scanned."""
    if not found_all:
        return []
    where = scan(text)
    problems = []
    for found in found_all:
        at = where.find(found.path)
        line, column = (1, 1) if at is None else where.position(at)
        problems.append(Problem(found.rule, found.message, found.hint, found.severity, path, line, column))
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def _bom(path: str) -> Problem:
    return Problem(
        "byte-order-mark",
        "The file begins with a byte order mark; it is read without it and saved with it.",
        "Save the file as UTF-8 without BOM: some tools stumble over it.",
        Severity.WARNING,
        path,
        1,
        1,
    )


def _not_utf8(data: bytes, good: str, path: str) -> Problem:
    line = good.count("\n") + 1
    column = len(good) - (good.rfind("\n") + 1) + 1
    encoding = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    byte = data[len(good.encode("utf-8"))]
    return Problem(
        "not-utf-8",
        f"The file is {encoding}, not UTF-8." if encoding else f"The file is not UTF-8: byte 0x{byte:02X} is not text.",
        "Save it as UTF-8 in your editor (iconv -f … -t UTF-8 does it too).",
        path=path,
        line=line,
        column=column,
    )


def _bomb(text: str, path: str) -> Problem | None:
    """A key of very many parts, which would keep `tomllib` busy for minutes."""
    if not any(line.count(".") > MAX_PARTS for line in text.split("\n")):
        return None
    where = scan(text)
    return _too_deep(where, path) if where.broken == "deep" else None


def _too_deep(where: Scan, path: str) -> Problem:
    line, column = where.position(where.broken_at)
    return Problem(
        "too-deep",
        "Values are nested too deeply, or a key has too many dotted parts.",
        "A policy needs no nesting: delete the value at this place.",
        path=path,
        line=line,
        column=column,
    )


def _bad_value(text: str, message: str, path: str) -> Problem:
    """A value that is valid TOML and too much for Python: found as the longest bare one."""
    where = scan(text)
    bare = [span for span in where.values.values() if text[span.start] not in "\"'[{"]
    longest = max(bare, key=lambda span: span.end - span.start, default=None)
    line, column = where.position(longest.start if longest else 0)
    return Problem(
        "bad-value",
        f"A value cannot be read: {message.split(';')[0][:120]}.",
        "Write a number or a date as people write it.",
        path=path,
        line=line,
        column=column,
    )


def _syntax(text: str, message: str, path: str) -> Problem:
    """What `tomllib` says, with a place even when it says "end of document", and with a hint."""
    place = _PLACE.search(message)
    what = message.rsplit(" (at ", 1)[0]
    if place:
        line, column = int(place[1]), int(place[2])
        if line == 1 and text.startswith(BOM):
            column = max(1, column)
    else:
        line, column = text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1
    if conflict := _CONFLICT.search(text):
        row = text.count("\n", 0, conflict.start()) + 1
        if row <= line + 1:
            return Problem(
                "conflict-marks",
                "The file holds unresolved merge marks of git.",
                "Keep one side of each <<<<<<< … ======= … >>>>>>> and delete the marks.",
                path=path,
                line=row,
                column=1,
            )
    hint = next((mend for start, mend in _HINTS if what.startswith(start)), "Mend the line, or restore it from git.")
    where = scan(text)
    if where.broken == "string" and not place:
        line, column = where.position(where.broken_at)
        what = "A text that begins here is never closed"
        hint = "Close it with the same quotes it begins with."
    return Problem("syntax", f"Not valid TOML: {what}.", hint, path=path, line=line, column=column)


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

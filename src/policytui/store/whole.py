"""A policy file edited as a whole document with tomlkit: for hand-written forms that cannot be spliced in place.

Rules that hold here: comments and key order of what stays are tomlkit's to keep; the caller verifies the result.
tomlkit is loaded only here, when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policytui.core.values import Policy, Section
from policytui.store import codec, literals
from policytui.store.reading import TABLES

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def edit(text: str, before: Policy, after: Policy) -> str:
    """`text`, which says `before`, edited to say `after`. Raises UnspliceableError when tomlkit cannot read it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from policytui.store.splice import UnspliceableError, eol_of

    bom = codec.BOM if text.startswith(codec.BOM) else ""
    eol = eol_of(text)
    try:
        document = tomlkit.parse(text.removeprefix(codec.BOM))
        for name in ("policy", "dates", "variables", "materiality"):
            _table(document, name, dict(codec.fields(before, name)), dict(codec.fields(after, name)), eol)
        tail = _sections(document, before.sections, after.sections, eol)
        dumped = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise UnspliceableError from error
    if tail and dumped and not dumped.endswith("\n"):
        dumped += eol
    return bom + dumped + tail


def _item(value: literals.Value, eol: str, trail: str, *, body: bool = False) -> Any:
    """A tomlkit item written as the house writes it."""
    import tomlkit

    written = literals.many_lines(str(value), eol) if body else literals.literal(value, eol)
    item: Any = tomlkit.parse(f"k = {written}")["k"]
    item.trivia.trail = trail
    return item


def _table(
    document: TOMLDocument,
    name: str,
    before: dict[str, literals.Value],
    after: dict[str, literals.Value],
    eol: str,
) -> None:
    import tomlkit

    if before == after and list(before) == list(after):
        return
    if name not in document:
        document[name] = tomlkit.table()
    table: Any = document[name]
    if name == "variables":  # their order counts: take all out, put all in
        for key in before:
            del table[key]
        before = {}
    _assign(table, before, after, eol)


def _assign(table: Any, before: dict[str, literals.Value], after: dict[str, literals.Value], eol: str) -> None:
    from tomlkit.items import InlineTable

    trail = "" if isinstance(table, InlineTable) else eol
    for key in before:
        if key not in after and key in table:
            del table[key]
    for key, value in after.items():
        if before.get(key) != value:
            table[key] = _item(value, eol, trail, body=key == "body" or (key == "preamble" and "\n" in str(value)))


def _sections(document: TOMLDocument, before: tuple[Section, ...], after: tuple[Section, ...], eol: str) -> str:
    """Edit the sections in place where their order stays; else take them out and give their text, written anew."""
    import tomlkit

    if [section.id for section in before] == [section.id for section in after]:
        for position, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                item: Any = document["section"][position]
                _assign(item, dict(codec.section_fields(old)), dict(codec.section_fields(new)), eol)
        return ""
    held: Any = document.get("section", [])
    extras: dict[str, dict[str, object]] = {
        str(item["id"]): {key: value for key, value in item.unwrap().items() if key not in TABLES["section"]}
        for item in held
    }
    document.pop("section", None)
    parts = []
    for section in after:
        parts.append(codec.section_text(section, eol))
        extra = extras.get(section.id)
        if extra:
            parts.append(tomlkit.dumps({"section": [extra]}).split("\n", 1)[1].replace("\n", eol))
    return "".join(parts)

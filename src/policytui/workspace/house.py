"""The policy of the house: `[materiality]` in `.policytui.toml` at the root, joined with the policies' own."""

from __future__ import annotations

from pathlib import Path

from policytui.core.values import SIZE_CAP, HouseRules
from policytui.errors import ContentError

NAME = ".policytui.toml"


def root_rules(root: Path) -> HouseRules:
    """The rules of the file at the root; none when there is no such file. ContentError when it is not right."""
    from policytui.store import files, toml

    path = root / NAME
    try:
        content = files.read(path).data
        if len(content) > SIZE_CAP:
            raise ValueError("it is too large")
        data = toml.loads(content.decode())
    except FileNotFoundError:
        return HouseRules()
    except (OSError, ValueError, RecursionError) as error:
        raise ContentError(f"{path} cannot be read: {error}. Nothing was judged.", "Mend or remove it.") from None
    table = data.get("materiality", {})
    lists = {}
    for name in ("terms", "words", "sections"):
        value = table.get(name, []) if isinstance(table, dict) else None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ContentError(
                f"{path}: materiality.{name} must be a list of strings. Nothing was judged.", "Mend the file."
            )
        lists[name] = tuple(value)
    return HouseRules(**lists)


def combined(*rules: HouseRules) -> HouseRules:
    """All rules together: the union of each list, in order, once."""
    return HouseRules(
        terms=tuple(dict.fromkeys(term for one in rules for term in one.terms)),
        words=tuple(dict.fromkeys(word for one in rules for word in one.words)),
        sections=tuple(dict.fromkeys(section for one in rules for section in one.sections)),
    )

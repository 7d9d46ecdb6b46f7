"""The schema that editors use agrees with the codec on what is a policy file."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from policytui.core.values import Policy, Severity
from policytui.schema import schema_text
from policytui.store.codec import SCHEMA_NAME, decode_text, fresh
from policytui.store.reading import FORMAT, TABLES
from tests.store.strategies import HAND_WRITTEN, policies

SCHEMA: dict[str, Any] = json.loads(schema_text())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def as_json(value: object) -> object:
    """TOML values as editors hand them to a schema: dates are strings."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def valid(text: str) -> bool:
    return bool(VALIDATOR.is_valid(as_json(tomllib.loads(text))))


def readable(text: str) -> bool:
    return all(problem.severity is not Severity.ERROR for problem in decode_text(text).problems)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].endswith(SCHEMA_NAME)


def test_the_schema_knows_the_keys_that_the_codec_knows() -> None:
    assert SCHEMA["properties"]["format"]["const"] == FORMAT
    for name, keys in TABLES.items():
        table = SCHEMA["properties"][name]
        table = table.get("items", table)
        assert tuple(table.get("properties", {})) == keys
        assert all(entry.get("description") for entry in table.get("properties", {}).values())


@given(policies())
@settings(max_examples=40, deadline=None)
def test_every_policy_that_is_written_fits_the_schema(policy: Policy) -> None:
    assert valid(fresh(policy))


START = 'format = 1\npolicy.title = "T"\n'


@pytest.mark.parametrize(
    "text",
    [
        START,
        HAND_WRITTEN,
        'policy.title = "T"\n',
        START + "dates.last_updated = 2024-05-19\ndates.notice_days = 30\n",
        START + 'section = [{id = "a", title = "A", level = 6, mine = 1}]\n',
        START + 'materiality.terms = ["a"]\nvariables.x = "y"\n',
    ],
)
def test_what_both_take(text: str) -> None:
    assert (readable(text), valid(text)) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "format = 1\n",
        'format = 2\npolicy.title = "T"\n',
        'format = "1"\npolicy.title = "T"\n',
        'format = 1\npolicy.title = " "\n',
        "format = 1\npolicy.title = 3\n",
        'policy = "T"\n',
        START + "policy.language = 1\n",
        START + 'dates.style = "roman"\n',
        START + "dates.last_updated = 2024\n",
        START + "dates.effective = 2024-05-19T10:00:00Z\n",
        START + 'dates.notice_days = "30"\n',
        START + "dates.notice_days = -1\n",
        START + "variables.x = 1\n",
        START + 'materiality.words = "x"\n',
        START + "materiality.sections = [1]\n",
        START + 'section = {id = "a"}\n',
        START + 'section = [{title = "A"}]\n',
        START + 'section = [{id = "A b", title = "A"}]\n',
        START + 'section = [{id = "a", title = "A", level = 7}]\n',
        START + 'section = [{id = "a", title = "A", body = 1}]\n',
        START + "[revision]\n",
    ],
)
def test_what_both_refuse(text: str) -> None:
    assert (readable(text), valid(text)) == (False, False)


def test_what_only_the_codec_can_see() -> None:
    # A schema cannot compare two ids, and editors hand it a quoted date as they hand it a bare one.
    for text in (
        START + 'section = [{id="a", title="A"}, {id="a", title="B"}]\n',
        START + 'dates.reviewed = "2024-05-19"\n',
    ):
        assert (readable(text), valid(text)) == (False, True)

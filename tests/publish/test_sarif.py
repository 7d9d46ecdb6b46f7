"""Problems as SARIF: what the standard and code scanning ask for, checked piece by piece."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from policytui.core.values import Problem, Severity
from policytui.publish.sarif import to_sarif

PROBLEMS = [
    Problem("forgotten-date", "It did not move.", "Save it.", Severity.ERROR, "policies/a b/policy.toml", 4, 7, "a"),
    Problem("review-due", "Nobody looked.", "", Severity.WARNING, "policies/ü/policy.toml"),
    Problem("forgotten-date", "Nor here: \x1b]52;c;A\x07.", "Other.", Severity.ERROR, "policies/c/policy.toml", 1, 1),
    Problem("no-date", "None.", severity=Severity.NOTE, slug="d"),
]
"""Two of one rule, one without line, column or hint, one without a path, one that is hostile."""


@pytest.fixture
def run() -> Any:
    log: Any = json.loads(json.dumps(to_sarif(PROBLEMS, "1.2")))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (one,) = log["runs"]
    return one


def test_each_problem_is_a_result_with_a_place(run: Any) -> None:
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error", "note"]
    for result in run["results"]:
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9/._%-]+", place["artifactLocation"]["uri"])
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert place["region"]["startLine"] >= 1
        assert place["region"].get("startColumn", 1) >= 1
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"] == {"uri": "policies/a%20b/policy.toml", "uriBaseId": "%SRCROOT%"}
    assert first["region"] == {"startLine": 4, "startColumn": 7}


def test_each_rule_stands_once_with_help(run: Any) -> None:
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["forgotten-date", "review-due", "no-date"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert rules[0]["help"]["text"] == "Save it."
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "warning", "note"]


def test_hidden_characters_are_shown(run: Any) -> None:
    assert run["results"][2]["message"]["text"] == "Nor here: ␛]52;c;A␇. Other."


def test_nothing_found_is_a_run_too() -> None:
    log: Any = to_sarif([], "1.2")
    assert log["runs"][0]["results"] == []
    assert log["runs"][0]["tool"]["driver"] == {"name": "policytui", "version": "1.2", "rules": []}

"""Problems as SARIF 2.1.0: what code scanning and editors show beside the lines they are about.

Rules that hold here: paths are relative, as URIs; columns count characters; a rule's help is what to do about it; text
of a policy in a message has its hidden characters shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from policytui.core.values import Problem, Severity
from policytui.core.visible import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def to_sarif(problems: Iterable[Problem], version: str) -> dict[str, object]:
    """One run of the checks as a SARIF log. The paths of the problems must be relative to the checkout."""
    found = list(problems)
    rules: dict[str, Problem] = {}
    for problem in found:
        rules.setdefault(problem.rule, problem)
    places = {rule: number for number, rule in enumerate(rules)}
    driver = {"name": "policytui", "version": version, "rules": [_rule(problem) for problem in rules.values()]}
    results = [_result(problem, places[problem.rule]) for problem in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(problem: Problem) -> dict[str, object]:
    said = problem.rule.replace("-", " ").capitalize()
    return {
        "id": problem.rule,
        "shortDescription": {"text": said},
        "help": {"text": visible(problem.hint) or said},
        "defaultConfiguration": {"level": _LEVELS[problem.severity]},
    }


def _result(problem: Problem, rule: int) -> dict[str, object]:
    region = {"startLine": max(1, problem.line), **({"startColumn": problem.column} if problem.column > 0 else {})}
    place = {"uri": quote(problem.path or problem.slug or "."), "uriBaseId": "%SRCROOT%"}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": visible(f"{problem.message} {problem.hint}".strip())},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
    }

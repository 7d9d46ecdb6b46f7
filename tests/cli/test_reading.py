"""list, show, log, check, verify: the JSON contracts and what people read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_an_empty_library_says_what_to_do(run: Run) -> None:
    ran = run("list")
    assert (ran.code, ran.out) == (0, "")
    assert "policytui new" in ran.err
    assert run("list", "--json").json == {"policies": []}


def test_list_json_is_a_contract(imported: Run) -> None:
    assert imported("list", "--json").json == {
        "policies": [
            {
                "slug": "privacy",
                "title": "Privacy Policy",
                "last_updated": "2024-01-05",
                "effective": None,
                "revisions": 1,
                "state": "clean",
                "problems": [],
            }
        ]
    }
    assert "Privacy Policy  2024-01-05" in imported("list").out


def test_a_broken_policy_is_listed_with_its_place(imported: Run) -> None:
    Path("policies/bad").mkdir()
    Path("policies/bad/policy.toml").write_text("format = 1\n[policy]\ntitle = 3\n")
    ran = imported("list")
    assert ran.code == 1
    assert "policies/bad/policy.toml:3:" in ran.err
    assert "privacy" in ran.out


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        ("text", "Last updated: January 5, 2024"),
        ("markdown", "## Logs"),
        ("html", "<!doctype html>"),
        ("toml", "[[section]]"),
        ("json", '"title": "Privacy Policy"'),
    ],
)
def test_show_prints_every_format(imported: Run, fmt: str, expected: str) -> None:
    ran = imported("show", "privacy", "--format", fmt)
    assert ran.code == 0
    assert expected.lower() in ran.out.lower()


def test_show_writes_a_new_file_and_never_over_one(imported: Run) -> None:
    assert imported("show", "privacy", "-o", "out.md").code == 0
    text = Path("out.md").read_text()
    assert "30 days" in text
    assert imported("show", "privacy@r1", "-o", "out.md").code == 2
    assert Path("out.md").read_text() == text


def test_log_json_is_a_contract(imported: Run, by_hand: Callable[[str, str], None]) -> None:
    by_hand("30 days", "60 days")
    assert imported("save", "privacy", "-m", "Sixty days").code == 0
    newest, first = imported("log", "privacy", "--json").json["revisions"]
    assert newest["parents"] == [first["hash"]]
    assert newest | {"hash": "", "parents": []} == {
        "rev": "r2",
        "hash": "",
        "parents": [],
        "saved_at": "2024-06-01T12:00:00+00:00",
        "author": "Ada <ada@example.org>",
        "change": "material",
        "proposed": "material",
        "why": "",
        "summary": "Sixty days",
        "last_updated": "2024-06-01",
    }
    assert "Sixty days" in imported("log", "privacy").out


def test_check_finds_the_forgotten_date(imported: Run, by_hand: Callable[[str, str], None]) -> None:
    assert imported("check").code == 0
    by_hand("30 days", "60 days")
    ran = imported("check", "--json")
    assert ran.code == 1
    (problem,) = ran.json["problems"]
    assert set(problem) == {"slug", "path", "line", "column", "rule", "severity", "message", "hint"}
    assert (problem["rule"], problem["severity"]) == ("forgotten-date", "error")
    assert imported("check", "--format", "github").out.startswith("::error file=policies/privacy/policy.toml,line=")


@pytest.mark.parametrize("command", ["check", "verify"])
def test_problems_are_sarif_too(imported: Run, by_hand: Callable[[str, str], None], command: str) -> None:
    by_hand("30 days", "60 days")
    for path in Path("policies/privacy/history").iterdir():
        path.write_text(path.read_text().replace("30 days", "31 days"))
    ran = imported(command, "--format", "sarif")
    assert ran.code == 1
    (run,) = ran.json["runs"]
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert {uri.partition("/20")[0] for uri in uris} >= {"policies/privacy/history"}
    assert "tampered" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_verify_has_the_formats_of_check(imported: Run) -> None:
    assert imported("verify", "--format", "json").json == {"problems": []}
    assert imported("verify", "--format", "github").out == ""


def test_verify_finds_a_changed_byte(imported: Run) -> None:
    assert imported("verify").code == 0
    (revision,) = Path("policies/privacy/history").glob("*.toml")
    revision.write_bytes(revision.read_bytes().replace(b"30 days", b"31 days"))
    assert imported("verify", "privacy").code == 1
    (problem,) = imported("verify", "--json").json["problems"]
    assert problem["path"] == str(revision), "named as the root is, like the policy itself"


def test_an_unknown_policy_is_refused(imported: Run) -> None:
    assert imported("check", "nothing").code == 2

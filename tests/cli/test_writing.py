"""new, import, save, restore: what is written, what is said, and nothing written when refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import MARKDOWN, Run

Edit = Callable[[str, str], None]


def date_line() -> str:
    text = Path("policies/privacy/policy.toml").read_text()
    return next(line for line in text.splitlines() if line.startswith("last_updated"))


def test_new_begins_a_policy(run: Run) -> None:
    assert run("new", "terms", "--title", "Terms").code == 0
    assert run("list", "--json").json["policies"][0]["title"] == "Terms"
    assert run("new", "terms", "--title", "Again").code == 2


def test_import_dry_run_json_is_a_contract_and_writes_nothing(run: Run) -> None:
    Path("p.md").write_text(MARKDOWN)
    outline = run("import", "p.md", "--slug", "p", "--dry-run", "--json").json
    assert not Path("policies").exists()
    assert (outline["title"], outline["date_label"], outline["last_updated"]) == (
        "Privacy Policy",
        "Last updated",
        "2024-01-05",
    )
    assert outline["sections"] == [
        {"level": 1, "title": "Logs", "id": "logs", "summary": "", "run_in": False},
        {"level": 1, "title": "Sharing", "id": "sharing", "summary": "", "run_in": False},
    ]
    assert isinstance(outline["problems"], list)


def test_import_dry_run_shows_the_outline(run: Run) -> None:
    Path("p.md").write_text(MARKDOWN)
    assert run("import", "p.md", "--slug", "p", "--dry-run").out.startswith(
        "Privacy Policy\nLast updated: 2024-01-05\n  Logs\n  Sharing\n"
    )


@pytest.mark.parametrize("slug", ["../x", "A", ""])
def test_a_bad_slug_is_refused(run: Run, slug: str) -> None:
    Path("p.md").write_text(MARKDOWN)
    assert run("import", "p.md", "--slug", slug).code == 2
    assert not Path("policies").exists()


def test_a_material_save_moves_the_date(imported: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    ran = imported("save", "privacy", "-m", "Longer")
    assert (ran.code, date_line()) == (0, "last_updated = 2024-06-01")
    assert ran.out == "Saved privacy r2 (material; date 2024-01-05 → 2024-06-01): Longer\n"


def test_an_editorial_save_leaves_it(imported: Run, by_hand: Edit) -> None:
    by_hand("We keep server", "We  keep   server")
    ran = imported("save", "privacy", "-m", "Spaces", "--json")
    assert (ran.json["change"], date_line()) == ("editorial", "last_updated = 2024-01-05")


def test_nothing_to_save_is_fine(imported: Run) -> None:
    ran = imported("save", "privacy")
    assert ran.code == 0
    assert "Nothing to save" in ran.err


def test_overruling_downwards_needs_a_why(imported: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    before = Path("policies/privacy/policy.toml").read_bytes()
    assert imported("save", "privacy", "--editorial").code == 2
    assert Path("policies/privacy/policy.toml").read_bytes() == before
    assert imported("save", "privacy", "--editorial", "--why", "It was a slip of the pen").code == 0
    assert date_line() == "last_updated = 2024-01-05"
    assert imported("log", "privacy", "--json").json["revisions"][0]["why"] == "It was a slip of the pen"


def test_dates_can_be_said(imported: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    ran = imported("save", "privacy", "--date", "2024-05-30", "--effective", "1 July 2024", "--json")
    assert (ran.json["last_updated"], ran.json["effective"]) == ("2024-05-30", "2024-07-01")
    by_hand("60 days", "90 days")
    assert imported("save", "privacy", "--effective", "01/02/2024").code == 2


def test_reviewed_unchanged_moves_no_date(imported: Run, by_hand: Edit) -> None:
    assert imported("save", "privacy", "--reviewed").out == "Saved privacy r2 (reviewed 2024-06-01, unchanged)\n"
    assert date_line() == "last_updated = 2024-01-05"
    assert "reviewed = 2024-06-01" in Path("policies/privacy/policy.toml").read_text()
    by_hand("30 days", "60 days")
    assert imported("save", "privacy", "--reviewed").code == 2


def test_restore_is_a_new_revision(imported: Run, by_hand: Edit) -> None:
    by_hand("30 days", "60 days")
    assert imported("restore", "privacy@r1").code == 2
    assert imported("save", "privacy").code == 0
    assert imported("restore", "privacy").code == 2
    assert imported("restore", "privacy@r1").code == 0
    assert "30 days" in Path("policies/privacy/policy.toml").read_text()
    assert imported("log", "privacy", "--json").json["revisions"][0]["summary"] == "Restored r1"


def test_restore_brings_a_lost_file_back_as_check_says(imported: Run, by_hand: Edit) -> None:
    file = Path("policies/privacy/policy.toml")
    by_hand("30 days", "60 days")
    assert imported("save", "privacy").code == 0
    saved = file.read_bytes()
    file.unlink()
    assert "policytui restore" in imported("check", "privacy").out
    ran = imported("restore", "privacy@latest")
    assert (ran.code, file.read_bytes()) == (0, saved)
    assert "it is back as r2 holds it" in ran.err
    file.unlink()
    assert imported("restore", "privacy@r1").out.startswith("Saved privacy r3 (material; date stays 2024-06-01)")
    assert "30 days" in file.read_text()


def test_a_first_date_comes_from_none(run: Run) -> None:
    run("new", "terms", "--title", "Terms")
    assert run("save", "terms").out.startswith("Saved terms r1 (material; date – → 2024-06-01)")

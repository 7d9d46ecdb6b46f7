"""recover: what a session left behind, without the screens."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from policytui.cli.context import Context
from tests.cli.conftest import Run


@pytest.fixture
def left(imported: Run) -> str:
    """The name of a draft that a session left behind."""
    context = Context()
    opened = context.workspace.open("privacy")
    journal = context.drafts.journal(opened)
    journal.write(replace(opened.policy, preamble="We were Acme Ltd.\n"))
    journal.close()
    return context.drafts.left()[0].name


def test_nothing_left_is_exit_code_0(run: Run) -> None:
    assert run("recover").code == 0


def test_a_left_draft_is_listed_shown_and_kept(imported: Run, left: str) -> None:
    ran = imported("recover", "--json")
    assert ran.code == 1
    assert [(one["name"], one["slug"], one["stale"]) for one in ran.json["drafts"]] == [(left, "privacy", False)]
    assert "were" in imported("recover", left).out
    assert imported("recover", left, "--save-as", "kept.toml").code == 0
    assert "We were Acme Ltd." in Path("kept.toml").read_text()
    assert imported("recover").code == 0


def test_an_import_that_was_being_put_right_is_shown_against_what_was_read(run: Run, imported: Run) -> None:
    context = Context()
    opened = replace(context.workspace.open("privacy"), slug="import of old terms.md", digest="0")
    journal = context.drafts.journal(opened)
    journal.write(replace(opened.policy, preamble="We were Acme Ltd.\n"), ("Old terms", "They are old"))
    journal.close()
    (name,) = (draft.name for draft in context.drafts.left())
    ran = imported("recover", name)
    assert ran.code == 1
    assert "We [-are-]{+were+} Acme Ltd." in ran.out
    assert "Old terms" in ran.err
    assert "They are old" in ran.err
    assert "policytui import" not in ran.err


def test_a_left_draft_is_put_aside(imported: Run, left: str) -> None:
    assert imported("recover", left, "--discard").code == 0
    assert imported("recover", left).code == 2
    kept = Path(os.environ["XDG_STATE_HOME"], "policytui", "drafts", "discarded")
    assert len(list(kept.iterdir())) == 1

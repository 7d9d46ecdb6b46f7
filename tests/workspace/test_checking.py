"""`check`: each kind of problem found, with the line and column where it is mended."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policytui.core.judgement import Decision
from policytui.core.values import Policy, Problem, Severity
from policytui.workspace import Workspace
from policytui.workspace.checking import from_checkout
from policytui.workspace.specs import policy_toml
from tests.gitbox import Box


@pytest.fixture
def sound(workspace: Workspace, policy: Policy) -> Workspace:
    """A policy that has nothing to mend."""
    opened = workspace.create("privacy", "Privacy Policy")
    workspace.save(opened, replace(opened.policy, sections=policy.sections), Decision("First"))
    return workspace


def found(workspace: Workspace) -> list[str]:
    return [problem.rule for problem in workspace.check("privacy") if problem.severity is not Severity.NOTE]


def by_hand(workspace: Workspace, old: str, new: str) -> None:
    path = workspace.root / "privacy" / "policy.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_sound_policy_has_no_problems(sound: Workspace) -> None:
    assert found(sound) == []


def test_a_material_hand_edit_is_a_forgotten_date_with_its_cause(sound: Workspace) -> None:
    by_hand(sound, "30 days", "90 days")
    (problem,) = [one for one in sound.check("privacy") if one.rule == "forgotten-date"]
    assert "30" in problem.message or "90" in problem.message
    assert problem.severity is Severity.ERROR


def test_an_editorial_hand_edit_is_only_unsaved(sound: Workspace) -> None:
    by_hand(sound, "remvoed", "removed")
    assert found(sound) == ["unsaved"]


def test_a_date_moved_by_hand_with_a_material_edit_is_unsaved(sound: Workspace) -> None:
    by_hand(sound, "30 days", "90 days")
    by_hand(sound, "2024-06-01", "2024-05-30")
    assert "forgotten-date" not in found(sound)


def test_a_problem_of_the_text_has_line_and_column(sound: Workspace) -> None:
    by_hand(sound, "share nothing", "share no\u200bthing")
    (problem,) = [one for one in sound.check("privacy") if one.rule == "hidden-character"]
    line = (sound.root / "privacy" / "policy.toml").read_text().split("\n")[problem.line - 1]
    assert line[problem.column - 1] == "\u200b"


def test_a_tampered_revision_is_found(sound: Workspace) -> None:
    (revision,) = (sound.root / "privacy" / "history").glob("*.toml")
    revision.chmod(0o644)
    revision.write_bytes(revision.read_bytes().replace(b"30 days", b"31 days"))
    assert found(sound)


def test_a_policy_without_revisions_says_so(workspace: Workspace) -> None:
    workspace.create("privacy", "Privacy Policy")
    assert "no-revision" in found(workspace)


def test_a_broken_file_is_its_own_problem(sound: Workspace) -> None:
    by_hand(sound, "format = 1", "format = ")
    (problem,) = sound.check("privacy")
    assert (problem.line, problem.slug) != (0, "")


def test_without_revisions_git_tells_of_the_forgotten_date(workspace: Workspace, policy: Policy) -> None:
    folder = workspace.root / "privacy"
    folder.mkdir(parents=True)

    def committed(days: int, day: int) -> None:
        body = f"We keep server logs for {days} days.\n"
        dated = policy.with_section(replace(policy.sections[0], body=body)).with_dates(last_updated=date(2024, 5, day))
        (folder / "policy.toml").write_text(policy_toml(dated))
        for words in (["add", "."], ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "x"]):
            subprocess.run(["git", *words], cwd=workspace.root, check=True, capture_output=True)

    subprocess.run(["git", "init", "-q"], cwd=workspace.root, check=True)
    committed(30, 1)
    committed(60, 2)
    assert "forgotten-date" not in found(workspace)
    committed(90, 2)
    assert "forgotten-date" in found(workspace)


def test_paths_are_told_from_the_top_of_the_checkout(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = box.root / "privacy" / "policy.toml"
    problems = [Problem("x", "y", path=str(file)), Problem("x", "y", slug="z")]
    assert [one.path for one in from_checkout(box.workspace, problems)] == ["policies/privacy/policy.toml", ""]
    monkeypatch.chdir(box.top)
    here = Workspace(Path("policies"))
    assert from_checkout(here, [Problem("x", "y", path="policies/a/policy.toml")])[0].path == "policies/a/policy.toml"
    monkeypatch.chdir(tmp_path)
    outside = Workspace(tmp_path / "nowhere")
    assert from_checkout(outside, [Problem("x", "y", path=str(tmp_path / "nowhere" / "p"))])[0].path == "nowhere/p"


def test_what_the_reader_of_the_file_says_is_not_said_again(workspace: Workspace) -> None:
    workspace.create("privacy", "Privacy Policy")
    path = workspace.root / "privacy" / "policy.toml"
    head = path.read_text().partition("[[section]]")[0]
    for text, rule in ((head, "no-sections"), (head + '[[section]]\nid = "a"\nbody = "Text."\n', "empty-title")):
        path.write_text(text)
        said = [problem.rule for problem in workspace.check("privacy")]
        assert [one for one in said if one in ("no-sections", "no-title", "empty-title")] == [rule]

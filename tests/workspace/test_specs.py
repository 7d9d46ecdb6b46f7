"""Names for policies: each kind resolved, and each way it can fail said."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Policy
from policytui.errors import ContentError, RefusedError, UsageError
from policytui.workspace import Workspace
from policytui.workspace.specs import policy_toml, split_spec


@pytest.fixture
def filled(workspace: Workspace, policy: Policy, clock: FixedClock) -> Workspace:
    """Three revisions of `privacy`, saved on 1, 2 and 3 June 2024, for 30, 40 and 50 days."""
    opened = workspace.save_import("privacy", policy, summary="x")
    for days in (40, 50):
        clock.moment += timedelta(days=1)
        logs = replace(opened.policy.sections[0], body=f"We keep server logs for {days} days.\n")
        opened = workspace.save(opened, opened.policy.with_section(logs), Decision("x")).opened
    return workspace


def days(workspace: Workspace, spec: str) -> str:
    return workspace.resolve(spec).policy.sections[0].body.split()[5]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("privacy", "50"),
        ("privacy@draft", "50"),
        ("privacy@latest", "50"),
        ("privacy@r1", "30"),
        ("privacy@r2", "40"),
        ("privacy@2024-06-02", "40"),
        ("privacy@2030-01-01", "50"),
    ],
)
def test_a_revision_is_named_by_number_date_or_word(filled: Workspace, spec: str, expected: str) -> None:
    assert days(filled, spec) == expected


def test_a_revision_is_named_by_the_beginning_of_its_hash(filled: Workspace) -> None:
    assert days(filled, f"privacy@{filled.history('privacy')[-1].hash[:8]}") == "30"


@pytest.mark.parametrize(
    "spec",
    ["privacy@r9", "privacy@r0", "privacy@2020-01-01", "privacy@2024-02-31", "privacy@zz", "nothing", "no/such.toml",
     "nowhere:file.md", "a b"],
)  # fmt: skip
def test_what_names_nothing_is_said(filled: Workspace, spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        filled.resolve(spec)
    assert caught.value.message.endswith(".") or caught.value.message.endswith("?")


def test_the_draft_is_the_file_as_it_stands(filled: Workspace) -> None:
    path = filled.root / "privacy" / "policy.toml"
    path.write_text(path.read_text().replace("50 days", "70 days"))
    assert (days(filled, "privacy"), days(filled, "privacy@latest")) == ("70", "50")
    assert filled.resolve("privacy").revision is None


def test_files_of_every_format_are_read(filled: Workspace, tmp_path: Path) -> None:
    (tmp_path / "t.md").write_text("# Terms\n\n## Use\n\nBe kind to each other here.\n")
    (tmp_path / "t.toml").write_text(policy_toml(Policy("From TOML")))
    assert filled.resolve(str(tmp_path / "t.md")).policy.title == "Terms"
    assert filled.resolve(str(tmp_path / "t.toml")).policy.title == "From TOML"
    revision = next((filled.root / "privacy" / "history").glob("*.toml"))
    assert filled.resolve(str(revision)).policy.title == "Privacy Policy"


def test_a_broken_file_is_said_with_its_place(filled: Workspace, tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text("format = \n")
    with pytest.raises(ContentError, match=r"t\.toml:1:"):
        filled.resolve(str(tmp_path / "t.toml"))


def test_a_git_revision_is_read(filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)
    assert days(filled, "main:policies/privacy/policy.toml") == "50"


def test_a_git_revision_is_of_the_repository_of_the_policies(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for folder, days_kept in ((filled.root, 50), (other, 70)):
        monkeypatch.chdir(folder)
        (folder / "p.md").write_text(f"# P\n\n## Logs\n\nWe keep server logs for {days_kept} days.\n")
        for words in (["init", "-q"], ["add", "p.md"], ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm1"]):
            subprocess.run(["git", *words], check=True, capture_output=True)
    assert days(filled, "HEAD:p.md") == "50"
    monkeypatch.chdir(filled.root / "privacy")
    assert days(filled, "HEAD:../p.md") == days(filled, "HEAD:p.md") == "50"


def test_a_spec_is_cut_at_the_at_sign() -> None:
    assert split_spec("a@r1") == ("a", "r1")
    assert split_spec("a") == ("a", "")


def test_a_name_too_long_for_a_file_names_nothing(filled: Workspace) -> None:
    for spec in ("x" * 300, "x" * 300 + ".md", "a/" * 3000 + "a.md"):
        with pytest.raises(UsageError):
            filled.resolve(spec)


def test_a_file_that_the_system_keeps_back_is_said(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("policytui.workspace.specs.os.stat", refused)
    with pytest.raises(RefusedError, match=r"/locked/a\.md cannot be read: Permission denied"):
        filled.resolve("/locked/a.md")

"""A staged text is told from one that is staged with its revision."""

from __future__ import annotations

import pytest

from policytui.core.values import Policy
from policytui.workspace.staged import without_revision
from tests.gitbox import Box


def slugs(box: Box) -> list[str]:
    return [problem.slug for problem in without_revision(box.workspace)]


def test_a_text_is_staged_with_its_revision(box: Box, policy: Policy) -> None:
    box.change("privacy", "30 days", "60 days")
    assert slugs(box) == []
    box.git("add", "-u")
    assert slugs(box) == ["privacy"]
    box.git("add", "policies/privacy/history")
    assert slugs(box) == []
    box.put("terms", policy)
    box.git("add", "policies/terms/policy.toml")
    assert slugs(box) == ["terms"]
    box.git("add", "-A")
    box.git("commit", "-qm", "both")
    assert slugs(box) == []


def test_half_of_a_save_is_no_text_of_a_revision(box: Box) -> None:
    box.by_hand("privacy", "30 days", "60 days")
    box.git("add", "-u")
    box.change("privacy", "share nothing", "sell nothing")
    box.git("add", "policies/privacy/history")
    assert slugs(box) == ["privacy"]


def test_line_ends_of_a_checkout_do_not_count(box: Box) -> None:
    box.git("config", "core.autocrlf", "true")
    path = box.root / "privacy" / "policy.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    box.change("privacy", "30 days", "60 days")
    box.git("add", "-u")
    assert slugs(box) == ["privacy"]
    box.git("add", "-A")
    assert slugs(box) == []


@pytest.mark.parametrize("gone", ["policy", "repository", "commit"])
def test_where_there_is_nothing_staged_nothing_is_said(box: Box, gone: str) -> None:
    if gone == "policy":
        box.git("rm", "-q", "policies/privacy/policy.toml")
    elif gone == "repository":
        (box.top / ".git").rename(box.top / "gone")
    else:
        box.git("update-ref", "-d", "HEAD")
    assert slugs(box) == []

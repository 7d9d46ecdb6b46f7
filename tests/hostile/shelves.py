"""Policies whose every text carries a payload, with a history, in git, beside broken files and strange names."""

from __future__ import annotations

import contextlib
import os
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Change, Dates, HouseRules, Policy, Section
from policytui.workspace import Opened, Workspace

MOMENT = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


def body(payload: str, days: int) -> str:
    """A payload in every kind of block."""
    return (
        f"We keep {payload} for {days} days.\nAnd {payload} more.\n\n"
        f"# Heading {payload}\n\n- item {payload}\n  - nested `{payload}`\n\n1. **{payload}** and *{payload}*\n\n"
        f"> quoted {payload}\n\n| a | b |\n|---|---|\n| {payload} | cell |\n\n"
        f"```\ncode {payload}\n```\n\n[link {payload}](https://x.example/{payload}) and ![{payload}]({payload})\n\n"
        f"{payload}\n\n    indented {payload}\n\nTerm {{{{ name }}}} {payload}.\n"
    )


def policy(payload: str, days: int = 30) -> Policy:
    """A policy with the payload in every field that takes any text."""
    one_line = payload.replace("\n", " ")
    return Policy(
        f"Title {one_line}",
        f"Organisation {one_line}",
        "en",
        f"Preamble {payload}\n",
        Dates(label=f"Updated {one_line}", last_updated=date(2024, 5, 19)),
        (("name", f"variable {payload}"),),
        (
            Section("keep", f"Keep {one_line}", 1, f"Summary {one_line}", body(payload, days)),
            Section("more", f"More {one_line}", 2, "", f"{payload}\n"),
            Section("last", f"Last {one_line}" if days == 30 else f"Renamed {one_line}", 1, "", f"Words {payload}\n"),
        ),
        HouseRules(terms=(f"term {one_line}",)),
    )


def shelf(root: Path, payloads: dict[str, str]) -> Workspace:
    """One policy for each payload, named by its place: three revisions and a hand edit; and what else may lie there."""
    clock = FixedClock(MOMENT)
    for number, payload in enumerate(payloads.values()):
        author = " ".join(f"Mallory {payload} <m@x.example>".split())
        workspace = Workspace(root, author=author, clock=clock)
        opened = workspace.save_import(slug(number), policy(payload), summary=f"First {payload}")
        for days, change in ((60, None), (90, Change.EDITORIAL)):
            clock.moment += timedelta(days=1)
            decision = Decision(f"To {days} {payload}", change, f"because {payload}")
            dated = policy(payload, days).with_dates(last_updated=opened.policy.dates.last_updated)
            opened = workspace.save(opened, dated, decision).opened
        _hand(opened)
    return Workspace(root, author="Ada", clock=clock)


def slug(number: int) -> str:
    """The name of the policy of the n-th payload."""
    return f"p{number:02}"


def _hand(opened: Opened) -> None:
    text = opened.path.read_text(encoding="utf-8")
    opened.path.write_text(text.replace("90 days", "120 days"), encoding="utf-8", newline="")


def strange(root: Path, payload: str) -> None:
    """Broken policies that say the payload, and a folder and a file named by it."""
    one = payload.replace("/", "∕").replace("\x00", "")
    broken = {
        "broken-key": f'format = 1\n[policy]\ntitle = "x"\n"{_escaped(payload)}" = 1\n"{_escaped(payload)}" = 2\n',
        "broken-raw": f"format = 1\n{payload} = \n",
        "broken-value": f'format = "{_escaped(payload)}"\n[policy]\ntitle = 3\nlanguage = "{_escaped(payload)}"\n',
        "broken-id": f'format = 1\n[policy]\ntitle = "x"\n[[section]]\nid = "{_escaped(payload)}"\ntitle = "x"\n' * 2,
    }
    for name, text in broken.items():
        (root / name).mkdir(parents=True)
        (root / name / "policy.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(OSError):
        (root / f"dir {one}").mkdir()
        (root / f"dir {one}" / "policy.toml").write_text("format = 1\n")
    history = root / slug(0) / "history"
    if history.is_dir():
        with contextlib.suppress(OSError):
            (history / f"2024-01-01T000000Z-{one}.toml").write_text(f"{one}\n", encoding="utf-8", errors="replace")


def _escaped(text: str) -> str:
    return "".join(char if char.isalnum() else f"\\U{ord(char):08x}" for char in text)


def repository(folder: Path, payload: str) -> str:
    """Put a folder into git: commits whose subject and author, a tag and a file whose names are the payload. Gives the
    name of a file as git has it.
    """
    clean = payload.replace("\x00", "").replace("\n", " ").replace("\r", " ")
    environ = dict(os.environ) | {
        "GIT_AUTHOR_NAME": f"M {clean}", "GIT_AUTHOR_EMAIL": "m@x.example", "GIT_COMMITTER_NAME": f"M {clean}",
        "GIT_COMMITTER_EMAIL": "m@x.example", "GIT_AUTHOR_DATE": "2024-06-07T12:00:00Z",
        "GIT_COMMITTER_DATE": "2024-06-07T12:00:00Z",
    }  # fmt: skip

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, env=environ, check=True, capture_output=True)

    name = f"old {clean.replace('/', '∕')}"[:80] + ".md"
    (folder / name).write_text(f"# Old {clean}\n\nWords {clean}.\n", encoding="utf-8", errors="replace")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "--no-verify", "-m", f"Subject {clean}\n\nBody {clean}")
    file = folder / "policies" / slug(0) / "policy.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8", newline="")
    git("commit", "-q", "--no-verify", "-am", f"Second {clean}")
    # A name of git holds no control of ASCII, and some marks; all else it takes.
    ref = "".join(one if one > " " and one not in '\x7f~^:?*[\\{@."' else "-" for one in clean).strip("-/")[:60] or "x"
    ref = ref.replace("//", "/-").replace("/", "-")
    git("checkout", "-q", "-b", f"branch-{ref}-", "HEAD^")
    file.write_text(file.read_text(encoding="utf-8").replace("days", "weeks"), encoding="utf-8", newline="")
    git("commit", "-q", "--no-verify", "-am", f"Third {clean}")
    git("tag", f"tag-{ref}-")
    git("checkout", "-q", "main")
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    (folder / ".git" / "said").write_text(f"A hook says {payload}\n", encoding="utf-8", errors="replace")
    hook.write_text('#!/bin/sh\ncat "$(git rev-parse --git-dir)/said" >&2\nexit 1\n')
    hook.chmod(0o755)
    with file.open("a", encoding="utf-8", newline="") as more:
        more.write("# not committed\n")
    return name


def with_draft(workspace: Workspace, folder: Path, payload: str) -> None:
    """A draft that a session left behind."""
    from policytui.workspace.drafts import Drafts

    opened = workspace.open(slug(0))
    journal = Drafts(workspace, folder).journal(opened)
    journal.write(replace(opened.policy, title=f"Draft {payload}"))
    journal.close()

"""A real git repository with a policies folder, for tests."""

from __future__ import annotations

import os
import stat
import subprocess
from dataclasses import replace
from pathlib import Path

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Policy
from policytui.workspace import Saved, Workspace


class Box:
    """One working tree. `root` is its policies folder."""

    def __init__(self, top: Path, clock: FixedClock, root: str = "policies") -> None:
        self.top = top
        self.clock = clock
        self.root = top / root
        self.workspace = Workspace(self.root, author="Ada <ada@example.org>", clock=clock)

    @classmethod
    def new(cls, top: Path, clock: FixedClock) -> Box:
        top.mkdir()
        box = cls(top, clock)
        box.git("init", "-q", "-b", "main")
        box.identify()
        return box

    def identify(self) -> None:
        self.git("config", "user.name", "Ada")
        self.git("config", "user.email", "ada@example.org")
        self.git("config", "commit.gpgsign", "false")

    def git(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done.stdout if check else done.stdout + done.stderr

    def ok(self, *words: str) -> bool:
        return subprocess.run(["git", *words], cwd=self.top, capture_output=True, check=False).returncode == 0

    @property
    def environ(self) -> dict[str, str]:
        return dict(os.environ)

    def put(self, slug: str, policy: Policy, summary: str = "First") -> None:
        self.workspace.save_import(slug, policy, summary=summary)

    def change(self, slug: str, old: str, new: str, summary: str = "") -> Saved:
        opened = self.workspace.open(slug)
        sections = tuple(replace(one, body=one.body.replace(old, new)) for one in opened.policy.sections)
        assert sections != opened.policy.sections
        return self.workspace.save(opened, replace(opened.policy, sections=sections), Decision(summary))

    def by_hand(self, slug: str, old: str, new: str) -> None:
        path = self.root / slug / "policy.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def commit_all(self, message: str = "work") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    def hook(self, name: str, script: str) -> Path:
        path = self.top / ".git" / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def staged(self) -> set[str]:
        return set(self.git("diff", "--cached", "--name-only").split())

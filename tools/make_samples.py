"""Make the sample policies of `policies/` from `tools/samples/`: the same bytes every time.

Rules that hold here:

- `tools/samples/<slug>/r1.toml` is the first text; `steps.toml` says what was done to it, save by save.
- A step edits the file's text, each edit in exactly one place, as a person with an editor would; a move goes
  through the policy. Then the workspace saves it, at the step's own time and for its own author.
- A step says what the rules are expected to propose: should they ever propose something else, this stops.

usage: make_samples.py [FOLDER]     FOLDER must not hold a policy yet; without it `policies/` is made anew
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from policytui.clock import FixedClock
from policytui.core.judgement import Decision
from policytui.core.values import Change, Policy
from policytui.workspace import Saved, Workspace

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = REPOSITORY / "tools" / "samples"
SCHEMA = "policy.schema.json"


def make(target: Path) -> list[Saved]:
    """Make every sample below `target`. Returns what each save did, in order; raises ValueError for a bad step."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / "src" / "policytui" / "schema" / SCHEMA, target / SCHEMA)
    return [saved for source in sorted(SOURCES.iterdir()) for saved in make_one(source, target)]


def make_one(source: Path, target: Path) -> list[Saved]:
    """Make one sample, named like its source folder."""
    slug = source.name
    path = target / slug / "policy.toml"
    path.parent.mkdir()
    path.write_bytes((source / "r1.toml").read_bytes())
    steps = tomllib.loads((source / "steps.toml").read_text("utf-8"))["step"]
    return [take(step, target, slug) for step in steps]


def take(step: Mapping[str, Any], target: Path, slug: str) -> Saved:
    """Do one step: edit, move, save; or record that somebody looked and changed nothing."""
    at: datetime = step["at"]
    path = target / slug / "policy.toml"
    text = path.read_bytes().decode("utf-8")
    for edit in step.get("edit", ()):
        text = edited(text, edit["old"], edit["new"], f"{slug}, {at}")
    path.write_bytes(text.encode("utf-8"))

    workspace = Workspace(target, author=step["author"], clock=FixedClock(at))
    if step.get("reviewed"):
        return workspace.mark_reviewed(slug, step["summary"])
    opened = workspace.open(slug)
    policy = opened.policy
    for move in step.get("move", ()):
        policy = moved(policy, move["id"], move["before"])
    proposal = workspace.propose(opened, policy)
    if proposal.judgement.change is not Change(step["expect"]):
        reasons = "; ".join(f"{reason.rule}: {reason.why}" for reason in proposal.judgement.reasons)
        raise ValueError(f"{slug}, {at}: expected {step['expect']}, proposed {proposal.judgement.change}: {reasons}")
    decision = Decision(
        summary=step["summary"],
        change=Change(step["change"]) if "change" in step else None,
        why=step.get("why", ""),
        effective=step.get("effective"),
    )
    return workspace.save(opened, policy, decision, proposal=proposal)


def edited(text: str, old: str, new: str, where: str) -> str:
    """`text` with `old`, which must stand in it exactly once, replaced by `new`."""
    if text.count(old) != 1:
        raise ValueError(f"{where}: {old!r} stands {text.count(old)} times in the text, not once")
    return text.replace(old, new)


def moved(policy: Policy, section_id: str, before: str) -> Policy:
    """`policy` with one section moved in front of the section `before`, or to the end if that is empty."""
    position = policy.index(section_id)
    section = policy.sections[position]
    rest = [*policy.sections[:position], *policy.sections[position + 1 :]]
    ids = [other.id for other in rest]
    rest.insert(ids.index(before) if before else len(rest), section)
    return replace(policy, sections=tuple(rest))


def main(arguments: list[str]) -> int:
    """Make the samples in the named folder, or anew in `policies/`."""
    target = Path(arguments[0]) if arguments else REPOSITORY / "policies"
    if not arguments:
        for source in SOURCES.iterdir():
            shutil.rmtree(target / source.name, ignore_errors=True)
    for saved in make(target):
        revision = saved.revision
        print(f"{saved.opened.slug:12} {revision.rev:3} {revision.last_updated} {revision.change:9} {revision.summary}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Whatever a policy, a file name, an argument or git says: no command prints a byte that a terminal acts on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policytui.core import visible
from policytui.workspace import Workspace
from tests.hostile.conftest import Run
from tests.hostile.payloads import EVERYTHING, NO_TEXT, PAYLOADS, hits
from tests.hostile.shelves import policy, repository, shelf, slug, strange, with_draft


def commands(name: str, payload: str) -> list[list[str]]:
    """Every command that reads the policy of that name, in every format, and mistakes that say the payload back."""
    pair = [f"{name}@r1", name]
    argument = payload.replace("\x00", "")
    found = [["list"], ["list", "--json"], ["log", name], ["log", name, "--json"], ["judge", *pair]]
    found += [["judge", *pair, "--json"], ["check"], ["check", "--json"], ["check", "--format", "github"]]
    found += [["verify"], ["verify", "--json"], ["recover"], ["recover", "--json"], ["keys"], ["themes"], ["config"]]
    found += [["show", name, "--format", fmt] for fmt in ("text", "markdown", "html", "toml", "json")]
    formats = ("inline", "split", "unified", "html", "json", "markdown")
    found += [["diff", *pair, "--format", fmt, "--context", "all"] for fmt in formats]
    found += [["diff", f"{name}@r1", f"{name}@r3", "--width", "40"], ["diff", name]]
    found += [["notice", name, "--since", "r1", "--format", fmt] for fmt in ("markdown", "text", "html")]
    for kind in ("md", "txt"):
        found += [["import", f"in.{kind}", "--slug", "new", "--dry-run", *more] for more in ([], ["--json"])]
        found += [["show", f"in.{kind}"], ["diff", f"in.{kind}", name]]
    found += [["show", f"policies/broken-{what}/policy.toml"] for what in ("key", "raw", "value", "id")]
    found += [["show", f"broken-{what}"] for what in ("key", "raw", "value", "id")]
    found += mistakes(name, argument)
    return found


def mistakes(name: str, said: str) -> list[list[str]]:
    """Commands that complain of what they were given."""
    return [
        ["show", said], ["show", f"{said}.toml"], ["show", f"{said}:{said}"], ["show", f"{name}@{said}"],
        ["log", said], ["check", said], ["verify", said], ["notice", name, "--since", said], ["diff", said, name],
        ["diff", name, "--context", said], ["diff", name, "--width", said], ["show", name, "--format", said],
        ["import", said, "--slug", "new"], ["import", "in.md", "--slug", said], ["new", said, "--title", "T"],
        ["save", name, "--date", said], ["save", said], ["restore", f"{name}@{said}"], ["recover", said],
        [said], ["--root", said, "list"], ["list", f"--{said}"], ["list", said], ["show", name, f"--{said}={said}"],
        ["commit", said], ["completion", said], ["git", said], ["resolve", said], ["merge-file", said, said, said],
        ["show", name, "-o", f"{said}/no/such"], ["demo", "--keep", f"in.md/{said}"],
    ]  # fmt: skip


def set_up(payloads: dict[str, str]) -> None:
    """The working folder: policies, broken ones, files to import, a draft left behind."""
    root = Path("policies")
    workspace = _shelf(root, payloads)
    said = " ".join(payloads.values())
    strange(root, said)
    with_draft(workspace, Path(os.environ["XDG_STATE_HOME"], "policytui", "drafts"), said)
    plain = said.replace("\x00", "")
    Path("in.md").write_text(
        f"# {said}\n\nLast updated: May 19, 2024 {said}\n\n{said}\n\n## {said}\n\n- {said}\n", newline=""
    )
    Path("in.txt").write_text(f"{said}\n\n1. {said}\n\n{said}\n\nLabel: {said}\n\n2. {said}\n{said}\n", newline="")
    Path("policies", slug(0), "history", f"{plain.replace('/', '')[:40]}.toml").write_text("x", encoding="utf-8")


_made: dict[tuple[str, ...], dict[Path, bytes]] = {}


def _shelf(root: Path, payloads: dict[str, str]) -> Workspace:
    """As `shelf`, made once and written again for every other test."""
    key = tuple(payloads.values())
    if key not in _made:
        shelf(root, payloads)
        _made[key] = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for path, data in _made[key].items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Workspace(root, author="Ada")


def leaks(run: Run, words: list[str]) -> list[str]:
    """What of a command's output is raw. Nothing but a clean exit is right."""
    said = run(*words)
    assert said.code in (0, 1, 2, 3), words
    assert b"Traceback" not in said.err, (words, said.err)
    found = hits(said.out) + hits(said.err)
    return [f"{words!r}: {one}" for one in found[:3]]


def test_no_command_prints_any_payload(run: Run) -> None:
    set_up({"everything": EVERYTHING})
    found = [one for words in commands(slug(0), EVERYTHING) for one in leaks(run, words)]
    assert found == []


def test_the_search_finds_them_when_they_are_not_made_visible(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up({"everything": EVERYTHING})
    monkeypatch.setattr(visible, "HIDDEN", re.compile(r"(?!)"))
    for words in (["list"], ["show", slug(0)], ["check", slug(0)], ["diff", slug(0)]):
        assert leaks(run, words), words
    # JSON is ASCII with escapes: nothing gets out of it anyway.
    assert leaks(run, ["list", "--json"]) == []


def test_arguments_and_names_that_are_no_text_are_shown(run: Run) -> None:
    set_up({"html": PAYLOADS["html"]})
    folder = os.path.join(b"policies", b"dir " + os.fsencode(NO_TEXT))  # noqa: PTH118 - a name that is no text
    os.mkdir(folder)  # noqa: PTH102
    Path(os.fsdecode(folder), "policy.toml").write_text("format = 1\n")
    for words in [["list"], ["list", "--json"], ["check"], ["verify"], *mistakes(slug(0), NO_TEXT)]:
        assert leaks(run, words) == []


def test_what_git_says_is_made_visible(run: Run) -> None:
    said = EVERYTHING.replace("\x00", "").replace("\n", " ")
    set_up({"everything": EVERYTHING})
    name = repository(Path(), said)
    listed = run("log", slug(0), "--git")
    assert listed.code == 0
    assert b"Second" in listed.out
    for words in (
        ["log", slug(0), "--git"], ["log", slug(0), "--git", "--json"], ["show", f"HEAD:{name}"],
        ["show", f"HEAD:policies/{slug(0)}/policy.toml"], ["show", f"{said}:{name}"], ["diff", f"HEAD:{name}", slug(0)],
        ["diff", "HEAD..HEAD"], ["review", "HEAD...HEAD"], ["review", f"{said}...HEAD"], ["git", "setup", "--dry-run"],
        ["commit", slug(0), "--dry-run"], ["git", "guard"], ["git", "textconv", f"policies/{slug(0)}/policy.toml"],
        ["git", "textconv", "policies/broken-raw/policy.toml"], ["save", slug(0), "-m", said], ["commit", slug(0)],
        ["restore", f"{slug(0)}@r1"], ["log", slug(0), "--git"], ["git", "remove"],
    ):  # fmt: skip
        assert leaks(run, words) == []


def test_a_process_of_its_own_prints_no_payload(run: Run) -> None:
    set_up({"everything": EVERYTHING})
    all_words = [["list"], ["diff", slug(0), "--context", "all"], ["show", EVERYTHING.replace("\x00", "")]]
    program = "import json, sys; from policytui.cli.main import main; print(*map(main, json.loads(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", program, json.dumps(all_words)], capture_output=True, check=True)
    assert done.stdout.endswith(b"\n1 1 2\n")
    assert hits(done.stdout) + hits(done.stderr) == []


class Page(HTMLParser):
    """The tags of a page, and where they lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.leads: set[str] = set()
        self.events: set[str] = set()
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = dict(attrs)
        self.leads |= {values[name] or "" for name in ("href", "src", "action", "formaction") if name in values}
        self.events |= {name for name in values if name.startswith("on")}
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values.get("content") or ""


@pytest.mark.parametrize("words", [["show", "p00"], ["diff", "p00@r1", "p00", "--context", "all"],
                                   ["notice", "p00", "--since", "r1"]])  # fmt: skip
def test_html_is_escaped_and_runs_nothing(run: Run, words: list[str]) -> None:
    set_up({"all": EVERYTHING})
    text = run(*words, "--format", "html").out.decode()
    page = Page(text)
    assert page.tags.isdisjoint({"script", "img", "iframe", "object", "embed", "form", "base", "svg"})
    assert page.events == set()
    assert {lead for lead in page.leads if not lead.startswith(("#", "https:", "http:", "mailto:"))} == set()
    assert "&lt;script&gt;" in text
    if "html" in page.tags:
        assert "default-src 'none'" in page.policy
        assert "script-src" not in page.policy


@pytest.mark.slow
@pytest.mark.parametrize("name", PAYLOADS)
def test_every_command_with_each_payload(run: Run, name: str) -> None:
    set_up({name: PAYLOADS[name]})
    found = [one for words in commands(slug(0), PAYLOADS[name]) for one in leaks(run, words)]
    assert found == []


def test_a_policy_of_payloads_is_saved_as_it_is(run: Run) -> None:
    set_up({"everything": EVERYTHING})
    opened = Workspace(Path("policies")).open(slug(0))
    assert opened.saved == policy(EVERYTHING, 90).with_dates(last_updated=opened.policy.dates.last_updated)

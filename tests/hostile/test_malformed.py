"""Files that are not what they should be, and names that lead elsewhere: a sentence with a place, soon, and no more."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tests.hostile.conftest import Run
from tests.hostile.payloads import hits

GOOD = 'format = 1\n[policy]\ntitle = "Good"\n[[section]]\nid = "one"\ntitle = "One"\nbody = "Words.\\n"\n'
HEAD = 'format = 1\n[policy]\ntitle = "x"\n'
SECONDS = 4.0
"""What each command may take. Two are promised; the machine that tests may be a busy one."""

BROKEN: dict[str, bytes] = {
    "deep arrays": b"a = " + b"[" * 50_000 + b"]" * 50_000,
    "deep tables": b"a = " + b"{a = " * 20_000 + b"1" + b"}" * 20_000,
    "dotted key": HEAD.encode() + b".".join([b"a"] * 10_000) + b" = 1\n",
    "huge int": HEAD.encode() + b"n = " + b"9" * 100_000 + b"\n",
    "title is a number": b"format = 1\n[policy]\ntitle = 3\n",
    "no title": b"format = 1\n",
    "future format": b'format = 99\n[policy]\ntitle = "x"\n',
    "not utf-8": HEAD.encode() + b'organization = "caf\xe9"\n',
    "utf-16": HEAD.encode("utf-16"),
    "empty": b"",
    "spaces": b" \n\t\n",
    "nul": HEAD.encode() + b"\x00\n",
    "raw escape": b'format = 1\n[policy]\ntitle = "\x1b]52;c;aGF0\x07"\n',
    "too large": HEAD.encode() + b"# " + b"x" * 2_000_000,
    "open string": b'format = 1\n[policy]\ntitle = """\n' + b"words\n" * 1000,
    "twice": HEAD.encode() + b'title = "y"\n',
    "conflict": b'format = 1\n[policy]\n<<<<<<< mine\ntitle = "x"\n=======\ntitle = "y"\n>>>>>>> theirs\n',
    "id climbs": HEAD.encode() + b'[[section]]\nid = "../../etc/passwd"\ntitle = "x"\n',
    "id absolute": HEAD.encode() + b'[[section]]\nid = "/etc/passwd"\ntitle = "x"\n',
    "id with nul": HEAD.encode() + b'[[section]]\nid = "a\\u0000b"\ntitle = "x"\n',
    "id is long": HEAD.encode() + b'[[section]]\nid = "' + b"a" * 65 + b'"\ntitle = "x"\n',
    "no such day": HEAD.encode() + b"[dates]\nlast_updated = 2024-02-31\n",
    "binary": bytes(range(256)) * 100,
    "carriage returns": b'format = 1\r[policy]\rtitle = "x"\r',
    "list for a table": b'format = 1\npolicy = ["x"]\n',
    "60,000 keys": GOOD.encode() + b"".join(b"key%d = %d\n" % (n, n) for n in range(60_000)),
    "400,000 numbers": HEAD.encode() + b"x = [" + b"1.5," * 400_000 + b"]\n",
    "section is a table": HEAD.encode() + b'[section]\nid = "x"\n',
}
READABLE: dict[str, bytes] = {
    "byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "crlf": GOOD.replace("\n", "\r\n").encode(),
    "huge float": GOOD.encode().replace(b"format = 1", b"format = 1\nkeeper = 1e999999"),
    "unknown keys": GOOD.encode().replace(b"format = 1", b"format = 1\nkeeper = {a = [1, {b = 2}]}"),
    "one long line": GOOD.encode().replace(b"Words.", b"word " * 100_000),
    "2,000 sections": HEAD.encode()
    + b"".join(b'[[section]]\nid = "s%d"\ntitle = "T"\nbody = "w"\n' % n for n in range(2_000)),
}
PLACE = re.compile(r"policies/broken/policy\.toml:\d+:\d+")
SENTENCE = re.compile(r"[A-Z“].*[.:!?]", re.DOTALL)


def put(data: bytes, slug: str = "broken") -> Path:
    """A policy file of these bytes, beside a good one."""
    for name, content in (("good", GOOD.encode()), (slug, data)):
        path = Path("policies", name, "policy.toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path


def quick(run: Run, *words: str) -> tuple[int, str]:
    """A command: its exit code and all it said; in time, without a traceback, with nothing raw."""
    begun = time.monotonic()
    said = run(*words)
    assert time.monotonic() - begun < SECONDS, words
    assert hits(said.out) + hits(said.err) == []
    text = (said.out + said.err).decode()
    assert "Traceback" not in text
    return said.code, text


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_said_to_be_broken_and_where(run: Run, name: str) -> None:
    put(BROKEN[name])
    code, text = quick(run, "list")
    assert code == 1
    assert "Good" in text
    assert PLACE.search(text)
    for words in (["show", "broken"], ["show", "broken", "--format", "json"], ["judge", "broken", "good"]):
        code, text = quick(run, *words)
        assert code == 2, (words, text)
        assert PLACE.search(text), text
        assert SENTENCE.search(text)
    code, text = quick(run, "show", "policies/broken/policy.toml")
    assert code == 2
    assert PLACE.search(text) or name == "too large"
    code, text = quick(run, "check", "broken")
    assert (code, bool(PLACE.search(text))) == (1, True)
    code, text = quick(run, "save", "broken", "-m", "x")
    assert code == 2
    assert put(BROKEN[name]).read_bytes() == BROKEN[name]


@pytest.mark.parametrize("name", READABLE)
def test_a_strange_file_is_read(run: Run, name: str) -> None:
    path = put(READABLE[name])
    assert quick(run, "list")[0] == 0
    assert quick(run, "show", "broken")[0] == 0
    assert quick(run, "check", "broken")[0] in (0, 1)
    assert path.read_bytes() == READABLE[name]


@pytest.mark.parametrize("slug", ["../up", "/etc", "..", ".", "a/b", "UPPER", "-x", "a" * 65, "a b", "", "a\\b", "é"])
def test_a_slug_that_leads_elsewhere_is_refused(run: Run, slug: str) -> None:
    put(b"")
    Path("up").mkdir()
    Path("up", "policy.toml").write_text(GOOD)
    for words in (["show", slug], ["log", slug], ["save", slug, "-m", "x"], ["restore", f"{slug}@r1"], ["check", slug],
                  ["verify", slug], ["notice", slug], ["new", slug, "--title", "T"]):  # fmt: skip
        code, text = quick(run, *(words if not slug.startswith("-") else [words[0], "--", *words[1:]]))
        assert code == 2, (words, text)
        assert "Good" not in text
    assert sorted(path.name for path in Path().iterdir()) == ["policies", "up"]


def test_a_folder_with_a_strange_name_does_not_hide_the_others(run: Run) -> None:
    put(GOOD.encode())
    Path("policies", "Not A Slug").mkdir()
    Path("policies", "Not A Slug", "policy.toml").write_text(GOOD)
    for words in (["list"], ["check"], ["verify"]):
        code, text = quick(run, *words)
        assert code == 1
        assert "is not a legal slug" in text
    assert "Good" in quick(run, "list")[1]


def test_symlinks_out_of_the_root_are_not_followed(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "policy.toml").write_text(GOOD.replace("Good", "Secret"))
    (secret / "history").mkdir()
    put(GOOD.encode())
    Path("policies", "folder").symlink_to(secret)
    for name in ("file", "history", "loop"):
        Path("policies", name).mkdir()
    Path("policies", "file", "policy.toml").symlink_to(secret / "policy.toml")
    Path("policies", "history", "policy.toml").write_text(GOOD)
    Path("policies", "history", "history").symlink_to(secret / "history")
    Path("policies", "loop", "policy.toml").symlink_to("policy.toml")
    code, text = quick(run, "list")
    assert code == 1
    assert "Secret" not in text
    assert "Good" in text
    for slug in ("folder", "file", "loop"):
        code, text = quick(run, "show", slug)
        assert code in (2, 3)
        assert "Secret" not in text
        assert "symlink" in text
    code, text = quick(run, "check")
    assert code == 1
    assert quick(run, "save", "history", "-m", "x")[0] in (2, 3)
    assert list((secret / "history").iterdir()) == []


def test_things_in_the_place_of_a_file_are_refused_and_not_waited_for(run: Run) -> None:
    put(GOOD.encode())
    for name in ("folder", "pipe", "device"):
        Path("policies", name).mkdir()
    Path("policies", "folder", "policy.toml").mkdir()
    os.mkfifo(Path("policies", "pipe", "policy.toml"))
    Path("policies", "device", "policy.toml").symlink_to("/dev/zero")
    code, text = quick(run, "list")
    assert code == 1
    assert "Good" in text
    for name in ("folder", "pipe", "device"):
        assert quick(run, "show", name)[0] in (2, 3)
        assert quick(run, "check", name)[0] == 1
        if name != "pipe":  # a pipe that somebody names is read: <(curl …)
            assert quick(run, "import", f"policies/{name}/policy.toml", "--slug", "new")[0] in (2, 3)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_said_so(run: Run) -> None:
    path = put(GOOD.encode())
    path.chmod(0)
    code, text = quick(run, "list")
    assert code == 1
    assert "right" in text
    assert quick(run, "show", "broken")[0] in (2, 3)


@pytest.mark.parametrize("words", [["list"], ["check"], ["show", "x"], ["verify"]])
def test_a_root_that_is_a_file_is_said_so(run: Run, words: list[str]) -> None:
    Path("policies").write_text("no folder")
    code, text = quick(run, *words)
    assert code in (2, 3)
    assert SENTENCE.search(text)


@pytest.mark.parametrize("name", ["binary", "not utf-8", "nul", "too large", "utf-16", "empty"])
@pytest.mark.parametrize("kind", ["md", "txt"])
def test_an_import_of_anything_ends_with_a_sentence(run: Run, name: str, kind: str) -> None:
    Path(f"in.{kind}").write_bytes(BROKEN[name])
    code, _ = quick(run, "import", f"in.{kind}", "--slug", "new", "--dry-run")
    assert code in (0, 2)


def test_a_history_of_strange_files_is_verified_and_listed(run: Run) -> None:
    put(GOOD.encode())
    assert quick(run, "save", "good", "-m", "first")[0] == 0
    history = Path("policies", "good", "history")
    whole = next(history.iterdir()).read_bytes()
    for number, data in enumerate([b"", b"\xff\xfe", whole[:-40], whole * 2, whole + b"more\n", b"[" * 50_000]):
        (history / f"2024-01-0{number + 1}T000000Z-0000000{number}.toml").write_bytes(data)
    (history / "2024-01-09T000000Z-00000009.toml").mkdir()
    os.mkfifo(history / "2024-01-10T000000Z-0000000a.toml")
    assert quick(run, "list")[0] in (0, 1)
    assert quick(run, "log", "good")[0] == 0
    code, text = quick(run, "verify", "good")
    assert code == 1
    assert text.count("2024-01-") >= 8

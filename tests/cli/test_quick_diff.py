"""`diff` read without the parser and aligned without rapidfuzz says what the long way says, to the letter."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from policytui.cli import quick
from policytui.core import aligners
from tests.cli.conftest import MARKDOWN, Ran, Run
from tests.hostile.payloads import EVERYTHING, PAYLOADS, hits


@pytest.fixture
def both(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `diff` both ways, and gives what both did."""

    def command(*words: str) -> Ran:
        with monkeypatch.context() as short:
            short.setattr(aligners, "_chosen", None)
            first = run("diff", *words)
        with monkeypatch.context() as long:
            long.setattr(aligners, "_chosen", aligners.compiled())
            long.setattr(quick, "plain_diff", lambda words: None)
            assert run("diff", *words) == first
        return first

    return command


def written(*texts: str | bytes) -> Sequence[str]:
    names = []
    for at, text in enumerate(texts):
        names.append(f"{at}.md")
        Path(names[-1]).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return names


_PIECES = (
    "we keep your data for 30 days. May 19, 2024 “Account Data” [a](b) | * # - {{ x }} of the, (and) don't www.a.b/c é"
)
WORDS = _PIECES.split()


@pytest.mark.parametrize("seed", range(12))
def test_random_texts(both: Run, seed: int) -> None:
    rng = random.Random(seed)
    before = [rng.choices(WORDS, k=rng.choice([3, 30, 300])) for _ in range(20)]
    after = [
        [word for old in words for word in rng.choice([[old]] * 9 + [[rng.choice(WORDS)], [], [old, "new"]])]
        for words in rng.sample(before, 18)
    ]
    texts = ["# Terms\n\n" + "\n\n".join([" ".join(words) for words in part]) + "\n" for part in (before, after)]
    for context in ("0", "2", "all"):
        assert both(*written(*texts), "--context", context).code == 1


def test_so_much_that_rapidfuzz_is_loaded_on_the_way(both: Run) -> None:
    rng = random.Random(1)
    before = [rng.choices(WORDS, k=400) for _ in range(90)]
    after = [[word if rng.random() < 0.8 else rng.choice(WORDS) for word in words] for words in before]
    ran = both(*written(*["\n\n".join([" ".join(words) for words in part]) for part in (before, after)]))
    assert ran.code == 1


def test_the_steps_of_a_history(both: Run, shared: Path) -> None:
    versions = sorted((shared / "corpus" / "github-privacy").glob("*.md"))
    for before, after in list(pairwise(versions))[::8]:
        ran = both(str(before), str(after))
        assert ran.out or "the same text" in ran.err


@pytest.mark.parametrize("payload", [*PAYLOADS.values(), EVERYTHING], ids=[*PAYLOADS, "everything"])
def test_hostile_texts(both: Run, payload: str) -> None:
    old = MARKDOWN + "\nWhat comes is kept.\n"
    ran = both(*written(old, old.replace("comes", payload).replace("Logs", payload)))
    assert ran.code == 1
    assert hits(ran.out.encode("utf-8", "surrogateescape")) == []


@pytest.mark.parametrize(
    "changed",
    [
        MARKDOWN.encode("utf-8-sig"),
        MARKDOWN.replace("\n", "\r\n").encode(),
        MARKDOWN.replace("30", "60").replace("\n", "\r").encode("utf-8-sig"),
        b"",
        b"\n\n",
        b"no heading",
        "# Ünïcode\n\nwörds 漢字".encode(),
        MARKDOWN.encode() + b"a\xff",
        b"\xef\xbb\xbf\n\xff",
        b"\x00" * 40,
        b"x" * 2_000_001,
    ],
    ids=["BOM", "CRLF", "CR", "empty", "blank", "bare", "letters", "bytes", "bytes after a BOM", "nul", "large"],
)
def test_bytes_of_any_kind(both: Run, changed: bytes) -> None:
    names = written(MARKDOWN, changed)
    for words in (names, names[::-1]):
        ran = both(*words)
        assert ran.code in (0, 1, 2)
        assert ran.out or ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["0.md", "missing.md"],
        ["0.md", "./missing.md"],
        ["folder.md", "0.md"],
        [".//folder.md", "0.md"],
        ["0.md", "no-policy"],
        ["0.md", "no-policy@r1"],
        ["0.md", "two words"],
        ["0.md", "HEAD:0.md"],
        ["0.md", "a\x00b.md"],
        ["0.md", "x" * 300 + ".md"],
        ["0.md", "0.md/1.md"],
        ["0.md", "0.md", "--context", "some"],
        ["0.md", "1.md", "--context", "-1"],
        ["0.md", "1.md", "--context", ""],
        ["0.md", "1.md", "--context"],
        ["--context", "1.5", "0.md", "1.md"],
        ["0.md", "1.md", "--format", "none"],
        ["0.md", "1.md", "more"],
        ["0.md", ""],
        ["0.md", "--", "1.md"],
        ["0.md", "\x1b]52;c;aGF0\x07"],
    ],
    ids=ascii,
)
def test_words_that_name_nothing(both: Run, words: list[str]) -> None:
    written(MARKDOWN, MARKDOWN.replace("30", "60"))
    Path("folder.md").mkdir()
    ran = both(*words)
    assert ran.code in (1, 2, 3)
    assert hits((ran.out + ran.err).encode("utf-8", "surrogateescape")) == []


@pytest.mark.parametrize("columns", ["", "40", "0", "-5", "wide", " 60 ", "9999", "9" * 20])
def test_a_terminal_of_any_width(both: Run, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    old = MARKDOWN + "\n" + "What you tell us is kept. " * 30
    assert both(*written(old, old.replace("tell", "send"))).code == 1

"""Our redline against `git diff --no-index --word-diff`, on the same texts in one run; worst cases; how it reads.

usage: python -m tools.bench_redline [--rounds N] [--quick] [--corpus DIR]

Texts are made from a seed, in policy-like paragraphs and sections. Two kinds of change: *scattered* swaps single
words anywhere (the hardest for us: every paragraph differs), *edited* takes out, puts in and swaps runs of words as
people do. Rounds are interleaved and medians of processor time printed: quote the ratios, not the figures. git is
timed as a whole process. Ours is timed from two policies in memory, and twice:

- *ratio*: to the redline with its structure: every block cut, paired and counted, which is what a review needs to open.
  Words inside a changed block are compared when the block is read.
- *read all*: that and every span of every block, which is what it takes to print the whole document.

Then the whole `policytui diff` process against git's, both from files, printing into nothing; and the worst cases: the
redline itself, and the longest time for which a review of it (`tools/bench_review.py`) answers no key.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, pairwise
from pathlib import Path
from statistics import median

from policytui.core.compare import redline, sides
from policytui.core.published import published
from policytui.core.redline import Redline, Status
from policytui.core.tokens import LITTLE
from policytui.core.values import Policy, Section
from policytui.core.words import word_regions

_COMMON = (
    "the of and to in we a for your you is our with or as on are may that by this any from be it not will information "
    "data use services personal please when if other such have their all these about which can at us"
)
_ROOTS = (
    "account address consent contact cookie customer device law market order partner pay process protect record secure"
)
_ENDS = ["", "s", "ed", "ing", "er", "able", "ment", "al", "ly", "ity"]
RARE = [f"{root}{end}{n or ''}" for n in range(18) for root in _ROOTS.split() for end in _ENDS]
VOCABULARY = [*_COMMON.split(), *RARE]
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))
Paragraphs = list[list[str]]


def text_of(rng: random.Random, count: int) -> Paragraphs:
    """Paragraphs of sentences, `count` words in all."""
    paragraphs: Paragraphs = []
    while count > 0:
        words: list[str] = []
        for _ in range(rng.randint(2, 7)):
            sentence = rng.choices(VOCABULARY, cum_weights=WEIGHTS, k=rng.randint(8, 26))
            sentence[0] = sentence[0].capitalize()
            if len(sentence) > 15:
                sentence[7] += ","
            sentence[-1] += "."
            words += sentence
        paragraphs.append(words[:count])
        count -= len(words)
    return paragraphs


def scattered(rng: random.Random, paragraphs: Paragraphs, share: float) -> Paragraphs:
    """The share of words swapped for others, one by one, anywhere."""
    return [[rng.choice(RARE) if rng.random() < share else word for word in words] for words in paragraphs]


def edited(rng: random.Random, paragraphs: Paragraphs, share: float) -> Paragraphs:
    """The share of words changed as people change them: in runs, some paragraphs more than others, some not at all."""
    changed: Paragraphs = []
    for words in paragraphs:
        if rng.random() < 0.5 - share / 2:
            changed.append(words)
            continue
        out: list[str] = []
        at = 0
        while at < len(words):
            if rng.random() < share * 2 / (1 + share) / 4:
                run = rng.choice([1, 1, 2, 3, 5, 8])
                if rng.random() < 0.75:
                    at += run
                if rng.random() < 0.75:
                    out += rng.choices(VOCABULARY, cum_weights=WEIGHTS, k=run)
            else:
                out.append(words[at])
                at += 1
        changed.append(out or words)
    return changed


def policy_of(paragraphs: Paragraphs, per_section: int = 25) -> Policy:
    """A policy with a section for every few paragraphs."""
    texts = ["".join([" ".join(words)]) for words in paragraphs]
    cuts = range(0, len(texts), per_section)
    return Policy(
        "Bench",
        sections=tuple(
            Section(f"s{at}", f"Section {at}", 1, "", "\n\n".join(texts[at : at + per_section])) for at in cuts
        ),
    )


def plain(policy: Policy) -> str:
    """The same policy as a text file: headings and paragraphs on a line each."""
    return "".join([f"# {section.title}\n\n{section.body}\n\n" for section in policy.sections])


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of the processor, ours and of the programs we start: what else runs here counts for little."""
    start = _worked()
    act()
    return (_worked() - start) * 1000


def _worked() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def marked_by_us(found: Redline) -> int:
    """Words between spaces that are marked removed or added."""
    return sum(
        len(text.split())
        for section in found.sections
        for hunk in section.hunks
        if not hunk.same
        for op, text in hunk.spans
        if op != "keep"
    )


def marked_by_git(output: str) -> int:
    """The same in git's output; its changes never hold the marks themselves here."""
    body = output.split("@@", 2)[-1]
    marks = re.findall(r"\[-(.*?)-\]|\{\+(.*?)\+\}", body, re.DOTALL)
    return sum(len((removed or added).split()) for removed, added in marks)


def compare_with_git(folder: Path, rounds: int, sizes: Sequence[int]) -> None:
    """The table of ratios."""
    heads = ("words", "share", "ours ms", "git ms", "ratio", "read all", "marked/git")
    print(f"{'change':10} " + " ".join([f"{head:>10}" for head in heads]) + "  exact")
    old, new = folder / "old.txt", folder / "new.txt"
    command = ["git", "diff", "--no-index", "--word-diff", str(old), str(new)]
    for kind in (scattered, edited):
        for size in sizes:
            for share in (0.01, 0.1, 0.5):
                rng = random.Random(size)
                before = text_of(rng, size)
                after = kind(rng, before, share)
                old.write_text(plain(policy_of(before)))
                new.write_text(plain(policy_of(after)))
                ours: list[float] = []
                read: list[float] = []
                git: list[float] = []
                found = redline(policy_of(before), policy_of(after))
                output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
                # a million words in lists of our own are nothing that a program has the collector go through
                gc.collect()
                gc.freeze()
                for _ in range(rounds):
                    left, right = policy_of(before), policy_of(after)
                    git.append(timed(lambda: subprocess.run(command, capture_output=True, check=False)))
                    made: list[Redline] = []
                    ours.append(timed(lambda: made.append(opened(left, right))))  # noqa: B023 - called at once
                    read.append(timed(lambda: read_all(made[0])))  # noqa: B023 - called at once
                words = marked_by_us(found) / max(1, marked_by_git(output))
                mine, theirs, reading = median(ours), median(git), median(read)
                figures = [f"{size}", f"{share:.0%}", f"{mine:.2f}", f"{theirs:.2f}", f"{mine / theirs:.2f}"]
                figures += [f"{(mine + reading) / theirs:.2f}", f"{words:.3f}"]
                row = " ".join([f"{figure:>10}" for figure in figures])
                print(f"{kind.__name__:10} {row}  {exact(found)}", flush=True)


def opened(before: Policy, after: Policy) -> Redline:
    """The redline as a review needs it to open: its sections, its blocks, and how many changes there are."""
    found = redline(before, after)
    sum(1 for _ in found.changes())
    return found


def whole_process(folder: Path, rounds: int, sizes: Sequence[int]) -> None:
    """`policytui diff` of two Markdown files against git on the same files."""
    heads = ("words", "share", "ours ms", "git ms", "ratio")
    print(f"\n{'whole process':22} " + " ".join([f"{head:>10}" for head in heads]))
    old, new = folder / "old.md", folder / "new.md"
    ours = [str(Path(sys.executable).with_name("policytui")), "diff", str(old), str(new)]
    theirs = ["git", "diff", "--no-index", "--word-diff", str(old), str(new)]
    # an installed program has its bytecode; it is made by a first run, in our own folder
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    for size in sizes:
        rng = random.Random(size)
        before = text_of(rng, size)
        old.write_text(plain(policy_of(before)))
        new.write_text(plain(policy_of(edited(rng, before, 0.1))))
        subprocess.run(ours, env=environment, capture_output=True, check=False)
        for name, extra in (("inline", []), ("json", ["--format", "json"]), ("all of it", ["--context", "all"])):
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(rounds):
                for command, spent in (([*ours, *extra], times[0]), (theirs, times[1])):
                    spent.append(timed(partial(subprocess.run, command, env=environment, capture_output=True)))
            mine, git = median(times[0]), median(times[1])
            figures = [f"{size}", "10%", f"{mine:.1f}", f"{git:.1f}", f"{mine / git:.1f}"]
            print(f"{'policytui diff, ' + name:22} " + " ".join([f"{f:>10}" for f in figures]), flush=True)


def read_all(found: Redline) -> int:
    """Reads every span, as a view of the whole document would."""
    return sum(1 for section in found.sections for hunk in section.hunks for _ in hunk.spans)


def exact(found: Redline) -> str:
    """Whether both sides come out of the redline as they went in."""
    from policytui.core.compare import section_blocks

    left, right = sides(found)
    same = all(left[s.id] == section_blocks(s) for s in found.before.sections) and all(
        right[s.id] == section_blocks(s) for s in found.after.sections
    )
    return ("yes" if same else "NO") + (", coarse" if found.coarse else "")


def worst_texts() -> dict[str, tuple[Paragraphs, Paragraphs]]:
    """Texts that bring diffs to their knees, before and after."""
    rng = random.Random(7)
    large = text_of(rng, 500_000)
    shuffled = large[:]
    some = shuffled[1000:1200]
    rng.shuffle(some)
    shuffled[1000:1200] = some
    blob = "".join(rng.choice("abcdefghij") for _ in range(100_000))
    cut = [blob[at : at + 1000] for at in range(0, len(blob), 1000)]
    changed_blob = "".join([piece[:500] + "X" + piece[501:] if at % 3 else piece for at, piece in enumerate(cut)])
    tiny = [[f"Item {rng.randrange(900)}."] for _ in range(10_000)]
    tinier = [["New."] if rng.random() < 0.1 else words for words in tiny if rng.random() > 0.02]
    half = text_of(rng, 50_000)
    return {
        "one word 5,000 times, every tenth changed": (
            [["the"] * 5000],
            [["other" if at % 10 == 0 else "the" for at in range(5000)]],
        ),
        "200 paragraphs shuffled in 500k words": (large, shuffled),
        "100 kB without spaces": ([[blob]], [[changed_blob]]),
        "everything changed, 50k words": (half, [[f"{word}x" for word in words] for words in half]),
        "everything changed, 500k words": (large, [[f"{word}x" for word in words] for words in large]),
        "10,000 tiny paragraphs": (tiny, tinier),
        "one paragraph of 50k words, 10 % changed": (
            [list(chain.from_iterable(half))],
            [list(chain.from_iterable(scattered(rng, half, 0.1)))],
        ),
        "500k words, 10 %, 200 paragraphs moved": (
            large,
            scattered(rng, [*large[:100], *large[300:3000], *large[100:300], *large[3000:]], 0.1),
        ),
    }


def worst_cases(rounds: int) -> None:
    """How long each takes, and the longest time in which it cannot be stopped."""
    print(f"\n{'worst case':45} {'ms':>9} {'longest step ms':>16}  exact")
    for name, (before, after) in worst_texts().items():
        left, right = policy_of(before, 10**6), policy_of(after, 10**6)
        spent = median([timed(lambda: redline(left, right)) for _ in range(rounds)])  # noqa: B023 - called at once
        print(f"{name:45} {spent:9.1f} {longest_step(left, right):16.1f}  {exact(redline(left, right))}", flush=True)


def longest_step(before: Policy, after: Policy) -> float:
    """The longest time between two questions whether to stop: how long a cancelled redline may go on."""
    times = [time.process_time()]

    def ask() -> bool:
        times.append(time.process_time())
        return False

    redline(before, after, cancelled=ask)
    times.append(time.process_time())
    return max((later - earlier) * 1000 for earlier, later in pairwise(times))


def how_it_reads(corpus: Path) -> None:
    """Phrases, not confetti, on real histories: each step of each document.

    Marked over least: words marked, over the least possible. Runs: changes in a changed block. Islands: of the kept
    stretches between two changes, those of a single little word; raw is the same before phrases are made.
    """
    from policytui.imports.markdown import read_markdown

    heads = ("steps", "marked/least", "runs/block", "raw", "islands", "raw")
    print(f"\n{'document':20} " + " ".join([f"{head:>12}" for head in heads]))
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir()):
        versions = [published(read_markdown(path.read_text()).policy) for path in sorted(folder.glob("*.md"))]
        marked = least = changed = runs = raw_runs = 0
        between: list[str] = []
        raw_between: list[str] = []
        for before, after in pairwise(versions):
            for old, new, found in changed_blocks(redline(before, after)):
                a, b = old.split(" "), new.split(" ")
                regions, _ = word_regions(a, b)
                least += sum(i2 - i1 + j2 - j1 for i1, i2, j1, j2 in regions)
                raw_between += [" ".join(a[x[1] : y[0]]) for x, y in pairwise(regions)]
                raw_runs += len(regions)
                marked += sum(len(text.split()) for op, text in found if op != "keep")
                changed += 1
                runs += run_count(found)
                between += [text for op, text in found[1:-1] if op == "keep"]
        figures = [str(len(versions) - 1), f"{marked / max(1, least):.3f}", f"{runs / max(1, changed):.2f}"]
        figures += [f"{raw_runs / max(1, changed):.2f}", f"{islands(between):.1%}", f"{islands(raw_between):.1%}"]
        print(f"{folder.name:20} " + " ".join([f"{figure:>12}" for figure in figures]), flush=True)


def islands(between: Sequence[str]) -> float:
    """The share of kept stretches that are one little word alone."""
    return sum(text.strip().lower() in LITTLE for text in between) / max(1, len(between))


def changed_blocks(found: Redline) -> Iterator[tuple[str, str, Sequence[tuple[str, str]]]]:
    """Before, after and spans of each block that is changed, not added or removed."""
    for _, hunk in found.changes():
        if hunk.status is Status.CHANGED and hunk.before != hunk.after:
            yield hunk.before, hunk.after, hunk.spans


def run_count(spans: Sequence[tuple[str, str]]) -> int:
    """Changes that a reader sees: a removal and the addition after it are one."""
    ops = ["keep", *[op for op, _ in spans]]
    return sum(x == "keep" and y != "keep" for x, y in pairwise(ops))


def main() -> int:
    """Prints the four tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="leave out 500k words and the worst cases")
    parser.add_argument("--corpus", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "corpus")
    options = parser.parse_args()
    sizes = (5_000, 50_000) if options.quick else (5_000, 50_000, 500_000)
    with tempfile.TemporaryDirectory() as folder:
        compare_with_git(Path(folder), options.rounds, sizes)
        whole_process(Path(folder), options.rounds, sizes[:2])
    if not options.quick:
        worst_cases(max(1, options.rounds // 3))
        from tools.bench_review import print_table

        print_table(worst_texts())
    if options.corpus.is_dir():
        how_it_reads(options.corpus)
    return 0


if __name__ == "__main__":
    sys.exit(main())

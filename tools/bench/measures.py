"""What is measured: each function gives rows of the table. Programs take turns, and the first turns are left out."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from tools.bench import texts
from tools.bench.terminal import MissingError, Terminal

from policytui.store.stamps import SETTLED

OURS = "policytui"
VIM = ("vim", "-u", "NONE", "-i", "NONE", "-n", "-N")
SIZES = {"30 kB": (30_000, 20), "1 MB": (1_000_000, 40)}
"""Characters and sections of the policies that are typed into."""
QUIT = b"\x11"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what, our figure, its unit, and what it is held against."""

    what: str
    ours: float
    unit: str
    against: Mapping[str, float]
    target: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A scratch folder, the environment of every program, and how often each takes its turn."""

    folder: Path
    environ: Mapping[str, str]
    rounds: int

    @property
    def afresh(self) -> Place:
        """The same, with nothing remembered from one run to the next."""
        return Place(self.folder, {**self.environ, "POLICYTUI_NO_CACHE": "1"}, self.rounds)

    def ours(self, *words: str, root: str = "five") -> tuple[str, ...]:
        """The words that run policytui on one of the folders."""
        return (str(Path(sys.executable).parent / OURS), "--root", str(self.folder / root), *words)

    def stock(self, kind: str, *words: str) -> tuple[str, ...]:
        """The words that run a program of `tools.bench.apps`."""
        return (sys.executable, "-m", "tools.bench.apps", kind, *words)

    def start(self, words: tuple[str, ...]) -> Terminal:
        """A program in a terminal of its own, with no drafts left from the one before."""
        shutil.rmtree(self.environ["XDG_STATE_HOME"], ignore_errors=True)
        return Terminal(words, self.environ)


def prepare(folder: Path) -> None:
    """Write every policy and text."""
    for number in range(5):
        texts.put(folder / "five", f"policy-{number}", texts.policy(12_000, 15, number), 5)
    for name, (size, sections) in SIZES.items():
        made = texts.policy(size, sections)
        texts.put(folder / slug(name), "bench", made, 2)
        (folder / f"{slug(name)}.md").write_text(texts.markdown(made), "utf-8")
    small = texts.policy(3_000, 5)
    texts.put(folder / "long", "bench", small, 2_500)
    for number in range(1_000):
        texts.put(folder / "many", f"policy-{number:04}", small, 1)
    time.sleep(SETTLED * 1e-9)  # what is younger is not remembered


def slug(size: str) -> str:
    """`1 MB` as a name of a folder."""
    return size.replace(" ", "-").lower()


def turns(place: Place, programs: Mapping[str, Callable[[], float]], warm: int = 1) -> dict[str, float]:
    """The median of each program's figures, the programs taking turns."""
    figures: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(place.rounds + warm):
        for name, program in programs.items():
            figure = program()
            if number >= warm:
                figures[name].append(figure)
    return {name: median(found) for name, found in figures.items()}


def row(what: str, found: dict[str, float], unit: str, target: str = "", scale: float = 1000) -> Row:
    """A row of medians, the first of which is ours."""
    ours, *others = found
    return Row(what, found[ours] * scale, unit, {name: found[name] * scale for name in others}, target)


def headless(place: Place) -> Iterator[Row]:
    """`list` and `check` against a Python that does nothing, from start to end."""

    def spent(place: Place, words: tuple[str, ...]) -> float:
        begin = time.perf_counter()
        subprocess.run(
            words, env=dict(place.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        return time.perf_counter() - begin

    thrice = Place(place.folder, place.environ, place.rounds * 3)
    rows = (
        ("list, 5 policies", "list", place, "≤ 4 ×"),
        ("… nothing remembered", "list", place.afresh, ""),
        ("check, 5 policies", "check", place, "≤ 8 ×"),
    )
    for what, command, where, target in rows:
        programs = {
            OURS: partial(spent, where, place.ours(command)),
            "python -c pass": partial(spent, place, (sys.executable, "-c", "pass")),
        }
        yield row(what, turns(thrice, programs), "ms", target)


def first_frames(place: Place) -> Iterator[Row]:
    """From the command to the painted screen: of a library that was seen before, and with nothing remembered."""

    def painted(place: Place, words: tuple[str, ...], mark: str) -> float:
        with place.start(words) as terminal:
            return terminal.seen(mark)

    def answered(place: Place, words: tuple[str, ...], mark: str) -> float:
        """Until a key that is pressed as soon as the screen is painted has brought its dialog."""
        with place.start(words) as terminal:
            terminal.seen(mark)
            terminal.send(b"n")
            return terminal.seen("name of its folder")

    def seen_before(root: str, mark: str) -> None:
        """Open it, and leave it when all of it is read and remembered."""
        pictures = Path(place.environ["XDG_CACHE_HOME"], "policytui")
        already = len(list(pictures.glob("picture-*")))
        with place.start(place.ours(root=root)) as terminal:
            terminal.seen(mark)
            until = time.perf_counter() + 30
            while len(list(pictures.glob("picture-*"))) == already and time.perf_counter() < until:
                terminal.pump(0.1)

    five, first, bare = place.ours(), "policy-4", place.stock("bare")
    seen_before("five", first)
    found = turns(
        place,
        {
            "seen before": lambda: painted(place, five, first),
            "afresh": lambda: painted(place.afresh, five, first),
            "key": lambda: answered(place, five, first),
            "key, afresh": lambda: answered(place.afresh, five, first),
            "bare Textual": lambda: painted(place, bare, "ready"),
        },
    )
    for what, name, target in (
        ("first frame, library of 5", "seen before", "≤ 1.15 ×"),
        ("… nothing remembered", "afresh", ""),
        ("first key answered, library of 5", "key", ""),
        ("… nothing remembered", "key, afresh", ""),
    ):
        yield row(what, {OURS: found[name], "bare Textual": found["bare Textual"]}, "ms", target)
    text = str(place.folder / "30-kb.md")
    edit = {
        OURS: lambda: painted(place, place.ours("bench", root="30-kb"), "Chapter2"),
        "Tree + TextArea + Markdown": lambda: painted(place, place.stock("panes", text), "ready"),
    }
    yield row("first frame, Edit of 30 kB", turns(place, edit), "ms", "≤ 0.9 ×")
    many, mark = place.ours(root="many"), "policy-0003"
    seen_before("many", mark)
    found = turns(
        place,
        {
            "seen before": lambda: painted(place, many, mark),
            "afresh": lambda: painted(place.afresh, many, mark),
            "five, seen before": lambda: painted(place, five, first),
            "five, afresh": lambda: painted(place.afresh, five, first),
        },
    )
    for what, name in (("library of 1,000, beyond that of 5", "seen before"), ("… nothing remembered", "afresh")):
        yield Row(what, 1000 * (found[name] - found[f"five, {name}"]), "ms", {}, "≤ 200 ms")


def quitting(place: Place) -> Iterator[Row]:
    """From ctrl+q to the end of the process."""

    def left(place: Place, words: tuple[str, ...], mark: str, keys: bytes) -> float:
        with place.start(words) as terminal:
            terminal.seen(mark)
            terminal.settle(0.3)
            return terminal.leave(keys)

    programs = {
        OURS: lambda: left(place.afresh, place.ours(), "policy-4", QUIT),
        "bare Textual": lambda: left(place, place.stock("bare"), "ready", QUIT),
    }
    yield row("quit", turns(place, programs), "ms", "≤ 60 ms")


def history(place: Place) -> Iterator[Row]:
    """From the key to the painted list of revisions."""
    opened = []
    for _ in range(max(2, place.rounds // 2)):
        with place.start(place.ours("bench", root="long")) as terminal:
            terminal.seen("Chapter2")
            terminal.settle(0.7)
            begin = time.perf_counter()
            terminal.press(b"\x12", quiet=0.01)
            opened.append(terminal.seen("Change2500", since=begin))
    yield Row("open History of 2,500", 1000 * median(opened), "ms", {}, "≤ 200 ms")


def keys(place: Place) -> Iterator[Row]:
    """A character typed at the top of a text, with the preview beside it: echo, bytes, and until all is painted."""
    with place.start(place.ours("bench", root="30-kb")) as terminal:  # what only typing loads is compiled here
        terminal.seen("Chapter2")
        terminal.press(b"0", quiet=1)
    for size in SIZES:
        text = str(place.folder / f"{slug(size)}.md")
        programs = {OURS: place.ours("bench", root=slug(size)), "stock TextArea": place.stock("text", text)}
        if shutil.which("vim"):
            programs["vim"] = (*VIM, text)
        with contextlib.ExitStack() as stack:
            running = {name: stack.enter_context(place.start(words)) for name, words in programs.items()}
            for name, terminal in running.items():
                if name == OURS:
                    terminal.seen("Chapter2")
                terminal.settle(1)
                if name == "vim":
                    terminal.press(b"i")
            answers: dict[str, list[tuple[float, float, float]]] = {name: [] for name in programs}
            for number in range(place.rounds * 3 + 3):
                for name, terminal in running.items():
                    answer = terminal.press(b"%d" % (number % 10))
                    if number >= 3:
                        answers[name].append((answer.echo, answer.last, float(answer.size)))
            memory = {name: float(terminal.memory()) for name, terminal in running.items()}
        echo, last, sent = (
            {name: median(one[at] for one in found) for name, found in answers.items()} for at in range(3)
        )
        yield row(f"echo of a character, {size}", echo, "ms", "≤ 12 × vim, ≤ 0.5 × stock" if size == "1 MB" else "")
        yield row(
            f"all painted after a character, {size}", {OURS: last[OURS]}, "ms", "≤ 20 ms" if size == "1 MB" else ""
        )
        yield row(f"bytes per character, {size}", sent, "B", "≤ 10 × vim, ≤ 300 B", scale=1)
        yield from blocked(place, size)
        yield from remembered(place, size, memory[OURS])


def blocked(place: Place, size: str) -> Iterator[Row]:
    """The longest step of the event loop that a character brings: until its end no other key is read."""
    steps = place.folder / f"{slug(size)}-steps"
    words = (sys.executable, "-m", "tools.bench.loop", str(steps), *place.ours("bench", root=slug(size))[1:])
    longest: list[float] = []
    with place.start(words) as terminal:
        terminal.seen("Chapter2")
        terminal.settle(1)
        for number in range(place.rounds * 3 + 3):
            before = steps.stat().st_size
            terminal.press(b"%d" % (number % 10))
            if number >= 3:
                found = [float(line) for line in steps.read_bytes()[before:].split()]
                longest.append(max(found, default=0.0))
    target = "≤ 8 ms" if size == "1 MB" else ""
    yield Row(f"longest step of the loop, {size}", 1000 * median(longest), "ms", {}, target)
    yield Row("… the worst of all", 1000 * max(longest), "ms", {})


def remembered(place: Place, size: str, ours: float) -> Iterator[Row]:
    """Resident memory in Edit, after the typing, against the bare program."""
    with place.start(place.stock("bare")) as terminal:
        terminal.seen("ready")
        terminal.settle(0.3)
        bare = float(terminal.memory())
    found = {OURS: ours, "bare Textual": bare}
    yield row(f"memory, Edit of {size}", found, "MB", "≤ 1.4 ×" if size == "30 kB" else "≤ 2 ×", scale=1e-6)


def repositories(place: Place) -> Iterator[Row]:
    """Many commits and many policies in git."""
    from tools.bench.repositories import measured

    return measured(place)


MEASURES: Mapping[str, Callable[[Place], Iterator[Row]]] = {
    "headless": headless,
    "first": first_frames,
    "keys": keys,
    "history": history,
    "quit": quitting,
    "git": repositories,
}
"""Every measure by its name."""

__all__ = ["MEASURES", "MissingError", "Place", "Row", "prepare"]

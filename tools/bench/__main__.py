"""`python -m tools.bench`: print the table. `--quick` takes fewer turns; names of measures take only those."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from tools.bench.measures import MEASURES, MissingError, Place, Row, prepare

COLUMNS = ("what", "policytui", "against", "ratio", "target")


def environment(folder: Path) -> dict[str, str]:
    """The environment of every program: a terminal of many colours, no settings, compiled modules kept aside.

    An installed program has its modules compiled; so they are here, whatever the environment says of that.
    """
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "PYTHONPATH")}
    repository = Path(__file__).resolve().parent.parent.parent
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(repository), kept.get("PYTHONPATH", "")))),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "POLICYTUI_AUTHOR": "Bench <bench@example.org>",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


def lines(row: Row) -> list[tuple[str, ...]]:
    """A row as lines of the table: one for each program it is held against."""
    ours = f"{row.ours:,.1f} {row.unit}" if row.ours < 100 else f"{row.ours:,.0f} {row.unit}"
    if not row.against:
        return [(row.what, ours, "–", "–", row.target)]
    return [
        (
            row.what if not number else "",
            ours if not number else "",
            f"{figure:,.1f} {row.unit} {name}",
            f"{row.ours / figure:.2f} ×" if figure else "–",
            row.target if not number else "",
        )
        for number, (name, figure) in enumerate(row.against.items())
    ]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)} (default: all)")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each program (default 7)")
    parser.add_argument("--quick", action="store_true", help="3 turns")
    words = parser.parse_args()
    unknown = [name for name in words.measures if name not in MEASURES]
    if unknown:
        parser.error(f"there is no measure {unknown[0]}")
    table: list[tuple[str, ...]] = [COLUMNS]
    with tempfile.TemporaryDirectory(prefix="policytui-bench-") as scratch:
        folder = Path(scratch)
        print("Writing the policies …", file=sys.stderr)
        prepare(folder)
        place = Place(folder, environment(folder), 3 if words.quick else words.rounds)
        for name in words.measures or MEASURES:
            print(f"Measuring {name} …", file=sys.stderr)
            try:
                table += [line for row in MEASURES[name](place) for line in lines(row)]
            except MissingError as error:
                table.append((f"({name} stopped: {error})", "", "", "", ""))
    if not shutil.which("vim"):
        table.append(("(vim is not installed: left out)", "", "", "", ""))
    widths = [max(len(line[column]) for line in table) for column in range(len(COLUMNS))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    print(f"\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Mutation testing, small: every module named is changed in one place at a time, and its own tests must notice.

    python tools/mutate.py src/policytui/core/decide.py [more modules] [--out FILE] [--workers 2] [--with tests/…]

Rules that hold here:

- The working tree is never touched. The tests run in a copy in a temporary folder; a mutant lives in memory only, put
  under its name by an import hook in a forked process of its own.
- A module is tried by the test files that mirror it, and by those named in `EXTRA`. Long sweeps are left out.
- A mutant counts as noticed when a test fails, or when the tests take four times the processor's time that they take
  without it, or stand still: those are listed too, as (late).
- Hypothesis neither shrinks nor keeps what it finds: only whether a test fails is asked.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.util
import inspect
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

REPOSITORY = Path(__file__).resolve().parent.parent
EXTRA = {
    "store/saving.py": ["tests/store/test_shelf.py"],
    "store/files.py": ["tests/store/test_saving.py"],
    "core/merge.py": ["tests/core/test_merge_order.py", "tests/core/test_merge_text.py"],
    "core/merge_order.py": ["tests/core/test_merge.py"],
    "core/merge_text.py": ["tests/core/test_merge.py"],
    "core/rules.py": ["tests/core/test_judge.py", "tests/core/test_rules_text.py"],
}
"""Test files beyond the mirrored one that are about a module. Every rules module is tried by the judge's tests too."""
PRELOADED = ("pytest", "hypothesis", "rich.console", "textual.app", "textual.widgets", "tomlkit", "markdown_it",
             "spellchecker", "rapidfuzz", "jsonschema")  # fmt: skip
LATE = " (late)"
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: where, what, and the tree that has it."""

    line: int
    what: str
    tree: ast.Module


# --- the changes -----------------------------------------------------------------------------------------------------


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines within each kind of change."""
    plain = ast.parse(source)
    for path, line in list(_places(plain)):
        for number in range(len(list(_changes(_at(plain, path))))):
            tree = ast.parse(source)
            what = _change(tree, path, number)
            if what is not None:
                yield Mutant(line, what, ast.fix_missing_locations(tree))


_Path = tuple[tuple[str, int], ...]


def _places(tree: ast.AST, path: _Path = ()) -> Iterator[tuple[_Path, int]]:
    """Paths to every node that is code: no annotations, no docstrings, nothing only for type checkers."""
    if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.dump(tree.test):
        return
    yield path, getattr(tree, "lineno", 0)
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_comment", "args") and not isinstance(
            tree, ast.Call
        ):
            continue
        if isinstance(tree, ast.JoinedStr | ast.FormattedValue):
            continue
        if isinstance(value, ast.AST):
            yield from _places(value, (*path, (name, -1)))
        elif isinstance(value, list):
            for position, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _places(item, (*path, (name, position)))


def _at(tree: ast.AST, path: _Path) -> ast.AST:
    for name, position in path:
        value = getattr(tree, name)
        tree = value if position < 0 else value[position]
    return tree


def _put(tree: ast.AST, path: _Path, node: ast.AST) -> None:
    parent, (name, position) = _at(tree, path[:-1]), path[-1]
    if position < 0:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[position] = node


def _change(tree: ast.Module, path: _Path, number: int) -> str | None:
    """Make the change of that number at a place; None when there is none."""
    node = _at(tree, path)
    found = list(_changes(node))
    if number >= len(found) or not path:
        return None
    what, new = found[number]
    if new is not node:
        _put(tree, path, ast.copy_location(new, node))
    return what


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What can be changed in a node: a description, and what stands there instead."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        new = copy.deepcopy(node)
        new.ops = [_TURNED[type(node.ops[0])]()]
        yield f"{ast.unparse(node)} → {ast.unparse(new)}", new
    elif isinstance(node, ast.BoolOp):
        both = copy.deepcopy(node)
        both.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{ast.unparse(node)} → {'or' if isinstance(node.op, ast.And) else 'and'}", both
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{ast.unparse(node)} → without not", node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} → {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        for by in (1, -1):
            yield f"{node.value} → {node.value + by}", ast.Constant(node.value + by)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield f"{_short(node)} → return None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        turned = copy.deepcopy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        kind = type(node).__name__.lower()
        yield f"{kind} {ast.unparse(node.test)[:70]} → not", turned
    elif isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break | ast.Delete) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield f"{_short(node)} → removed", ast.Pass()


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:80]


# --- one run ---------------------------------------------------------------------------------------------------------


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a tree instead of from its file."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        """Ours, for the one name."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:  # noqa: ARG002
        """As usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutant."""
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def _in_child(
    place: Path, name: str, path: Path, tree: ast.Module | None, tests: Sequence[str], number: int, limit: int
) -> int:
    """Run the tests in a process of their own, with so many seconds of the processor; gives its id."""
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        os.setpgid(0, 0)
        quiet = os.open(place / f"said-{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        if tree is not None:
            sys.meta_path.insert(0, _Planted(name, path, tree))
        from hypothesis import Phase, settings

        settings.register_profile("mutate", database=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutate")
        left = _called(tests) if all(test.startswith("tests/core/") for test in tests) else tests
        code = _by_pytest(place, left, number) if left else 0
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _by_pytest(place: Path, tests: Sequence[str], number: int) -> int:
    import pytest

    words = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"]
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    words += ["-W", "ignore::hypothesis.errors.HypothesisSideeffectWarning"]  # what was called has used it already
    return int(pytest.main([*words, f"--basetemp={place / f'base-{number}'}", *tests]))


def _called(tests: Sequence[str]) -> list[str]:
    """Call the test functions of `core` one after the other: they need nothing of what pytest does around each, and
    are done in a tenth of its time. Gives those that want a fixture, which are left to pytest.
    """
    left: list[str] = []
    called: list[tuple[str, Callable[..., None], list[dict[str, object]]]] = []
    for test in tests:
        module = importlib.import_module(test.removesuffix(".py").replace("/", "."))
        for name, function in vars(module).items():
            if not name.startswith("test_"):
                continue
            if cases := list(_cases(function)):
                called.append((name, function, cases))
            else:
                left.append(f"{test}::{name}")
    # Those that search or measure take longest, and most mutants are noticed before.
    called.sort(key=lambda one: hasattr(one[1], "hypothesis") or one[0].endswith(("quickly", "in_time")))
    with warnings.catch_warnings(action="error"):
        for _, function, cases in called:
            for arguments in cases:
                function(**arguments)
    return left


def _cases(function: Callable[..., None]) -> Iterator[dict[str, object]]:
    """What `pytest.mark.parametrize` gives a function, in every combination; nothing when that is not enough for it."""
    from _pytest.mark.structures import ParameterSet

    cases: list[dict[str, object]] = [{}]
    for mark in getattr(function, "pytestmark", []):
        if mark.name != "parametrize":
            continue
        names = [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
        rows = [ParameterSet.extract_from(row, force_tuple=len(names) == 1).values for row in mark.args[1]]
        cases = [{**case, **dict(zip(names, row, strict=True))} for case in cases for row in rows]
    wanted = inspect.signature(function).parameters
    yield from (case for case in cases if set(case) == set(wanted))


@dataclass
class _Job:
    mutant: Mutant
    number: int
    started: float


def _tests_of(module: str, extra: Sequence[str], mirrored: bool) -> list[str]:
    """The test files, the nearest first: a mutant that it notices costs no more."""
    folder, _, name = module.rpartition("/")
    found = [f"tests/{folder}/test_{name}", *extra]
    if not mirrored:
        found += EXTRA.get(module, [])
    if not mirrored and name.startswith("rules"):
        found.append("tests/core/test_judge.py")
    return list(dict.fromkeys(path for path in found if Path(path).exists()))


def _wait(jobs: dict[int, _Job], limit: float, done: Callable[[_Job, int | None], None]) -> None:
    """Wait until one job has ended, stopping those over the limit."""
    while jobs:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process in jobs:
            done(jobs.pop(process), os.waitstatus_to_exitcode(status))
            return
        for running, job in list(jobs.items()):
            if time.monotonic() - job.started > limit:
                os.killpg(running, signal.SIGKILL)
                os.waitpid(running, 0)
                done(jobs.pop(running), None)
                return
        time.sleep(0.01)


def try_module(
    place: Path, module: str, tests: Sequence[str], workers: int, again: str = ""
) -> tuple[int, list[Mutant], list[Mutant], float]:
    """The mutants of a module, with `again` only those that an earlier report lists (wherever they stand now): how
    many, which ran out of time, which survived, seconds of a run without a change.
    """
    name = f"policytui.{module.removesuffix('.py').replace('/', '.')}"
    path = Path("src/policytui", module).resolve()
    seconds = 0.0
    for _ in range(2):  # the first also compiles
        _, status, used = os.wait4(_in_child(place, name, path, None, tests, 0, 600), 0)
        if code := os.waitstatus_to_exitcode(status):
            said = (place / "said-0").read_text(errors="replace")[-3000:]
            raise SystemExit(f"The tests of {module} fail without a mutant (exit code {code}):\n{said}")
        seconds = used.ru_utime + used.ru_stime
    limit = math.ceil(max(5.0, seconds * 4))
    survived: list[Mutant] = []
    late: list[Mutant] = []

    def done(job: _Job, code: int | None) -> None:
        if code is None or code in (-signal.SIGXCPU, -signal.SIGKILL):
            late.append(job.mutant)
        elif code == 0:
            survived.append(job.mutant)
        shutil.rmtree(place / f"base-{job.number}", ignore_errors=True)
        (place / f"said-{job.number}").unlink(missing_ok=True)

    listed = {(line.partition(":")[0], line.partition(": ")[2].removesuffix(LATE)) for line in again.splitlines()}
    jobs: dict[int, _Job] = {}
    count = 0
    for mutant in mutants(path.read_text(encoding="utf-8")):
        if again and (module, mutant.what) not in listed:
            continue
        count += 1
        process = _in_child(place, name, path, mutant.tree, tests, count, limit)
        jobs[process] = _Job(mutant, count, time.monotonic())
        if len(jobs) >= workers:
            _wait(jobs, limit * 60, done)
    while jobs:
        _wait(jobs, limit * 60, done)
    return count, late, survived, seconds


def main() -> None:
    """Try the modules named; a table to stdout, the survivors after it."""
    parser = argparse.ArgumentParser(description="Change modules one place at a time and see whether tests notice.")
    parser.add_argument("modules", nargs="+", type=Path)
    parser.add_argument("--with", dest="extra", action="append", default=[], metavar="TESTS")
    parser.add_argument("--mirrored", action="store_true", help="only the test file of the same name")
    parser.add_argument("--again", type=Path, metavar="REPORT", help="only the mutants that a report lists")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, help="write the report here too, module by module")
    words = parser.parse_args()
    modules = [str(path.resolve().relative_to(REPOSITORY / "src" / "policytui")) for path in words.modules]
    again = words.again.read_text(encoding="utf-8") if words.again else ""
    out = words.out.resolve() if words.out else None
    lines = ["| module | mutants | noticed | of these too slow | survived | seconds a run |", "| --- " * 6 + "|"]
    lists: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        place = Path(folder)
        for part in ("src", "tests", "policies", "themes"):
            shutil.copytree(REPOSITORY / part, place / "copy" / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "pyproject.toml", place / "copy")
        os.chdir(place / "copy")
        sys.path[:0] = [str(place / "copy" / "src"), str(place / "copy")]
        os.environ["PYTHONPATH"] = str(place / "copy" / "src")
        sys.dont_write_bytecode = False
        for needed in PRELOADED:
            importlib.import_module(needed)
        for module in modules:
            if "spelling" not in module:
                importlib.import_module("policytui.core.spelling").load_speller()
            tests = _tests_of(module, words.extra, words.mirrored)
            count, late, survived, seconds = try_module(place, module, tests, words.workers, again)
            noticed = count - len(survived)
            lines.append(f"| {module} | {count} | {noticed} | {len(late)} | {len(survived)} | {seconds:.1f} |")
            marked = [(one, "") for one in survived] + [(one, LATE) for one in late]
            marked.sort(key=lambda one: one[0].line)
            listed = [f"{module}:{one.line}: {one.what}{mark}" for one, mark in marked]
            lists += listed
            print(lines[-1], *listed, sep="\n", flush=True)
            if out:
                out.write_text("\n".join([*lines, "", *lists, ""]), encoding="utf-8")
        os.chdir(REPOSITORY)
    print("\n".join(lines))


if __name__ == "__main__":
    main()

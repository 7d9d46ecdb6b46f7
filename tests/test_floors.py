"""The rules of the house that hold for every module: floors, sizes, tests beside, nothing loaded early."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "policytui"
TESTS = Path(__file__).resolve().parent
MODULES = sorted(path for path in SOURCE.rglob("*.py"))
BESIDE = {"errors", "config", "clock"}
MAY_IMPORT = {
    "core": set(),
    "store": {"core"},
    "imports": {"core"},
    "publish": {"core"},
    "workspace": {"core", "store", "imports", "publish"},
    "tui": {"core", "workspace", "publish"},
    "cli": {"core", "workspace", "publish", "tui"},
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def imported(path: Path) -> set[str]:
    """Dotted names of our own modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name.removeprefix("policytui.") for name in found if name.startswith("policytui.")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_an_import_only_goes_down(path: Path) -> None:
    parts = path.relative_to(SOURCE).parts
    if len(parts) == 1 and path.stem not in BESIDE:
        return
    floor = "beside" if len(parts) == 1 else parts[0]
    allowed = MAY_IMPORT.get(floor, {"core"}) | {floor}
    for name in imported(path):
        target = name.split(".")[0]
        if target in MAY_IMPORT:
            assert target in allowed, f"{name_of(path)} imports {name}"
        if parts[:2] == ("tui", "widgets"):
            assert target != "workspace", f"the widget {name_of(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_core_is_pure(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] != "core":
        return
    forbidden = {"os", "pathlib", "subprocess", "time", "socket", "textual", "rich", "tempfile", "io", "shutil"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] not in forbidden, f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_a_size_a_reader_can_hold(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_has_its_test_file(path: Path) -> None:
    if path.stem in ("__init__", "__main__"):
        return
    beside = TESTS.joinpath(*path.relative_to(SOURCE).parts[:-1], f"test_{path.stem}.py")
    assert beside.is_file(), f"{name_of(path)} has no {beside.relative_to(TESTS.parent)}"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("policytui.workspace", ("textual", "rich", "tomlkit", "spellchecker", "rapidfuzz", "markdown_it")),
        ("policytui.cli.main", ("textual", "rich", "tomlkit", "spellchecker", "rapidfuzz", "markdown_it")),
        ("policytui.core.values", ("textual", "rich", "tomlkit")),
    ],
)
def test_nothing_is_loaded_before_it_is_used(module: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""What is left out of the libraries: they work as before, and what was left out can still be had."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome
from textual.strip import Strip

from policytui.clock import FixedClock
from policytui.tui import lean as lean_module
from policytui.tui.lean import absent, lean_strips
from policytui.workspace import Workspace
from tests.tui.fake import NOON, policy
from tests.tui.pty import Session

BOLD, DIM = Style(bold=True, color="red"), Style(dim=True, color="blue")
ACTS: dict[str, Callable[[Strip], object]] = {
    "crop": lambda strip: strip.crop(1, 6),
    "divide": lambda strip: strip.divide([2, 5]),
    "style": lambda strip: strip.apply_style(BOLD),
    "filter": lambda strip: strip.apply_filter(Monochrome(), Color(0, 0, 0)),
    "length": lambda strip: strip.adjust_cell_length(20, BOLD),
    "extend": lambda strip: strip.crop_extend(2, 12, BOLD),
    "offsets": lambda strip: strip.apply_offsets(3, 4),
    "render": lambda strip: strip.render(Console(color_system="truecolor", force_terminal=True)),
    "join": lambda strip: type(strip).join([strip, strip]),
    "text": lambda strip: (strip.text, strip.cell_length, strip.link_ids, hash(strip.text), bool(strip)),
}


def fresh() -> type[Strip]:
    """Textual's class of strips once more, as it comes."""
    spec = importlib.util.find_spec("textual.strip")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: type[Strip] = module.Strip
    return made


@pytest.fixture(scope="module")
def stock() -> type[Strip]:
    return fresh()


@pytest.fixture(scope="module")
def lean() -> type[Strip]:
    made = fresh()
    assert lean_strips(made)
    return made


def strip(kind: type[Strip]) -> Strip:
    return kind([Segment("Kept ", DIM), Segment("語 for", BOLD), Segment(" ever", DIM)])


def plain(found: object) -> object:
    """What two classes of strips can be compared by."""
    if isinstance(found, list):
        return [plain(one) for one in found]
    segments = getattr(found, "_segments", None)
    return found if segments is None else (list(segments), cast(Strip, found).cell_length)


@pytest.mark.parametrize("name", ACTS)
def test_lean_strips_give_what_stock_ones_give(stock: type[Strip], lean: type[Strip], name: str) -> None:
    expected = plain(ACTS[name](strip(stock)))
    one = strip(lean)
    assert plain(ACTS[name](one)) == expected
    assert plain(ACTS[name](one)) == expected, "the second time, from the cache"


def test_a_cache_is_made_when_it_is_asked_for_and_kept(lean: type[Strip]) -> None:
    one = strip(lean)
    assert one.crop(0, 4) is one.crop(0, 4)
    assert one._crop_cache is one._crop_cache
    with pytest.raises(AttributeError, match="_colour_cache"):
        one._colour_cache  # type: ignore[attr-defined]  # noqa: B018


def test_strips_of_another_shape_are_left_alone() -> None:
    other = fresh()
    other.__slots__ = [*other.__slots__, "_new_cache"]
    before = other.__init__
    assert not lean_strips(other)
    assert other.__init__ is before


def test_what_is_absent_can_be_had_afterwards() -> None:
    sys.modules.pop("colorsys", None)
    with absent("colorsys", "sys"):
        with pytest.raises(ModuleNotFoundError):
            import colorsys
        assert sys.modules["sys"] is sys, "what is loaded stays"
    import colorsys

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_asyncio_and_hashing_do_without_openssl() -> None:
    code = (
        "import sys\n"
        "from policytui.tui.lean import absent, openssl\n"
        "with absent(*openssl()):\n"
        "    import asyncio, hashlib\n"
        "assert not {'ssl', '_ssl', '_hashlib'} & set(sys.modules)\n"
        "assert asyncio.run(asyncio.sleep(0, 7)) == 7\n"
        "print(hashlib.sha256(b'abc').hexdigest()[:8], hashlib.sha1(b'abc').hexdigest()[:8])\n"
        "import ssl; ssl.create_default_context()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ba7816bf", "a9993e36"]


def test_a_python_without_hashes_of_its_own_keeps_those_of_openssl(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lean_module.openssl() == ("ssl", "_hashlib")
    monkeypatch.setattr(lean_module, "find_spec", lambda name: None if name.startswith("_sha2") else object())
    assert lean_module.openssl() == ("ssl",)


def test_editing_a_word_loads_nothing_that_is_heavy(tmp_path: Path) -> None:
    Workspace(tmp_path / "policies", author="Ada", clock=FixedClock(NOON)).save_import(
        "lantern", policy(), summary="First version"
    )
    loaded = tmp_path / "loaded"
    code = f"import atexit, sys\natexit.register(lambda: open({str(loaded)!r}, 'w').write(chr(10).join(sys.modules)))"
    with Session("lantern", root=tmp_path / "policies", state=tmp_path / "state", code=code) as session:
        session.until(b"Save")
        session.send(b"x")
        session.until(b"material")
        session.signal(signal.SIGTERM)
        assert session.ended() == 128 + signal.SIGTERM
    names = set(loaded.read_text("utf-8").split())
    assert "policytui.core.judge" in names
    heavy = {"ssl", "_hashlib", "rapidfuzz", "linkify_it", "tomlkit", "spellchecker", "argparse"}
    assert not heavy & names

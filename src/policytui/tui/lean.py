"""What the libraries of the screens would load and make, and no screen needs, left out: memory, and time at the start.

Rules that hold here:

- Only what a library itself does without is kept from it: asyncio knows Pythons without `ssl`, hashlib those without
  OpenSSL, markdown-it an installation without linkify. What is loaded already stays.
- Where a library is of another shape than expected, it is left as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment
    from textual.strip import Strip

_CACHES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""The caches that Textual gives each of its strips, and how many things each keeps."""
_PLAIN = {"_segments", "_cell_length", "_render_cache", "_link_ids", "_cell_count"}
"""What else a strip has."""


def openssl() -> tuple[str, ...]:
    """The modules that load OpenSSL (5 MB) and can be done without. (The screens talk to no other machine; hashes come
    from Python itself, unless it was built without its own, as some distributions build it.)
    """
    own = ("_md5", "_sha1", "_sha3", "_blake2")
    hashes = all(map(find_spec, own)) and (find_spec("_sha2") or (find_spec("_sha256") and find_spec("_sha512")))
    return ("ssl", "_hashlib") if hashes else ("ssl",)


@contextmanager
def absent(*names: str) -> Iterator[None]:
    """Inside, these modules cannot be imported, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    modules = cast("dict[str, object]", sys.modules)
    modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


def lean_strips(strips: type[Strip]) -> bool:
    """Have Textual's strips of cells make their caches when they are first asked for. Whether it could be done.

    A screen holds thousands of strips, each with seven caches of 130 bytes, nearly all of them empty for ever.
    """
    from textual.cache import FIFOCache

    if set(strips.__slots__) != {*_CACHES, *_PLAIN} or hasattr(strips, "__getattr__"):
        return False

    def begin(self: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        self._segments = list(segments)
        self._cell_length = cell_length
        self._render_cache = self._link_ids = self._cell_count = None

    def cache(self: Strip, name: str) -> FIFOCache[Any, Any]:
        size = _CACHES.get(name)
        if size is None:
            raise AttributeError(f"'Strip' object has no attribute {name!r}")
        made: FIFOCache[Any, Any] = FIFOCache(size)
        setattr(self, name, made)
        return made

    patched = cast(Any, strips)
    patched.__init__, patched.__getattr__ = begin, cache
    return True

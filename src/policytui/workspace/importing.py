"""Files of other formats read as policies, and saved as such."""

from __future__ import annotations

from policytui.core.values import SIZE_CAP, Policy, Revision
from policytui.errors import ContentError, RefusedError, UsageError
from policytui.imports.outline import Imported

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from pathlib import Path

    from policytui.workspace.values import Opened
    from policytui.workspace.workspace import Workspace

__all__ = ["FORMATS", "Imported", "parse", "read", "read_bytes", "save"]

FORMATS = ("auto", "text", "markdown")


def read(path: Path, fmt: str = "auto") -> Imported:
    """Read a text or Markdown file. UsageError when there is none, ContentError when it is not text."""
    return parse(read_bytes(path), str(path), fmt)


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file of at most the size cap."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib would have to be loaded
            data = file.read(SIZE_CAP + 1)
    except FileNotFoundError:
        raise UsageError(f"There is no file {_named(path)}.", "Check the name.") from None
    except IsADirectoryError:
        raise UsageError(f"{_named(path)} is a folder.", "Name a file in it.") from None
    except OSError as error:
        raise RefusedError(f"{_named(path)} cannot be read: {error.strerror}. Nothing was changed.") from None
    if len(data) > SIZE_CAP:
        raise ContentError(
            f"{_named(path)} is larger than {SIZE_CAP // 1_000_000} MB and was not read. Nothing was changed.",
            "Split it, or take out what is not policy text.",
        )
    return data


def _named(path: str | Path) -> str:
    """The path as pathlib writes it: no `./` before it, no slash twice."""
    from pathlib import Path

    return str(Path(path))


def parse(data: bytes, path: str, fmt: str = "auto") -> Imported:
    """Bytes of a text or Markdown file as a policy."""
    from policytui.imports import sniff

    data = data.removeprefix(b"\xef\xbb\xbf")  # as the codec utf-8-sig, which would have to be loaded
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise ContentError(
            f"{path}:{line}:{column}: the file is not UTF-8 text. Nothing was changed.",
            "Save it as UTF-8 and try again.",
        ) from None
    kind = sniff(text, path) if fmt == "auto" else fmt
    if kind == "markdown":
        from policytui.imports.markdown import read_markdown

        return read_markdown(text, path=path)
    if kind == "text":
        from policytui.imports.text import read_text

        return read_text(text, path=path)
    raise UsageError(f"“{fmt}” is not a format that can be imported.", f"Use one of {', '.join(FORMATS)}.")


def save(workspace: Workspace, slug: str, policy: Policy, summary: str, source: Path | None) -> Opened:
    """Save an (adjusted) import as a new policy with its first revision; its printed date is kept.

    A text that prints no date gets none: nobody knows when it was last changed. Where the file it came from (`source`)
    is in the same git repository, the revision names it, so that its past is found.
    """
    from policytui.store.codec import fresh
    from policytui.store.shelf import Shelf
    from policytui.workspace.git_history import path_in_git

    draft = Revision(
        hash="",
        saved_at=workspace.clock.now(),
        author=workspace.author,
        summary=summary,
        last_updated=policy.dates.last_updated,
        extra={"source": path} if source and (path := path_in_git(workspace, source)) else {},
    )
    Shelf(workspace.root).save(slug, fresh(policy), draft, None)
    return workspace.open(slug)
